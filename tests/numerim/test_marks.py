"""What a draft marks LOOK, and what it takes from the names of units: the country, the area of a total."""

import json
import re

import pytest
import yaml

from numerim.declare.election import read_election
from numerim.declare.house import House
from numerim.draft.given import UNKNOWN, Given
from numerim.draft.new import make
from tests.conftest import ROOT
from tests.numerim.test_drafts import LONG, WIDE

LISTS = """unit,x,A Party,B Party,C Party,sum
1,,10,20,30,60
2,,11,21,31,63
3,,12,22,32,66
4,,13,23,33,69
"""
JOINED = "name,votes,seats,how\nPrizren · LDK,500,3,a\nPrizren · PDK,400,2,b\nPejë · LDK,300,2,c\nPejë · PDK,200,1,d\n"
NESTED = json.dumps(
    {
        "places": [
            {
                "name": f"P{i}",
                "notes": [{"a": 1}],
                "lists": [{"party": p, "votes": 10 * i + len(p)} for p in ("A", "BB")],
            }
            for i in range(1, 6)
        ]
    }
)
NO_HEADER = "Tiranë,A,100\nTiranë,B,200\nDurrës,A,50\nDurrës,B,75\nVlorë,A,20\nVlorë,B,30\n"
FIXED = "".join(
    f"{a:<12}{b:>8}{c:>8}{d:>8}\n"
    for a, b, c, d in [("county", "ray", "lind", "valid"), *((f"C{i} x", i, 9, i + 9) for i in range(9))]
)


def _draft(tmp_path, name, content, given=None):
    house = House(tmp_path)
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    made = make(house, [path], given or Given())
    return made, (made.folder / "election.yml").read_text("utf-8")


def _marks(text):
    """Each mark: what it says, the lines that it offers, and the number of the line beneath it."""
    lines = text.splitlines()
    found = []
    for i, line in enumerate(lines):
        if (at := line.find("# LOOK")) < 0:
            continue
        says, offered, n = [line[at:]], [], i + 1
        while lines[n].lstrip(" -").startswith("#") and "# LOOK" not in lines[n]:
            comment = lines[n].lstrip(" -")
            (offered.append(comment[6:]) if comment.startswith("#     ") else says.append(comment[2:]))
            n += 1
        beneath = next(k for k in range(n, len(lines)) if not lines[k].lstrip(" -").startswith("#"))
        found.append((" ".join(says), offered, beneath))
    return found


DRAFTS = [
    ("long.csv", LONG),
    ("wide-2017.csv", WIDE),
    ("lists-2020-11-03.csv", LISTS),
    ("joined.csv", JOINED),
    ("nested.json", NESTED),
    ("none.csv", NO_HEADER),
    ("fixed.txt", FIXED),
    ("cp.csv", "Gemeinde;Wähler;CDU;SPD;Grüne\nKöln;90;30;40;20\nMünster;60;10;20;30\nTölz;9;2;3;4\n".encode("cp1252")),
]


@pytest.mark.parametrize(("name", "content"), DRAFTS, ids=[name for name, _ in DRAFTS])
def test_every_mark_has_what_to_write_and_that_can_be_read(tmp_path, name, content):
    made, text = _draft(tmp_path, name, content)
    lines, marks = text.splitlines(), _marks(text)
    assert made.looks == len(marks) >= 8
    for says, offered, beneath in marks:
        assert offered or re.search(r"`\w[^`]*`", says), says
        assert says.endswith(":" if offered else "."), says
        for one in offered:
            indent = lines[beneath][: len(lines[beneath]) - len(lines[beneath].lstrip(" -"))]
            kept = [lines[beneath]] if "Add what you know" in says else []
            changed = [*lines[:beneath], *kept, (" " * len(indent) if kept else indent) + one, *lines[beneath + 1 :]]
            path = made.folder / "election.yml"
            path.write_text("\n".join(changed) + "\n", "utf-8")
            assert yaml.safe_load(path.read_text("utf-8"))
            read_election(path, "election.yml")


UNITS = {
    "XK": ["Prishtinë", "Pejë/Peć", "Komuna e Prizrenit", "Gjakova", "FERIZAJ"],
    "AL": ["Tiranë", "DURRES", "Bashkia Vlorë", "Shkodër", "Nowhere"],
    "MK": ["Gevgelija", "Kavadarci", "Konče", "Lozovo", "Negotino", "Radoviš"],
    "US": ["Ohio", "Utah", "Texas", "Iowa", "Maine", "Idaho"],
    "": ["Kirk", "Elms", "Oaks", "Ash", "Pejë"],
}


