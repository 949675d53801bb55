"""Votes -> seats: the literature, another library, the properties of the methods, and the rules that judge them."""

import csv
from collections import Counter, defaultdict
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from apportionment.methods import compute
from hypothesis import given, settings
from hypothesis import strategies as st

from numerim.schemas.law import Result, laws, those
from tests.schemas.laws.made import contest, said, tally, verdicts

KOSOVO = Path(__file__).parents[4] / "shared" / "data" / "kosovo-2017" / "councils.csv"
DIVISOR = ("dhondt", "sainte_lague", "modified_sainte_lague")
UNTIMED = settings(deadline=None)
METHODS = [law.word for law in those(of_lists=True)]
OTHER_NAMES = {
    "dhondt": "dhondt",
    "sainte_lague": "saintelague",
    "modified_sainte_lague": "modified_saintelague",
    "hare": "largest_remainder",
}

LISTS = st.lists(st.integers(0, 100_000), min_size=1, max_size=9).filter(any)
FEW_VOTES = st.lists(st.integers(0, 12), min_size=2, max_size=6).filter(any)
ANY_VOTES = LISTS | FEW_VOTES
SEATS = st.integers(1, 60)
METHOD = st.sampled_from(METHODS)


def apportion(votes, seats, method, threshold=0, caps=()):
    """What a law gives lists, by their name or in order (they are then called 0, 1, 2 …)."""
    named = votes if isinstance(votes, dict) else dict(enumerate(votes))
    one = said(tally(named, kind="list", caps=caps), size=seats)
    result = laws()[method].result(contest(one, threshold=Decimal(threshold)), one, one.tallies[0])
    return Result("seats", {**dict.fromkeys(named, 0), **result.sure}, result.tied, result.by_lot)


@pytest.mark.parametrize(
    ("votes", "seats", "method", "expected"),
    [
        ([100_000, 80_000, 30_000, 20_000], 8, "dhondt", [4, 3, 1, 0]),
        ([100_000, 80_000, 30_000, 20_000], 8, "sainte_lague", [3, 3, 1, 1]),
        ([100_000, 80_000, 30_000, 19_999], 8, "modified_sainte_lague", [4, 3, 1, 0]),
        ([47_000, 16_000, 15_800, 12_000, 6_100, 3_100], 10, "hare", [5, 2, 1, 1, 1, 0]),
        ([47_000, 16_000, 15_900, 12_000, 6_000, 3_100], 10, "droop", [5, 2, 2, 1, 0, 0]),
        ([53_000, 24_000, 23_000], 7, "dhondt", [4, 2, 1]),
        ([53_000, 24_000, 23_000], 7, "sainte_lague", [3, 2, 2]),
        # The Alabama paradox: a house larger by one takes a seat from the smallest.
        ([6, 6, 2], 10, "hare", [4, 4, 2]),
        ([6, 6, 2], 11, "hare", [5, 5, 1]),
        ([1_500, 1_500, 900, 500, 500, 200], 25, "hare", [7, 7, 4, 3, 3, 1]),
        ([1_500, 1_500, 900, 500, 500, 200], 26, "hare", [8, 8, 5, 2, 2, 1]),
        ([10], 3, "droop", [3]),
        ([7, 0], 4, "hare", [4, 0]),
    ],
)
def test_textbook(votes, seats, method, expected):
    assert apportion(votes, seats, method) == Result("seats", dict(enumerate(expected)))


@pytest.mark.parametrize(
    ("votes", "seats", "method", "certain", "tied", "by_lot"),
    [
        ([500, 500], 5, "hare", [2, 2], (0, 1), 1),
        ([500, 500], 5, "dhondt", [2, 2], (0, 1), 1),
        ([100_000, 80_000, 30_000, 20_000], 8, "modified_sainte_lague", [3, 3, 1, 0], (0, 3), 1),
        ([9, 3, 3, 3], 4, "sainte_lague", [1, 0, 0, 0], (0, 1, 2, 3), 3),
        ([1, 1, 1], 10, "droop", [3, 3, 3], (0, 1, 2), 1),
    ],
)
def test_a_tie_is_told_and_not_broken(votes, seats, method, certain, tied, by_lot):
    given_out = apportion(votes, seats, method)
    assert given_out == Result("seats", dict(enumerate(certain)), frozenset(tied), by_lot)


def test_lists_have_names():
    assert apportion({"x": 60, "y": 40}, 5, "hare").sure == {"x": 3, "y": 2}


@pytest.mark.parametrize(
    ("threshold", "expected"),
    [(Decimal(0), [6, 3, 1]), (Decimal("10.001"), [7, 3, 0]), (Decimal("10"), [6, 3, 1]), (31, [10, 0, 0])],
)
def test_threshold_is_exact(threshold, expected):
    assert list(apportion([600, 300, 100], 10, "hare", threshold).sure.values()) == expected


