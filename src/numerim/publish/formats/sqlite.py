"""`<package>.sqlite`, in the archive: the tables with keys and the meaning of each column; Datasette opens it.

SQLite knows neither closed lists, nor days, nor decimals: words and days are TEXT (`2023-05-14`), numbers with
decimals REAL, whole ones INTEGER. `datapackage.json` has the closed lists, the CSV the exact decimals. A foreign key is
declared where it leads to the whole key of the other table. Views whose SQL SQLite understands are views; the others
are tables of that name with the same rows.

The same rows give the same bytes with one version of SQLite: a table is written in the order of its key, and what is
free on a page is zero. Versions lay pages out differently, and Python brings its own, so the file lies in the archive
only, as that of DuckDB does: `SHA256SUMS` vouches for what any machine makes again byte for byte.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import Any, Final

import duckdb

from numerim import warehouse
from numerim.publish import large
from numerim.publish.contract import documented, foreign_keys, meaning
from numerim.publish.draft import Draft
from numerim.publish.formats import Stage
from numerim.publish.forms import Form
from numerim.publish.views import VIEWS
from numerim.schemas.table import about, tables
from numerim.warehouse import quoted, sql_type

STAGE: Final[Stage] = "packed"
FORMS: Final = (
    Form(
        "{package}.sqlite",
        "Database (SQLite)",
        "The tables, and views, in a database that Datasette and most programs open.",
        "application/vnd.sqlite3",
    ),
)

_AT_ONCE = 10_000


def export(draft: Draft) -> None:
    """Write the database of the package from its Parquet files."""
    path = draft.folder / f"{draft.package}.sqlite"
    with warehouse.open_memory(threads=1) as connection:
        for name in tables():
            data = warehouse.parquet(draft.folder / "data" / f"{name}.parquet")
            connection.execute(f"CREATE VIEW {name} AS FROM {data}")
        without = large.left_out(draft.rows)
        held = [name for name in tables() if name not in without]
        with closing(sqlite3.connect(path, isolation_level=None)) as made:
            for setting in ("page_size = 4096", "encoding = 'UTF-8'", "journal_mode = OFF", "secure_delete = ON"):
                made.execute(f"PRAGMA {setting}")
            made.execute("BEGIN")
            _write_about(made, draft, without)
            for name in held:
                made.execute(_table_sql(name, held))
                _copy(made, name, connection, _typed(name), about(tables()[name]).key)
            _write_views(made, connection, held)
            made.execute("COMMIT")
            made.execute("VACUUM")


def _table_sql(name: str, held: list[str]) -> str:
    """SQL that makes a table of the contract, empty; the comments in it stay in the file, which has no others."""
    columns = tables()[name].to_schema().columns
    parts = [
        (f"{quoted(c)} {_sqlite_type(sql_type(spec.dtype))}{'' if spec.nullable else ' NOT NULL'}", meaning(spec))
        for c, spec in columns.items()
    ]
    parts.append((f"PRIMARY KEY ({', '.join(about(tables()[name]).key)})", ""))
    for table, here, there in foreign_keys(name):
        if tuple(there) == about(tables()[table]).key and table in held:
            parts.append((f"FOREIGN KEY ({', '.join(here)}) REFERENCES {table} ({', '.join(there)})", ""))
    lines = [
        f"  {said}{',' if number < len(parts) else ''}{f'  -- {told}' if told else ''}"
        for number, (said, told) in enumerate(parts, 1)
    ]
    return f"CREATE TABLE {name} (  -- {documented(tables()[name])}\n" + "\n".join(lines) + "\n) WITHOUT ROWID"


def _sqlite_type(kind: str) -> str:
    if kind == "BIGINT":
        return "INTEGER"
    return "REAL" if kind == "DOUBLE" or kind.startswith("DECIMAL") else "TEXT"


def _typed(name: str) -> str:
    """The columns of a table as SQLite takes them."""
    columns = tables()[name].to_schema().columns
    return ", ".join(
        f"{c}::VARCHAR AS {c}" if sql_type(spec.dtype) == "DATE" else quoted(c) for c, spec in columns.items()
    )


def _copy(
    made: sqlite3.Connection, name: str, connection: duckdb.DuckDBPyConnection, columns: str, order: tuple[str, ...]
) -> None:
    keys = ", ".join(f"{key} NULLS FIRST" for key in order)
    found = connection.execute(f"SELECT {columns} FROM {name}{f' ORDER BY {keys}' if keys else ''}")
    places = ", ".join("?" * len(found.description or ()))
    made.executemany(f"INSERT INTO {name} VALUES ({places})", _rows(found))


def _rows(found: duckdb.DuckDBPyConnection) -> Iterator[tuple[Any, ...]]:
    while batch := found.fetchmany(_AT_ONCE):
        yield from batch


_DAYS = "date_diff('day', received_on, make_timestamp(epoch_us(now()))::DATE)"
_DAYS_HERE = "CAST(julianday('now', 'start of day') - julianday(received_on) AS INTEGER)"
"""How many days ago something came, in the words of DuckDB and of SQLite; a table would have those of one day."""


def _write_views(made: sqlite3.Connection, connection: duckdb.DuckDBPyConnection, held: list[str]) -> None:
    """The views; one that asks in words that SQLite does not have becomes a table with what it answers."""
    for name, view in VIEWS.items():
        sql = view.sql.format(package="")
        told = f"-- {view.says}\n"
        try:
            here = sql.replace(_DAYS, _DAYS_HERE).replace("::VARCHAR", "")
            made.execute(f"CREATE VIEW {name} AS {told}{here}")
            made.execute(f"SELECT * FROM {name} LIMIT 0")
        except sqlite3.OperationalError:
            made.execute(f"DROP VIEW IF EXISTS {name}")
            if len(held) < len(tables()):
                continue  # it asks tables that are not here
            answer = f"CREATE VIEW {name} AS {sql}"
            connection.execute(answer)
            asked = connection.execute(f"DESCRIBE {name}").fetchall()
            columns = [(column, _sqlite_type("DATE" if kind == "DATE" else kind)) for column, kind, *_ in asked]
            parts = ",\n".join(f"  {quoted(column)} {kind}" for column, kind in columns)
            made.execute(f"CREATE TABLE {name} (  {told}{parts}\n)")
            selected = ", ".join(f"{quoted(c)}::DOUBLE" if kind == "REAL" else quoted(c) for c, kind in columns)
            _copy(made, name, connection, selected, tuple(quoted(column) for column, _ in columns))


def _write_about(made: sqlite3.Connection, draft: Draft, left_out: dict[str, int]) -> None:
    """What the file is, for somebody who has nothing else of the package."""
    said = draft.descriptor
    told = {
        "package": draft.package,
        "version": draft.version,
        "title": said["title"],
        "description": said["description"],
        "citation": draft.citation,
        "licence": draft.licence_told,
    }
    if left_out:
        told["left out"] = large.left_out_told(left_out)
    made.execute(f"CREATE TABLE {large.ABOUT} (name TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL) WITHOUT ROWID")
    made.executemany(f"INSERT INTO {large.ABOUT} VALUES (?, ?)", told.items())
