"""Columns in which a name stands in the first of its rows only."""

from collections.abc import Mapping
from itertools import pairwise

from numerim.draft.figures import Cells
from numerim.draft.words import Meaning

_EMPTY = 0.3
"""In so many of the rows nothing must stand for a column to be taken for one of those."""


def continued(cells: Cells, meant: Mapping[str, Meaning | None]) -> list[str]:
    """The columns in which an empty cell means what stands above it: of units, offices and the like.

    Such a column begins with a name, leaves many of its cells empty, beside which others name somebody, and does not
    have the same name twice, one after the other.

    Args:
        cells: the cells of a table.
        meant: column -> what its name says.
    """
    words = [name for i, name in enumerate(cells.names) if i not in cells.is_figures and any(cells.texts[name])]
    found = []
    for name in words:
        one = meant.get(name)
        texts = cells.texts[name]
        names_places = one.role in ("unit", "office", "district", "round") if one else name == words[0]
        filled = [text for text in texts if text]
        empty = [i for i, text in enumerate(texts) if not text]
        if not names_places or not texts[0] or len(filled) < 2 or len(empty) < _EMPTY * len(texts):
            continue
        others = [other for other in words if other != name]
        if others and max(sum(bool(cells.texts[other][i]) for i in empty) for other in others) >= 0.9 * len(empty):
            found += [name] if all(a != b for a, b in pairwise(filled)) else []
    return found


def fill(cells: Cells, names: list[str]) -> None:
    """Write what an empty cell of these columns means into it."""
    for name in names:
        above = ""
        for i, text in enumerate(cells.texts[name]):
            above = text or above
            cells.texts[name][i] = above
