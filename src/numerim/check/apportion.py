"""Votes -> seats, by the five methods that laws know, in whole numbers.

D'Hondt (1882) and Sainte-Laguë (1910) give the seats one by one to the highest quotient of votes and divisor; Hare
(Hamilton) and Droop (1868) give each list as many seats as its votes hold quotas, and the rest to the largest
remainders. The terms follow Pukelsheim, Proportional Representation (2nd edition, 2017).

`numerim.schemas.seats` asks the same of a distribution that is given, in SQL.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, TypeVar, overload

from numerim.schemas.vocabulary import SEAT_METHODS

K = TypeVar("K", bound=Hashable)

DIVISORS = {"dhondt": (1, 1, 1), "sainte_lague": (1, 1, 2), "modified_sainte_lague": (7, 5, 10)}
"""A divisor method: its first divisor, and what the divisor of seat k is after it: the second figure and (k - 1) times
the third. The modified Sainte-Laguë divides by 1.4, 3, 5 …, here five times that, so that all are whole."""

QUOTAS = ("hare", "droop")


@dataclass(frozen=True)
class Apportionment(Generic[K]):
    """What a method gives.

    Attributes:
        seats: the seats that are certain, of each list.
        tied: the lists with equal claims to the last seats, fewer than there are of them; a lot decides.
        by_lot: how many seats those are; none of the lists can win more than one of them.
    """

    seats: Mapping[K, int]
    tied: tuple[K, ...] = ()
    by_lot: int = 0

    def allows(self, seats: Mapping[K, int]) -> bool:
        """Whether a distribution is one that the method, and a lot where there is a tie, can lead to."""
        more = {key: seats.get(key, 0) - certain for key, certain in self.seats.items()}
        return (
            set(seats) <= set(self.seats)
            and all(extra == 0 or (extra == 1 and key in self.tied) for key, extra in more.items())
            and sum(more.values()) == self.by_lot
        )


@overload
def apportion(votes: Mapping[K, int], seats: int, method: str, threshold: Decimal | int = 0) -> Apportionment[K]: ...
@overload
def apportion(votes: Sequence[int], seats: int, method: str, threshold: Decimal | int = 0) -> Apportionment[int]: ...
def apportion(
    votes: Mapping[K, int] | Sequence[int], seats: int, method: str, threshold: Decimal | int = 0
) -> Apportionment[K] | Apportionment[int]:
    """Distribute seats.

    Args:
        votes: the votes of each list, by its name or in order (the lists are then called 0, 1, 2 …).
        seats: how many there are.
        method: a word of `SEAT_METHODS`.
        threshold: the least share of all votes, in per cent, that takes part.

    Returns:
        The seats that are certain, and the tie where there is one. The quota of Hare is votes by seats, as a fraction;
        that of Droop the next whole number above votes by seats and one; both over the votes that take part. A list
        without votes has no seat.

    Raises:
        ValueError: an unknown method, negative or fractional figures, or seats that nobody can have.
    """
    if method not in SEAT_METHODS:
        raise ValueError(f"{method!r} is not a method; there are {', '.join(SEAT_METHODS)}")
    if isinstance(votes, Mapping):
        return _named(votes, seats, method, Decimal(threshold))
    return _named(dict(enumerate(votes)), seats, method, Decimal(threshold))


def _named(votes: Mapping[K, int], seats: int, method: str, threshold: Decimal) -> Apportionment[K]:
    for name, figure in [*votes.items(), ("seats", seats)]:
        if isinstance(figure, bool) or not isinstance(figure, int) or figure < 0:
            raise ValueError(f"{figure!r} ({name}) is not a number of votes or seats")
    if not 0 <= threshold <= 100:
        raise ValueError(f"a threshold of {threshold} per cent is not between 0 and 100")
    share, of = threshold.as_integer_ratio()
    least = share * sum(votes.values())
    parts = {key: figure for key, figure in votes.items() if figure > 0 and figure * 100 * of >= least}
    given = dict.fromkeys(votes, 0)
    if seats == 0:
        return Apportionment(given)
    if not parts:
        raise ValueError("there are seats, but no list with votes takes part")
    over, under = _scale(parts, seats, method)
    for key, figure in parts.items():
        given[key] = (
            figure * over // under if method in QUOTAS else _sure(figure, sum(parts.values()), seats, parts, method)
        )
    left = seats - sum(given.values())
    if method in QUOTAS:  # more seats than remainders: each round gives one to everybody
        given |= {key: given[key] + left // len(parts) for key in parts}
        left %= len(parts)
    while left:  # no more often than a few times the number of lists, however many seats there are
        best = _first(parts, given, over, under, method)
        if len(best) > left:
            return Apportionment(given, tuple(best), left)
        for key in best:
            given[key] += 1
        left -= len(best)
    return Apportionment(given)


def _scale(parts: Mapping[K, int], seats: int, method: str) -> tuple[int, int]:
    """The quota, as votes times the first figure over the second; nothing where the method has none."""
    total = sum(parts.values())
    if method == "hare":
        return seats, total
    return 1, total // (seats + 1) + 1


def _sure(votes: int, total: int, seats: int, parts: Mapping[K, int], method: str) -> int:
    """The seats of a list whose quotient is at least what all seats but one for each list cost.

    All such seats together are fewer than there are, so they are the first that are given.
    """
    first, base, step = DIVISORS[method]
    reach = votes * step * max(seats - len(parts), 0)  # the highest divisor that is reached, times the total
    return 0 if reach < first * total else max(1, (reach - base * total) // (step * total) + 1)


def _first(parts: Mapping[K, int], given: Mapping[K, int], over: int, under: int, method: str) -> list[K]:
    """The lists with the best claim to the next seat: one, or several with equal claims."""
    best: list[K] = []
    top, top_divisor = 0, 1
    for key, votes in parts.items():
        claim, divisor = _claim(votes, given[key], over, under, method)
        ahead = claim * top_divisor - top * divisor
        if not best or ahead > 0:
            best, top, top_divisor = [key], claim, divisor
        elif ahead == 0:
            best.append(key)
    return best


def _claim(votes: int, has: int, over: int, under: int, method: str) -> tuple[int, int]:
    """The claim of a list to one seat more than it has, as a fraction: its quotient, or what its seats leave over."""
    if method in QUOTAS:
        return votes * over - under * has, 1
    first, base, step = DIVISORS[method]
    return votes, first if has == 0 else base + step * has
