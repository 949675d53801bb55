"""Findings in Albanian: the same values in an Albanian sentence, or the English one."""

import json
from itertools import count
from types import SimpleNamespace

import pytest
from babel.messages.pofile import read_po

from numerim.declare.house import House
from numerim.schemas.rule import rules
from numerim.schemas.sentence import names, sentence
from numerim.site.kinds import finding
from numerim.site.language import Language
from numerim.site.published import Site
from numerim.site.rulewords import RuleWords
from tests.tools import ROOT

WORDS = ROOT / "src" / "numerim" / "site" / "words" / "rules.sq.po"


@pytest.fixture(scope="module")
def said():
    with WORDS.open("rb") as file:
        return [message for message in read_po(file, locale="sq") if message.id]


@pytest.fixture(scope="module")
def tells():
    return RuleWords(Language("sq"))


@pytest.fixture(scope="module")
def release():
    """One that knows a few names."""
    unit, party = {"name": "Kukës"}, {"acronym": "PS", "name": "Partia Socialiste", "name_en": "Socialist Party"}
    return SimpleNamespace(
        name="p",
        contests=[SimpleNamespace(office="mayor", selections=[SimpleNamespace(name="Sali B.")])],
        units={"al-kukes": unit},
        parties={"al-ps": party},
        elections={"e": {"title": "The election"}},
        rows=lambda table: [{"source_id": "kqz", "path": "a.csv", "title": "KQZ"}] if table == "sources" else [],
    )


def test_all_that_rules_say_is_in_albanian(said):
    """None is missing, none is left of what no rule says any more, and each is filled with the same values."""
    told = {one.id: one.string for one in said if one.context is None}
    asked = {text for rule in rules().values() for text in (rule.title, rule.says, rule.why, rule.law) if text}
    assert set(told) == asked
    assert [text for text, string in told.items() if not string or (string == text and "{" not in text)] == []
    for rule in rules().values():
        assert names(told[rule.says]) == names(rule.says), rule.code
        sentence(told[rule.says], dict.fromkeys(names(rule.says), 2))


def test_phrases_in_values_keep_their_parts(said):
    for one in said:
        if one.context == "value":
            assert names(one.id) == names(one.string), one.id


@pytest.mark.parametrize("code", sorted(rules()))
def test_a_sentence_of_each_rule_is_told_with_its_values(tells, release, code):
    """Names stay, figures are written as in Albanian, and nothing is lost on the way."""
    rule = rules()[code]
    figures = count(1_234)
    shown = {
        name: next(figures) if f"{{{name}:" in rule.says else f"Name{at}" for at, name in enumerate(names(rule.says))
    }
    many = {word for name in shown for word in ("what", "measure") if f"{{{name}:{{{word}}}}}" in rule.says}
    shown |= dict.fromkeys(many, "votes")
    finding = {"rule": code, "says": sentence(rule.says, shown), "operands": json.dumps(shown), "subject": ""}
    finding |= {name: shown[name] for name in ("subject", "contest_id", "gp_unit_id") if name in shown}
    said = tells.says(release, finding)
    assert said.language == "sq"
    for name, value in shown.items():
        written = "vota" if name in many else value if isinstance(value, str) else Language("sq").number(value)
        assert written in said.text, (name, said.text)


def _finding(code, **values):
    return {"rule": code, "says": sentence(rules()[code].says, values), "operands": json.dumps(values), "subject": ""}


PRINTED = _finding("R108", label="Kukës", name="x")
KUKES = "mayor of Kukës, 2023-05-14"
DECIMALS = {"printed": "52.255", "decimals": 3, "fewest": 2, "without": 52.25}
SHARES = {"label": "Kukës", "parts": 3, "summed": 99.56, "apart": 0.44}
DIFFERENT = {"lowest": 999, "highest": 1000, "said": "a.csv 999, kqz 1,000"}


