"""`numerim.duckdb`: the latest release of every package in one database, for people who want SQL."""

import json
from collections.abc import Collection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb

from numerim import disk, doing, warehouse
from numerim.declare.house import House
from numerim.publish.contract import table_schema
from numerim.publish.large import is_large, rows_in
from numerim.publish.storage import SHARED, table_sql, types_sql
from numerim.publish.versions import BEHIND, Entry, entry_of, latest_of, versions
from numerim.publish.views import views_sql
from numerim.schemas.table import about, tables
from numerim.warehouse import text


def latest_releases(house: House) -> dict[str, Path]:
    """Every package -> the folder of its latest release; without those of which every release was withdrawn."""
    latest = {home: latest_of(entries) for home, entries in _listed(house).items()}
    return {home.name: home / entry["version"] for home, entry in latest.items() if entry}


def _listed(house: House) -> dict[Path, list[Entry]]:
    """The folder of every package -> its releases, the oldest first."""
    return {index.parent: versions(index.parent) for index in sorted(house.published.glob("*/versions.json"))}


def _releases(house: House) -> list[tuple[Any, ...]]:
    """The rows of the table `releases`."""
    rows = []
    for home, entries in _listed(house).items():
        for entry in entries:
            approved, certified, withdrawn = (entry.get(one, {}) for one in ("approved", "certified", "withdrawn"))
            rows.append(
                (
                    home.name,
                    entry["version"],
                    entry["date"],
                    entry["status"],
                    entry is latest_of(entries),
                    *(certified.get(part) for part in ("by", "on")),
                    *(approved.get(part) for part in ("by", "at")),
                    *(withdrawn.get(part) for part in ("by", "at", "because")),
                )
            )
    return rows


def outdated(house: House) -> dict[str, str]:
    """Packages whose latest release was made under another contract -> its version.

    Their columns are not those that the tables have now, so they are not in `numerim.duckdb` until they are released
    again.
    """
    return {package: folder.name for package, folder in latest_releases(house).items() if not _fits(folder)}


def _fits(folder: Path) -> bool:
    """Whether a release has the tables, columns and keys of the contract, and no word that its closed lists lack.

    A table that came later than others may be missing: the release has no rows of it.
    """
    said = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))["resources"]
    schemas = {resource["name"]: resource["schema"] for resource in said}
    for name, model in tables().items():
        if name not in schemas and about(model).came_later:
            continue
        columns = model.to_schema().columns
        if schemas.get(name, {}).get("primaryKey") != list(about(model).key):
            return False
        now = table_schema(name)["fields"]
        if [_stored(field) for field in schemas[name]["fields"]] != [_stored(field) for field in now]:
            return False
        for field in schemas[name]["fields"]:
            words = field.get("constraints", {}).get("enum", ())
            if not set(words) <= set((columns[field["name"]].metadata or {})["words"]):
                return False
    return True


def _stored(field: dict[str, Any]) -> tuple[str, str, bool]:
    return field["name"], field["type"], bool(field.get("constraints", {}).get("required"))


def build_database(house: House) -> Path:
    """Make `published/numerim.duckdb`: the latest release of every package, table by table.

    Every table has the column `package` first, and first in its key, but those that all packages share. The table
    `packages` says which releases are in it. Tables that are large (`publish.large`) have no keys.

    Raises:
        DiskError: it could not be written; one that was there is as it was.
    """
    path = house.analysts_database
    doing.at("building numerim.duckdb")
    with disk.alone(house.published / ".lock"), disk.told(house.shown(path), disk.beside(path)):
        disk.clear([path for path in disk.left_over(house.published) if path.name != BEHIND])
        keyless = _keyless(house)
        _fill(path, house, keyless, packed=bool(keyless))
    return path


def build_lean(house: House, path: Path) -> None:
    """Make the same database for browsers, which load it whole.

    It has no keys, and of large releases neither `statements` nor `finding_places`.

    Raises:
        DiskError: it could not be written.
    """
    with disk.told(str(path)):
        _fill(path, house, keyless=tables(), without=large(house))


LEFT_OUT = ("statements", "finding_places")
"""What the database for browsers has not of large releases."""


