"""What the figures of the columns of a table make of each other: sums, rests and shares."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy
from numpy.typing import NDArray

Figures = NDArray[numpy.float64]
"""Rows by columns; NaN where a cell holds no figure."""

FITS = 0.9
"""In so many of the rows that have all the figures a sum must come out to be taken for one."""
_LEAST = 3
"""In so few rows a sum may come out by chance."""
_MANY = 64
"""Among so many columns runs are looked up, and not tried one by one."""
_NEAR = 1e-9


def share_that_fits(left: Figures, right: Figures, off: float = 0.0) -> tuple[float, int]:
    """In which part of the rows that have both two columns are equal, and in how many.

    Args:
        left: a figure a row.
        right: the same.
        off: by how much they may differ.
    """
    both = ~(numpy.isnan(left) | numpy.isnan(right)) & ((left != 0) | (right != 0))
    if not both.any():
        return 0.0, 0
    fits = numpy.abs(left[both] - right[both]) <= off + 1e-9
    return float(fits.mean()), int(fits.sum())


def added(figures: Figures, columns: Sequence[int]) -> Figures:
    """The sum of some columns; what is empty counts for nothing, and a row without any figure has none."""
    some = figures[:, list(columns)]
    summed: Figures = numpy.nansum(some, axis=1)
    return numpy.where(numpy.isnan(some).all(axis=1), numpy.nan, summed)


def is_sum(figures: Figures, total: int, parts: Sequence[int]) -> bool:
    """Whether a column is, in most rows, the sum of others, of which at least one is not 0 beside the first."""
    if len(parts) < 1:
        return False
    share, times = share_that_fits(figures[:, total], added(figures, parts))
    return is_enough(share, times) and times >= min(_LEAST, max(1, figures.shape[0]))


def is_enough(share: float, times: int) -> bool:
    """Whether a sum comes out in most rows: one may have a slip in a short table."""
    return share >= FITS or (times >= _LEAST + 1 and share * (times + 1) >= times - 1e-9)


def is_slip(off: int) -> bool:
    """Whether one digit written wrong, or two that changed places, make a sum so much too large or too small."""
    while off and off % 10 == 0:
        off //= 10
    return 0 < off < 10 or (off % 9 == 0 and off // 9 < 10)


@dataclass(frozen=True)
class Run:
    """Columns, one beside the other, that make a sum.

    Attributes:
        parts: their numbers.
        fits: in which part of the rows they do.
    """

    parts: list[int]
    fits: float


def run_that_makes(figures: Figures, candidates: Sequence[int], wanted: Figures) -> Run | None:
    """The run of columns, one beside the other, that makes a sum in most rows; of several the longest.

    Args:
        figures: the figures.
        candidates: the columns that may be parts, in their order.
        wanted: the sum in each row.

    Returns:
        None where no two columns or more make it.
    """
    there = ~numpy.isnan(wanted) & (wanted != 0)
    if not there.any() or there.sum() < min(_LEAST, figures.shape[0]) or len(candidates) < 2:
        return None
    running = numpy.zeros((int(there.sum()), len(candidates) + 1))
    numpy.cumsum(numpy.nan_to_num(figures[there][:, list(candidates)]), axis=1, out=running[:, 1:])
    found = _run(running, wanted[there])
    if found is None:
        return None
    top, length, first = found
    return Run(list(candidates[first : first + length]), top)


def _run(running: Figures, wanted: Figures) -> tuple[float, int, int] | None:
    """The run that makes a column in most rows: in how many of them, how many columns it has, and its first.

    Args:
        running: rows by columns and one: what the columns before each make together.
        wanted: the column, a figure a row.
    """
    best: tuple[float, int, int] | None = None
    pairs = _some_that_fit(running, wanted) if running.shape[1] > _MANY else None
    if pairs is not None:
        firsts, lasts = pairs
        fits = (numpy.abs(running[:, lasts] - running[:, firsts] - wanted[:, None]) < _NEAR).mean(axis=0)
        for i in numpy.lexsort((firsts, firsts - lasts, -fits)):
            if is_enough(float(fits[i]), round(fits[i] * len(wanted))):
                return float(fits[i]), int(lasts[i] - firsts[i]), int(firsts[i])
        return None
    for first in range(running.shape[1] - 2):
        fits = (numpy.abs(running[:, first + 2 :] - running[:, [first]] - wanted[:, None]) < _NEAR).mean(axis=0)
        top = float(fits.max())
        if is_enough(top, round(top * len(wanted))):
            length = int(numpy.flatnonzero(fits >= top - _NEAR)[-1]) + 2
            if best is None or _is_better((top, length, first), best, len(wanted)):
                best = (top, length, first)
    return best


def _is_better(run: tuple[float, int, int], best: tuple[float, int, int], rows: int) -> bool:
    """Whether a run makes a column in more rows, or in as many and is longer; one row more or less may be a slip.

    Of two runs of which one is a part of the other, that slip would be what the longer one has beyond it.
    """
    (top, length, first), (other, others, begin) = run, best
    is_part = (first <= begin and begin + others <= first + length) or (
        begin <= first and first + length <= begin + others
    )
    if not is_part and abs(top - other) * rows < 1 + _NEAR and length != others:
        return length > others
    return (top, length) > (other, others)


def _some_that_fit(running: Figures, wanted: Figures) -> tuple[NDArray[numpy.int64], NDArray[numpy.int64]] | None:
    """The ends of all runs that make a column in one of some rows: of each the first column, and the one behind it.

    One row more is looked at than may have a slip, up to a dozen; None where too many runs fit, as where most are 0.
    """
    slips = max(int(running.shape[0] * (1 - FITS) + _NEAR), int(running.shape[0] > _LEAST + 1))
    fullest = numpy.argsort(-(numpy.diff(running, axis=1) != 0).sum(axis=1), kind="stable")
    all_of_them = []
    for row in fullest[: min(slips + 1, 12)]:
        order = numpy.argsort(running[row], kind="stable")
        ends = running[row] + wanted[row]
        low = numpy.searchsorted(running[row][order], ends - 2 * _NEAR)
        counts = numpy.searchsorted(running[row][order], ends + 2 * _NEAR, side="right") - low
        if counts.sum() > _MANY * running.shape[1]:
            return None
        firsts = numpy.repeat(numpy.arange(len(ends)), counts)
        within = numpy.arange(counts.sum()) - numpy.repeat(counts.cumsum() - counts, counts)
        lasts = order[numpy.repeat(low, counts) + within]
        all_of_them.append(numpy.stack([firsts, lasts])[:, lasts >= firsts + 2])
    firsts, lasts = numpy.unique(numpy.concatenate(all_of_them, axis=1), axis=1)
    return firsts, lasts


def base_of(
    figures: Figures, share: int, parts: Sequence[int], wholes: Sequence[int], off: float, *, with_slip: bool = False
) -> tuple[int, int] | None:
    """Of which two columns a column is the share in per cent; None where of none.

    Args:
        figures: the figures.
        share: the column with percentages.
        parts: what it may be a share of one of.
        wholes: what it may be the share in.
        off: by how much it may differ, for rounding.
        with_slip: whether one row may be wrong in a short table, too.
    """
    for whole in wholes:
        for part in parts:
            if part == whole:
                continue
            with numpy.errstate(divide="ignore", invalid="ignore"):
                reckoned = 100 * figures[:, part] / figures[:, whole]
            fits, times = share_that_fits(
                figures[:, share], numpy.where(numpy.isfinite(reckoned), reckoned, numpy.nan), off
            )
            if (fits >= FITS or (with_slip and is_enough(fits, times))) and times >= min(_LEAST, figures.shape[0]):
                return part, whole
    return None


def adds_to_100(figures: Mapping[int, Figures]) -> list[int]:
    """Those of some columns whose figures, over all rows, make 100 or a whole multiple of it."""
    return [c for c, column in figures.items() if (total := float(numpy.nansum(column))) and abs(total % 100) < 1]


def is_running(column: Figures) -> bool:
    """Whether figures only count the rows, or are codes in their order."""
    some = column[~numpy.isnan(column)]
    steps = numpy.diff(some)
    counts = len(some) > 3 and (steps >= 0).all() and (steps == 1).mean() > 0.8
    return bool(counts and (some[0] <= 1 or len(some) >= 20))  # votes of a few units may happen to rise by one


def is_constant(column: Figures) -> bool:
    """Whether all rows, of at least eight, have one and the same figure, which is not 0: a code, or the year."""
    some = column[~numpy.isnan(column)]
    return bool(len(some) >= 8 and some[0] != 0 and (some == some[0]).all())
