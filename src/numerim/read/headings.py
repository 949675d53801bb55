"""Headings of parts that stand alone in rows of a table: what they say is a column of the rows beneath them."""

from collections.abc import Sequence

import polars as pl

from numerim.read.rawtable import CELL

_LINE = "line"
_FIGURE = r"^[-+(]?\s*\d[\d\s.,'’%()]*$"


def under_headings(rows: pl.DataFrame, columns: Sequence[str]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows without those in which one cell of words stands alone, and of each the last such above it.

    Args:
        rows: text in some columns, and the `line` of each row.
        columns: these, in their order.

    Returns:
        The other rows; and as many rows of a column `heading`, a `CELL`, null above the first heading.
    """
    filled = pl.concat_list(pl.col(name).str.strip_chars() for name in columns)
    filled = filled.list.eval(pl.element().fill_null("") != "")
    marked = rows.with_columns(
        filled.list.sum().eq(1).alias("_alone"),
        filled.list.arg_max().cast(pl.Int64).alias("_at"),
        pl.coalesce(pl.when(pl.col(name).str.strip_chars() != "").then(name) for name in columns).alias("_text"),
    ).with_columns(pl.col("_alone") & ~pl.col("_text").str.strip_chars().str.contains(_FIGURE))
    cell = pl.struct(pl.col("_text").alias("text"), pl.col(_LINE), (pl.col("_at") + 1).alias("cell")).cast(CELL)
    marked = marked.with_columns(pl.when("_alone").then(cell).forward_fill().alias("heading"))
    beneath = marked.filter(~pl.col("_alone"))
    return beneath.select(rows.columns), beneath.select("heading")
