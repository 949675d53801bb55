"""Zeros that programs took from decimals, or put there: only all of a column tells them."""

import duckdb
import polars as pl

from numerim.model.measures import FEW
from numerim.model.unread import COLUMN, UNREAD_SQL, ZEROS, same_column

_MOSTLY = 0.6
"""So many figures of a table must have its most usual number of decimals for shorter ones to count as stripped."""

_SHARES = ("source_id", "path", "stated_in", "measure", "election", "election_day")
"""What percentages have in common that are of one column; they may stand in several."""


def decimals_of(statements: pl.DataFrame) -> pl.DataFrame:
    """How many percentages of a column have how many decimals, and whether one of them ends in a zero.

    Args:
        statements: with `decimals`, null where a figure is no percentage, and its `digits`.
    """
    shares = pl.col("decimals").is_not_null() & pl.col("sentence").is_null()
    ends = (pl.col("decimals") > 0) & pl.col("digits").str.ends_with("0")
    needed = statements.select(*_SHARES, "decimals", "digits", "sentence").filter(shares)
    return needed.group_by(*_SHARES, "decimals", maintain_order=True).agg(figures=pl.len(), has_zeros=ends.any())


def see_stripped_zeros(connection: duckdb.DuckDBPyConnection, shares: pl.DataFrame) -> None:
    """Give percentages of `raw.statements` whose zeros at the end were stripped the decimals of the others.

    Spreadsheets and JSON strip them: 55.6 between 6.98 and 37.42 is 55.60. So it is where at least three figures of one
    measure and election stand in a table, most have one number of decimals, and none that has any ends in a zero. What
    a person transcribed from prose (`sentence`) is printed as it stands. Longer figures than the most are left as they
    are: a digit may have slipped in.

    Args:
        connection: the database.
        shares: as `decimals_of` gives them, of all statements.
    """
    each = shares.group_by(*_SHARES, "decimals").agg(pl.col("figures").sum(), pl.col("has_zeros").any())
    most = pl.col("figures") == pl.col("figures").max()
    usual = (
        each.group_by(_SHARES)
        .agg(
            pl.col("decimals").filter(most).max().alias("usual"),
            pl.col("decimals").min().alias("fewest"),
            pl.col("figures").max().alias("so_many"),
            pl.col("figures").sum(),
            pl.col("has_zeros").any(),
        )
        .filter((pl.col("figures") >= FEW) & ~pl.col("has_zeros") & (pl.col("so_many") >= _MOSTLY * pl.col("figures")))
        .filter(pl.col("fewest") < pl.col("usual"))
    )
    if usual.is_empty():
        return
    connection.register("_usual", usual.select(*_SHARES, "usual"))
    connection.execute(
        f"""
        UPDATE raw.statements s SET decimals = u.usual, how = concat_ws('; ', s.how,
            'zeros at its end were stripped: it has ' || u.usual || ' decimals, as the others of its table')
        FROM _usual u WHERE {same_column("u", _SHARES)} AND s.decimals < u.usual AND s.sentence IS NULL"""
    )
    connection.unregister("_usual")


def see_zero_decimals(connection: duckdb.DuckDBPyConnection, counts: pl.DataFrame) -> pl.DataFrame:
    """Read columns of `raw.statements` all of whose counts have decimals that are 0, such as `81916.0`, without these.

    Programs write whole numbers so that have a gap in their column. One such figure among others is as it may be a
    slip, so it is left unread; so is one with three zeros, which may be thousands.

    Args:
        connection: the database.
        counts: as `unread.summed` gives them.

    Returns:
        The counts, after that.
    """
    is_whole = (pl.col("zeros") == pl.col("figures")) & (pl.col("zeros") >= FEW)
    whole = counts.filter(is_whole)
    if whole.is_empty():
        return counts
    connection.register("_whole", whole.select(COLUMN))
    connection.execute(
        f"""
        UPDATE raw.statements s SET how = concat_ws('; ', s.how, 'decimals that are 0 left out'),
            number = regexp_extract(s.value, '{ZEROS}[^0-9]*$', 1)::DECIMAL(24, 6)  -- some space may stand behind it
        FROM _whole w WHERE {same_column("w")} AND {UNREAD_SQL}"""
    )
    connection.unregister("_whole")
    return counts.with_columns(pl.when(is_whole).then(0).otherwise("bad").alias("bad"))
