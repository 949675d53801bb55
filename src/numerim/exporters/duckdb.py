"""`<package>.duckdb`: every table with key and comments, and views; DuckDB 1.1 and later open it.

The file is made again from the Parquet files whenever it is missing; it is not among the bytes that a release
vouches for.
"""

from pathlib import Path
from typing import Final

from numerim import warehouse
from numerim.contract import comments, ddl
from numerim.draft import Draft
from numerim.exporters import Stage
from numerim.views import views_sql
from schemas.table import tables

STAGE: Final[Stage] = "made"


def export(draft: Draft) -> None:
    """Write the database of the package."""
    build(draft.folder, draft.package)


def build(folder: Path, package: str) -> Path:
    """Make the database of a release from its Parquet files.

    Args:
        folder: the release.
        package: its name.

    Returns:
        The file.
    """
    path = folder / f"{package}.duckdb"
    unfinished = path.with_suffix(".unfinished")
    with warehouse.create(unfinished) as connection:
        for name in tables():
            connection.execute(ddl("main", name) + comments("main", name))
            data = warehouse.text(str(folder / "data" / f"{name}.parquet"))
            connection.execute(f"INSERT INTO {name} FROM read_parquet({data})")
        connection.execute(views_sql())
    unfinished.replace(path)
    return path