@UNTIMED
@given(ANY_VOTES, SEATS, METHOD)
def test_the_seats_are_given_out(votes, seats, method):
    out = apportion(votes, seats, method)
    assert sum(out.sure.values()) + out.by_lot == seats
    assert (out.by_lot == 0) == (not out.tied)
    assert out.by_lot < max(1, len(out.tied))
    assert all(votes[key] > 0 for key in (*out.tied, *(k for k, n in out.sure.items() if n)))


@UNTIMED
@given(ANY_VOTES, SEATS, st.sampled_from(sorted(OTHER_NAMES)))
def test_agrees_with_the_apportionment_library(votes, seats, method):
    """Where a lot decides, the library takes the first list.

    It is then one of the distributions that are right; but of 1, 1 and 3 votes for 3 seats its largest remainders make
    1, 1 and 1, though the third has the largest remainder, and it divides by 1.4 in floating point, which hides ties.
    """
    if method == "hare":
        other = compute("largest_remainder", votes, seats, fractions=True)
    else:
        other = compute(OTHER_NAMES[method], votes, seats, fractions=method != "modified_sainte_lague")
    out = apportion(votes, seats, method)
    if out.by_lot and method in ("hare", "modified_sainte_lague"):
        assert sum(other) == seats
    else:
        assert out.meets(Result("seats", dict(enumerate(other))))


@UNTIMED
@given(st.data(), ANY_VOTES, SEATS, METHOD)
def test_anonymity(data, votes, seats, method):
    """Who a list is does not matter."""
    order = data.draw(st.permutations(range(len(votes))))
    straight = apportion(dict(enumerate(votes)), seats, method)
    turned = apportion({i: votes[i] for i in order}, seats, method)
    assert straight.sure == turned.sure
    assert straight.tied == turned.tied


@UNTIMED
@given(ANY_VOTES, SEATS, st.sampled_from(DIVISOR))
def test_a_larger_house_takes_no_seat_away(votes, seats, method):
    """House monotonicity, of divisor methods; the quota methods have the Alabama paradox."""
    small, large = apportion(votes, seats, method), apportion(votes, seats + 1, method)
    assert all(large.sure[key] >= n for key, n in small.sure.items())


@UNTIMED
@given(ANY_VOTES, SEATS)
def test_hare_stays_within_the_quota(votes, seats):
    out = apportion(votes, seats, "hare")
    for key, n in out.sure.items():
        floor, rest = divmod(votes[key] * seats, sum(votes))
        assert floor <= n <= floor + (rest > 0)
        assert key not in out.tied or n == floor


