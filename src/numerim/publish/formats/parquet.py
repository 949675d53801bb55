"""`data/<table>.parquet`: typed, zstd, sorted like the CSV, with titles and descriptions as metadata.

Types are those that every reader takes for what they are: numbers with decimals are DOUBLE, whole ones BIGINT, days
DATE. The CSV has the exact decimals; no figure has so many digits that DOUBLE would lose one. A large table lies in
parts, `data/<table>/0001.parquet` and so on (`publish.large`).
"""

import json
from collections.abc import Sequence
from typing import Final

import duckdb

from numerim import warehouse
from numerim.publish import large
from numerim.publish.contract import described, documented
from numerim.publish.draft import Draft
from numerim.publish.formats import Stage
from numerim.publish.forms import Form
from numerim.schemas.table import about, tables
from numerim.warehouse import sql_type, text

STAGE: Final[Stage] = "data"
FORMS: Final = (Form("data/{table}.parquet", "Parquet", "", "application/vnd.apache.parquet", file_type="PARQUET"),)


def export(draft: Draft) -> None:
    """Write a Parquet file for every table, or its parts; the same rows give the same bytes.

    Which columns have a value in each row DuckDB knows by its optimizers, which may be switched off here.
    """
    off = warehouse.rows(draft.connection, "SELECT current_setting('disabled_optimizers')")[0][0]
    draft.connection.execute("SET disabled_optimizers = ''")
    for name, model in tables().items():
        columns = model.to_schema().columns
        metadata = {
            "title": about(model).title,
            "description": documented(model),
            "columns": json.dumps({c: described(spec) for c, spec in columns.items()}, ensure_ascii=False),
        }
        pairs = ", ".join(f"{key}: {text(value)}" for key, value in metadata.items())
        selected = ", ".join(
            f"{c}::DOUBLE AS {c}" if sql_type(spec.dtype).startswith("DECIMAL") else c for c, spec in columns.items()
        )
        order = about(model).order
        how = f"(FORMAT parquet, COMPRESSION zstd, KV_METADATA {{{pairs}}})"
        path = draft.folder / "data" / f"{name}.parquet"
        if draft.is_large(name):
            _write_parts(draft, name, selected, order, how)
        else:
            asked = f"SELECT {selected} FROM clean.{name} ORDER BY {', '.join(order)}"
            draft.connection.execute(f"COPY ({asked}) TO {text(str(path))} {how}")
    draft.connection.execute(f"SET disabled_optimizers = {text(off)}")


def _write_parts(draft: Draft, name: str, selected: str, order: Sequence[str], how: str) -> None:
    """Write a table in parts; it is sorted once, where it is not in order yet."""
    connection, table, folder = draft.connection, f"clean.{name}", draft.folder / "data" / name
    folder.mkdir()
    if not _is_in_order(connection, table, order):
        connection.execute(f"CREATE OR REPLACE TEMP TABLE in_order AS FROM {table} ORDER BY {', '.join(order)}")
        table = "in_order"
    for number, start in enumerate(range(0, draft.rows[name], large.PART_ROWS), 1):
        part = f"SELECT {selected} FROM {table} WHERE rowid >= {start} AND rowid < {start + large.PART_ROWS}"
        connection.execute(f"COPY ({part}) TO {text(str(folder / f'{number:04}.parquet'))} {how}")
    connection.execute("DROP TABLE IF EXISTS in_order")


def _is_in_order(connection: duckdb.DuckDBPyConnection, table: str, order: Sequence[str]) -> bool:
    """Whether the rows of a table lie in an order of columns; no where one of them has an empty cell."""
    before = ", ".join(f"lag({column}) OVER () AS before_{column}" for column in order)
    comes = "false"
    for column in reversed(order):
        comes = f"{column} < before_{column} OR ({column} = before_{column} AND ({comes}))"
    comes += "".join(f" OR {column} IS NULL" for column in order)
    asked = f"SELECT 1 FROM (SELECT {', '.join(order)}, {before} FROM {table}) WHERE {comes} LIMIT 1"
    return not warehouse.rows(connection, asked)
