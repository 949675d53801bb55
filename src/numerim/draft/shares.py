"""Tables of shares, or of what else was derived of counts that they do not have."""

import numpy
from numpy.typing import NDArray

from numerim.draft.described import Described


def has_mostly_shares(said: Described) -> bool:
    """Whether more columns of a table have shares than have other figures."""
    shares, others = _of_shares(said)
    return shares > max(2, others)


def has_only_shares(said: Described) -> bool:
    """Whether a table has shares, and no figure above 100 beside years and codes: that would be a count."""
    cells = said.cells
    large = [i for i in cells.is_figures if (cells.figures[:, i] > _WHOLE).any()]
    return bool(cells.shares) and all(_is_key(cells.figures[:, i]) for i in large)


_WHOLE = 100


def shares_in_brackets(said: Described) -> None:
    """Read the share that stands behind the votes in one cell: `399 (56,92%)`."""
    for column in said.columns[""]:
        if column.is_ == "votes" and not column.with_ and not said.of("share"):
            column.is_ = said.cells.patterns.get(column.name, column.is_)


def _of_shares(said: Described) -> tuple[int, int]:
    """How many columns have shares, and how many others have figures that are no years and no codes."""
    cells = said.cells
    others = [i for i in cells.is_figures if i not in cells.shares and not _is_key(cells.figures[:, i])]
    return len(cells.shares), len(others)


def _is_key(figures: NDArray[numpy.float64]) -> bool:
    """Whether figures are years, or are as long as codes are and stand there once each."""
    there = figures[~numpy.isnan(figures)]
    is_year = bool(((there >= 1800) & (there <= 2100)).all())
    return is_year or (len(set(there.tolist())) == len(there) and bool((there >= 10_000).all()))
