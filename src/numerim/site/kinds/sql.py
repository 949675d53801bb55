"""The page for questions in SQL, where DuckDB comes with the site."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from numerim import warehouse
from numerim.publish import library
from numerim.site.language import Language
from numerim.site.published import Page, Site

ENGINE = 8_600_000
"""DuckDB itself, in octets over the line."""

_QUESTION = re.compile(r"^## \d+\. (?P<title>[^\n]+)\n(?:(?!^## |^```).)*?^```sql\n(?P<sql>.*?)^```$", re.M | re.S)
"""A question of docs/sql.md: its heading, and its SQL behind what is said of it."""

FIRST = """SELECT unit, candidate, party, votes, share
FROM results
WHERE outcome = 'elected'
ORDER BY unit
LIMIT 20"""
"""What stands in the field at first; every database has an answer."""

_OFFICE = """SELECT package, office, party, count(*) AS won
FROM results
WHERE outcome IN ('elected', 'largest')
GROUP BY ALL
ORDER BY package, office, won DESC"""

_DOUBTS = "SELECT package, rule, claim, says\nFROM open_findings\nWHERE severity <> 'info'"

_TABLES = """
SELECT table_name, comment FROM duckdb_tables() WHERE NOT internal
UNION ALL SELECT view_name, comment FROM duckdb_views() WHERE NOT internal
ORDER BY table_name <> 'results', table_name
"""
_COLUMNS = """
SELECT table_name, column_name, data_type, comment FROM duckdb_columns() WHERE NOT internal
ORDER BY table_name, column_index
"""


def pages(site: Site, t: Language) -> Iterator[Page]:
    """The page, if there is one."""
    if not site.has_sql:
        return
    examples = [
        (t.says("Who was elected"), FIRST),
        (t.says("How many contests each party won"), _OFFICE),
        (t.says("What is in doubt"), _DOUBTS),
    ]
    large = library.large(site.house)
    said: dict[str, Any] = {
        "first": FIRST,
        "examples": [(title, f"#q={quote(sql)}") for title, sql in examples],
        "questions": [(title, f"#q={quote(sql)}") for title, sql in questions(site.questions)],
        "tables": _schema(site.house.analysts_database),
        "size": site.house.analysts_database.stat().st_size,
        "loaded": len(site.database) + ENGINE,
        "left_out": [(release, large[release.name]) for release in site.releases if release.name in large],
    }
    yield Page("sql.html", "sql.html", t.says("Questions in SQL"), said, tuple(one.name for one in site.releases))


def questions(path: Path) -> list[tuple[str, str]]:
    """The questions of a text in Markdown with their SQL; none where there is no such file."""
    text = path.read_text("utf-8") if path.is_file() else ""
    return [(found["title"], found["sql"].strip()) for found in _QUESTION.finditer(text)]


def _schema(database: Path) -> list[dict[str, Any]]:
    """Tables and views, `results` first, with their columns."""
    with warehouse.open_published(database) as connection:
        tables, columns = warehouse.rows(connection, _TABLES), warehouse.rows(connection, _COLUMNS)
    return [
        {
            "name": name,
            "says": says or "",
            "columns": [
                {"name": column, "type": "ENUM" if kind.startswith("ENUM") else kind, "says": meaning or ""}
                for table, column, kind, meaning in columns
                if table == name
            ],
        }
        for name, says in tables
    ]
