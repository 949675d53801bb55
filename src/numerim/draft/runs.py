"""Rows that are sums over the rows right above or beneath them, as their figures show, whatever they are called."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy
from numpy.typing import NDArray

from numerim.draft.sums import Figures

_FITS = 0.6
"""In so many of its columns a row must be the sum of others: a slip does not hide it."""
_LEAST = 3
"""In so few columns a sum may come out by chance."""
_MANY = 400
"""So many rows, one after the other, are looked at for what a row sums up."""


@dataclass(frozen=True)
class Runs:
    """Rows that are sums over others.

    Attributes:
        over: a row that sums up units -> the rows of these.
        whole: the row that sums up those sums; None where there is none.
    """

    over: dict[int, list[int]]
    whole: int | None


def runs_of(figures: Figures) -> Runs | None:
    """The rows that sum up those that lie between them, and the row that sums up these, above them or beneath.

    Args:
        figures: the counts, rows by columns.

    Returns:
        None where fewer than two rows are such sums, or where a row lies under none of them.
    """
    some = numpy.nan_to_num(figures)
    if some.shape[0] < 5 or some.shape[1] < _LEAST:
        return None
    rows = list(range(some.shape[0]))
    for order in (rows, rows[::-1]):
        first = _sums(some, order, frozenset())
        if sum(len(members) > 1 for members in first.values()) < 2:
            continue
        under = {row for members in first.values() for row in members}
        alone = frozenset(row for row in rows if row not in under and row not in first)
        for found in (first, _sums(some, order, alone)):
            if (told := _told(found, rows)) is not None:
                return told
    return None


def _sums(figures: Figures, order: Sequence[int], alone: frozenset[int]) -> dict[int, list[int]]:
    """A row -> those that it is the sum of: the last ones before it that no other row sums up.

    Args:
        figures: the counts.
        order: the rows, each behind those that it may be a sum of.
        alone: rows that may be the sum of a single one, which has the same figures.

    Returns:
        None of them where more rows than are looked at lie in no sum: then the table is none of sums and their parts.
    """
    found: dict[int, list[int]] = {}
    open_: list[int] = []
    for row in order:
        n = _how_many(figures, row, open_[-_MANY:], alone)
        if n:
            found[row] = open_[-n:]
            del open_[-n:]
        open_.append(row)
        if len(open_) > _MANY and open_[-_MANY - 1] not in found:
            return {}
    return found


def _how_many(figures: Figures, row: int, before: Sequence[int], alone: frozenset[int]) -> int:
    """Of how many of the last rows a row is the sum; 0 where of none."""
    if not before:
        return 0
    own = figures[row]
    last = figures[list(before)[::-1]]
    fits = ((numpy.cumsum(last, axis=0) == own) & (own > 0)).sum(axis=1)
    enough: NDArray[numpy.bool_] = fits >= max(_LEAST, _FITS * (own > 0).sum())
    enough[0] = row in alone and before[-1] in alone and bool((own == last[0]).all()) and (own > 0).sum() >= _LEAST
    return int(numpy.where(enough, fits, 0).argmax()) + 1 if enough.any() else 0


def _told(found: dict[int, list[int]], rows: Sequence[int]) -> Runs | None:
    """The sums as one level over units, and one over that; None where they are none, or a unit lies in no sum."""
    over = {row: members for row, members in found.items() if not any(one in found for one in members)}
    higher = [row for row in found if row not in over]
    under = {row for members in over.values() for row in members}
    if len(over) < 2 or len(higher) > 1 or len(over) + len(under) + len(higher) < len(rows):
        return None
    if higher and set(found[higher[0]]) != set(over):
        return None
    return Runs(over, higher[0] if higher else None)
