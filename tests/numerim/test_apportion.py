"""Votes -> seats: the literature, another library, the properties of the methods, and the rules that judge them."""

import csv
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from apportionment.methods import compute
from hypothesis import given, settings
from hypothesis import strategies as st

from numerim import warehouse
from numerim.check.apportion import Apportionment, apportion
from numerim.schemas.rule import rules
from numerim.schemas.vocabulary import SEAT_METHODS
from tests.facts import judge

KOSOVO = Path(__file__).parents[3] / "shared" / "data" / "kosovo-2017" / "councils.csv"
DIVISOR = ("dhondt", "sainte_lague", "modified_sainte_lague")
RULES = dict(zip(SEAT_METHODS, ("R518", "R519", "R520", "R521", "R522"), strict=True))
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
METHOD = st.sampled_from(SEAT_METHODS)


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
    assert apportion(votes, seats, method) == Apportionment(dict(enumerate(expected)))


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
    assert given_out == Apportionment(dict(enumerate(certain)), tied, by_lot)


def test_lists_have_names():
    assert apportion({"x": 60, "y": 40}, 5, "hare").seats == {"x": 3, "y": 2}


@pytest.mark.parametrize(
    ("threshold", "expected"),
    [(Decimal(0), [6, 3, 1]), (Decimal("10.001"), [7, 3, 0]), (Decimal("10"), [6, 3, 1]), (31, [10, 0, 0])],
)
def test_threshold_is_exact(threshold, expected):
    assert list(apportion([600, 300, 100], 10, "hare", threshold).seats.values()) == expected


@pytest.mark.parametrize(
    ("votes", "seats", "method", "threshold", "says"),
    [
        ([1], 1, "dhont", 0, "not a method"),
        ([1], 1, "plurality", 0, "not a method"),
        ([-1, 3], 1, "hare", 0, "-1"),
        ([1.5], 1, "hare", 0, "1.5"),
        ([True], 1, "hare", 0, "True"),
        ([1], -1, "hare", 0, "-1"),
        ([0, 0], 1, "hare", 0, "no list"),
        ([], 1, "hare", 0, "no list"),
        ([1, 1, 1], 1, "hare", 40, "no list"),
        ([1], 1, "hare", 101, "101"),
    ],
)
def test_nonsense(votes, seats, method, threshold, says):
    with pytest.raises(ValueError, match=says):
        apportion(votes, seats, method, threshold)


@given(ANY_VOTES, SEATS, METHOD)
def test_the_seats_are_given_out(votes, seats, method):
    out = apportion(votes, seats, method)
    assert sum(out.seats.values()) + out.by_lot == seats
    assert (out.by_lot == 0) == (out.tied == ())
    assert out.by_lot < max(1, len(out.tied))
    assert all(votes[key] > 0 for key in (*out.tied, *(k for k, n in out.seats.items() if n)))


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
        assert out.allows(dict(enumerate(other)))


@given(st.data(), ANY_VOTES, SEATS, METHOD)
def test_anonymity(data, votes, seats, method):
    """Who a list is does not matter."""
    order = data.draw(st.permutations(range(len(votes))))
    straight = apportion(dict(enumerate(votes)), seats, method)
    turned = apportion({i: votes[i] for i in order}, seats, method)
    assert straight.seats == turned.seats
    assert set(straight.tied) == set(turned.tied)


@given(ANY_VOTES, SEATS, st.sampled_from(DIVISOR))
def test_a_larger_house_takes_no_seat_away(votes, seats, method):
    """House monotonicity, of divisor methods; the quota methods have the Alabama paradox."""
    small, large = apportion(votes, seats, method), apportion(votes, seats + 1, method)
    assert all(large.seats[key] >= n for key, n in small.seats.items())


@given(ANY_VOTES, SEATS)
def test_hare_stays_within_the_quota(votes, seats):
    out = apportion(votes, seats, "hare")
    for key, n in out.seats.items():
        floor, rest = divmod(votes[key] * seats, sum(votes))
        assert floor <= n <= floor + (rest > 0)
        assert key not in out.tied or n == floor


