"""The cases of the names of units, which are made by rule: `seeds/inflect.py`."""

import csv
import re
import runpy
from collections import defaultdict

import pytest

from tests.conftest import ROOT, SHARED

SCRIPT = runpy.run_path(str(ROOT / "seeds" / "inflect.py"))
DOCUMENTS = SHARED / "documents"


def rows(name):
    with (ROOT / "seeds" / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize(
    ("language", "name", "forms"),
    [
        ("albanian", "Tiranë", "Tirana Tiranën Tiranës Tirane"),
        ("albanian", "Shkodër", "Shkodra Shkodrën Shkodrës Shkodre"),
        ("albanian", "Kamëz", "Kamza Kamzën Kamzës Kamze"),
        ("albanian", "Durrës", "Durrësi Durrësin Durrësit"),
        ("albanian", "Istog", "Istogu Istogun Istogut"),
        ("albanian", "Viti", "Vitia Vitinë Vitisë Vitie"),
        ("albanian", "Shtime", "Shtimja Shtimen Shtimes"),
        ("albanian", "Ferizaj", "Ferizaji Ferizajin Ferizajit Ferizajn Ferizajt"),
        ("serbian", "Priština", "Prištine Prištini Prištinu Prištinom"),
        ("serbian", "Leposavić", "Leposavića Leposaviću Leposavićem"),
        ("serbian", "Glogovac", "Glogovca Glogovcu Glogovcem"),
        ("serbian", "Istok", "Istoka Istoku Istokom"),
        ("serbian", "Podujevo", "Podujeva Podujevu Podujevom"),
        ("serbian", "Štrpce", "Štrpca Štrpcu Štrpcem"),
        ("serbian", "Dečani", "Dečana Dečanima Dečane"),
        ("serbian", "Peć", "Peći Peću"),
    ],
)
def test_one_word(language, name, forms):
    assert [form for form, *_ in SCRIPT[language](name)] == forms.split()


@pytest.mark.parametrize(
    ("language", "name", "forms"),
    [
        ("albanian", "Malësi e Madhe", "Malësia e Madhe|Malësinë e Madhe|Malësisë së Madhe|Malësie të Madhe"),
        ("albanian", "Han i Elezit", "Hani i Elezit|Hanin e Elezit|Hanit të Elezit"),
        ("albanian", "Vau i Dejës", "Vau i Dejës|Vaun e Dejës|Vaut të Dejës"),
        ("albanian", "Fushë Kosovë", "Fushë Kosova|Fushë Kosovën|Fushë Kosovës|Fushë Kosove"),
        (
            "albanian",
            "Fushë-Arrëz",
            "Fushë-Arrëzi|Fushë-Arrëzin|Fushë-Arrëzit|Fushë-Arrëza|Fushë-Arrëzën|Fushë-Arrëzës|Fushë-Arrëze",
        ),
        ("serbian", "Severna Mitrovica", "Severne Mitrovice|Severnoj Mitrovici|Severnu Mitrovicu|Severnom Mitrovicom"),
        ("serbian", "Suva Reka", "Suve Reke|Suvoj Reci|Suvu Reku|Suvom Rekom"),
        ("serbian", "Novo Brdo", "Novog Brda|Novom Brdu|Novim Brdom"),
        ("serbian", "Kosovo Polje", "Kosova Polja|Kosovu Polju|Kosovim Poljem"),
    ],
)
def test_several_words(language, name, forms):
    assert [form for form, *_ in SCRIPT[language](name)] == forms.split("|")


@pytest.mark.parametrize(
    ("latin", "cyrillic"), [("Gnjilane", "Гњилане"), ("Štimlje", "Штимље"), ("Đakovica", "Ђаковица"), ("Peć", "Пећ")]
)
def test_both_scripts(latin, cyrillic):
    assert SCRIPT["cyrillic"](latin) == cyrillic


def test_the_definite_forms_that_people_wrote_are_those_that_the_rules_make():
    by_hand = {(row["gp_unit_id"], row["printed"]) for row in rows("gp_unit_names") if row["form"] == "definite"}
    made = {
        (row["gp_unit_id"], form)
        for row in rows("gp_units")
        for form, case, _ in SCRIPT["albanian"](row["name"])
        if case == "definite"
    }
    assert len(by_hand) > 100
    assert by_hand <= made


def test_what_is_committed_is_what_the_rules_make():
    kept, _ = SCRIPT["inflections"]()
    assert [tuple(row.values()) for row in rows("gp_unit_inflections")] == kept


def test_a_form_is_of_one_unit_of_its_kind_and_country():
    """`seeds.load` refuses two of one kind; here across kinds, where only a county and its town have one name."""
    units = {row["gp_unit_id"]: row for row in rows("gp_units")}
    of_form = defaultdict(set)
    for row in [*rows("gp_unit_names"), *rows("gp_unit_inflections")]:
        unit = units[row["gp_unit_id"]]
        of_form[unit["country"], row["printed"].lower()].add((unit["unit_type"], unit["name"]))
    twice = {form: of for form, of in of_form.items() if len({kind for kind, _ in of}) < len(of)}
    assert twice == {}
    assert all(len({name for _, name in of}) == 1 for of in of_form.values())


def test_a_form_that_two_units_would_share_is_left_out(monkeypatch):
    inflections = SCRIPT["inflections"]
    units = [*rows("gp_units"), {**rows("gp_units")[1], "gp_unit_id": "al-other", "name": "Belshit"}]
    tables = {"gp_units": units, "gp_unit_names": rows("gp_unit_names")}
    monkeypatch.setitem(inflections.__globals__, "_rows", tables.__getitem__)
    kept, left_out = inflections()
    assert [row[:2] for row in left_out] == [("al-belsh", "Belshit")]
    assert ("al-belsh", "Belshit") not in {row[:2] for row in kept}


@pytest.mark.skipif(not DOCUMENTS.is_dir(), reason="the documents are not here")
def test_every_form_in_the_documents_is_known():
    """Words that begin like a unit's name, with whatever end, in what four newspapers and an encyclopaedia print."""
    names = {row["name"] for row in rows("gp_units")}
    names |= {row["printed"] for row in rows("gp_unit_names") if row["form"] in ("definite", "former", "variant")}
    begun = "|".join(sorted(map(_begins, names), key=len, reverse=True))
    printed = {
        found[0]
        for path in DOCUMENTS.glob("*.txt")
        for found in re.finditer(rf"\b(?:{begun})\b", path.read_text("utf-8"))
    }
    known = {row["name"].lower() for row in rows("gp_units")}
    known |= {row["printed"].lower() for row in [*rows("gp_unit_names"), *rows("gp_unit_inflections")]}
    assert len(printed) > 140
    assert {form for form in printed if form.lower() not in known} == {"Hashtag", "Haskuka"}  # no places


def _begins(name):
    """A regular expression for a name with whatever endings."""
    words = [word if word in ("i", "e") else re.sub(r"(ë[rsz]|[aeëiou])$", "", word) for word in re.split("[ -]", name)]
    return "[ -]".join("(?:i|e|të|së)" if word in ("i", "e") else rf"{re.escape(word)}[a-zëç]{{0,4}}" for word in words)
