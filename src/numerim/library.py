"""`numerim.duckdb`: the latest release of every package in one database, for people who want SQL."""

import json
import os
from pathlib import Path

import duckdb

from numerim import warehouse
from numerim.house import House
from numerim.storage import SHARED, table_sql, types_sql
from numerim.versions import versions
from numerim.views import views_sql
from numerim.warehouse import text
from schemas.table import about, tables


def latest_releases(house: House) -> dict[str, Path]:
    """Every package -> the folder of its latest release."""
    homes = sorted(index.parent for index in house.published.glob("*/versions.json"))
    return {home.name: home / versions(home)[-1]["version"] for home in homes}


def outdated(house: House) -> dict[str, str]:
    """Packages whose latest release was made under another contract -> its version.

    Their columns are not those that the tables have now, so they are not in `numerim.duckdb` until they are released
    again.
    """
    return {package: folder.name for package, folder in latest_releases(house).items() if not _fits(folder)}


def _fits(folder: Path) -> bool:
    """Whether a release has the tables and columns of the contract, and no word that its closed lists lack."""
    said = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))["resources"]
    fields = {resource["name"]: resource["schema"]["fields"] for resource in said}
    for name, model in tables().items():
        columns = model.to_schema().columns
        if [field["name"] for field in fields.get(name, ())] != list(columns):
            return False
        for field in fields[name]:
            words = field.get("constraints", {}).get("enum", ())
            if not set(words) <= set((columns[field["name"]].metadata or {})["words"]):
                return False
    return True


def build_database(house: House) -> Path:
    """Make `published/numerim.duckdb`: the latest release of every package, table by table.

    Every table has the column `package` first, and first in its key, but those that all packages share. The table
    `packages` says which releases are in it.
    """
    path = house.analysts_database
    unfinished = path.with_suffix(f".unfinished-{os.getpid()}")
    latest = latest_releases(house)
    left_out = outdated(house)
    held = {package: folder for package, folder in latest.items() if package not in left_out}
    try:
        _fill(unfinished, latest, held)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return path


def _fill(path: Path, latest: dict[str, Path], held: dict[str, Path]) -> None:
    with warehouse.create(path) as connection:
        connection.execute(types_sql())
        for name in tables():
            connection.execute(table_sql(name, packages=True))
            rows = " UNION ALL BY NAME ".join(
                f"SELECT {text(package)} AS package, * FROM read_parquet({text(f'{folder}/data/{name}.parquet')})"
                for package, folder in held.items()
            )
            if rows and name in SHARED:  # what a package says of its own election goes before what another says
                key = about(tables()[name]).key[0]
                rows = (
                    f"SELECT * EXCLUDE package FROM ({rows}) QUALIFY "
                    f"row_number() OVER (PARTITION BY {key} ORDER BY package = {key} DESC, package) = 1 ORDER BY {key}"
                )
            if rows:
                connection.execute(f"INSERT INTO {name} BY NAME {rows}")
        connection.execute(views_sql(packages=True))
        connection.execute(_PACKAGES)
        for package, folder in latest.items():
            connection.execute("INSERT INTO packages VALUES (?, ?, ?)", [package, folder.name, package in held])


_PACKAGES = """
CREATE TABLE packages (package VARCHAR PRIMARY KEY, version VARCHAR NOT NULL, is_here BOOLEAN NOT NULL);
COMMENT ON TABLE packages IS 'The latest release of every package.';
COMMENT ON COLUMN packages.package IS 'Its name: the id of the election that it is about.';
COMMENT ON COLUMN packages.version IS 'The version of that release.';
COMMENT ON COLUMN packages.is_here IS 'Whether it is in this file; a release of an older contract is not.';
"""


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