@UNTIMED
@given(ANY_VOTES, SEATS)
def test_dhondt_is_never_below_the_quota(votes, seats):
    """The lower quota; it favours large lists and may exceed the upper one."""
    out = apportion(votes, seats, "dhondt")
    assert all(n + (key in out.tied) >= votes[key] * seats // sum(votes) for key, n in out.sure.items())


@UNTIMED
@given(ANY_VOTES, SEATS)
def test_droop_gives_a_seat_for_every_quota(votes, seats):
    out = apportion(votes, seats, "droop")
    quota = sum(votes) // (seats + 1) + 1
    assert all(n >= votes[key] // quota for key, n in out.sure.items())


@UNTIMED
@given(ANY_VOTES, SEATS, METHOD)
def test_more_votes_never_fewer_seats(votes, seats, method):
    out = apportion(votes, seats, method)
    assert all(out.sure[a] <= out.sure[b] + (b in out.tied) for a in out.sure for b in out.sure if votes[a] <= votes[b])


def judged(method, votes, seats, asks="", threshold=0):
    """Whether what a source says holds, where it is asked."""
    one = said(tally(dict(enumerate(votes)), kind="list"), seats={i: n for i, n in enumerate(seats) if n})
    told = verdicts(method, contest(one, threshold=Decimal(threshold))).get(asks or method, [])
    return all(claim.holds for claim in told) if told else None


def lawful(out):
    """One of the distributions that a lot can lead to."""
    return [n + (key in sorted(out.tied)[: out.by_lot]) for key, n in out.sure.items()]


@UNTIMED
@given(ANY_VOTES, SEATS, METHOD)
def test_what_the_method_gives_is_certified_and_its_ties_are_told(votes, seats, method):
    out = apportion(votes, seats, method)
    assert judged(method, votes, lawful(out)) is True
    assert judged(method, votes, lawful(out), "seats tie") is (out.by_lot == 0)


@UNTIMED
@given(st.randoms(use_true_random=False), ANY_VOTES, SEATS, METHOD)
def test_anything_else_is_not_certified(random, votes, seats, method):
    """One seat moved to any other list, or any distribution at all: broken unless a lot allows it."""
    told = lawful(apportion(votes, seats, method))
    if random.random() < 0.7:
        told[random.choice([k for k, n in enumerate(told) if n])] -= 1
        told[random.randrange(len(told))] += 1
    else:
        told = [random.randint(0, 3) for _ in votes]
        told[0] += not any(told)
    if any(n and not votes[i] for i, n in enumerate(told)):
        assert judged(method, votes, told, "seats without votes") is False
    else:
        right = apportion(votes, sum(told), method).meets(Result("seats", dict(enumerate(told))))
        assert judged(method, votes, told) is right


@pytest.mark.parametrize("method", METHODS)
def test_the_threshold_is_judged(method):
    votes = [5_000, 3_000, 1_500, 499]
    out = apportion(votes, 12, method, 5)
    assert judged(method, votes, lawful(out), threshold=5) is True
    assert judged(method, votes, lawful(out), "threshold", threshold=5) is True
    unaware = lawful(apportion(votes, 30, method))
    assert unaware[3] > 0
    assert judged(method, votes, unaware, "threshold", threshold=5) is False


@pytest.mark.skipif(not KOSOVO.exists(), reason="the folder of shared data is not here")
def test_the_councils_of_kosovo_2017():
    """364 lists, 38 councils, 1,002 seats: Sainte-Laguë without a threshold gives every one of them."""
    councils = defaultdict(lambda: ([], []))
    with KOSOVO.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            votes, seats = councils[row["name"].split(" · ")[0]]
            votes.append(int(row["votes"]))
            seats.append(int(row["seats"]))
    assert (len(councils), sum(sum(seats) for _, seats in councils.values())) == (38, 1002)
    for votes, seats in councils.values():
        assert apportion(votes, sum(seats), "sainte_lague") == Result("seats", dict(enumerate(seats)))
        assert judged("sainte_lague", votes, seats)
    assert not all(judged("dhondt", votes, seats) for votes, seats in councils.values())


FIRST = {"dhondt": (Fraction(1), 1), "sainte_lague": (Fraction(1), 2), "modified_sainte_lague": (Fraction(7, 5), 2)}
"""The first divisor of a method, and the step between the others, which begin with 1."""


@pytest.mark.parametrize("method", DIVISOR)
@pytest.mark.parametrize("seats", [5, 6, 101, 751, 3_000])
@pytest.mark.parametrize("votes", [[612_437, 401_113, 98_761, 12_983, 503], [7, 5, 3, 1], [1_000_003]])
def test_large_houses(votes, seats, method):
    """The seats are those of the highest quotients, all of which are reckoned here."""
    first, step = FIRST[method]
    quotients = [
        (-(own / (first if nth == 1 else 1 + step * (nth - 1))), number)
        for number, own in enumerate(votes)
        for nth in range(1, seats + 1)
    ]
    best = sorted(quotients)[:seats]
    tied = sorted(quotients)[seats : seats + 1]
    expected = Counter(number for _, number in best)
    if tied and tied[0][0] == best[-1][0]:
        expected -= Counter(number for quotient, number in best if quotient == tied[0][0])
    found = apportion(votes, seats, method)
    assert {key: n for key, n in found.sure.items() if n} == dict(expected)
    assert found.total == seats


UNJUST = [
    # law, seats that are said, unjust pairs, who should have one more and for what claim, who one less, the same
    ("dhondt", {"A": 4}, 1, ("B", 0, "300"), ("A", 4, "150")),
    ("dhondt", {"A": 2, "B": 1, "C": 1}, 2, ("A", 2, "200"), ("C", 1, "100")),
    ("sainte_lague", {"A": 4}, 2, ("B", 0, "300"), ("A", 4, "85.71")),
    ("modified_sainte_lague", {"A": 4, "B": 0}, 1, ("B", 0, "214.29"), ("A", 4, "85.71")),
    ("hare", {"A": 4}, 2, ("B", 0, "300"), ("A", 4, "-150")),  # a quota is 250
    ("droop", {"A": 1, "B": 3}, 2, ("A", 1, "399"), ("B", 3, "-102")),  # a quota is 201
]


@pytest.mark.parametrize(("law", "seats", "unjust", "gains", "loses"), UNJUST)
def test_the_worst_of_what_is_unjust_is_told(law, seats, unjust, gains, loses):
    votes = {"A": 600, "B": 300, "C": 100}
    (claim,) = verdicts(law, contest(said(tally(votes, kind="list"), seats=seats)))[law]
    told = claim.values
    assert not claim.holds
    assert (told["seats"], told["lists"], told["unjust"]) == (4, 3, unjust)
    for what, (name, has, claims) in (("gains", gains), ("loses", loses)):
        assert told[what] == name
        assert (told[f"{what}_votes"], told[f"{what}_seats"]) == (votes[name], has)
        assert told[f"{what}_claim"] == Decimal(claims)
    assert told["should"] == loses[1] - 1
    assert set(claim.blames.split()) == {f"{name}:seats" for name in (gains[0], loses[0]) if name in seats}
