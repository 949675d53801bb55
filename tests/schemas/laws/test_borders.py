"""Where one thing becomes another: more than, at least, one vote or several, one round or the last."""

from decimal import Decimal

import pytest

from numerim.schemas.apportion import Parts, hundredths
from numerim.schemas.contest import Terms
from numerim.schemas.law import above, exceeds, laws, reaches
from tests.schemas.laws.made import contest, line, said, tally


@pytest.mark.parametrize(
    ("one", "other", "decimals", "is_above"),
    [
        ("40", "40", (0, 0), False),
        ("41", "40", (0, 0), True),
        ("40.1", "40.0", (1, 1), True),  # rounded alike, their order is kept
        ("40.1", "40.1", (1, 1), False),
        ("40.60", "40", (2, 0), True),  # 40 may be as much as 40.5
        ("40.50", "40", (2, 0), False),  # 40.50 may be as little as 40.495
        ("41", "40.49", (0, 2), True),
        ("41", "40.50", (0, 2), False),
    ],
)
def test_a_share_that_is_certainly_above_another(one, other, decimals, is_above):
    first, second = (line("A", x, what="per cent", decimals=d) for x, d in zip((one, other), decimals, strict=True))
    assert above(first, second) is is_above


@pytest.mark.parametrize(
    ("figure", "percent", "whole", "more", "enough"),
    [
        (50, "50", 100, False, True),
        (51, "50", 100, True, True),
        (49, "50", 100, False, False),
        (5, "33.5", 15, False, False),
        (67, "33.5", 200, False, True),
        (68, "33.5", 200, True, True),
        (0, "0", 100, False, True),
    ],
)
def test_more_than_a_percentage_and_as_much(figure, percent, whole, more, enough):
    assert exceeds(figure, Decimal(percent), whole) is more
    assert reaches(figure, Decimal(percent), whole) is enough


@pytest.mark.parametrize(
    ("law", "seats", "votes", "one"),
    [
        ("plurality", None, None, True),
        ("plurality", 1, None, True),
        ("plurality", 2, None, False),
        ("plurality", 2, 1, True),
        ("plurality", 1, 2, False),
        ("block_vote", 1, None, False),
        ("limited_vote", None, None, False),
        ("limited_vote", 3, 1, True),
        ("single_vote", 3, None, True),
        ("dhondt", 9, None, True),
        ("dhondt", 9, 2, False),
    ],
)
def test_whether_a_voter_has_one_vote(law, seats, votes, one):
    assert laws()[law].one_vote(Terms(seats=seats, votes=votes)) is one


@pytest.mark.parametrize(
    ("law", "votes", "seats", "allowed"),
    [
        ("plurality", None, 3, 1),
        ("plurality", 2, 3, 2),
        ("dhondt", 2, 9, 2),
        ("block_vote", None, 3, 3),
        ("block_vote", 2, 3, 2),
        ("block_vote", None, None, 1),
    ],
)
def test_how_many_votes_a_voter_has(law, votes, seats, allowed):
    assert laws()[law].votes_allowed(Terms(votes=votes), seats) == allowed


@pytest.mark.parametrize(
    ("law", "decides"),
    [("plurality", [True, False]), ("two_round_majority", [False, True]), ("top_two", [False, True])],
)
def test_the_last_round_decides(law, decides):
    assert [laws()[law].decides(number) for number in (1, 2)] == decides


@pytest.mark.parametrize(
    ("over", "under", "rounded"), [(1, 3, "0.33"), (2, 3, "0.67"), (1, 200, "0.01"), (-1, 200, "-0.01"), (7, 1, "7")]
)
def test_hundredths_are_rounded_away_from_zero(over, under, rounded):
    assert hundredths(over, under) == Decimal(rounded)


@pytest.mark.parametrize("law", ["dhondt", "sainte_lague", "modified_sainte_lague"])
@pytest.mark.parametrize("votes", [(1000,), (600, 400), (501, 300, 199), (97, 1, 1, 1)])
@pytest.mark.parametrize("seats", [1, 4, 100, 10**12])
def test_all_seats_but_few_are_given_at_once(law, votes, seats):
    """As many as are sure: else a house of a billion seats would be given one by one."""
    parts = Parts(votes={str(n): one for n, one in enumerate(votes)}, seats=seats, caps={})
    given = sum(laws()[law].sure(one, parts) for one in votes)
    assert seats - 2 * len(votes) <= given <= seats


@pytest.mark.parametrize(
    ("wholes", "answer"),
    [
        ({"cast": 40, "registered": 100}, "yes"),
        ({"cast": 39, "registered": 100}, "no"),
        ({"cast": 0, "registered": 100}, "no"),  # a slip, but it is what the source says
        ({"registered": 100}, None),
        ({"cast": 40}, None),
    ],
)
def test_a_question_is_answered_where_enough_voted(wholes, answer):
    one = tally({"yes": 30, "no": 9}, kind="option", wholes={"valid": 39, **wholes})
    result = laws()["majority"].result(contest(said(one), quorum=Decimal(40)), said(one), one)
    assert (None if result is None else [*result.sure]) == (None if answer is None else [answer])