def large(house: House) -> dict[str, int]:
    """Large releases, by package, and how many statements each has."""
    rows = {package: _rows(folder, "statements") for package, folder in latest_releases(house).items()}
    return {package: number for package, number in rows.items() if is_large(number)}


def _keyless(house: House) -> set[str]:
    """The tables that have too many rows for keys: of all releases that are held, of what they share the longest."""
    held = [folder for folder in latest_releases(house).values() if _fits(folder)]
    return {
        name
        for name in tables()
        if (rows := [_rows(folder, name) for folder in held]) and is_large(max(rows) if name in SHARED else sum(rows))
    }


def _rows(folder: Path, name: str) -> int:
    """How many rows a table of a release has."""
    return rows_in(warehouse.parts_of(folder / "data" / f"{name}.parquet"))


def _define(connection: duckdb.DuckDBPyConnection, keyless: Collection[str]) -> None:
    """Make the tables, without rows, and the views."""
    connection.execute(types_sql())
    for name in tables():
        connection.execute(table_sql(name, packages=True, keyless=keyless))
    connection.execute(views_sql(packages=True))
    connection.execute(_PACKAGES)
    connection.execute(_RELEASES)


def _fill(
    path: Path, house: House, keyless: Collection[str], without: Collection[str] = (), *, packed: bool = False
) -> None:
    latest = latest_releases(house)
    held = {package: folder for package, folder in latest.items() if _fits(folder)}
    with warehouse.create(path, packed=packed) as connection:
        _define(connection, keyless)
        for name in tables():
            rows = " UNION ALL BY NAME ".join(
                f"SELECT {text(package)} AS package, * FROM {warehouse.parquet(folder / 'data' / f'{name}.parquet')}"
                for package, folder in held.items()
                if not (name in LEFT_OUT and package in without)
                and (warehouse.parts_of(folder / "data" / f"{name}.parquet") or not about(tables()[name]).came_later)
            )
            if rows and name in SHARED:  # what a package says of its own election goes before what another says
                key = about(tables()[name]).key[0]
                rows = (
                    f"SELECT * EXCLUDE package FROM ({rows}) QUALIFY "
                    f"row_number() OVER (PARTITION BY {key} ORDER BY package = {key} DESC, package) = 1 ORDER BY {key}"
                )
            if rows:
                connection.execute(f"INSERT INTO {name} BY NAME {rows}")
        for package, folder in latest.items():
            listed = entry_of(package, versions(folder.parent), folder.name)
            title = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))["title"]
            row = [package, title, folder.name, listed["date"], listed["status"], package in held]
            connection.execute("INSERT INTO packages VALUES (?, ?, ?, ?, ?, ?)", row)
        for values in _releases(house):
            connection.execute(f"INSERT INTO releases VALUES ({', '.join('?' * len(values))})", values)


_PACKAGES = """
CREATE TABLE packages (package VARCHAR PRIMARY KEY, title VARCHAR NOT NULL, version VARCHAR NOT NULL,
    published_on DATE NOT NULL, status VARCHAR NOT NULL, is_here BOOLEAN NOT NULL);
COMMENT ON TABLE packages IS 'The latest release of every package.';
COMMENT ON COLUMN packages.package IS 'Its name: the id of the election that it is about.';
COMMENT ON COLUMN packages.title IS 'What it is about, for people.';
COMMENT ON COLUMN packages.version IS 'The version of that release.';
COMMENT ON COLUMN packages.published_on IS 'The day on which that was published.';
COMMENT ON COLUMN packages.status IS 'How far the count is: partial, preliminary, final; corrected after that.';
COMMENT ON COLUMN packages.is_here IS 'Whether it is in this file; a release of an older contract is not.';
"""