@pytest.mark.parametrize(
    ("finding", "told"),
    [
        pytest.param(
            _finding("R602", label=KUKES, selection="Socialist Party", **DIFFERENT),
            "Kukës (kryetar, 14 maj 2023), Partia Socialiste: votat jepen ndryshe: "
            "mes 999 dhe 1\u00a0000 (a.csv 999, kqz 1\u00a0000)",
            id="a contest, a party by its own name, figures in lists",
        ),
        pytest.param(
            _finding("R408", label=f"{KUKES}, round 2", selection="Sali B.", **DECIMALS),
            "Kukës (kryetar, 14 maj 2023, raundi 2), Sali B.: përqindja jepet 52.255, me 3 shifra dhjetore "
            "ku të tjerat kanë 2; pa shifrën e fundit do të ishte 52,25",
            id="what is printed stays as it is printed",
        ),
        pytest.param(
            _finding("R401", **SHARES, tolerance="0.015") | {"tolerance": "0.015", "operands": json.dumps(SHARES)},
            "Kukës: 3 përqindje japin së bashku 99,56 për qind, 0,44 larg nga 100; rrumbullakimi shpjegon jo më shumë "
            "se 0,015. Ose një përqindje është e gabuar, ose mungon një kandidat a një listë",
            id="what a finding has in a column is a figure, too",
        ),
        pytest.param(
            _finding("R505", label="Kukës", what="PS", figure=1, bound=3),
            "Kukës: PS përmendet si më e madhja me 1 mandat, por një listë tjetër ka 3",
            id="one",
        ),
        pytest.param(
            _finding("R510", label=f"{KUKES}: PS is said to be ahead of BF", figure=1, what="votes", bound=2),
            "Kukës (kryetar, 14 maj 2023): PS thuhet se është para BF, por ka 1 votë kundrejt 2",
            id="a phrase with parts, and a word for one of many",
        ),
        pytest.param(
            _finding("R108", label="Kukës", name="the Kukes of and"),
            "Kukës shkruhet “the Kukes of and”",
            id="what stands in quotation marks is not read",
        ),
    ],
)  # fmt: skip
def test_what_is_told(tells, release, finding, told):
    said = tells.says(release, finding)
    assert (said.language, said.text) == ("sq", told)


@pytest.mark.parametrize(
    "finding",
    [
        pytest.param(_finding("R108", label="something wholly new", name="x"), id="words nobody knows"),
        pytest.param(PRINTED | {"says": "Kukës is misprinted"}, id="another template"),
        pytest.param(PRINTED | {"rule": "R999"}, id="a rule that is gone"),
        pytest.param(PRINTED | {"operands": None}, id="no values"),
    ],
)
def test_what_cannot_be_told_whole_stays_in_english(tells, release, finding):
    said = tells.says(release, finding)
    assert (said.language, said.text) == ("en", finding["says"])


def test_what_somebody_wrote_by_hand_stays_in_the_words_of_that_person(tells, release):
    said = tells.says(
        release, _finding("R120", label=f"{KUKES}: 6400 is read as votes of Sali B.", said="a guess of mine")
    )
    assert (said.language, said.own) == ("sq", "a guess of mine")
    assert (
        said.text
        == "Kukës (kryetar, 14 maj 2023): 6\u00a0400 lexohet si vota nga Sali B., por mund të jetë diçka tjetër:"
    )


@pytest.mark.parametrize(
    ("code", "actual", "expected", "pair"),
    [
        (
            "R403",
            "43.68",
            "43.36",
            [("Found", "43.68%"), ("Expected", "43.36%"), ("Rounding explains at most", "1 point")],
        ),
        ("R401", "99.5", "100", [("Found", "99.5%"), ("Expected", "100%"), ("Rounding explains at most", "1 point")]),
        ("R406", "7.07", "7", [("Found", "7.07"), ("Expected", "7"), ("Rounding explains at most", "1")]),
        ("R514", "1", None, [("Found", "1"), ("Rounding explains at most", "1")]),
        ("R523", "3", None, [("Found", "3"), ("Rounding explains at most", "1")]),
        ("R537", "5", None, [("Found", "5"), ("Rounding explains at most", "1")]),
        ("R999", "5", None, [("Found", "5"), ("Rounding explains at most", "1")]),
    ],
)
def test_the_unit_of_what_is_found_is_that_of_the_rule(code, actual, expected, pair):
    """Whatever other percentages its sentence tells of."""
    says = "3 seats with 3 per cent, 5 of 40 are 5 per cent, 1 per cent"
    row = {"rule": code, "says": says, "actual": actual, "expected": expected, "tolerance": "1"}
    assert finding._pair(row, Language("en")) == pair


def test_english_pages_have_what_the_package_has(release):
    said = RuleWords(Language("en")).says(release, PRINTED)
    assert (said.language, said.text) == ("en", PRINTED["says"])


def test_what_is_published_is_told_in_albanian(tells):
    site = Site(House(ROOT))
    found = [(row["rule"], tells.says(one, row)) for one in site.releases for row in one.findings]
    assert len(found) > 40
    assert [rule for rule, said in found if said.language == "en"] == []
    assert {rule for rule, said in found if said.own} == {"R120"}
