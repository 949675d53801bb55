"""Delimited text as rows of cells, for what is not one table with a header above: blocks, and tables on their side."""

import csv

import polars as pl

from numerim.errors import InputError
from numerim.locator import Places
from numerim.read.firstlines import CUT, QUOTES, cut, records
from numerim.read.grid import Grid
from numerim.read.limits import see_cells, see_columns, see_size
from numerim.read.rawtable import Opened


def grid_of(source: Opened) -> Grid:
    """All of a file of delimited text; its rows are numbered by the lines at which they begin.

    Raises:
        InputError: it is too large, or its cells cannot be told apart.
    """
    delimiter, quote = source.said.delimiter or ",", '"' if source.said.quote is None else source.said.quote
    see_size(source.content, source.shown)
    see_cells(source.content, delimiter, source.shown)
    lines = source.text.removesuffix("\n").split("\n")
    if source.said.widths:
        lines, delimiter, quote = cut(lines, source.said.widths), CUT, ""
    try:
        found = list(records(lines, 0, delimiter, quote))
    except csv.Error as error:
        cure = QUOTES.format(place=source.place)
        raise InputError(source.shown, f"its cells cannot be told apart: {error}", cure) from None
    width = max((len(row.cells) for row in found), default=0)
    see_columns(width, source.shown)
    cells: list[list[str | None]] = [[None] * len(lines) for _ in range(width)]
    for row in found:
        for i, text in enumerate(row.cells):
            cells[i][row.line - 1] = text or None
    frame = pl.DataFrame({f"c{i}": pl.Series(one, dtype=pl.String) for i, one in enumerate(cells)})
    return Grid("", "", Places(), frame)
