"""Very many statements without the columns in which none of them has anything: each costs what any other does.

A view with all columns takes the place of such a table; what changes statements changes its rows (`rows_of`). Of few
statements there is a table: to plan a question of a view takes half a millisecond more.
"""

from collections.abc import Collection, Iterable

import duckdb

from numerim import warehouse
from numerim.model.ids import IDS

MANY = 200_000
"""Where the sources have so many cells, columns without anything are left out."""

ROWS = {"raw.statements": "raw.stated", "core.statements": "raw.resolved"}
"""View -> the table that has its rows."""

_HERE = "database_name = current_database()"

_NEEDS = {
    **dict.fromkeys(("day_election_id", "day_round"), ("election_day",)),
    "district_printed": ("district",),
    "round_printed": ("round",),
    **dict.fromkeys(("within_printed", "within_id"), ("within",)),
    **dict.fromkeys(("party_printed", "party_id", "named_party_id", "party_kind"), ("party",)),
    **dict.fromkeys(("coalition_printed", "coalition_id"), ("coalition",)),
    **dict.fromkeys(("candidate_printed", "person_id", "candidate"), ("candidate", "option")),
    "ballot_number_printed": ("ballot_number",),
    **dict.fromkeys(("by_party_printed", "by_party_at"), ("category", "party", "coalition")),
    "said_by": ("according_to",),
    "poll_id": ("pollster",),
    **{name: (name,) for name in ("corrected", "written", "note", "doubt", "sentence", "span", "subject_span")},
    **{name: (name,) for name in ("sentence_span", "election_day", "aside", "ballot_number", "within_at")},
    **{name: (name,) for name in ("candidate_at", "party_at", "coalition_at", "pollster", "fieldwork", "acronym")},
}
"""Column of `core.statements` -> those of `raw.statements` that it is made of: it has nothing where these have not.

Columns that `misread` changes, or makes others of, are always there.
"""


def unsaid(told: Collection[str]) -> list[str]:
    """The columns of `core.statements` in which nothing stands, by those of `raw.statements` where something does."""
    return [name for name, needs in _NEEDS.items() if not set(needs) & set(told)]


def forget(connection: duckdb.DuckDBPyConnection, names: Iterable[str] = ROWS) -> None:
    """Drop tables of statements, or what an earlier model left under their names."""
    there = f"SELECT schema_name || '.' || view_name FROM duckdb_views() WHERE view_name = 'statements' AND {_HERE}"
    views = {name for (name,) in warehouse.rows(connection, there)}
    for name in names:
        kind = "VIEW" if name in views else "TABLE"
        connection.execute(f"DROP {kind} IF EXISTS {name}; DROP TABLE IF EXISTS {ROWS[name]}")


def make(connection: duckdb.DuckDBPyConnection, name: str, rows: str, unsaid: Collection[str]) -> None:
    """Make a table of what a question gives, or a view, where there are columns without anything.

    Args:
        connection: the database.
        name: one of `ROWS`.
        rows: the question.
        unsaid: its columns in which nothing stands.
    """
    if not unsaid:
        connection.execute(f"CREATE OR REPLACE TABLE {name} AS {rows}")
        return
    left = ", ".join(unsaid)
    columns = warehouse.rows(connection, f"SELECT column_name, column_type FROM (DESCRIBE {rows})")
    connection.execute(f"CREATE OR REPLACE TABLE {ROWS[name]} AS SELECT * EXCLUDE ({left}) FROM ({rows})")
    view(connection, name, dict(columns), unsaid)


def view(
    connection: duckdb.DuckDBPyConnection, name: str, columns: dict[str, str], unsaid: Collection[str], more: str = ""
) -> None:
    """Make the view of a table of `ROWS`: its columns with their types, of which some have nothing."""
    types = {column: f"core.{IDS[column]}" if dtype.startswith("ENUM") else dtype for column, dtype in columns.items()}
    selected = ", ".join(
        f"NULL::{dtype} AS {column}" if column in unsaid else column for column, dtype in types.items()
    )
    connection.execute(f"CREATE OR REPLACE VIEW {name} AS SELECT {more}{selected} FROM {ROWS[name]}")


def rows_of(connection: duckdb.DuckDBPyConnection) -> str:
    """The table with the rows of `core.statements`, which may be changed."""
    views = f"SELECT 1 FROM duckdb_views() WHERE schema_name = 'core' AND view_name = 'statements' AND {_HERE}"
    return ROWS["core.statements"] if warehouse.rows(connection, views) else "core.statements"
