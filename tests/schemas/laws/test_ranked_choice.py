"""Ranked choice: a count of real ballots is certified; a figure of it that is changed is not."""

from collections import Counter
from itertools import permutations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from numerim.schemas.law import laws
from tests.schemas.laws.made import broken, contest, said, tally

NAMES = "ABCD"
RANKINGS = [ranking for n in (1, 2, 3, 4) for ranking in permutations(NAMES, n)]
BALLOTS = st.lists(st.sampled_from(RANKINGS), min_size=5, max_size=60)


def count(ballots):
    """The rounds of a count, ballot by ballot: votes of each, and ballots that are exhausted."""
    there, rounds = set(NAMES), []
    while True:
        first = Counter(next((name for name in ballot if name in there), None) for ballot in ballots)
        exhausted = first.pop(None, 0)
        votes = {name: first[name] if name in there else 0 for name in NAMES}
        rounds.append((votes, exhausted))
        most = max(votes.values())
        if 2 * most > sum(votes.values()) or len(there) <= 2:
            return rounds, max(sorted(votes), key=lambda name: votes[name])
        there = {name for name in there if votes[name]}  # nobody counts as out who never had a vote
        if len(there) > 2:
            there -= {min(sorted(there), key=lambda name: votes[name])}


def told(rounds, winner, with_exhausted=True):
    """What is broken in the rounds of a count."""
    made = [
        contest(
            said(
                tally(votes, wholes={"exhausted": out} if with_exhausted else {}),
                elected=[winner] if i == len(rounds) else [],
            ),
            number=i,
        )
        for i, (votes, out) in enumerate(rounds, 1)
    ]
    return broken("ranked_choice", *made)


@settings(deadline=None)
@given(BALLOTS, st.booleans())
def test_a_count_of_ballots_is_certified(ballots, with_exhausted):
    rounds, winner = count(ballots)
    assert [asks for asks in told(rounds, winner, with_exhausted) if asks != "tie"] == []


@settings(deadline=None)
@given(BALLOTS, st.data())
def test_a_changed_figure_of_a_later_round_is_found(ballots, data):
    """One who stays has more than were set free, or fewer than before, or than the exhausted ballots account for."""
    rounds, winner = count(ballots)
    assume(len(rounds) > 1)
    i = data.draw(st.integers(1, len(rounds) - 1))
    name = data.draw(st.sampled_from([name for name, votes in rounds[i][0].items() if votes]))
    by = data.draw(st.integers(-5, 5).filter(bool))
    votes = rounds[i][0] | {name: max(1, rounds[i][0][name] + by)}
    assume(votes != rounds[i][0])
    assert "votes pass on" in told([*rounds[:i], (votes, rounds[i][1]), *rounds[i + 1 :]], winner)


def test_the_count_of_tennessee():
    """The usual example: Memphis leads, Chattanooga goes out, then Nashville, and Knoxville wins."""
    rounds = [
        ({"Memphis": 42, "Nashville": 26, "Knoxville": 17, "Chattanooga": 15}, 0),
        ({"Memphis": 42, "Nashville": 26, "Knoxville": 32, "Chattanooga": 0}, 0),
        ({"Memphis": 42, "Nashville": 0, "Knoxville": 58, "Chattanooga": 0}, 0),
    ]
    assert told(rounds, "Knoxville") == []
    assert told(rounds, "Memphis") == ["winner"]
    assert told(rounds[:2], "Memphis") == ["count ends"]
    swapped = {"Memphis": 42, "Nashville": 0, "Knoxville": 43, "Chattanooga": 15}
    assert told([rounds[0], (swapped, 0), rounds[2]], "Knoxville") == ["last goes out"]


@pytest.mark.parametrize(
    ("votes", "found"),
    [
        ({"A": 6, "B": 3, "C": 2, "D": 0}, []),
        ({"A": 6, "B": 4, "C": 2, "D": 0}, ["count ends"]),  # exactly half is not most
        ({"A": 6, "B": 6, "C": 0, "D": 0}, []),  # of two the count has ended, whoever has how many
    ],
)
def test_a_count_ends_with_more_than_half_or_with_two(votes, found):
    first = {**votes, "D": 1, "A": votes["A"] - 1} if votes["C"] else {**votes, "C": 1, "A": votes["A"] - 1}
    assert told([(first, 0), (votes, 0)], "A") == found


def test_first_choices_alone_are_no_count_that_ends():
    assert told([({"A": 4, "B": 5, "C": 3}, 0)], "A") == []


@pytest.mark.parametrize(
    ("first", "then", "found"),
    [
        ({"A": 9, "B": 5, "C": 4}, {"A": 11, "B": 7, "C": 0}, []),
        ({"A": 9, "B": 5, "C": 5}, {"A": 12, "B": 7, "C": 0}, ["tie"]),  # who goes out was a lot
        ({"A": 9, "B": 5, "C": 6}, {"A": 12, "B": 8, "C": 0}, ["last goes out"]),
        ({"A": 9, "B": 5, "C": 4}, {"A": 12, "B": 7, "C": 0}, ["votes pass on"]),  # one more than were set free
        ({"A": 9, "B": 5, "C": 4}, {"A": 14, "B": 4, "C": 0}, ["votes pass on"]),  # who stays has fewer than before
    ],
)
def test_who_goes_out_had_least_and_sets_free_what_the_others_gain(first, then, found):
    assert told([(first, 0), (then, 0)], "A", with_exhausted=False) == found


@pytest.mark.parametrize(
    ("votes", "winner"),
    [({"A": 6, "B": 3, "C": 2}, {"A": 1}), ({"A": 5, "B": 3, "C": 2}, None), ({"A": 2, "B": 1, "C": 0}, {"A": 1})],
)
def test_more_than_half_of_the_ballots_that_count_elects(votes, winner):
    one = said(tally(votes))
    result = laws()["ranked_choice"].result(contest(one), one, one.tallies[0])
    assert (result and result.sure) == winner


FIRST = {"A": 40, "B": 35, "C": 25}
WRONG = {"A": 90, "B": 35, "C": 0}
"""In a second round A would have gained 50 where 25 were set free."""
BESIDE = [
    # what stands beside a count in which C goes out and A wins
    ("shares", lambda figures: tally(figures, what="per cent")),
    ("an unfinished list", lambda figures: tally(figures, complete=False)),
]


@pytest.mark.parametrize(("what", "made"), BESIDE, ids=[what for what, _ in BESIDE])
def test_what_passes_on_is_asked_of_whole_counts_of_votes(what, made):
    rounds = [
        contest(said(made(figures), elected=["A"] * (i == 2)), number=i) for i, figures in enumerate((FIRST, WRONG), 1)
    ]
    assert "votes pass on" not in broken("ranked_choice", *rounds)
    counted = [contest(said(tally(figures)), number=i) for i, figures in enumerate((FIRST, WRONG), 1)]
    assert "votes pass on" in broken("ranked_choice", *counted)


def test_rounds_of_two_sources_are_two_counts():
    """One source has the first round only, another the second only: nothing passes on from one to the other."""
    rounds = [
        contest(said(tally(FIRST), source="one"), number=1),
        contest(said(tally(WRONG), elected=["A"], source="other"), number=2),
    ]
    assert broken("ranked_choice", *rounds) == []


def test_rounds_that_a_source_credits_to_somebody_are_a_count_of_their_own():
    first, second = tally(FIRST), tally(WRONG)
    second.said_by = "a party"
    rounds = [contest(said(first), number=1), contest(said(second, elected=["A"]), number=2)]
    assert broken("ranked_choice", *rounds) == []
