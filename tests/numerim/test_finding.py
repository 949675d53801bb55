"""A finding by itself: what it is called, what it disputes, how it is published; and which findings lead others."""

import json
from dataclasses import is_dataclass
from datetime import date
from decimal import Decimal
from importlib import import_module
from pkgutil import walk_packages
from types import SimpleNamespace

import polars as pl
import pytest

import numerim.check
from numerim.check import cause
from numerim.check.decided import mended
from numerim.check.failures import first_line
from numerim.check.finding import Finding, figure, findings_of, places_as_frame, plain
from numerim.check.leads import find_leads
from numerim.schemas.rule import rules

A, B, C = (f"s|a.csv:L{line}.C3|votes" for line in (2, 3, 4))


def finding(code, subject="u", *, places=(A,), name=None, **more):
    """A finding by a rule; `more` are attributes of it, or else columns of its row."""
    own = {key: more.pop(key) for key in list(more) if key in Finding.__dataclass_fields__}
    row = {"subject": subject, "label": subject, "locators": " ".join(places), "blames": " ".join(places)} | more
    row |= row.pop("also", {})
    return Finding(name or f"{code}/e/{subject}", rules()[code], "e", row, **own)


@pytest.mark.parametrize(
    ("value", "as_text", "as_json"),
    [
        (Decimal("1.500"), "1.5", 1.5),
        (Decimal("100"), "100", 100),
        (Decimal("1E+2"), "100", 100),
        (Decimal("-0.005"), "-0.005", -0.005),
        (Decimal("3.000"), "3", 3),
        (0.1234567, "0.123457", 0.123457),
        (12, "12", 12),
        ("x", "x", "x"),
        (None, None, None),
        (True, "True", True),
        (date(2030, 6, 9), "2030-06-09", "2030-06-09"),
    ],
)
def test_values_as_they_are_published(value, as_text, as_json):
    assert figure(value) == as_text
    assert (plain(value), type(plain(value))) == (as_json, type(as_json))


def test_what_is_published_of_a_finding():
    hints = [{"changes": [], "likelihood": 0.75}, {"changes": [], "likelihood": 0.2}]
    one = finding("R203", parts="", reckoned="", summed=Decimal("690.0"), whole=Decimal(90), tolerance=Decimal(0),
                  hints=hints, selections=2, gp_unit_id="u-1", relation="sums 3", blamed_most="x")  # fmt: skip
    told = one.published()
    assert (told["expected"], told["actual"], told["tolerance"]) == ("690", "90", "0")
    assert told["likelihood"] == Decimal("0.75")
    assert json.loads(told["hints"]) == hints
    assert set(json.loads(told["operands"])) == {
        "label",
        "summed",
        "whole",
        "tolerance",
        "selections",
        "blamed_most",
        "parts",
        "reckoned",
    }
    assert '"Vlorë"' in finding("R203", parts="", reckoned="", summed=1, whole=2, label="Vlorë").published()["operands"]
    unsure = finding(
        "R203", parts="", reckoned="", summed=1, whole=2, hints=[{"changes": [], "likelihood": None}]
    ).published()
    assert (unsure["likelihood"], unsure["hints"] is None) == (None, False)
    bare = finding("R203", parts="", reckoned="", summed=1, whole=2).published()
    assert (bare["likelihood"], bare["hints"], bare["status"]) == (None, None, "open")


def test_findings_are_named_in_order():
    broken = pl.DataFrame(
        {
            "election_id": ["f", "e", "e", None, "e"],
            "subject": ["x", "y", "x", "x", "x"],
            "contest_id": ["c", "", "c", "c", None],
            "gp_unit_id": ["", "u", "u", None, "u"],
            "n": [1, 1, 3, 1, 2],
        }
    )
    found = findings_of(rules()["R203"], broken, "g")
    assert [(f.finding_id, f.election_id, f.contest_id, f.gp_unit_id) for f in found] == [
        ("R203/g/x", "g", "c", None),
        ("R203/e/x", "e", None, "u"),
        ("R203/e/x#2", "e", "c", "u"),
        ("R203/e/y", "e", None, "u"),
        ("R203/f/x", "f", "c", None),
    ]
    assert [f.row["n"] for f in found] == [1, 2, 3, 1, 1]


@pytest.mark.parametrize(
    ("code", "in_doubt", "held_back", "disputed"),
    [
        ("R203", None, None, {A: "error", B: "error"}),
        ("R203", [A], None, {A: "error"}),
        ("R203", None, [B], {A: "warning", B: "error"}),
        ("R203", [A, B], [], {A: "warning", B: "warning"}),
        ("R205", [A, B], [A], {A: "warning", B: "warning"}),
        ("R310", [], [], {}),
    ],
)
def test_what_is_disputed_and_how(code, in_doubt, held_back, disputed):
    assert finding(code, places=(A, B), in_doubt=in_doubt, held_back=held_back).disputed == disputed


