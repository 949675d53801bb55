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


def build_database(house: House) -> Path:
    """Make `published/numerim.duckdb`: the latest release of every package, table by table.

    Every table has the column `package` first, but those whose rows are the same in every package.
    """
    path = house.analysts_database
    unfinished = path.with_suffix(f".unfinished-{os.getpid()}")
    latest = latest_releases(house)
    with warehouse.create(unfinished) as connection:
        for name, model in tables().items():
            data = {
                package: warehouse.text(str(folder / "data" / f"{name}.parquet")) for package, folder in latest.items()
            }
            if name in _SHARED:
                key = about(model).key[0]
                rows = " UNION ALL BY NAME ".join(
                    f"SELECT {warehouse.text(package)} AS package, * FROM read_parquet({path})"
                    for package, path in data.items()
                )
                connection.execute(
                    f"{ddl('main', name)} INSERT INTO {name} BY NAME SELECT * EXCLUDE package FROM ({rows}) QUALIFY "
                    f"row_number() OVER (PARTITION BY {key} ORDER BY package = {key} DESC, package) = 1"
                )
            else:
                rows = " UNION ALL BY NAME ".join(
                    f"SELECT {warehouse.text(package)} AS package, * FROM read_parquet({path})"
                    for package, path in data.items()
                )
                key = ", ".join(["package", *about(model).key])
                connection.execute(
                    f"CREATE TABLE {name} AS {rows}; ALTER TABLE {name} ADD PRIMARY KEY ({key});"
                    f"COMMENT ON COLUMN {name}.package IS 'The package that the row is from.'"
                )
            connection.execute(comments("main", name))
        connection.execute(views_sql())
        names = ", ".join(
            f"({warehouse.text(package)}, {warehouse.text(folder.name)})" for package, folder in latest.items()
        )
        connection.execute(f"CREATE TABLE packages AS SELECT * FROM (VALUES {names}) v(package, version)")
        connection.execute("COMMENT ON TABLE packages IS 'The packages in this file, and the version of each.'")
    unfinished.replace(path)
    return path


def is_current(house: House) -> bool:
    """Whether `numerim.duckdb` is there and holds the latest release of every package."""
    if not house.analysts_database.is_file():
        return False
    try:
        with warehouse.open_published(house.analysts_database) as connection:
            held = dict(warehouse.rows(connection, "SELECT package, version FROM packages"))
    except duckdb.Error:
        return False
    return held == {package: folder.name for package, folder in latest_releases(house).items()}
