"""Comma-separated values after RFC 4180, one table a file, names of the columns in the first line, or in `grid`."""

import csv
import tempfile
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from numerim import warehouse
from numerim.declaration import Layout
from numerim.errors import InputError
from numerim.rawtable import RawTable, SourceText, match


def read(source: SourceText, layouts: Sequence[Layout]) -> list[RawTable]:
    """Read the one table of the file; its heading is empty.

    Raises:
        InputError: a row has more or fewer cells than the header, or the header than `grid`; a column has no name or
            that of another; or there is no row.
    """
    match([""], layouts, source.shown)
    csv.field_size_limit(10_000_000)
    with tempfile.NamedTemporaryFile("w", suffix=".csv", encoding="utf-8", newline="") as copy:
        copy.write(source.text)
        copy.flush()
        header = _header(Path(copy.name), source, layouts[0].grid)
        frame, rejects = warehouse.read_csv(Path(copy.name), len(header))
    if rejects:
        line, problem = rejects[0]
        rest = f" ({len(rejects)} such rows)" if len(rejects) > 1 else ""
        raise InputError(
            f"{source.shown}:L{line}",
            f"the header has {len(header)} columns, the row does not: {problem}{rest}",
            "Quote cells that hold a comma; give every row one cell a column.",
        )
    if frame.height < 2:
        raise InputError(source.shown, "the table has a header and no row")
    breaks = pl.sum_horizontal(pl.all().str.count_matches("\n"))
    lines = frame.select((breaks + 1).cum_sum().shift(1, fill_value=0) + 1).to_series()
    total = source.text.rstrip("\r\n").count("\n") + 1
    counted = int(lines[-1]) + int(frame.select(breaks).to_series()[-1])
    if counted != total:
        raise InputError(source.shown, f"{total - counted} lines are empty; lines could not be counted", "Remove them.")
    rows = frame.select(
        pl.struct(
            pl.col(frame.columns[i]).alias("text"),
            lines.alias("line").cast(pl.Int64),
            pl.lit(i + 1, pl.Int64).alias("cell"),
        ).alias(name)
        for i, name in enumerate(header)
    ).slice(1)
    headings = {name: f"L1.C{i + 1}" for i, name in enumerate(header)}
    return [RawTable("", rows, layouts[0], 0, headings)]


def _header(path: Path, source: SourceText, grid: tuple[str, ...] | None) -> list[str]:
    with path.open(encoding="utf-8", newline="") as stream:
        header = next(csv.reader(stream), [])
    if len(header) == 1 and (mark := next((m for m in ";\t|" if m in header[0]), "")):
        raise InputError(
            f"{source.shown}:L1", f"cells seem to be divided by {mark!r}, not by a comma", "Save the file with commas."
        )
    if grid is not None and len(grid) != len(header):
        raise InputError(
            f"{source.shown}:L1", f"the header has {len(header)} columns, grid: has {len(grid)}", "Name each of them."
        )
    header = list(grid or header)
    for i, name in enumerate(header):
        if not name.strip() or name in header[:i]:
            raise InputError(
                f"{source.shown}:L1.C{i + 1}",
                f"the column {name!r} stands there twice" if name.strip() else "the column has no name",
                "Name the columns under grid:, in their order.",
            )
    return header