def test_places_with_their_roles():
    found = [
        finding("R203", places=(B, A, A), in_doubt=[C], name="one"),
        finding("R206", places=(A,), name="two", status="accepted"),
        finding("R101", places=("s|a.csv:L9.C1",), name="three"),
    ]
    rows = places_as_frame(found).rows()
    assert rows == [
        ("one", "e", "R203", "error", "open", A, "s", "a.csv:L2.C3", "votes", "takes_part"),
        ("one", "e", "R203", "error", "open", B, "s", "a.csv:L3.C3", "votes", "takes_part"),
        ("one", "e", "R203", "error", "open", C, "s", "a.csv:L4.C3", "votes", "in_doubt"),
        ("two", "e", "R206", "info", "accepted", A, "s", "a.csv:L2.C3", "votes", "takes_part"),
        ("three", "e", "R101", rules()["R101"].severity, "open", "s|a.csv:L9.C1", "s", "a.csv:L9.C1", None, "in_doubt"),
    ]
    assert found[0].places == [A, B]
    assert found[0].locators == ["s|a.csv:L2.C3", "s|a.csv:L3.C3"]


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (ValueError("Binder Error: no.\nLINE 1: select"), "Binder Error: no"),
        (ValueError("  "), "ValueError"),
        (KeyError(), "KeyError"),
        (ValueError("\nfirst\nsecond"), "first"),
    ],
)
def test_an_error_in_one_line(error, told):
    assert first_line(error) == told