_RELEASES = """
CREATE TABLE releases (package VARCHAR NOT NULL, version VARCHAR NOT NULL, published_on DATE NOT NULL,
    status VARCHAR NOT NULL, is_latest BOOLEAN NOT NULL, certified_by VARCHAR, certified_on DATE,
    approved_by VARCHAR, approved_at TIMESTAMP, withdrawn_by VARCHAR, withdrawn_at TIMESTAMP, because VARCHAR,
    PRIMARY KEY (package, version));
COMMENT ON TABLE releases IS 'Every release of every package, also those that were withdrawn.';
COMMENT ON COLUMN releases.package IS 'The name of the package.';
COMMENT ON COLUMN releases.version IS 'Its version.';
COMMENT ON COLUMN releases.published_on IS 'The day on which it was published.';
COMMENT ON COLUMN releases.status IS 'How far the count is: partial, preliminary, final; corrected after that.';
COMMENT ON COLUMN releases.is_latest IS 'Whether it is the latest that was not withdrawn; its tables are in this file.';
COMMENT ON COLUMN releases.certified_by IS 'The authority that certified the count, where one did.';
COMMENT ON COLUMN releases.certified_on IS 'The day of that certificate.';
COMMENT ON COLUMN releases.approved_by IS 'Who of the data desk approved the release, where somebody had to.';
COMMENT ON COLUMN releases.approved_at IS 'When, in UTC.';
COMMENT ON COLUMN releases.withdrawn_by IS 'Who withdrew it, where it was withdrawn.';
COMMENT ON COLUMN releases.withdrawn_at IS 'When, in UTC.';
COMMENT ON COLUMN releases.because IS 'Why it was withdrawn.';
"""


def says_what_releases_say(house: House) -> bool:
    """Whether every table and view of `numerim.duckdb` is what follows from the releases."""
    with TemporaryDirectory(prefix=disk.mine()) as elsewhere:
        made = Path(elsewhere) / "made.duckdb"
        _fill(made, house, _keyless(house), packed=True)
        with warehouse.open_memory() as connection:
            try:
                connection.execute(f"ATTACH {text(str(made))} AS made (READ_ONLY)")
                connection.execute(f"ATTACH {text(str(house.analysts_database))} AS here (READ_ONLY)")
                if _made_by(connection, "here") != _made_by(connection, "made"):
                    return False
                return not any(
                    warehouse.rows(
                        connection,
                        f"(FROM here.{name} EXCEPT ALL FROM made.{name}) UNION ALL "
                        f"(FROM made.{name} EXCEPT ALL FROM here.{name}) LIMIT 1",
                    )
                    for name in ("packages", "releases", *tables())
                )
            except duckdb.Error:
                return False


def _made_by(connection: duckdb.DuckDBPyConnection, database: str) -> list[tuple[str, str]]:
    """The SQL of every table and view; without parentheses, because DuckDB puts fewer around joins that it stored."""
    which = f"database_name = {text(database)} AND NOT internal"
    return warehouse.rows(
        connection,
        "SELECT name, translate(sql, '()', '') "
        f"FROM (SELECT table_name AS name, sql FROM duckdb_tables() WHERE {which} "
        f"UNION ALL SELECT view_name, sql FROM duckdb_views() WHERE {which}) ORDER BY ALL",
    )


_DECIDED = "SELECT package, version, approved_by IS NOT NULL, withdrawn_by IS NOT NULL FROM releases"


def is_current(house: House) -> bool:
    """Whether `numerim.duckdb` is there, has the tables and views of now, and the latest release of every package."""
    if not house.analysts_database.is_file():
        return False
    try:
        with warehouse.open_published(house.analysts_database) as connection:
            held = dict(warehouse.rows(connection, "SELECT package, version FROM packages"))
            made_by = _made_by(connection, house.analysts_database.stem)
            here = {row[0] for row in warehouse.rows(connection, "SELECT package FROM packages WHERE is_here")}
            decided = {tuple(map(str, row)) for row in warehouse.rows(connection, _DECIDED)}
    except duckdb.Error:
        return False
    latest = {package: folder.name for package, folder in latest_releases(house).items()}
    now = {tuple(map(str, (row[0], row[1], row[7] is not None, row[9] is not None))) for row in _releases(house)}
    if held != latest or decided != now or here != set(latest) - set(outdated(house)):
        return False
    with warehouse.open_memory(threads=1) as connection:
        _define(connection, _keyless(house))
        return made_by == _made_by(connection, "memory")
