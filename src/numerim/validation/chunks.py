"""The rows of a table as they are printed, in chunks that DuckDB can scan."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

# Rows of one chunk where rows come one by one.
ROWS = 200_000


@dataclass(frozen=True)
class Chunk:
    """Some rows of a table.

    Attributes:
        table: `r`, the number of each row, ascending; `c0`, `c1` … the cells, as printed, one column a field; null is
            a cell that the row lacks.
        ragged: some row is shorter or longer than the fields; the table has then `w`, the number of its cells.
        extra: the cells beyond the fields, by row.
        beside: its rows lie between those of the chunk before it.
        unclosed: the row in which a quote opens a cell that the file does not close.
    """

    table: pa.Table
    ragged: bool = False
    extra: dict[int, list[str]] = field(default_factory=dict)
    beside: bool = False
    unclosed: int | None = None

    @property
    def rows(self) -> npt.NDArray[np.int64]:
        """The numbers of the rows."""
        return np.asarray(self.table.column("r").to_numpy(), dtype=np.int64)

    def cells(self, row_numbers: Iterable[int]) -> dict[int, list[str]]:
        """The cells of some rows as they stand in the file, by row; rows of other chunks are left out."""
        rows = self.rows
        wanted = np.asarray(sorted(row_numbers), dtype=np.int64)
        at = np.searchsorted(rows, wanted)
        there = at < len(rows)
        there[there] = rows[at[there]] == wanted[there]
        found = self.table.take(pa.array(at[there]))
        columns = [found.column(name).to_pylist() for name in found.column_names if name.startswith("c")]
        numbers = [int(number) for number in wanted[there]]
        if not columns:
            return {number: list(self.extra.get(number, [])) for number in numbers}
        lines = dict(zip(numbers, (list(line) for line in zip(*columns, strict=True)), strict=True))
        if self.ragged:
            widths = found.column("w").to_pylist()
            lines = {
                number: line[: int(width)] + self.extra.get(number, [])
                for (number, line), width in zip(lines.items(), widths, strict=True)
            }
        return lines


def of_lines(numbers: list[int], lines: list[list[str]], fields: int) -> Chunk:
    """A chunk of rows that are lists of cells."""
    lengths = np.fromiter(map(len, lines), dtype=np.int32, count=len(lines))
    ragged = bool((lengths != fields).any())
    extra: dict[int, list[str]] = {}
    if ragged:
        for at in np.flatnonzero(lengths > fields):
            extra[numbers[at]] = lines[at][fields:]
        padding: list[Any] = [None] * fields
        lines = [line if len(line) == fields else (line + padding)[:fields] for line in lines]
    columns = {"r": pa.array(numbers, pa.int64())}
    if lines and fields:
        for place, column in enumerate(zip(*lines, strict=True)):
            columns[f"c{place}"] = pa.array(column, pa.large_string())
    else:
        columns |= {f"c{place}": pa.array([], pa.large_string()) for place in range(fields)}
    if ragged:
        columns["w"] = pa.array(lengths)
    return Chunk(pa.table(columns), ragged, extra)


def of_stream(rows: Iterable[tuple[int, list[str]]], fields: int) -> Iterator[Chunk]:
    """Chunks of a stream of numbered rows; where the stream breaks, the rows before it come first."""
    numbers: list[int] = []
    lines: list[list[str]] = []
    try:
        for number, cells in rows:
            numbers.append(number)
            lines.append(cells)
            if len(lines) >= ROWS:
                yield of_lines(numbers, lines, fields)
                numbers, lines = [], []
    except Exception as broken:
        if lines:
            yield of_lines(numbers, lines, fields)
        raise broken
    if lines:
        yield of_lines(numbers, lines, fields)
