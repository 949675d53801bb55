"""Ids and words of core tables as types of the database: each column of them holds small numbers, and is asked as text.

To join, group and sort by a number takes a part of the time, and of the memory, that a text of thirty characters takes.
Nothing else changes: such a column stands in the order of its texts, and whatever makes a text of it has that text.
Only after `with recursive` DuckDB gives every part of a union the types of the first: there, plain words come first.

Units are texts all the same, since there may be very many: a database file has the words of a type with each column of
it, and holds all of them while it is open, whatever its limit. Of 600,000 units each of 36 columns took 80 MB.
"""

from numerim.schemas.fact import facts
from numerim.warehouse import sql_type

_OF_PARTIES = "party_id, named_party_id, coalition_id, category"
_WORDS = {
    "election_id": "SELECT election_id FROM core.elections",
    "office": "SELECT office FROM core.statements UNION SELECT office FROM core.offices",
    "contest_id": "SELECT contest_id FROM choices UNION SELECT contest_id FROM reporting",
    "selection_id": "SELECT selection_id FROM choices",
    "poll_id": "SELECT poll_id FROM core.statements",
    "party_id": f"SELECT unnest([{_OF_PARTIES}]) FROM (SELECT DISTINCT {_OF_PARTIES} FROM core.statements)",
    "measure": "SELECT measure FROM core.measures",
    "count_type": "SELECT count_type FROM core.statements UNION SELECT 'total'",
    "source_id": "SELECT source_id FROM core.sources",
    "path": "SELECT path FROM raw.files",
    "stated_in": "SELECT stated_in FROM core.statements",
    "said_by": "SELECT said_by FROM core.statements UNION SELECT ''",
}
"""Type -> SQL of the texts that a column of it can have."""

IDS = {
    **{name: name for name in _WORDS},
    **dict.fromkeys(("named_party_id", "coalition_id", "category"), "party_id"),
}
"""Column of core tables -> its type in `core`."""


def making() -> str:
    """SQL that makes the types of words."""
    return "".join(
        f"CREATE OR REPLACE TYPE core.{name} AS ENUM ("
        f"SELECT word FROM ({words}) AS t(word) WHERE word IS NOT NULL GROUP BY word ORDER BY word);\n"
        for name, words in _WORDS.items()
    )


def typed(column: str, of: str = "") -> str:
    """SQL of a column as one of its type, under its name."""
    return f"{of}{column}::core.{IDS[column]} AS {column}"


def without_rows(name: str) -> str:
    """SQL that makes a table that rules may ask, without a row."""
    columns = facts()[name].to_schema().columns.items()
    typed = ", ".join(f"{column} {sql_type(spec.dtype)}" for column, spec in columns)
    return f"CREATE OR REPLACE TABLE core.{name} ({typed})"
