"""What corrections, acceptances and hints leave behind in the package."""

import json
from decimal import Decimal

import pytest

from numerim import stages, warehouse
from numerim.ask.advise import advised, written
from numerim.declare.house import House
from numerim.declare.numbers import Numbers
from tests.numerim.conftest import HEAD

SHARES = ["Prizren,,LVV,mayor,share,,44.69,,", "Prizren,,LDK,mayor,share,,35.31,,", "Prizren,,PDK,mayor,share,,2.00,,"]
CORRECTION = """corrections:
  - {source: s1, at: "s1.csv:L4.C7", expect: "2.00", set: "20.00", reason: The protocol has 20.00.}
sources:
"""
ACCEPTANCE = """accept:
  - {rule: R401, subject: xk-test-2030/mayor/xk-prizren/1, reason: The commission stands by it.}
sources:
"""


def findings(connection, rule="R401"):
    return warehouse.rows(connection, f"SELECT status, reason FROM clean.findings WHERE rule = '{rule}'")


def shares(connection):
    return [float(r[0]) for r in warehouse.rows(connection, "SELECT share FROM clean.vote_shares ORDER BY share DESC")]


def test_what_is_open_and_not_singled_out_is_published_with_the_doubt(judged):
    made = judged(SHARES, whole=True)
    assert findings(made) == [("open", None)]
    assert shares(made) == [44.69, 35.31, 2.0]
    assert warehouse.rows(made, "SELECT DISTINCT doubts FROM clean.vote_shares") == [("R401",)]


def test_what_a_correction_mends_stays_in_sight(judged):
    made = judged(SHARES, head=HEAD.replace("sources:\n", CORRECTION), whole=True)
    assert findings(made) == [
        ("corrected", "s1.csv:L4.C7 is read as '20.00' instead of '2.00': The protocol has 20.00.")
    ]
    assert shares(made) == [44.69, 35.31, 20.0]
    doubts = warehouse.rows(made, "SELECT DISTINCT doubts FROM clean.vote_shares")
    assert "R401" not in str(doubts)
    assert warehouse.rows(made, "SELECT broken FROM core.rules WHERE code = 'R401'") == [(0,)]
    ((name,),) = warehouse.rows(made, "SELECT finding_id FROM clean.findings WHERE rule = 'R401'")
    assert name == "R401/xk-test-2030/mayor/xk-prizren/1"  # as while it was open


@pytest.mark.parametrize("subject", ["mayor/xk-prizren/1", "xk-test-2030/mayor/xk-prizren/1"])
def test_what_is_accepted_is_published_and_flagged(judged, subject):
    head = HEAD.replace("sources:\n", ACCEPTANCE.replace("xk-test-2030/mayor/xk-prizren/1", subject))
    made = judged(SHARES, head=head, whole=True)
    assert findings(made) == [("accepted", "The commission stands by it.")]
    assert shares(made) == [44.69, 35.31, 2.0]


def test_a_finding_carries_its_numbers_and_its_hints(judged):
    made = judged(SHARES)
    expected, actual, tolerance, hints = warehouse.rows(
        made, "SELECT expected, actual, tolerance, hints FROM clean.findings WHERE rule = 'R401'"
    )[0]
    assert (expected, actual, tolerance) == ("100", "82", "0.015")
    changes = [hint["changes"][0] for hint in json.loads(hints)]
    assert {"place": "s1|s1.csv:L4.C7|share", "printed": "2.00", "value": "20.00", "slip": "dropped"} in changes


@pytest.mark.parametrize(
    ("value", "like", "numbers", "expected"),
    [
        ("825968", "819.865", Numbers(thousands=".", decimal=","), "825.968"),
        ("825968", "819865", Numbers(thousands=".", decimal=","), "825968"),
        ("43.36", "43,68 %", Numbers(thousands=".", decimal=","), "43,36 %"),
        ("7", "9", Numbers(), "7"),
        ("61.26", "60.82%", Numbers(thousands=","), "61.26%"),
    ],
)
def test_a_figure_is_written_as_the_source_writes(value, like, numbers, expected):
    assert written(Decimal(value), like, numbers) == expected


STATIONS = HEAD.replace("two_round_majority", "plurality").replace(
    "sources:\n", "register: {unit: polling_station, party: party}\nsources:\n"
)
FINE = {"Alba": (412, 231), "Berg": (538, 148), "Cove": (163, 302), "Dale": (276, 117), "Elms": (391, 264)}
TOTALS = tuple(sum(column) for column in zip(*FINE.values(), strict=True))


def lines(names, figures):
    """All units of one candidate, then all of the other, as a long table has them."""
    return [
        f"{unit},{name},,mayor,votes,{column[i]},{'' if unit == 'Prizren' else 'Prizren'}"
        for i, name in enumerate(names)
        for unit, column in figures.items()
    ]


@pytest.mark.parametrize(
    ("typed", "first", "sure"),
    [
        ({"Elms": (276, 264)}, "391 line", False),  # the figure above again; but it may be that above which is wrong
        ({"Berg": (5380, 148)}, "538 slipped_in", True),
        ({"Berg": (538, 149)}, None, False),  # any of six may be off by one
    ],
)
def test_an_entry_to_paste_stands_only_where_one_hint_is_far_likelier(typed, first, sure, judged, tmp_path):
    rows = lines(("A B", "C D"), {**FINE, **typed, "Prizren": TOTALS})
    columns = "unit,candidate,party,office,measure,value,within\n"
    made = judged(rows, head=STATIONS, columns=columns, complete="units, votes")
    sql = "SELECT hints, likelihood, impact FROM clean.findings WHERE rule = 'R307'"
    ((told, likelihood, impact),) = warehouse.rows(made, sql)
    hints = json.loads(told)
    if first is not None:
        assert [f"{change['value']} {change['slip']}" for change in hints[0]["changes"]] == [first]
    assert hints[0]["likelihood"] == float(likelihood) == max(hint["likelihood"] for hint in hints)
    assert sum(hint["likelihood"] for hint in hints) <= 1.001
    assert impact == "none"
    text = advised(made, stages.election_file(House(tmp_path), "xk-test-2030"))
    assert ("- {source:" in text) == sure
    assert ("only the source can tell" in text) != sure
