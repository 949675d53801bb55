"""Whether a doubt could change who wins."""

import pytest

from numerim import warehouse
from tests.numerim.conftest import HEAD

PLURALITY = HEAD.replace("two_round_majority", "plurality")


def votes(*figures, office="mayor", measure="votes"):
    return [f"Prizren,,{party},{office},{measure},,{n},," for party, n in figures]


def told(connection, rule):
    return [r[0] for r in warehouse.rows(connection, f"SELECT impact FROM clean.findings WHERE rule = '{rule}'")]


@pytest.mark.parametrize(
    ("one", "other", "head", "expected"),
    [
        ([("LVV", 600), ("LDK", 400)], [("LVV", 601), ("LDK", 400)], PLURALITY, "none"),
        ([("LVV", 600), ("LDK", 400)], [("LVV", 390), ("LDK", 400)], PLURALITY, "decisive"),
        ([("LVV", 600), ("LDK", 400)], [("LVV", 601), ("LDK", 400)], HEAD, "none"),
        ([("LVV", 600), ("LDK", 400)], [("LVV", 400), ("LDK", 400)], HEAD, "decisive"),  # a runoff instead of a winner
        (
            [("LVV", 40), ("LDK", 35), ("PDK", 30)],
            [("LVV", 40), ("LDK", 35), ("PDK", 36)],
            HEAD,
            "decisive",
        ),  # another pair
        ([("LVV", 40), ("LDK", 35), ("PDK", 30)], [("LVV", 40), ("LDK", 35), ("PDK", 31)], HEAD, "none"),
    ],
)
def test_votes_of_two_sources(judged, one, other, head, expected):
    made = judged(votes(*one), votes(*other), head=head)
    assert set(told(made, "R602")) == {expected}


@pytest.mark.parametrize(("seats", "expected"), [((60, 40), "none"), ((61, 39), "decisive")])
def test_seats_of_two_sources(judged, seats, expected):
    one = votes(("LVV", 60), ("LDK", 40), office="council", measure="seats")
    other = votes(("LVV", seats[0]), ("LDK", seats[1]), office="council", measure="seats")
    assert set(told(judged(one, other), "R604")) == ({expected} if expected == "decisive" else set())


def test_a_winner_that_the_figures_contradict_is_decisive(judged):
    rows = [*votes(("LVV", 600), ("LDK", 400)), "Prizren,,LDK,mayor,outcome,,elected,,"]
    assert told(judged(rows, head=PLURALITY), "R501") == ["decisive"]


def test_a_spelling_decides_nothing(judged):
    one, other = "Prizren,Ana Kola,LVV,mayor,outcome,,elected,,", "Prizren,Ana Köla,LVV,mayor,outcome,,elected,,"
    assert told(judged([one], [other]), "R106") == [None]
