"""The rows of sources as they print them, so that a figure can be shown where it stands."""

from collections import Counter
from collections.abc import Iterable

import polars as pl

from numerim.read.ingest import RawFile
from numerim.read.rawtable import RawTable

HEADERS = pl.Schema(
    {
        "headers_id": pl.String(),
        "source_id": pl.String(),
        "path": pl.String(),
        "table_name": pl.String(),
        "cells": pl.List(pl.String()),
        "names": pl.List(pl.String()),
    }
)
"""What stands over the cells of rows, the number of each in its line, and how that is written: `C3`."""

ROWS = pl.Schema(
    {
        "source_id": pl.String(),
        "path": pl.String(),
        "line": pl.Int64(),
        "row": pl.String(),
        "headers_id": pl.String(),
        "texts": pl.List(pl.String()),
        "places": pl.List(pl.String()),
    }
)
"""A row a line of a table with its locator, and the texts and locators of its cells in the order of the headers."""


def rows_of(raw: Iterable[RawFile], wanted: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Lines of the tables of an election's sources.

    Args:
        raw: the tables; they are looked at one after the other.
        wanted: the lines that are: `source_id`, `path`, `line`.

    Returns:
        Columns `HEADERS`, and columns `ROWS`; a cell that a line lacks is null among `texts`.
    """
    headers, rows = [HEADERS.to_frame()], [ROWS.to_frame()]
    made: Counter[tuple[str, str]] = Counter()
    for one in raw:
        for table in one.tables:
            path = one.path + table.inside
            mine = wanted.filter(pl.col("source_id") == one.source, pl.col("path") == path)["line"]
            if mine.is_empty():
                continue
            some = table.rows.filter(
                pl.any_horizontal(
                    pl.col(name).struct.field("line").is_in(mine.implode()) for name in table.rows.columns
                )
            )
            lines = _aligned(some) if _is_aligned(some) else _by_line(some)
            lines = lines.filter(pl.col("line").is_in(mine.implode()))
            over = lines.select("numbers", "names").unique(maintain_order=True).with_row_index("_of")
            numbered = pl.format("{}#{}", pl.lit(one.path), pl.col("_of") + 1 + made[one.source, one.path])
            made[one.source, one.path] += over.height
            over = over.with_columns(
                numbered.alias("headers_id"),
                pl.lit(one.source).alias("source_id"),
                pl.lit(path).alias("path"),
                pl.lit(table.at or one.path).alias("table_name"),
                pl.Series("cells", [[table.places.cell(n) for n in some] for some in over["numbers"]], _TEXTS),
            )
            lines = lines.join(over, on=["numbers", "names"], maintain_order="left").with_columns(
                (pl.lit(path) + table.places.each_row(pl.col("line"))).alias("row"),
                pl.Series("places", _places(table, path, lines), _TEXTS),
            )
            headers.append(over.select(HEADERS.names()))
            rows.append(lines.select(ROWS.names()))
    return pl.concat(headers), pl.concat(rows)


_TEXTS = pl.List(pl.String)


def _places(table: RawTable, path: str, lines: pl.DataFrame) -> list[list[str]]:
    """The locators of the cells of each line."""
    each = lines.select("line", "numbers").iter_rows()
    return [[path + table.places.at(line, number) for number in numbers] for line, numbers in each]


def _is_aligned(table: pl.DataFrame) -> bool:
    """Whether each row stands in one line of its own, and each column at one number of cell."""
    cells = [pl.col(name).struct for name in table.columns]
    line = pl.coalesce(cell.field("line") for cell in cells)
    same = [cell.field("line").is_null() | (cell.field("line") == line) for cell in cells]
    checks = table.select(
        pl.all_horizontal(same).all().alias("_same"),
        line.is_unique().all().alias("_own"),
        *((cell.field("cell").drop_nulls().n_unique() == 1).alias(f"_{i}") for i, cell in enumerate(cells)),
    )
    return all(checks.row(0))


def _aligned(table: pl.DataFrame) -> pl.DataFrame:
    names = table.columns
    cells = [pl.col(name).struct for name in names]
    numbers = table.select(cell.field("cell").drop_nulls().first().alias(f"_{i}") for i, cell in enumerate(cells)).row(
        0
    )
    order = sorted(range(len(names)), key=lambda i: int(numbers[i]))
    return table.select(
        pl.coalesce(cell.field("line") for cell in cells).alias("line"),
        pl.concat_list(pl.lit(numbers[i], pl.Int64) for i in order).alias("numbers"),
        pl.concat_list(pl.lit(names[i]) for i in order).alias("names"),
        pl.concat_list(cells[i].field("text") for i in order).alias("texts"),
    )


def _by_line(table: pl.DataFrame) -> pl.DataFrame:
    """Cells of a table whose rows were cut: each in the line in which it stands."""
    cells = pl.concat(
        table.select(
            pl.col(name).struct.field("line"),
            pl.col(name).struct.field("cell"),
            pl.lit(name).alias("name"),
            pl.col(name).struct.field("text"),
        )
        for name in table.columns
    )
    each = cells.drop_nulls("line").unique(["line", "cell"], keep="first", maintain_order=True).sort("line", "cell")
    return each.group_by("line", maintain_order=True).agg(
        pl.col("cell").alias("numbers"), pl.col("name").alias("names"), pl.col("text").alias("texts")
    )
