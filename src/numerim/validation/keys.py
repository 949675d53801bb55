"""Keys: values that must be unique, and values that must be found in another table."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import duckdb


@dataclass(frozen=True)
class Repeated:
    """Rows whose key was there before.

    Attributes:
        count: how many rows.
        before: the row that had the same last, by row; at most as many as were asked for. None: all of the key is
            missing.
    """

    count: int
    before: dict[int, int | None]


def one_row(connection: duckdb.DuckDBPyConnection, question: str) -> tuple[Any, ...]:
    """The answer to a question that has one row."""
    (row,) = connection.execute(question).fetchall()
    return tuple(row)


def repeated(
    connection: duckdb.DuckDBPyConnection, table: str, columns: Sequence[str], limit: int, *, null: bool
) -> Repeated:
    """The rows of a table of keys whose key an earlier row has.

    Args:
        connection: it holds the table.
        table: its name; it has `r`, the numbers of the rows.
        columns: the columns of the key.
        limit: rows to name.
        null: a key of which all is missing is an error; else it is left out.
    """
    all_null = " AND ".join(f"{column} IS NULL" for column in columns)
    listed = ", ".join(columns)
    rows, kinds, nulls = one_row(
        connection,
        f"SELECT count(*), count(DISTINCT hash({listed})), count(*) FILTER (WHERE {all_null}) FROM {table}"
        + ("" if null else f" WHERE NOT ({all_null})"),
    )
    if rows == kinds and not nulls:
        return Repeated(0, {})
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE again AS "
        f"SELECT r, NULL::BIGINT AS before FROM {table} WHERE {all_null} AND {null} "
        f"UNION ALL SELECT r, before FROM (SELECT r, lag(r) OVER (PARTITION BY {listed} ORDER BY r) AS before "
        f"FROM {table} SEMI JOIN (SELECT hash({listed}) AS h FROM {table} GROUP BY h HAVING count(*) > 1) AS twice "
        f"ON hash({listed}) = twice.h WHERE NOT ({all_null})) WHERE before IS NOT NULL"
    )
    total = one_row(connection, "SELECT count(*) FROM again")
    first = connection.execute(f"SELECT r, before FROM again ORDER BY r LIMIT {limit}").fetchall()
    return Repeated(total[0], dict(first))


def not_found(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    columns: Sequence[str],
    other: str | None,
    other_columns: Sequence[str | None],
    same_kind: Sequence[bool],
    limit: int,
) -> tuple[int, list[int]]:
    """How many rows have a key that another table of keys lacks, and the first of them.

    Args:
        connection: it holds the tables.
        table: the table of keys; it has `r`, the numbers of the rows.
        columns: the columns of the key, in the order of those in the other.
        limit: rows to name.
        same_kind: by column, whether values of it can be equal at all; where they cannot, only missing ones are.
        other_columns: the columns of the key in the other table; None: it has no such column.
        other: the other table; None: no value of it can be equal.
    """
    all_null = " AND ".join(f"{column} IS NULL" for column in columns)
    join = ""
    if other is not None:
        theirs = [column or "NULL" for column in other_columns]
        other_null = " AND ".join(f"{column} IS NULL" for column in theirs)
        named = ", ".join(f"{column} AS o{at}" for at, column in enumerate(theirs))
        on = " AND ".join(
            f"t.{ours} IS NOT DISTINCT FROM o.o{at}" if same_kind[at] else f"(t.{ours} IS NULL AND o.o{at} IS NULL)"
            for at, ours in enumerate(columns)
        )
        join = f"ANTI JOIN (SELECT DISTINCT {named} FROM {other} WHERE NOT ({other_null})) AS o ON {on}"
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE unmatched AS SELECT r FROM {table} AS t {join} WHERE NOT ({all_null})"
    )
    total = one_row(connection, "SELECT count(*) FROM unmatched")
    first = connection.execute(f"SELECT r FROM unmatched ORDER BY r LIMIT {limit}").fetchall()
    return total[0], [number for (number,) in first]
