"""How votes become seats, written down once more and apart from numerim, in exact fractions."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction


@dataclass(frozen=True)
class Split:
    """Seats as the law splits them: `sure` for each list, and `left` among those that are `tied`, by lot."""

    sure: Mapping[str, int]
    tied: frozenset[str]
    left: int

    def allows(self, seats: Mapping[str, int]) -> bool:
        more = {name: seats.get(name, 0) - self.sure.get(name, 0) for name in {*self.sure, *seats}}
        lucky = sum(more.values())
        return lucky == self.left and all(n == 0 or (n == 1 and name in self.tied) for name, n in more.items())


DIVISORS = {
    "dhondt": lambda i: Fraction(i + 1),
    "sainte_lague": lambda i: Fraction(2 * i + 1),
    "modified_sainte_lague": lambda i: Fraction(2 * i + 1) if i else Fraction(14, 10),
}


def split(votes: Mapping[str, int], seats: int, method: str, threshold: Decimal = Decimal(0)) -> Split:
    """Split the seats of a council among lists."""
    bar = Fraction(threshold) * sum(votes.values()) / 100
    heard = {name: n for name, n in votes.items() if n > 0 and n >= bar}
    none = dict.fromkeys(votes, 0)
    if method in DIVISORS:
        rule = DIVISORS[method]
        claims = sorted(
            ((Fraction(n) / rule(i), name) for name, n in heard.items() for i in range(seats)), reverse=True
        )
        return _cut(none, claims, seats)
    total = sum(heard.values())
    quota = Fraction(total, seats) if method == "hare" else Fraction(total // (seats + 1) + 1)
    sure = {**none, **{name: int(n / quota) for name, n in heard.items()}}
    rests = sorted(((n - sure[name] * quota, name) for name, n in heard.items()), reverse=True)
    return _cut(sure, rests, seats - sum(sure.values()))


def _cut(sure: Mapping[str, int], claims: list[tuple[Fraction, str]], seats: int) -> Split:
    if seats <= 0:
        return Split(sure, frozenset(), seats)
    last = claims[seats - 1][0]
    won = dict(sure)
    for claim, name in claims:
        won[name] += claim > last
    tied = [name for claim, name in claims if claim == last]
    left = seats - sum(1 for claim, _ in claims if claim > last)
    if left == len(tied):
        for name in tied:
            won[name] += 1
        return Split(won, frozenset(), 0)
    return Split(won, frozenset(tied), left)
