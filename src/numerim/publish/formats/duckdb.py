"""`<package>.duckdb`, in the archive: every table with types and comments, and views; DuckDB 1.1 and later open it.

A database of so few rows is mostly statistics and indexes, ten times what it says; packed it is small. It declares no
keys, which would double it: `datapackage.json` has them, and `numerim.duckdb` enforces them. Of a release of very many
rows it has the answers, with the views that ask these alone, and says what it lacks.
"""

from contextlib import suppress
from typing import Final

import duckdb

from numerim import warehouse
from numerim.publish import large
from numerim.publish.draft import Draft
from numerim.publish.formats import Stage
from numerim.publish.forms import Form
from numerim.publish.storage import table_sql, types_sql
from numerim.publish.views import VIEWS, views_sql
from numerim.schemas.table import tables

STAGE: Final[Stage] = "packed"
FORMS: Final = (
    Form("{package}.duckdb", "Database (DuckDB)", "The tables, and views, in a database.", "application/octet-stream"),
)


def export(draft: Draft) -> None:
    """Write the database of the package from its Parquet files."""
    path = draft.folder / f"{draft.package}.duckdb"
    without = large.left_out(draft.rows)
    with warehouse.create(path) as connection:
        connection.execute(types_sql())
        for name in (name for name in tables() if name not in without):
            data = warehouse.parquet(draft.folder / "data" / f"{name}.parquet")
            connection.execute(f"{table_sql(name, keyless=tables())} INSERT INTO {name} FROM {data}")
        if not without:
            connection.execute(views_sql())
            return
        for name in VIEWS:
            with suppress(duckdb.CatalogException):  # it asks tables that are not here
                connection.execute(views_sql(only=name))
        connection.execute(f"CREATE TABLE {large.ABOUT} (name VARCHAR NOT NULL, value VARCHAR NOT NULL)")
        connection.execute(f"INSERT INTO {large.ABOUT} VALUES ('left out', ?)", [large.left_out_told(without)])
