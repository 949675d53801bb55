"""Columns in which a name stands in the first of its rows only."""

from collections.abc import Mapping

import polars as pl

from numerim.draft.figures import Cells
from numerim.draft.periods import are_periods
from numerim.draft.words import SELECTIONS, Meaning

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
    years = next(
        (name for name, one in meant.items() if one and one.role == "office" and are_periods(cells.values(name))), ""
    )
    rows = pl.DataFrame({name: cells.texts[name] for name in words}, schema=dict.fromkeys(words, pl.String))
    found = []
    for name in words:
        one = meant.get(name)
        names_places = one.role in ("unit", "office", "district", "round") if one else name == words[0]
        if one and one.role in SELECTIONS and years:
            gaps = [text for text, own in zip(cells.texts[years], cells.texts[name], strict=True) if not own and text]
            found += [name] if rows[name][0] and len(gaps) >= _EMPTY * rows.height else []
            continue
        filled, empty = rows.filter(pl.col(name) != "")[name], rows.filter(pl.col(name) == "")
        if not names_places or not rows[name][0] or len(filled) < 2 or empty.height < _EMPTY * rows.height:
            continue
        beside = max(((empty[other] != "").sum() for other in words if other != name), default=0)
        if beside >= 0.9 * empty.height and not (filled == filled.shift()).any():
            found.append(name)
    return found


def fill(cells: Cells, names: list[str]) -> None:
    """Write what an empty cell of these columns means into it."""
    for name in names:
        texts = pl.Series(cells.texts[name], dtype=pl.String)
        cells.texts[name] = texts.replace("", None).forward_fill().fill_null("").to_list()