@pytest.mark.parametrize(("code", "names"), UNITS.items())
def test_the_country_follows_from_the_names_of_units(tmp_path, code, names):
    rows = "".join(f"{name},Ann Ray,{i * 7 + 3}\n{name},Bo Lind,{i * 5 + 2}\n" for i, name in enumerate(names))
    made, text = _draft(tmp_path, "r.csv", f"municipality,candidate,votes\n{rows}")
    assert f"\ncountry: {code or UNKNOWN}\n" in text
    assert made.folder.parent.name == (code or UNKNOWN).lower()
    (mark,) = [says for says, _, beneath in _marks(text) if text.splitlines()[beneath].startswith("country:")]
    assert (f"of the {len(names)} names of units" in mark) if code else ("nothing says the country" in mark)


@pytest.mark.parametrize(
    ("header", "names", "code"),
    [
        ("Komuna,Kandidati,Votat", ["Prizren", "Elsewhere"], "XK"),
        ("municipality,candidate,votes", ["Prizren", "Elsewhere"], UNKNOWN),
        ("Komuna,Kandidati,Votat", ["Elsewhere", "Nowhere"], UNKNOWN),
    ],
)
def test_in_the_language_of_a_country_fewer_names_will_do(tmp_path, header, names, code):
    rows = "".join(f"{name},Ann Ray,{i * 7 + 3}\n{name},Bo Lind,{i * 5 + 2}\n" for i, name in enumerate(names))
    _, text = _draft(tmp_path, "r.csv", f"{header}\n{rows}")
    assert f"\ncountry: {code}\n" in text


def _summed(header, rows, total):
    lines = [f"{header},Ray,Lind,Valid", *(f"{row},{3 + i},{5 + i},{8 + 2 * i}" for i, row in enumerate(rows))]
    n = len(rows)
    ray, lind = 3 * n + n * (n - 1) // 2, 5 * n + n * (n - 1) // 2
    return "\n".join([*lines, f"{total},{ray},{lind},{ray + lind}"]) + "\n"


DISTRICT = [f"North,P{i}" for i in range(5)]
TWO = ["North,P1", "North,P2", "South,P3", "South,P4"]
AREAS = [
    ("municipality", [f"M{i}" for i in range(5)], "TOTAL", "", "region", "r"),
    ("municipality", [f"M{i}" for i in range(5)], "TOTAL", "DE", "region", "r"),
    ("municipality", [f"M{i}" for i in range(5)], "Germany total", "DE", "country", "Germany"),
    ("county,precinct", DISTRICT, ",TOTAL", "US", "county", "North"),
    ("county,precinct", DISTRICT, ",TOTAL", "", "county", "North"),
    ("county,precinct", TWO, ",TOTAL", "US", "country", "United States"),
    ("municipality", [f"M{i}" for i in range(5)], "TOTAL", UNKNOWN, "country", UNKNOWN),
]


@pytest.mark.parametrize(("header", "rows", "total", "country", "kind", "name"), AREAS)
def test_a_total_is_of_what_the_units_lie_in(tmp_path, header, rows, total, country, kind, name):
    _, text = _draft(tmp_path, "r.csv", _summed(header, rows, total), Given(country=country))
    (table,) = yaml.safe_load(text)["sources"]["source"]["files"]["r.csv"]["tables"]
    of_all = table["parts"][-1]
    assert (of_all["register"]["unit"], of_all["set"]["unit"]) == (kind, name)


def test_a_total_of_all_units_of_a_country_is_that_of_the_country(tmp_path):
    with (ROOT / "seeds/gp_units.csv").open(encoding="utf-8") as stream:
        rows = [line.split(",") for line in stream]
    names = [row[2] for row in rows if (row[1], row[3]) == ("XK", "municipality")]
    _, text = _draft(tmp_path, "r.csv", _summed("Komuna", names, "Gjithsej"))
    (table,) = yaml.safe_load(text)["sources"]["source"]["files"]["r.csv"]["tables"]
    assert table["parts"][-1]["register"] == {"unit": "country"}


GIVEN = [
    (["--country", "Kosvo"], "--country: 'Kosvo' is not a country of ISO 3166-1\n", "XK (Kosovo)"),
    (["--country", "UK"], "--country: 'UK' is not a code of ISO 3166-1\n", "Write GB (United Kingdom)."),
    (["--country", "ZZ"], "--country: 'ZZ' is not a country of ISO 3166-1\n", "ZA (South Africa)"),
    (["--date", "12.10.2025"], "--date: '12.10.2025' is not written as a day\n", "Write year-month-day: 2025-10-12."),
    (["--date", "2025-02-31"], "--date: '2025-02-31' is no day: ", "Write year-month-day, such as 2025-10-12."),
    (["--date", "soon"], "--date: 'soon' is no day: ", "Write year-month-day, such as 2025-10-12."),
    (["--office", "!"], "--office: '!' is not a word for an office\n", "such as mayor, council"),
    (
        ["--law", "D'Hont"],
        '--law: "D\'Hont" is not a law that numerim knows\n',
        "Did you mean 'dhondt'? Known are block_vote",
    ),
    (["--id", "XK Local"], "--id: 'XK Local' cannot be an id\n", "dashes between them: xk-local."),
    (["--id", "../x"], "--id: '../x' cannot be an id\n", "dashes between them: x."),
]


