"""Sheets that are gathered cell by cell from XML, within limits: what is repeated is counted before it is unpacked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import polars as pl

from numerim.read.workbook.cells import Texts, as_table, rows_at_once, trimmed
from numerim.read.workbook.notes import Told, hidden_notes
from numerim.read.workbook.sheet import Area, Limits, Note, Sheet, within
from numerim.read.workbook.xmlparts import too_much

_MERGED = 1_000_000

Stored = str | float | None


@dataclass
class Tally:
    """How much a workbook holds so far.

    Attributes:
        shown: its path, for messages.
        limits: what it may hold.
        cells: of the sheets that are gathered.
        columns: of these sheets.
        size: of the text of all cells, in characters.
    """

    shown: str
    limits: Limits
    cells: int = 0
    columns: int = 0
    size: int = 0

    def add(self, height: int, width: int, size: int) -> None:
        """Refuse what holds more than the limits.

        Args:
            height: rows of the sheet that is being read.
            width: its columns.
            size: how many characters there are more.
        """
        if self.cells + height * width > self.limits.cells:
            raise too_much(self.shown, f"more than {self.limits.cells:,} cells")
        if self.columns + width > self.limits.columns:
            raise too_much(self.shown, f"more than {self.limits.columns:,} columns")
        self.size += size
        if self.size > self.limits.text:
            raise too_much(self.shown, f"more than {self.limits.text >> 20:,} MiB of text")

    def sheet(self, sheets: Sequence[object]) -> None:
        """Refuse one sheet more than the limits allow."""
        if len(sheets) >= self.limits.sheets:
            raise too_much(self.shown, f"more than {self.limits.sheets:,} sheets")


@dataclass
class Gathered:
    """A sheet as it is being read; rows and columns from 1.

    Attributes:
        name: of the sheet.
        hidden: whether it is.
        tally: of the workbook.
        rows: the number of a row, how often it is repeated, and its values.
        height: the last row that has a value.
        width: the last column that has one.
        merged: cells that are merged into one.
        hidden_rows: first and last.
        hidden_columns: first and last.
        told: what there is to tell.
    """

    name: str
    hidden: bool
    tally: Tally
    rows: list[tuple[int, int, list[Stored]]] = field(default_factory=list)
    height: int = 0
    width: int = 0
    merged: list[Area] = field(default_factory=list)
    hidden_rows: list[tuple[int, int]] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    told: Told = field(default_factory=Told)

    def put(self, values: list[Stored], row: int, rows: int, column: int, columns: int, value: str | float) -> None:
        """Put a value into the values of a row, as often as it is repeated.

        Args:
            values: of the row so far.
            row: its number.
            rows: how often the row is repeated.
            column: the number of the cell.
            columns: how often the cell is repeated.
            value: what it holds.

        Raises:
            InputError: the workbook holds more than the limits.
        """
        self.height = max(self.height, row + rows - 1)
        self.width = max(self.width, column + columns - 1)
        self.tally.add(self.height, self.width, len(value) * columns * rows if isinstance(value, str) else 0)
        values += [None] * (column - 1 - len(values))
        values += [value] * columns

    def merge(self, area: Area) -> None:
        """Note that cells are merged into one."""
        if len(self.merged) >= _MERGED:
            raise too_much(self.tally.shown, f"more than {_MERGED:,} merged cells")
        self.merged.append(area)

    def finish(self) -> None:
        """Count the cells of a sheet that is read."""
        self.tally.cells += self.height * self.width
        self.tally.columns += self.width

    def table(self) -> tuple[pl.DataFrame, set[int]]:
        """What is gathered as text, and the columns, from 1, that have numbers that are not whole."""
        return as_table(self._all_rows(), self.width)

    def sheet(self, table: pl.DataFrame, texts: Texts, notes: Sequence[Note]) -> Sheet:
        """The sheet, with texts put into its cells."""
        cells = trimmed(texts.into(table))
        rows = within(self.hidden_rows, cells.height)
        columns = within(self.hidden_columns, cells.width)
        return Sheet(
            name=self.name,
            hidden=self.hidden,
            cells=cells,
            merged=tuple(sorted(self.merged)),
            hidden_rows=rows,
            hidden_columns=columns,
            formulas=self.told.formulas,
            notes=(*hidden_notes(self.hidden, rows, columns), *self.told.notes(), *notes),
        )

    def _all_rows(self) -> Iterator[Sequence[Sequence[Stored]]]:
        """All rows, one by one where they are repeated, and empty ones between."""
        empty: list[Stored] = [None] * self.width
        chunk: list[list[Stored]] = []
        after, at_once = 1, rows_at_once(self.width)
        for first, repeated, values in self.rows:
            full = values + empty[len(values) :]
            for row in range(after, first + repeated):
                chunk.append(full if row >= first else empty)
                if len(chunk) >= at_once:
                    yield chunk
                    chunk = []
            after = first + repeated
        yield chunk
