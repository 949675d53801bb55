"""All packages together: the index, and one database for people who want SQL."""

import json
import os
from pathlib import Path
from typing import Any

import duckdb

from numerim import warehouse
from numerim.contract import comments, ddl
from numerim.house import House
from numerim.release import versions
from numerim.views import views_sql
from schemas.table import about, tables

_SHARED = ("elections", "gp_units", "parties")
"""Tables whose rows are the same in every package."""


def latest_releases(house: House) -> dict[str, Path]:
    """Every package -> the folder of its latest release."""
    homes = sorted(index.parent for index in house.published.glob("*/versions.json"))
    return {home.name: home / versions(home)[-1]["version"] for home in homes}


def write_catalog(house: House) -> None:
    """Write `catalog.json`: every package with its title, latest version and where that lies."""
    entries: list[dict[str, Any]] = []
    for package, folder in latest_releases(house).items():
        said = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
        entries.append(
            {
                "name": package,
                "title": said["title"],
                "version": said["version"],
                "path": f"{package}/{folder.name}/datapackage.json",
            }
        )
    text = json.dumps({"packages": entries}, ensure_ascii=False, indent=2) + "\n"
    catalog = house.published / "catalog.json"
    if not catalog.is_file() or catalog.read_text(encoding="utf-8") != text:
        unfinished = house.published / ".catalog.json.unfinished"
        unfinished.write_text(text, encoding="utf-8")
        unfinished.replace(catalog)


def outdated(house: House) -> dict[str, str]:
    """Packages whose latest release was made under another contract -> its version.

    Their columns are not those that the tables have now, so they are not in `numerim.duckdb` until they are released
    again.
    """
    return {package: folder.name for package, folder in latest_releases(house).items() if not _fits(folder)}


def _fits(folder: Path) -> bool:
    """Whether a release has the tables and columns of the contract."""
    import pyarrow.parquet as pq

    for name, model in tables().items():
        path = folder / "data" / f"{name}.parquet"
        if not path.is_file() or pq.read_schema(path).names != list(model.to_schema().columns):
            return False
    return True


def build_database(house: House) -> Path:
    """Make `published/numerim.duckdb`: the latest release of every package, table by table.

    Every table has the column `package` first, but those whose rows are the same in every package. The table
    `packages` says which releases are in it.
    """
    path = house.analysts_database
    unfinished = path.with_suffix(f".unfinished-{os.getpid()}")
    latest = latest_releases(house)
    left_out = outdated(house)
    with warehouse.create(unfinished) as connection:
        for name, model in tables().items():
            connection.execute(ddl("main", name))
            data = {
                package: warehouse.text(str(folder / "data" / f"{name}.parquet"))
                for package, folder in latest.items()
                if package not in left_out
            }
            nothing = f"SELECT NULL::VARCHAR AS package, * FROM {name} WHERE false"
            rows = " UNION ALL BY NAME ".join(
                [
                    nothing,
                    *(f"SELECT {warehouse.text(p)} AS package, * FROM read_parquet({f})" for p, f in data.items()),
                ]
            )
            if name in _SHARED:
                key = about(model).key[0]
                connection.execute(
                    f"INSERT INTO {name} BY NAME SELECT * EXCLUDE package FROM ({rows}) QUALIFY "
                    f"row_number() OVER (PARTITION BY {key} ORDER BY package = {key} DESC, package) = 1"
                )
            else:
                key = ", ".join(["package", *about(model).key])
                connection.execute(
                    f"CREATE OR REPLACE TABLE {name} AS {rows}; ALTER TABLE {name} ADD PRIMARY KEY ({key});"
                    f"COMMENT ON COLUMN {name}.package IS 'The package that the row is from.'"
                )
            connection.execute(comments("main", name))
        connection.execute(views_sql())
        names = ", ".join(
            f"({warehouse.text(package)}, {warehouse.text(folder.name)}, {package not in left_out})"
            for package, folder in latest.items()
        )
        connection.execute(f"CREATE TABLE packages AS SELECT * FROM (VALUES {names}) v(package, version, is_here)")
        connection.execute(
            "COMMENT ON TABLE packages IS 'The latest release of every package, and whether it is in this file.'"
        )
    unfinished.replace(path)
    return path


def is_current(house: House) -> bool:
    """Whether `numerim.duckdb` is there and holds the latest release of every package."""
    if not house.analysts_database.is_file():
        return False
    try:
        with warehouse.open_published(house.analysts_database) as connection:
            held = dict(warehouse.rows(connection, "SELECT package, version FROM packages"))
            here = {row[0] for row in warehouse.rows(connection, "SELECT package FROM packages WHERE is_here")}
    except duckdb.Error:
        return False
    latest = {package: folder.name for package, folder in latest_releases(house).items()}
    return held == latest and here == set(latest) - set(outdated(house))
