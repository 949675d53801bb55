"""A worksheet of XlsxWriter that takes texts and numbers without a call for each, and writes the same bytes.

XlsxWriter asks of every cell what it is, where it stands and what must be escaped in it. Here a text that stood in a
column before is the cell that it was, and a row is written at once; whatever else a sheet has goes XlsxWriter's way.
"""

from typing import Any

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import CellNumberTuple, CellStringTuple, Worksheet

_SPAN = 16
"""Rows that say together from which column to which they reach."""


class QuickSheet(Worksheet):  # type: ignore[misc]  # XlsxWriter has no types
    """A sheet of a workbook that is made in memory."""

    dim_rowmax: int

    def again(self, row: int, column: int, cell: Any) -> None:
        """Put a cell that stands elsewhere in the sheet (see `text_at`), below the header."""
        self.table[row][column] = cell
        self.str_table.count += 1
        self.dim_rowmax = max(self.dim_rowmax, row)

    def text_at(self, row: int, column: int) -> Any:
        """A cell with a text, to be put again; None where another cell stands."""
        cell = self.table[row][column]
        return cell if type(cell) is CellStringTuple else None

    def number(self, row: int, column: int, value: float, look: Any) -> None:
        """Put a number, below the header."""
        self.table[row][column] = CellNumberTuple(value, look)
        self.dim_rowmax = max(self.dim_rowmax, row)

    def _calculate_spans(self) -> None:
        self.row_spans = {}
        for first in range(self.dim_rowmin - self.dim_rowmin % _SPAN, self.dim_rowmax + 1, _SPAN):
            rows = [cells for row in range(first, first + _SPAN) if (cells := self.table.get(row))]
            if rows:
                span = f"{min(map(min, rows)) + 1}:{max(map(max, rows)) + 1}"
                self.row_spans[first // _SPAN] = span

    def _write_rows(self) -> None:
        if self.comments:
            super()._write_rows()
            return
        self._calculate_spans()
        names = [xl_col_to_name(column) for column in range(self.dim_colmax + 1)]
        for row in range(self.dim_rowmin, self.dim_rowmax + 1):
            span, said, cells = self.row_spans.get(row // _SPAN), self.row_info.get(row), self.table.get(row)
            if cells:
                self._write_row(row, span, said)
                self._write_cells(row, sorted(cells.items()), names)
                self._xml_end_tag("row")
            elif said:
                self._write_empty_row(row, span, said)

    def _write_cells(self, row: int, cells: list[tuple[int, Any]], names: list[str]) -> None:
        written: list[str] = []
        for column, cell in cells:
            kind = type(cell)
            if cell.format and kind is CellStringTuple:
                look = cell.format._get_xf_index()
                written.append(f'<c r="{names[column]}{row + 1}" s="{look}" t="s"><v>{cell.string}</v></c>')
            elif cell.format and kind is CellNumberTuple:
                look = cell.format._get_xf_index()
                written.append(f'<c r="{names[column]}{row + 1}" s="{look}"><v>{cell.number:.16G}</v></c>')
            else:
                self.fh.write("".join(written))
                written.clear()
                self._write_cell(row, column, cell)
        self.fh.write("".join(written))
