"""The single transferable vote: lawful counts are certified; a figure of one that is changed is not."""

from itertools import permutations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from numerim.schemas.contest import Whole
from numerim.schemas.law import laws
from tests.schemas.laws.made import contest, said, tally, verdicts

NAMES = "ABCDE"
RANKINGS = [ranking for n in (1, 2, 3, 5) for ranking in permutations(NAMES, n)]
BALLOTS = st.lists(st.sampled_from(RANKINGS), min_size=12, max_size=80)


def count(ballots, seats):
    """A count of whole votes, ballot by ballot: the stages, with what is not transferable, and who is elected.

    Of a surplus the last ballots that came pass on, first those that name somebody who is still in the count.
    """
    quota = len(ballots) // (seats + 1) + 1
    piles, out = {name: [] for name in NAMES}, 0
    for ballot in ballots:
        piles[ballot[0]].append(ballot)
    there, elected, passed, stages = [name for name in NAMES if piles[name]], [], set(), []

    def see():
        stages.append(({name: len(piles[name]) for name in NAMES}, out))
        for name in sorted(there, key=lambda name: -len(piles[name])):
            if len(piles[name]) >= quota and name not in elected:
                elected.append(name)

    see()
    while len(elected) < seats:
        left = [name for name in there if name not in elected]
        if len(left) <= seats - len(elected):
            return stages, [*elected, *left]
        over = [name for name in elected if len(piles[name]) > quota and name not in passed]
        moving = []
        if over:
            passed.add(over[0])
            pile = piles[over[0]]
            fits = [ballot for ballot in pile if any(name in left for name in ballot)]
            rest = [ballot for ballot in pile if ballot not in fits]
            moving = ([*rest, *fits])[quota:]
            piles[over[0]] = ([*rest, *fits])[:quota]
        else:
            last = min(left, key=lambda name: (len(piles[name]), name))
            moving, piles[last] = piles[last], []
            there.remove(last)
            left.remove(last)
        for ballot in moving:
            to = next((name for name in ballot if name in left), None)
            if to is None:
                out += 1
            else:
                piles[to].append(ballot)
        see()
    return stages, elected


def made(stages, elected, seats, printed=None, **terms):
    """The contests of a count."""
    rounds = []
    for i, (votes, out) in enumerate(stages, 1):
        one = said(
            tally(votes, wholes={} if out is None else {"exhausted": out}), elected=elected if i == len(stages) else []
        )
        one.quota = Whole(printed, "quota") if printed and i == 1 else None
        for line in one.tallies[0].lines.values():
            object.__setattr__(line, "place", f"{line.selection}{i}")
        if out is not None:
            one.tallies[0].wholes["exhausted"].places = f"out{i}"
        rounds.append(contest(one, number=i, seats=seats, **terms))
    return rounds


def broken(*args, **more):
    """What is broken, with where: `asks`, blamed places."""
    told = verdicts("transferable_vote", *made(*args, **more))
    return sorted((asks, c.blames or c.locators) for asks, claims in told.items() for c in claims if not c.holds)


MAY = {"tie", "excluded together"}


def asks(*args, **more):
    return sorted({one for one, _ in broken(*args, **more)} - MAY)


@settings(deadline=None, max_examples=300)
@given(BALLOTS, st.integers(1, 3), st.booleans())
def test_a_count_of_ballots_is_certified(ballots, seats, with_out):
    stages, elected = count(ballots, seats)
    assume(len(elected) == seats)
    told = [(votes, out if with_out else None) for votes, out in stages]
    assert asks(told, elected, seats) == []


@settings(deadline=None, max_examples=300)
@given(BALLOTS, st.integers(1, 3), st.data())
def test_a_changed_figure_is_found_where_it_stands(ballots, seats, data):
    stages, elected = count(ballots, seats)
    assume(len(elected) == seats and len(stages) > 2)
    i = data.draw(st.integers(0, len(stages) - 1))
    had, out = stages[i]
    name = data.draw(st.sampled_from([name for name, votes in had.items() if votes] + ["out"] * (i > 0)))
    by = data.draw(st.integers(-5, 25).filter(bool))
    changed = (had, max(0, out + by)) if name == "out" else (had | {name: max(1, had[name] + by)}, out)
    assume(changed != stages[i])
    told = [*stages[:i], changed, *stages[i + 1 :]]
    found = [blames.split() for one, blames in broken(told, elected, seats) if one == "stage adds up"]
    assert len(found) == 1
    assert f"{name}{i + 1}" in found[0]


FIRST, SECOND = {"A": 1300, "B": 900, "C": 600, "D": 200}, {"A": 1001, "B": 1000, "C": 739, "D": 260}
THIRD = {"A": 1001, "B": 1100, "C": 799, "D": 0}
COUNT = [(FIRST, 0), (SECOND, 0), (THIRD, 100)]


