"""`<package>.duckdb`, in the archive: every table with types and comments, and views; DuckDB 1.1 and later open it.

A database of so few rows is mostly statistics and indexes, ten times what it says; packed it is small. It declares no
keys, which would double it: `datapackage.json` has them, and `numerim.duckdb` enforces them.
"""

from typing import Final

from numerim import warehouse
from numerim.publish.draft import Draft
from numerim.publish.formats import Stage
from numerim.publish.forms import Form
from numerim.publish.storage import table_sql, types_sql
from numerim.publish.views import views_sql
from numerim.schemas.table import tables

STAGE: Final[Stage] = "packed"
FORMS: Final = (
    Form("{package}.duckdb", "Database (DuckDB)", "The tables, and views, in a database.", "application/octet-stream"),
)


def export(draft: Draft) -> None:
    """Write the database of the package from its Parquet files."""
    path = draft.folder / f"{draft.package}.duckdb"
    with warehouse.create(path) as connection:
        connection.execute(types_sql())
        for name in tables():
            data = warehouse.parquet(draft.folder / "data" / f"{name}.parquet")
            connection.execute(f"{table_sql(name, keys=False)} INSERT INTO {name} FROM {data}")
        connection.execute(views_sql())
