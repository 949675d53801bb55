"""What the figures of the columns of a table make of each other: sums, rests and shares."""

from collections.abc import Mapping, Sequence

import numpy
from numpy.typing import NDArray

Figures = NDArray[numpy.float64]
"""Rows by columns; NaN where a cell holds no figure."""

FITS = 0.9
"""In so many of the rows that have all the figures a sum must come out to be taken for one."""
_LEAST = 3
"""In so few rows a sum may come out by chance."""


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
    return _is_enough(share, times) and times >= min(_LEAST, max(1, figures.shape[0]))


def _is_enough(share: float, times: int) -> bool:
    """Whether a sum comes out in most rows: one may have a slip in a short table."""
    return share >= FITS or (times >= _LEAST + 1 and share * (times + 1) >= times - 1e-9)


def run_with_total(figures: Figures, candidates: Sequence[int], totals: Sequence[int]) -> tuple[list[int], int] | None:
    """The run of columns, one beside the other, that makes one of some others in most rows; of several the longest.

    Args:
        figures: the figures.
        candidates: the columns that may be parts, in their order.
        totals: those that may be the sum.

    Returns:
        The parts and the sum; None where no two columns or more make one.
    """
    filled = numpy.nan_to_num(figures)
    best: tuple[tuple[float, int], list[int], int] | None = None
    for total in totals:
        there = ~numpy.isnan(figures[:, total]) & (filled[:, total] != 0)
        if there.sum() < min(_LEAST, figures.shape[0]):
            continue
        parts = [c for c in candidates if c != total]
        running = numpy.zeros((int(there.sum()), len(parts) + 1))
        numpy.cumsum(filled[there][:, parts], axis=1, out=running[:, 1:])
        wanted = filled[there, total]
        for first in range(len(parts) - 1):
            fits = (numpy.abs(running[:, first + 2 :] - running[:, [first]] - wanted[:, None]) < 1e-9).mean(axis=0)
            top = float(fits.max())
            if _is_enough(top, round(top * len(wanted))):
                length = int(numpy.flatnonzero(fits >= top - 1e-9)[-1]) + 2
                if best is None or (top, length) > best[0]:
                    best = ((top, length), parts[first : first + length], total)
    return None if best is None else (best[1], best[2])


def base_of(
    figures: Figures, share: int, parts: Sequence[int], wholes: Sequence[int], off: float
) -> tuple[int, int] | None:
    """Of which two columns a column is the share in per cent; None where of none.

    Args:
        figures: the figures.
        share: the column with percentages.
        parts: what it may be a share of one of.
        wholes: what it may be the share in.
        off: by how much it may differ, for rounding.
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
            if fits >= FITS and times >= min(_LEAST, figures.shape[0]):
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