def with_(**changed):
    """The count with other figures: `B2=990` of the second stage."""
    told = [(dict(votes), out) for votes, out in COUNT]
    for cell, figure in changed.items():
        name, i = cell[:-1], int(cell[-1]) - 1
        told[i] = (told[i][0], figure) if name == "out" else (told[i][0] | {name: figure}, told[i][1])
    return told


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({}, []),
        ({"A2": 1010}, [("stage adds up", "A2")]),  # above the quota that it was left with: it alone can be wrong
        ({"A3": 1010}, [("stage adds up", "A3")]),
        ({"B2": 890}, [("stage adds up", "B2")]),  # below what it had
        ({"B3": 990, "C3": 909}, [("votes fall", "B2 B3")]),
        ({"A2": 1101, "B2": 900}, [("elected keeps", "A2")]),
        ({"A2": 1002, "B2": 999}, [("elected keeps", "A2")]),
        ({"out2": 40}, [("stage adds up", "B2 C2 D2 out2")]),
        ({"D3": 10}, [("stage adds up", "B3 C3 D3 out3")]),
    ],
)
def test_what_is_blamed(changed, found):
    assert [one for one in broken(with_(**changed), ["A", "B"], 2, printed=1001) if one[0] not in MAY] == found


@pytest.mark.parametrize(
    ("elected", "found"),
    [
        (["A"], [("count elects", "B3")]),
        (["A", "C"], [("count elects", "C:elected"), ("elected by count", "C:elected")]),
        (
            ["A", "B", "C"],
            [("elected by count", "C:elected"), ("elected within seats", "A:elected B:elected C:elected")],
        ),
        ([], []),  # nobody says who is elected
    ],
)
def test_marks(elected, found):
    assert broken(COUNT, elected, 2) == found


@pytest.mark.parametrize(("quota", "found"), [(1001, []), (1000, ["quota"]), (1002, ["quota"])])
def test_a_printed_quota(quota, found):
    assert asks(COUNT, ["A", "B"], 2, printed=quota) == found


def test_a_printed_quota_tells_the_seats_and_marks_do_if_somebody_is_left_with_it():
    assert asks(with_(A2=1101, B2=900), [], None, printed=1001) == ["elected keeps"]
    assert asks(with_(A2=1101, B2=900), ["A", "B"], None) == ["elected keeps"]
    assert asks(COUNT, ["A"], None) == []  # a mark is missing: nobody is left with the quota of one seat


@pytest.mark.parametrize(
    ("stages", "terms", "found"),
    [
        (with_(B2=998), {"fractional": True}, []),  # four change, so that five may be lost
        (with_(B2=994), {"fractional": True}, ["stage adds up"]),
        (with_(B2=999), {}, ["stage adds up"]),
        (with_(A2=1000, C2=740, A3=1000, B3=1101), {"quota": "exact"}, []),  # 3,000 ÷ 3
        (with_(A2=1000, C2=740, A3=1000, B3=1101), {}, ["elected keeps"]),
        ([({"A": 1500, "B": 800, "C": 700}, 0)], {"quota": "hare"}, ["elected by count"]),  # 3,000 ÷ 2
        ([({"A": 1501, "B": 800, "C": 699}, 0)], {"quota": "hare"}, ["elected by count"]),
    ],
)
def test_terms(stages, terms, found):
    assert (
        sorted({*asks(stages, ["A", "B"] if len(stages) > 1 else ["A", "C"], 2, **terms)} - {"count elects"}) == found
    )


@pytest.mark.parametrize(
    ("figures", "seats", "gives"),
    [
        ({"A": 1001, "B": 1100, "C": 899}, 2, ({"A", "B"}, set(), 0)),
        ({"A": 1001, "B": 1000, "C": 999}, 2, ({"A", "B"}, set(), 0)),  # C is the last
        ({"A": 1000, "B": 1000, "C": 1000}, 2, (set(), {"A", "B", "C"}, 2)),
        ({"A": 1003, "B": 999, "C": 998}, 2, None),  # a surplus of 2 may take C past B
        ({"A": 1002, "B": 1000, "C": 998}, 2, ({"A", "B"}, set(), 0)),
        ({"A": 1001, "B": 1000, "C": 500, "D": 499}, 2, ({"A", "B"}, set(), 0)),  # C and D together have fewer
        ({"A": 1001, "B": 999, "C": 500, "D": 500}, 2, None),
        ({"A": 1501, "B": 1499}, 1, ({"A"}, set(), 0)),
        ({"A": 1500, "B": 1500}, 1, (set(), {"A", "B"}, 1)),
    ],
)
def test_who_is_elected_if_the_count_ends(figures, seats, gives):
    one = said(tally(figures))
    result = laws()["transferable_vote"].result(contest(one, seats=seats), one, one.tallies[0])
    assert (result and ({*result.sure}, {*result.tied}, result.by_lot)) == gives


