"""What a sheet of data holds: its columns after the contract, its rows, and how wide it is."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

import duckdb

from numerim.publish import large
from numerim.publish.contract import documented, frictionless_type
from numerim.publish.draft import Draft
from numerim.schemas.table import FIRST, Table, about, references, tables

MOST_ROWS: Final = 1_048_575
"""Rows that a sheet holds below its header."""
WIDEST: Final = 60
"""Characters across, in the widest column."""
_COLOURS = ("#1F4E79", "#5B9BD5", "#C55A11", "#7F7F7F", "#BFBFBF")
_AT_ONCE = 10_000

Link = Callable[[tuple[Any, ...]], str | None]
"""Where a cell leads, by its row: an address, or `internal:` and a cell; None for nowhere."""


@dataclass(frozen=True)
class Column:
    """A column of a sheet.

    Attributes:
        name: what its header says.
        origin: the column of the contract that its values are from, as `table.column`.
        title: its name for people.
        description: what a value in it means.
        kind: the type of its values, as a Table Schema calls it.
        unit: what a number counts.
        words: the closed list of its values, with their meanings.
        key: whether it is a part of what identifies a row.
    """

    name: str
    origin: str
    title: str
    description: str
    kind: str
    unit: str
    words: Mapping[str, str]
    key: bool


@dataclass(frozen=True)
class Part:
    """A sheet of data, as far as it is known before it is written.

    Attributes:
        name: the sheet.
        title: its name for people.
        told: what it is.
        columns: its columns.
        sql: its rows in their order, from the tables of the schema `clean`; may select more than the columns.
        decimals: where a row of `sql` says with how many decimals a number is printed.
        colour: of its tab.
        elsewhere: where its rows are if a sheet cannot hold them.
        most: how many rows its sheet may have.
        rows: how many rows it has.
        widths: column -> characters across.
        links: column -> where its cells lead.
        wraps: columns whose texts are broken into lines, beside those that are as wide as may be.
        frozen: how many columns stay in sight.
        printed: how many columns stand on paper; 0 for all.
        strong: a column whose cell is bold where another (by its number) has one of these words.
    """

    name: str
    title: str
    told: str
    columns: Sequence[Column]
    sql: str
    decimals: int | None
    colour: str
    elsewhere: str
    most: int
    rows: int
    widths: dict[str, int]
    links: Mapping[str, Link] = field(default_factory=dict)
    wraps: Sequence[str] = ()
    frozen: int = 0
    printed: int = 0
    strong: tuple[str, int, Sequence[str]] | None = None

    @property
    def too_long(self) -> str:
        """What stands in the place of rows that no sheet can hold; empty where they fit."""
        if self.rows <= self.most:
            return ""
        return f"A sheet cannot hold the {self.rows:,} rows of this table; {self.elsewhere} has them."


def table_parts(draft: Draft) -> tuple[list[Part], dict[str, str]]:
    """The tables that have a sheet, in their order, and of the others why they have none and where they are.

    Within a group the order is that of the contract.
    """
    parts, without = [], {}
    for name in sorted(tables(), key=_group):
        if name in (FIRST, "findings"):
            continue
        why = _why_none(draft, name)
        if why:
            without[name] = why
        else:
            parts.append(table_part(draft, name))
    return parts, without


def _why_none(draft: Draft, name: str) -> str:
    """Why a table has no sheet; empty where it has one."""
    with _clean(draft) as own:
        if not own.execute(f"SELECT count(*) FROM {name}").fetchall()[0][0]:
            return "it has no rows"
        if name in _ELSEWHERE:
            return _ELSEWHERE[name]
        finer = _FINER.get(name)
        if finer and not own.execute(f"SELECT count(*) FROM {name} t WHERE {finer}").fetchall()[0][0]:
            return "Results has its rows"
    return ""


_ELSEWHERE = {
    **dict.fromkeys(
        ("names", "statements", "source_headers", "source_rows"),
        "every name, cell and row as it was read: a ledger, longer than the rest",
    ),
    "finding_places": "Findings has them",
}
"""Tables that have no sheet -> what they are instead."""
_OF_A_PART = "EXISTS (SELECT 1 FROM contests c WHERE c.contest_id = t.contest_id AND c.gp_unit_id <> t.gp_unit_id)"
_FINER = {
    **dict.fromkeys(("contests", "selections", "outcomes", "seat_counts"), "false"),
    "vote_counts": f"count_type <> 'total' OR {_OF_A_PART}",
    "vote_shares": _OF_A_PART,
}
"""Tables that `results` puts side by side -> which of their rows it has not."""


def column_of(origin: str) -> Column:
    """A column whose values are those of a column of the contract, given as `table.column`."""
    table, name = origin.split(".")
    spec = tables()[table].to_schema().columns[name]
    said = spec.metadata or {}
    return Column(
        name=name,
        origin=origin,
        title=str(spec.title),
        description=str(spec.description),
        kind=frictionless_type(spec.dtype),
        unit=said["unit"],
        words=said["words"],
        key=name in about(tables()[table]).key,
    )


def records(draft: Draft, part: Part) -> Iterator[tuple[Any, ...]]:
    """The rows of a sheet, in their order."""
    with _clean(draft) as own:
        own.execute(part.sql)
        while some := own.fetchmany(_AT_ONCE):
            yield from some


def measured(draft: Draft, columns: Sequence[str], sql: str) -> tuple[int, dict[str, int]]:
    """How many rows a sheet has, and column -> how many characters across it is.

    Args:
        draft: the release.
        columns: the columns of the sheet.
        sql: its rows.
    """
    longest = ", ".join(f"max(length({column}::VARCHAR))" for column in columns)
    with _clean(draft) as own:
        rows, *lengths = own.execute(f"SELECT count(*), {longest} FROM ({sql})").fetchall()[0]
    # 4 more for the arrow of the filter.
    return rows, {c: min(WIDEST, max(n or 0, len(c) + 4)) for c, n in zip(columns, lengths, strict=True)}


def table_part(draft: Draft, name: str) -> Part:
    """A table as a sheet."""
    model = tables()[name]
    columns = [column_of(f"{name}.{column}") for column in model.to_schema().columns]
    names = [column.name for column in columns]
    rows, widths = measured(draft, names, f"FROM {name}")
    return Part(
        name=name,
        title=about(model).title,
        told=documented(model),
        columns=columns,
        sql=f"SELECT {', '.join(names)} FROM {name} ORDER BY {', '.join(about(model).order)}",
        decimals=names.index("decimals") if "decimals" in names else None,
        colour=_COLOURS[_group(name)],
        elsewhere=draft.path_of(name),
        most=min(MOST_ROWS, large.MOST_ROWS) if draft.is_large(name) else MOST_ROWS,
        rows=rows,
        widths=widths,
    )


@contextmanager
def _clean(draft: Draft) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection of its own, in which the tables of the schema `clean` go by their bare names, as in a view."""
    with draft.connection.cursor() as own:
        own.execute("SET search_path = 'clean'")
        yield own


def _group(name: str) -> int:
    """Whether a table is of contests, other figures, findings, what ids mean, or of how it all came about."""
    model = tables()[name]
    if "contest_id" in about(model).key and "poll_id" not in about(model).key:
        return 0
    if about(model).states:
        return 1
    if name == "findings" or "findings" in _needs(model):
        return 2
    return 3 if any(name in _needs(other) for other in tables().values() if about(other).states) else 4


def _needs(model: type[Table]) -> set[str]:
    return {table for table, _ in references(model).values()}
