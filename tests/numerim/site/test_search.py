"""What is found by its name: no file of the index is large, and nothing is lost between them."""

import json
import random

import pytest

from numerim.site.search import LIMIT, Found, folded, index

FIRST = "Arben Besnik Çlirim Dritan Ëngjëll Fatmir Gëzim Hysni Ilir Jakup Kujtim Luan Mimoza Ndoc Olsi Përparim"
LAST = "Ahmeti Bajrami Çeliku Dervishi Elezi Fejza Gashi Hoxha Idrizi Jahaj Krasniqi Lleshi Meta Nikolla Rama"


@pytest.fixture(scope="module")
def many():
    """20,000 people of whom many share their names, as in 40 packages of 400 contests."""
    drawn = random.Random(1)  # noqa: S311
    names = [
        " ".join([drawn.choice(FIRST.split()), drawn.choice(LAST.split()) + drawn.choice("abcdefgh")])
        for _ in range(20_000)
    ]
    return [
        Found(3, f"places/xk-{number % 400}.html", (name,), (f"Unit {number}",)) for number, name in enumerate(names)
    ]


def _read(files):
    said = {}
    for path, content in files:
        called, _, rest = content.decode().partition("(")
        body = json.loads(f"[{rest.rstrip()[:-1]}]")
        said[path] = body[0] if called == "numerimIndex" else body[1]
    return said


def _asked(files, typed):
    """What the page loads for a word."""
    listed = files["search/index.js"]
    prefix = next(typed[:long] for long in range(len(typed), -1, -1) if typed[:long] in listed)
    name, whole = listed[prefix]
    return files[f"search/{name}.js"], whole


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Përparim Rama", ["perparim", "rama"]),
        ("Vau i Dejës", ["vau", "i", "dejes"]),
        ("PD (BF)", ["pd", "bf"]),
        ("Đorđe Straße", ["dorde", "strasse"]),
        ("  ", []),
    ],
)
def test_words_are_without_accents(text, words):
    assert folded(text) == words


def test_no_file_is_large_and_nothing_is_lost(many):
    files = list(index(many))
    assert max(len(content) for _, content in files) < LIMIT + 100
    assert len({path for path, _ in files}) == len(files)
    read = _read(files)
    for one in many[::997]:
        first, last = folded(one.names[0])
        for typed in (f"{first} {last}", f"{last} {first}"):
            rows, whole = _asked(read, typed)
            assert whole
            assert json.loads(one.written) in rows


def test_the_most_important_are_first_where_not_all_fit(many):
    rows, whole = _asked(_read(index([*many, Found(1, "places/al-has.html", ("Has",))])), "h")
    assert not whole
    assert rows[0] == [1, "places/al-has.html", "Has"]


def test_what_is_little_is_in_one_file():
    every = [
        Found(1, "places/al-has.html", ("Has",)),
        Found(2, "parties/al-ps.html", ("PS",), ("Partia",), ("Socialist",)),
    ]
    assert list(dict(index(every))) == ["search/all.js", "search/index.js"]


@pytest.mark.parametrize(
    ("names", "details", "also", "written"),
    [
        (("Has",), (), (), ["Has"]),
        (("Has",), ("",), ("Hasi",), ["Has", "", "Hasi"]),
        (("Local", "Vendore"), ("2023",), (), [["Local", "Vendore"], "2023"]),
        (("A",), ("Has · PS", "Has · PS"), (), ["A", "Has · PS"]),
        (("A",), ("Mayor, round 2", "Kryetar, raundi 2"), (), ["A", ["Mayor, round 2", "Kryetar, raundi 2"]]),
    ],
)
def test_what_differs_from_language_to_language_is_written_in_each(names, details, also, written):
    assert json.loads(Found(1, "p.html", names, details, also).written) == [1, "p.html", *written]


def test_names_are_data(built):
    """Every script of the index is one call with JSON."""
    for path in (built / "search").iterdir():
        _read([(path.name, path.read_bytes())])