def test_a_later_stage_tells_nothing_without_what_is_not_transferable_or_the_quota():
    one = said(tally({"A": 1001, "B": 1000, "C": 900}))
    law, later = laws()["transferable_vote"], contest(one, seats=2, number=3)
    assert law.result(later, one, one.tallies[0]) is None
    one.quota = Whole(1001)
    assert {*law.result(later, one, one.tallies[0]).sure} == {"A", "B"}


EQUAL = {"A": 1300, "B": 900, "C": 400, "D": 400}, {"A": 1001, "B": 1000, "C": 449, "D": 449}


@pytest.mark.parametrize(
    ("stages", "fractional", "found"),
    [
        ([EQUAL[0], EQUAL[0] | {"B": 1000, "C": 450, "D": 0}], False, ["tie"]),
        ([EQUAL[0], EQUAL[0] | {"B": 1000, "C": 450, "D": 0}], True, ["tie"]),  # first preferences are whole
        ([*EQUAL, {"A": 1001, "B": 1200, "C": 600, "D": 0}], False, ["tie"]),
        ([*EQUAL, {"A": 1001, "B": 1200, "C": 600, "D": 0}], True, []),  # 449.7 and 449.2, perhaps
    ],
)
def test_equal_votes(stages, fractional, found):
    told = [(votes, 3000 - sum(votes.values())) for votes in stages]
    assert [one for one, _ in broken(told, ["A", "B"], 2, fractional=fractional)] == found


def without_elected(stages):
    """The stages, without those who passed votes on before: they were left with the quota, or have gone out."""
    told, sits = [], set()
    for (votes, out), (then, _) in zip(stages, [*stages[1:], stages[-1]], strict=True):
        told.append(({name: n for name, n in votes.items() if n and name not in sits}, out))
        sits |= {name for name, n in votes.items() if 0 < then[name] < n}
    return told


@settings(deadline=None, max_examples=150)
@given(BALLOTS, st.integers(1, 3), st.booleans(), st.booleans())
def test_less_is_said_where_less_is_known(ballots, seats, with_marks, with_seats):
    stages, elected = count(ballots, seats)
    assume(len(elected) == seats)
    marks, known = elected if with_marks else [], seats if with_seats else None
    assert asks(stages, marks, known) == []
    assert asks(stages[:1], [], known) == []
    assert "seats filled" not in asks(stages[:1], marks, known)
    assert asks(stages[:-1] or stages, [], known) == []
    if with_marks or with_seats:
        assert asks(without_elected(stages), marks, known) == []


PARCELS = [
    {"A": 1300, "B": 800, "C": 600, "D": 300},
    {"A": 1001, "B": 901, "C": 754, "D": 344},
    {"A": 1001, "B": 990, "C": 960, "D": 44},
    {"A": 1001, "B": 990, "C": 960, "D": 44},
    {"A": 1001, "B": 1010, "C": 978, "D": 0},
]
SMALL = {"A": 1507, "B": 1100, "C": 900, "D": 800, "E": 700, "F": 500, "G": 493}
SITS = [{"A": 1000, "B": 760, "C": 700, "D": 540}, {"B": 760, "C": 810, "D": 679}]
ROUNDED = [({"A": 6, "B": 2, "C": 32}, 0), ({"A": 14, "B": 7, "C": 14}, 5), ({"A": 20, "B": 0, "C": 14}, 6)]


@pytest.mark.parametrize(
    ("stages", "elected", "seats", "terms"),
    [
        ([(votes, None) for votes in PARCELS], ["A", "B"], 2, {"fractional": True}),
        ([(SMALL, 0), (SMALL | {"A": 1501, "B": 1101}, 0)], ["A", "B", "C"], 3, {"fractional": True}),
        ([(votes, 0) for votes in SITS], ["A", "B", "C"], 3, {}),
        (ROUNDED, ["A", "C"], 2, {"fractional": True}),
    ],
)
def test_lawful_counts_of_other_forms(stages, elected, seats, terms):
    assert asks(stages, elected, seats, **terms) == []


def test_a_quota_that_only_the_first_sum_tells_is_in_doubt_with_it():
    told = [({"A": 1300, "B": 990, "C": 600, "D": 200}, None), *[(votes, None) for votes, _ in COUNT[1:]]]
    found = [places.split() for _, places in broken(told, [], 2)]
    assert found
    assert all("B1" in places for places in found)
