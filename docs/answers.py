"""Give every question of docs/sql.md its answer anew: `docs/answers.py [ROOT]`, where ROOT has `published/` in it."""

import re
import sys
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

HERE = Path(__file__).resolve().parent

QUESTION = re.compile(
    r"^## (?P<number>\d+)\. (?P<title>[^\n]+)\n(?P<says>(?:(?!^##|^```).)*?)"
    r"^```sql\n(?P<sql>(?:(?!^```).)*?)^```\n\n```text\n(?P<answer>(?:(?!^```).)*?)^```$",
    re.M | re.S,
)
"""A question: its heading, what is said of it, its SQL, and its answer."""


def answered(text: str, connection: duckdb.DuckDBPyConnection) -> str:
    """A text with every answer in it made anew.

    Args:
        text: Markdown with questions.
        connection: the database to ask.
    """

    def anew(question: re.Match[str]) -> str:
        start, end = (place - question.start() for place in question.span("answer"))
        whole = question.group()
        return f"{whole[:start]}{answer(question['sql'], connection)}{whole[end:]}"

    return QUESTION.sub(anew, text)


def answer(sql: str, connection: duckdb.DuckDBPyConnection) -> str:
    """The answer to one question, as an aligned table."""
    asked = connection.execute(sql)
    return aligned([column[0] for column in asked.description or []], asked.fetchall())


def aligned(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    """Rows as text of fixed width, numbers to the right; the same wherever it is made."""
    texts = [[_bare(value) for value in row] for row in rows]
    widths = [max(len(line[i]) for line in [list(columns), *texts]) for i in range(len(columns))]
    right = [all(isinstance(row[i], (int, float, Decimal, type(None))) for row in rows) for i in range(len(columns))]

    def line(cells: Sequence[str]) -> str:
        placed = (c.rjust(w) if r else c.ljust(w) for c, w, r in zip(cells, widths, right, strict=True))
        return "  ".join(placed).rstrip() + "\n"

    return "".join(map(line, [columns, ["-" * width for width in widths], *texts]))


def _bare(value: Any) -> str:
    """A value as text: nothing for NULL, no superfluous zeros."""
    if value is None:
        return ""
    if isinstance(value, (float, Decimal)):
        return f"{Decimal(str(value)).normalize():f}"
    return str(value)


def main() -> None:
    """Write the answers into docs/sql.md."""
    from numerim import warehouse
    from numerim.declare.house import House
    from numerim.publish import library

    house = House(Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else HERE.parent)
    if not library.latest_releases(house):
        sys.exit(f"there is no release in {house.published}")
    if behind := library.outdated(house):
        sys.exit(f"published under another contract, so without answers: {', '.join(behind)}; `numerim run` mends it")
    if not library.is_current(house):
        library.build_database(house)
    page = HERE / "sql.md"
    with warehouse.open_published(house.analysts_database) as connection:
        page.write_text(answered(page.read_text("utf-8"), connection), "utf-8")


if __name__ == "__main__":
    main()
