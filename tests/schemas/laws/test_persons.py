"""Laws that elect persons: what they give, what they certify, and where a lot or a missing figure leaves it open."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from numerim.schemas.contest import Terms
from numerim.schemas.law import Result, laws
from tests.schemas.laws.made import broken, contest, said, tally

NAMES = "ABCDEFG"
FIGURES = st.lists(st.integers(0, 40), min_size=2, max_size=6).filter(any)
MANY = ["plurality", "block_vote", "limited_vote", "single_vote"]


def result(law, figures, *, terms=None, number=1, size=None, elected=(), **more):
    one = said(tally(figures, **more), size=size, elected=elected)
    return laws()[law].result(contest(one, number=number, terms=terms), one, one.tallies[0])


def elected(*names):
    return Result("elected", dict.fromkeys(names, 1))


def runoff(*names):
    return Result("runoff", dict.fromkeys(names, 1))


@pytest.mark.parametrize(
    ("figures", "seats", "expected"),
    [
        ({"A": 10, "B": 9}, 1, elected("A")),
        ({"A": 10, "B": 10}, 1, Result("elected", {}, frozenset("AB"), 1)),
        # Nonsuch, City of London: three common councillors, two with 1,405 votes for the last seat.
        (
            {"A": 1610, "B": 1502, "C": 1405, "D": 1405, "E": 310},
            3,
            Result("elected", {"A": 1, "B": 1}, frozenset("CD"), 1),
        ),
        ({"A": 7, "B": 7, "C": 7, "D": 1}, 2, Result("elected", {}, frozenset("ABC"), 2)),
        ({"A": 7, "B": 7, "C": 1}, 2, elected("A", "B")),
        ({"A": 7}, 1, elected("A")),
    ],
)
@pytest.mark.parametrize("law", MANY)
def test_most_votes(law, figures, seats, expected):
    assert result(law, figures, terms=Terms(seats=seats)) == expected


@pytest.mark.parametrize(
    ("complete", "others", "wholes", "expected"),
    [
        (True, 0, {}, "A"),
        (True, 9, {}, "A"),  # others, who may be one
        (True, 10, {}, None),
        (False, 0, {}, None),  # nobody knows how many are missing
        (False, 0, {"valid": 20}, "A"),  # at most five are
        (False, 0, {"valid": 25}, None),
    ],
)
def test_what_is_missing_leaves_it_open_only_where_it_can_matter(complete, others, wholes, expected):
    figures = {"A": 10, "B": 5} | ({"rest": others} if others else {})
    one = result("plurality", figures, complete=complete, wholes=wholes, rest="remainder")
    assert one == (elected(expected) if expected else None)


@pytest.mark.parametrize(
    ("figures", "decimals", "expected"),
    [
        ({"A": "50.1", "B": "49.9"}, 1, elected("A")),
        ({"A": "50.0", "B": "49.9"}, 1, None),  # 49.95 to 50.05
        ({"A": "45", "B": "40", "C": "15"}, 0, runoff("A", "B")),
    ],
)
def test_rounded_shares(figures, decimals, expected):
    assert result("two_round_majority", figures, what="per cent", decimals=decimals) == expected


@pytest.mark.parametrize(
    ("law", "terms", "figures", "expected"),
    [
        ("two_round_majority", Terms(), {"A": 51, "B": 49}, elected("A")),
        ("two_round_majority", Terms(), {"A": 50, "B": 30, "C": 20}, runoff("A", "B")),
        ("two_round_majority", Terms(), {"A": 40, "B": 30, "C": 30}, Result("runoff", {"A": 1}, frozenset("BC"), 1)),
        ("two_round_majority", Terms(going_on=3), {"A": 40, "B": 30, "C": 20, "D": 10}, runoff("A", "B", "C")),
        # Bolivia, Constitution, article 166: half and more, or 40 per cent and ten points.
        ("two_round_majority", Terms(least=Decimal(40), ahead=Decimal(10)), {"A": 45, "B": 35, "C": 20}, elected("A")),
        (
            "two_round_majority",
            Terms(least=Decimal(40), ahead=Decimal(10)),
            {"A": 45, "B": 36, "C": 19},
            runoff("A", "B"),
        ),
        ("two_round_majority", Terms(majority=Decimal(45)), {"A": 46, "B": 44, "C": 10}, elected("A")),  # Argentina
        ("two_round_majority", Terms(majority=Decimal(45)), {"A": 45, "B": 44, "C": 11}, runoff("A", "B")),
        ("top_two", Terms(), {"A": 60, "B": 30, "C": 10}, runoff("A", "B")),
        ("top_three", Terms(), {"A": 40, "B": 30, "C": 20, "D": 10}, runoff("A", "B", "C")),
    ],
)
def test_first_rounds(law, terms, figures, expected):
    assert result(law, figures, terms=terms) == expected


def test_a_majority_of_the_ballots_cast():
    figures, wholes = {"A": 51, "B": 49}, {"cast": 103}
    assert result("two_round_majority", figures, terms=Terms(of="cast"), wholes=wholes) == runoff("A", "B")
    assert result("two_round_majority", figures, terms=Terms(of="cast")) is None


@settings(deadline=None)
@given(FIGURES, st.integers(1, 5), st.sampled_from(MANY))
def test_what_a_law_gives_it_certifies_and_nothing_else(figures, seats, law):
    """Every set of so many winners: certified if, and only if, the law, with its lot, can lead to it."""
    votes = dict(zip(NAMES, figures, strict=False))
    gives = result(law, votes, terms=Terms(seats=seats))
    for bits in range(1, 2 ** len(votes)):
        won = [name for i, name in enumerate(votes) if bits >> i & 1]
        if len(won) == min(seats, len(votes)):
            one = said(tally(votes), elected=won)
            right = gives is None or gives.meets(elected(*won))
            assert ("winner" in broken(law, contest(one, seats=seats))) is not right


@settings(deadline=None)
@given(FIGURES)
def test_first_rounds_are_certified_if_and_only_if_they_are_lawful(figures):
    votes = dict(zip(NAMES, figures, strict=False))
    gives = result("two_round_majority", votes)
    for name in votes:
        if votes[name]:
            one = said(tally(votes), elected=[name])
            right = gives.what == "elected" and name in gives.sure
            assert ("majority of votes" in broken("two_round_majority", contest(one))) is not right
    for first in votes:
        for second in votes:
            if first < second:
                told = broken("two_round_majority", contest(said(tally(votes), runoff=[first, second])))
                right = gives.meets(runoff(first, second))
                assert bool({"runoff needed", "runoff by votes"} & set(told)) is not right


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        (elected("A"), elected("A"), True),
        (elected("A"), elected("B"), False),
        (elected("A"), runoff("A"), False),
        (Result("elected", {}, frozenset("AB"), 1), elected("A"), True),
        (Result("elected", {}, frozenset("AB"), 1), elected("C"), False),
        (Result("seats", {"A": 3, "B": 2}, frozenset("AB"), 1), Result("seats", {"A": 3, "B": 3}), True),
        (Result("seats", {"A": 3, "B": 2}, frozenset("AB"), 1), Result("seats", {"A": 4, "B": 3}), False),
        (Result("runoff", {"A": 1}, frozenset("BC"), 1), runoff("A", "C"), True),
    ],
)
def test_results_that_a_lot_can_lead_to(one, other, meet):
    assert one.meets(other) is other.meets(one) is meet