UNDER = {"contests": "e/council/a/1 c-2", "names": "X", "source_id": "s", "path": "p", "stated_in": "p", "office": "o"}
MISSING = {"source_id": "s", "path": "p", "stated_in": "p", "office": "o"}
LEADS = {
    "rows under another unit": (
        [finding("R710", name="lead", **UNDER)],
        [
            (finding("R701", **MISSING), True),
            (finding("R701", **(MISSING | {"path": "q"})), False),
            (finding("R701", **(MISSING | {"office": "q"})), False),
            (finding("R203", contest_id="c-2", hints=[{}]), True),
            (finding("R203", contest_id="c-3", hints=[{}]), False),
            (finding("R202", office="council", also={"gp_unit_id": "a"}, round=1, hints=[{}]), True),
            (finding("R202", office="council", also={"gp_unit_id": "b"}, round=1), False),
            (finding("R203", contest_id="c-2", status="accepted"), False),
            (finding("R206", contest_id="c-2"), False),
            (finding("R203", contest_id="c-2", cause="another", cause_says="that"), False),
        ],
    ),
    "two figures for one thing": (
        [finding("R115", name="lead", places=(A, B), stated_in="a.csv")],
        [
            (finding("R602", places=(A, B)), True),
            (finding("R607", places=(A,)), True),
            (finding("R602", places=(A, C)), False),
            (finding("R203", places=(A,)), False),
        ],
    ),
    "a missing round": (
        [finding("R711", name="lead", contest_id="c-1")],
        [(finding("R517", contest_id="c-1"), True), (finding("R517", contest_id="c-2"), False)],
    ),
    "an unknown name": (
        [finding("R101", name="lead", unit_printed="X")],
        [(finding("R119", named="X"), True), (finding("R119", named="Y"), False)],
    ),
    "two spellings": (
        [finding("R121", name="lead", contest_id="c-1", told="“A” and “B”")],
        [
            (finding("R712", contest_id="c-1", names="A"), True),
            (finding("R712", contest_id="c-1", names="A; B"), True),
            (finding("R712", contest_id="c-1", names="A; C"), False),
            (finding("R712", contest_id="c-2", names="A"), False),
        ],
    ),
    "nothing follows": ([finding("R711", name="lead", contest_id="c-1")], [(finding("R518", contest_id="c-1"), False)]),
    "what is accepted leads nothing": (
        [finding("R711", name="lead", contest_id="c-1", status="accepted")],
        [(finding("R517", contest_id="c-1"), False)],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", LEADS)
def test_what_follows_from_another(case):
    (lead,), others = LEADS[case]
    before = [one.cause for one, _ in others]
    find_leads([lead, *(one for one, _ in others)])
    assert [one.cause == "lead" for one, _ in others] == [follows for _, follows in others]
    assert all(one.cause == was for (one, follows), was in zip(others, before, strict=True) if not follows)
    assert (lead.cause == "lead") is any(follows for _, follows in others)
    overfull = [one for one, follows in others if follows and lead.rule.code == "R710" and one.rule.code != "R701"]
    assert all(one.hints == [] for one in overfull)
    assert all(one.hints for one, follows in others if not follows and one.contest_id == "c-3")


def test_findings_of_another_election_do_not_follow():
    lead, other = finding("R711", contest_id="c-1"), finding("R517", contest_id="c-1")
    other.election_id = "f"
    find_leads([lead, other])
    assert (lead.cause, other.cause) == (None, None)


def hint(likelihood, *changes):
    return {"likelihood": likelihood, "changes": [{"place": place, "value": value} for place, value in changes]}


SAME = {
    "the same change": (
        [finding("R203", "a", hints=[hint(0.5, (A, "7")), hint(0.4, (B, "8"))]),
         finding("R202", "b", hints=[hint(0.9, (A, "7"))])],
        ["R202/e/b", "R202/e/b"], "2 findings would be resolved if a.csv:L2.C3 were 7",
    ),
    "another figure of the same cell": (
        [finding("R203", "a", hints=[hint(0.5, (A, "7"))]), finding("R202", "b", hints=[hint(0.9, (A, "8"))])],
        [None, None], None,
    ),
    "hardly likelier than all else": (
        [finding("R203", "a", hints=[hint(0.499, (A, "7"))]), finding("R202", "b", hints=[hint(0.9, (A, "7"))])],
        [None, None], None,
    ),
    "one figure alone in doubt": (
        [finding("R304", "a", places=(A,)), finding("R304", "b", places=(A,)), finding("R304", "c", places=(A, B))],
        ["R304/e/a", "R304/e/a", None], "a.csv:L2.C3 is the one figure that all 2 findings put in doubt",
    ),
    "one figure alone in doubt joins what a change of it mends": (
        [finding("R304", "a", places=(A,)), finding("R203", "b", hints=[hint(0.9, (A, "7"))])],
        ["R203/e/b", "R203/e/b"], "2 findings would be resolved if a.csv:L2.C3 were 7",
    ),
    "but not where two changes of it are likely": (
        [finding("R304", "a", places=(A,)), finding("R203", "b", hints=[hint(0.9, (A, "7"))]),
         finding("R203", "c", hints=[hint(0.9, (A, "8"))])],
        [None, None, None], None,
    ),
    "nor what several changes mend": (
        [finding("R304", "a", places=(A,)), finding("R203", "b", hints=[hint(0.9, (A, "7"), (B, "8"))])],
        [None, None], None,
    ),
    "a warning and an error: the error leads": (
        [finding("R205", "a", hints=[hint(0.9, (B, "1"), (A, "7"))]),
         finding("R203", "b", hints=[hint(0.9, (A, "7"), (B, "1"))])],
        ["R203/e/b", "R203/e/b"], "2 findings would be resolved if a.csv:L2.C3 were 7 and a.csv:L3.C3 were 1",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", SAME)
def test_findings_that_the_same_change_would_mend(case):
    findings, causes, says = SAME[case]
    cause._same_change(findings)
    assert [one.cause for one in findings] == causes
    assert {one.cause_says for one in findings} - {None} == ({says} if says else set())


def test_what_is_said_once_of_figures_is_not_changed_later():
    """Only a finding, and what is made step by step, may be; all else is compared and kept by what it is."""
    changing = {"Finding", "Weighed", "Cell", "Sum", "Relation", "Linear", "Ratio"}
    modules = [import_module(module.name) for module in walk_packages(numerim.check.__path__, "numerim.check.")]
    classes = {
        one for module in modules for one in vars(module).values() if is_dataclass(one) and isinstance(one, type)
    }
    own = {one for one in classes if one.__module__.startswith("numerim.check")}
    assert len(own) > 20
    assert {one.__name__ for one in own if not one.__dataclass_params__.frozen} == changing
    by_identity = {"Cell", "Sum", "Relation", "Linear", "Ratio"}
    assert {one.__name__ for one in own if one.__eq__ is object.__eq__} == by_identity


def test_findings_that_a_correction_mends_are_kept_under_free_names():
    correction = SimpleNamespace(source="s", at="a.csv:L2.C3", set="7", expect="8", reason="seen on paper")
    file = SimpleNamespace(election=SimpleNamespace(corrections=[correction]))
    still = [finding("R203", "a"), finding("R203", "b", places=(A, B))]
    gone = [
        finding("R203", "a"),  # as it was: nothing has mended it
        finding("R203", "b", places=(A,)),
        finding("R203", "b", places=(A, C), name="R203/e/b#2"),
        finding("R202", "c", places=(B,)),  # none of its figures was corrected
        finding("R202", "d"),
    ]
    told = [(one.finding_id, one.status, one.reason) for one in mended(still, gone, file)]
    why = "a.csv:L2.C3 is read as '7' instead of '8': seen on paper"
    assert told == [(name, "corrected", why) for name in ("R203/e/b#2", "R203/e/b#3", "R202/e/d")]
