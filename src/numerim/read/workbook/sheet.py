"""What a workbook holds, and how much of it is read."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import polars as pl


@dataclass(frozen=True)
class Limits:
    """What a workbook may hold; one that holds more is refused before it is unpacked.

    Attributes:
        unpacked: bytes of all its parts together.
        cells: cells of all sheets together, empty ones between others counted; and things in one part of the file.
        columns: columns of all sheets together.
        text: bytes of the text of all cells together, a text counted as often as cells hold it.
        sheets: how many sheets.
    """

    unpacked: int = 512 << 20
    cells: int = 10_000_000
    columns: int = 1 << 16
    text: int = 256 << 20
    sheets: int = 1_000


class Note(str):
    """What a careful person should know of a sheet, in words.

    Attributes:
        kind: of what: hidden, merged, formulas, errors, rounded, unseen, macros, links, formats.
    """

    kind: str

    def __new__(cls, kind: str, says: str) -> "Note":
        """Words of a kind."""
        note = super().__new__(cls, says)
        note.kind = kind
        return note


class Area(NamedTuple):
    """A rectangle of cells; rows and columns from 1, the last ones included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass(frozen=True)
class Sheet:
    """A sheet of a workbook.

    Attributes:
        name: as the workbook has it.
        hidden: whether a person sees it only after asking for it.
        cells: one row a row, columns `c0`, `c1`, … of text from A1 on; null: an empty cell. Rows and columns after the
            last cell that is not empty are left out.
        merged: cells that are merged into one, whose value stands in the first.
        hidden_rows: from 1, up to the last of `cells`.
        hidden_columns: as `hidden_rows`.
        formulas: how many cells are formulas; 0 where the format was not looked at for them.
        notes: what a careful person should know of the sheet.
    """

    name: str
    hidden: bool
    cells: pl.DataFrame
    merged: tuple[Area, ...] = ()
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()
    formulas: int = 0
    notes: tuple[Note, ...] = ()


def column_name(column: int) -> str:
    """The letters of a column: 1 → `A`, 27 → `AA`."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    """What a spreadsheet calls a cell; row and column from 1: `F17`."""
    return f"{column_name(column)}{row}"


def within(runs: Iterable[tuple[int, int]], last: int) -> tuple[int, ...]:
    """The numbers of rows or columns that runs of them name (the first and the last of each), up to the last."""
    found: list[int] = []
    for first, end in sorted(runs):
        found += range(max(1, first, found[-1] + 1 if found else 1), min(end, last) + 1)
    return tuple(found)