@pytest.mark.parametrize(("options", "problem", "cure"), GIVEN, ids=[" ".join(one[0]) for one in GIVEN])
def test_what_is_given_wrongly_is_told_with_what_is_allowed(tmp_path, numerim, options, problem, cure):
    (tmp_path / "r.csv").write_text(LONG, encoding="utf-8")
    done = numerim("new", "r.csv", *options, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert problem in done.stderr
    assert cure in done.stderr
    assert not (tmp_path / "raw").exists()


def test_all_that_is_given_wrongly_is_told_at_once(tmp_path, numerim):
    done = numerim("new", "r.csv", "--date", "x", "--law", "x", "--country", "x", cwd=tmp_path)
    assert [one in done.stderr for one in ("--date:", "--law:", "--country:")] == [True] * 3


@pytest.mark.parametrize(
    ("options", "line"),
    [
        (["--country", "Kosovo"], "country: XK"),
        (["--country", "de"], "country: DE"),
        (["--country", "Germany"], "country: DE"),
        (["--office", "State Senate"], "  state-senate: {unit: municipality}"),
        (["--law", "D'Hondt"], "  contest: {unit: municipality, outcome_rule: dhondt}"),
    ],
)
def test_what_is_given_is_read_as_people_write_it(tmp_path, numerim, options, line):
    (tmp_path / "r.csv").write_text(LONG, encoding="utf-8")
    done = numerim("new", "r.csv", "--id", "t-1", *options, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    (path,) = tmp_path.glob("raw/*/t-1/election.yml")
    assert line in path.read_text("utf-8").splitlines()


def test_an_id_that_another_country_has_is_refused(tmp_path, numerim):
    (tmp_path / "r.csv").write_text(LONG, encoding="utf-8")
    assert numerim("new", "r.csv", "--id", "t-1", "--country", "DE", cwd=tmp_path).returncode == 0
    done = numerim("new", "r.csv", "--id", "t-1", "--country", "AT", cwd=tmp_path)
    assert "there is an election of this id already: raw/de/t-1" in done.stderr


def test_a_draft_that_cannot_be_read_is_not_left_behind(tmp_path, monkeypatch):
    from numerim.draft import new

    monkeypatch.setattr(new, "text_of", lambda frame, files: f"id: {frame.id}\ncountry: nowhere\n")
    with pytest.raises(new.InputError):
        _draft(tmp_path, "r.csv", LONG)
    assert not list(tmp_path.glob("raw/*/*"))


SUMA = [
    ("fullName", "RUFKI SUMA", {}),
    ("fullName", "SUMA", {"SUMA": "valid"}),
    ("fullName", "Votat gjithsej", {"Votat gjithsej": "valid"}),
]


@pytest.mark.parametrize(("column", "name", "words"), SUMA)
def test_a_person_may_have_a_last_name_that_means_total(tmp_path, column, name, words):
    rows = "".join(
        f"{place},{who},{v}\n" for place, who, v in [("A", "Ann Ray", 5), ("A", name, 8), ("A", "Bo Lind", 3)]
    )
    rows += "B,Cy Orr,4\nB,Di Fox,6\nC,Ed Poe,7\nC,Flo Nash,2\n"
    _, text = _draft(tmp_path, "mayors.csv", f"municipality,{column},votes\n{rows}")
    (table,) = yaml.safe_load(text)["sources"]["source"]["files"]["mayors.csv"]["tables"]
    said = table["columns"][column]
    assert (said.get("words", {}) if isinstance(said, dict) else {}) == words


def test_where_the_draft_lies_is_told_from_where_one_is(tmp_path, numerim):
    (tmp_path / "raw").mkdir()
    (tmp_path / "seeds").symlink_to(ROOT / "seeds")
    (tmp_path / "below").mkdir()
    (tmp_path / "below/r.csv").write_text(LONG, encoding="utf-8")
    done = numerim("new", "r.csv", "--id", "t-1", "--country", "AD", cwd=tmp_path / "below")
    assert done.stdout.startswith("../raw/ad/t-1/election.yml is written; ")
