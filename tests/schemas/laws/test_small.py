"""Small contests: what laws say of many is what `small.txt` has, and seats are those of another reckoning."""

from difflib import unified_diff
from fractions import Fraction
from itertools import combinations, product

import pytest

from numerim.schemas.law import laws
from tests.schemas.laws import small
from tests.schemas.laws.made import contest, said, tally
from tests.schemas.laws.test_seats import apportion

DIVISORS = {
    "dhondt": lambda n: Fraction(n),
    "sainte_lague": lambda n: Fraction(2 * n - 1),
    "modified_sainte_lague": lambda n: Fraction(2 * n - 1) if n > 1 else Fraction(14, 10),
}
QUOTAS = {"hare": lambda votes, seats: Fraction(votes, seats), "droop": lambda votes, seats: votes // (seats + 1) + 1}


def test_what_laws_say():
    wanted, came_out = small.FILE.read_text("utf-8"), small.text()
    if came_out != wanted:
        changed = [*unified_diff(wanted.splitlines(), came_out.splitlines(), "wanted", "came out", "", "", 0)]
        pytest.fail("\n".join([*changed[:40], "What is behind a line: see small.py"]), pytrace=False)


@pytest.mark.parametrize("method", [*DIVISORS, *QUOTAS])
@pytest.mark.parametrize(("caps", "follows"), [({0: 1, 1: 2}, True), ({0: 1, 1: 1}, False), ({0: 0, 1: 3}, True)])
def test_nothing_follows_where_the_lists_cannot_fill_the_seats(method, caps, follows):
    one = said(tally({0: 10, 1: 6}, kind="list", caps=caps), size=3)
    assert (laws()[method].result(contest(one), one, one.tallies[0]) is not None) == follows


def right(votes, seats, method, caps):
    """All distributions in which no list has a better claim to a seat more than another to its last one."""
    total = sum(votes)

    def claim(i, nth):
        if method in DIVISORS:
            return votes[i] / DIVISORS[method](nth)
        return votes[i] - QUOTAS[method](total, seats) * (nth - 1)

    most = [min(seats, cap) if n else 0 for n, cap in zip(votes, caps, strict=True)]
    return {
        given
        for given in product(*(range(n + 1) for n in most))
        if sum(given) == seats
        and all(
            claim(i, given[i] + 1) <= claim(k, given[k])
            for i, k in product(range(len(votes)), repeat=2)
            if i != k and given[k] and votes[i] and given[i] < most[i]
        )
    }


@pytest.mark.parametrize("method", [*DIVISORS, *QUOTAS])
def test_every_small_house(method):
    """Figures of 0 to 5 of two and three lists, houses of one to five; some lists run out of candidates."""
    for votes in [*product(range(6), repeat=2), *product(range(0, 6, 2), (0, 1, 3), range(5))]:
        for seats in range(1, 6):
            for cap in (None, 0, 1, 2):
                caps = [seats if cap is None else cap, *[seats] * (len(votes) - 1)]
                if sum(min(seats, c) if n else 0 for n, c in zip(votes, caps, strict=True)) < seats or not any(votes):
                    continue
                result = apportion(list(votes), seats, method, caps=() if cap is None else {0: cap})
                lots = combinations(sorted(result.tied), result.by_lot)
                found = {tuple(result.sure[i] + (i in lot) for i in range(len(votes))) for lot in lots}
                assert found == right(votes, seats, method, caps), (votes, seats, cap)
