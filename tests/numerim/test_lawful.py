"""Small elections that are lawful although they look odd: no rule accuses them."""

import pytest

from numerim import warehouse
from tests.numerim.conftest import HEAD

COLUMNS = "unit,candidate,party,office,measure,category,value,count_type,within\n"
STATIONS = HEAD.replace("sources:", "register: {unit: polling_station, party: party}\nsources:")


def votes(within, station, first, second, count_type=""):
    return [
        f"{station},A B,P,mayor,votes,,{first},{count_type},{within}",
        f"{station},C D,Q,mayor,votes,,{second},{count_type},{within}",
    ]


def total(first, second):
    return [f"Prizren,A B,P,mayor,votes,,{first},,", f"Prizren,C D,Q,mayor,votes,,{second},,"]


def ballots(station, measure, number):
    return f"{station},,,mayor,{measure},,{number},,Prizren"


LAWFUL = {
    "one count type here, two there": (
        "units, votes",
        [
            *votes("Prizren", 1, 10, 20, "election-day"),
            *votes("Prizren", 2, 20, 5, "election-day"),
            *votes("Prizren", 2, 1, 2, "absentee-mail"),
            *votes("Prizren", 3, 7, 9, "election-day"),
            *total(38, 36),
        ],
    ),
    "postal votes have no roll of their own": (
        "units, votes",
        [
            *votes("Prizren", 1, 10, 20),
            *votes("Prizren", "by mail", 30, 22),
            ballots(1, "registered", 50),
            ballots(1, "cast", 30),
            ballots("by mail", "registered", 0),
            ballots("by mail", "cast", 52),
        ],
    ),
    "blank ballots are among the invalid ones": (
        "units, votes",
        [
            *votes("Prizren", 1, 200, 180),
            ballots(1, "valid", 380),
            ballots(1, "invalid", 20),
            ballots(1, "blank", 5),
            ballots(1, "cast", 400),
        ],
    ),
    "nobody voted in one station": ("units, votes", [*votes("Prizren", 1, 10, 20), *votes("Prizren", 2, 0, 0)]),
    "one of a pair is named": ("", ["Prizren,A B,LVV,mayor,outcome,,runoff,,"]),
    "a council beside a total of the country": (
        "seats",
        ["Prizren,,LVV,council,seats,,10,,", ",,,council,total_seats,LVV,100,,"],
    ),
    "one kind of subjects beside all": ("", [",,,,subjects,all,88,,", ",,,,subjects,party,30,,"]),
    "some are named, more are counted": (
        "",
        ["Prizren,A B,LVV,mayor,outcome,,elected,,", ",,,mayor,units_won,LVV,10,,", ",,,mayor,units,decided,16,,"],
    ),
}


@pytest.mark.parametrize("case", LAWFUL)
def test_nothing_is_accused(judged, case):
    complete, rows = LAWFUL[case]
    head = STATIONS if "units" in complete else HEAD
    made = judged(rows, head=head, complete=complete, columns=COLUMNS)
    found = warehouse.rows(made, "SELECT rule, says FROM clean.findings WHERE severity <> 'info'")
    assert [row for row in found if row[0] != "R302"] == []  # the seats of one list are no lawful council
