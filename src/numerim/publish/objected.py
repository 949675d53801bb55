"""The table `objections`: what readers say is wrong, and what was answered."""

from typing import Any

import duckdb
import polars as pl

from numerim import warehouse
from numerim.declare.election import ElectionFile
from numerim.schemas.table import tables


def fill(connection: duckdb.DuckDBPyConnection, file: ElectionFile) -> None:
    """Fill `clean.objections`; names are only those of readers who agreed that they are published.

    Args:
        connection: a database with that table.
        file: what `election.yml` says, and the objections beside it.

    Raises:
        InputError: an objection cannot be read.
    """
    columns = tables()["objections"].to_schema().columns
    schema: dict[str, Any] = {name: pl.Date if name.endswith("_on") else pl.String for name in columns}
    rows = [
        {
            "objection_id": name,
            "version": one.version,
            "table_name": one.table,
            "table_key": one.key,
            "source_id": one.source,
            "locator": one.locator,
            "published": one.published,
            "should_be": one.should_be,
            "because": one.because,
            "evidence": one.evidence,
            "objected_by": one.by if one.credit else None,
            "received_on": one.on,
            "state": one.state,
            "reason": one.answer.because if one.answer else None,
            "answered_by": one.answer.by if one.answer else None,
            "answered_on": one.answer.on if one.answer else None,
        }
        for name, one in file.objections.items()
    ]
    warehouse.load(connection, "raw.objections", pl.DataFrame(rows, schema=schema))
    connection.execute("INSERT INTO clean.objections SELECT * FROM raw.objections ORDER BY ALL")