@given(ANY_VOTES, SEATS)
def test_dhondt_is_never_below_the_quota(votes, seats):
    """The lower quota; it favours large lists and may exceed the upper one."""
    out = apportion(votes, seats, "dhondt")
    assert all(n + (key in out.tied) >= votes[key] * seats // sum(votes) for key, n in out.seats.items())


@given(ANY_VOTES, SEATS)
def test_droop_gives_a_seat_for_every_quota(votes, seats):
    out = apportion(votes, seats, "droop")
    quota = sum(votes) // (seats + 1) + 1
    assert all(n >= votes[key] // quota for key, n in out.seats.items())


@given(ANY_VOTES, SEATS, METHOD)
def test_more_votes_never_fewer_seats(votes, seats, method):
    out = apportion(votes, seats, method)
    assert all(
        out.seats[a] <= out.seats[b] + (b in out.tied) for a in out.seats for b in out.seats if votes[a] <= votes[b]
    )


CORE = {
    "contests": "election_id office contest_id outcome_rule label",
    "offices": "election_id office outcome_rule threshold:DECIMAL(9,6)",
    "selections": "election_id contest_id selection_id kind label candidates:BIGINT",
    "contest_votes": "election_id contest_id selection_id source_id said_by kind votes:BIGINT complete:BOOLEAN "
    "reports:BIGINT place",
    "one_seat_counts": "election_id contest_id selection_id source_id said_by seats:BIGINT complete:BOOLEAN place",
    "one_ballot_counts": "election_id office gp_unit_id round:BIGINT measure ballots:BIGINT source_id said_by "
    "all_units:BOOLEAN place",
    "reports": "election_id office gp_unit_id round:BIGINT contest_id is_whole:BOOLEAN",
}


def core_of(method, contests, threshold=0):
    """A database with contests: name -> (votes, seats) of each list."""
    connection = warehouse.open_memory(1)
    connection.execute("CREATE SCHEMA core")
    for table, columns in CORE.items():
        typed = ", ".join(c.replace(":", " ") if ":" in c else f"{c} VARCHAR" for c in columns.split())
        connection.execute(f"CREATE TABLE core.{table} ({typed})")
    connection.execute("INSERT INTO core.offices VALUES ('e', 'council', ?, ?)", [method, threshold])
    rows = [
        (name, str(i), votes, seats)
        for name, lists in contests.items()
        for i, (votes, seats) in enumerate(zip(*lists, strict=True))
    ]
    given_rows = pl.DataFrame(rows, schema=["contest", "list", "votes", "seats"], orient="row")
    connection.register("given_rows", given_rows)
    connection.execute(
        f"""
        INSERT INTO core.contests SELECT DISTINCT 'e', 'council', contest, '{method}', contest FROM given_rows;
        INSERT INTO core.selections SELECT 'e', contest, list, 'list', list, NULL FROM given_rows;
        INSERT INTO core.contest_votes
            SELECT 'e', contest, list, 's', NULL, 'list', votes, true, 1, 'v' || list FROM given_rows;
        INSERT INTO core.one_seat_counts
            SELECT 'e', contest, list, 's', NULL, seats, true, 's' || list FROM given_rows WHERE seats > 0;
        """
    )
    return connection


def judged(method, contests, code="", threshold=0):
    """Contest -> whether the rule of the method holds."""
    connection = core_of(method, contests, threshold)
    try:
        rule = rules()[code or RULES[method]]
        asked = warehouse.frame(connection, rule.question)["contest_id"]
        _, broken = judge(connection, rule)
    finally:
        connection.close()
    return {contest: contest not in broken["contest_id"] for contest in asked}


def lawful(out):
    """One of the distributions that a lot can lead to."""
    return [n + (key in out.tied[: out.by_lot]) for key, n in out.seats.items()]


@settings(max_examples=10, deadline=None)
@given(st.lists(st.tuples(ANY_VOTES, SEATS), min_size=25, max_size=40), METHOD)
def test_the_rule_holds_for_what_the_method_gives_and_tells_the_ties(drawn, method):
    out = {str(i): apportion(votes, seats, method) for i, (votes, seats) in enumerate(drawn)}
    contests = {name: (drawn[int(name)][0], lawful(one)) for name, one in out.items()}
    assert judged(method, contests) == dict.fromkeys(contests, True)
    assert judged(method, contests, "R524") == {name: one.by_lot == 0 for name, one in out.items()}


@settings(max_examples=15, deadline=None)
@given(st.randoms(use_true_random=False), st.lists(st.tuples(ANY_VOTES, SEATS), min_size=10, max_size=30), METHOD)
def test_the_rule_breaks_for_anything_else(random, drawn, method):
    """One seat moved to any other list, or any distribution at all: broken unless a lot allows it."""
    contests, right = {}, {}
    for i, (votes, seats) in enumerate(drawn):
        told = lawful(apportion(votes, seats, method))
        if random.random() < 0.7:
            told[random.choice([k for k, n in enumerate(told) if n])] -= 1
            told[random.randrange(len(told))] += 1
        else:
            told = [random.randint(0, 3) for _ in votes]
            told[0] += not any(told)
        contests[str(i)] = (votes, told)
        right[str(i)] = apportion(votes, sum(told), method).allows(dict(enumerate(told)))
    assert judged(method, contests) == right


@pytest.mark.parametrize("method", SEAT_METHODS)
def test_the_rule_knows_the_threshold(method):
    votes = [5_000, 3_000, 1_500, 499]
    out = apportion(votes, 12, method, 5)
    assert judged(method, {"c": (votes, lawful(out))}, threshold=5) == {"c": True}
    assert judged(method, {"c": (votes, lawful(out))}, "R523", threshold=5) == {"c": True}
    unaware = lawful(apportion(votes, 30, method))
    assert unaware[3] > 0
    assert judged(method, {"c": (votes, unaware)}, "R523", threshold=5) == {"c": False}


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
        assert apportion(votes, sum(seats), "sainte_lague") == Apportionment(dict(enumerate(seats)))
    assert judged("sainte_lague", councils) == dict.fromkeys(councils, True)
    assert judged("dhondt", councils) != dict.fromkeys(councils, True)
