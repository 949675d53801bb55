"""A file while it is judged: its facts in DuckDB, and the words for what a finding is about."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import duckdb

from numerim import warehouse
from numerim.judge.cells import Sheet
from numerim.judge.claims import CLAIMS
from numerim.judge.facts import Columns
from numerim.printed import Place, Told


@dataclass
class File:
    """A file while it is judged.

    Attributes:
        connection: a database with the tables of `numerim.judge.facts`.
        sheet: the file as it was read.
        columns: which column says what.
        asked: the codes of the claims that the file has the figures for.
    """

    connection: duckdb.DuckDBPyConnection
    sheet: Sheet
    columns: Columns
    asked: set[str] = field(default_factory=set)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """The answer to a question about what is broken."""
        return warehouse.rows(self.connection, sql)

    def place(self, line: int, cell: int | None) -> Place:
        """A cell of the file; the whole line where there is no cell."""
        if cell is None:
            return Place(self.sheet.shown, line)
        name = self.sheet.header[cell - 1].strip() if cell <= len(self.sheet.header) else ""
        return Place(self.sheet.shown, line, self.sheet.column_of(line, cell), cell, name, self._printed(line, cell))

    def told(self, code: str, says: str, places: Sequence[Place], subject: str, **more: Any) -> Told:
        """A finding of the claim with this code."""
        return Told(code, CLAIMS[code].severity, says, tuple(places), subject, **more)

    def unit(self, a: int, u: int) -> str:
        """A unit as it is printed, with what it lies in where the file has several of those."""
        name, within = self._name("unit", u), self._name("within", a)
        if not name:
            return within or "the file"
        return f"{name} ({within})" if within and self._areas > 1 else name

    def contest(self, c: int) -> str:
        """A contest as it is printed: its office, and what else tells it from others of the file."""
        return self._contests.get(c, "") or "all contests"

    def selection(self, s: int) -> str:
        """Who is voted for, as printed."""
        candidate, party = (
            self._name(what, i) for what, i in zip(("candidate", "party"), divmod(s, 1_000_000), strict=True)
        )
        return (f"{candidate} ({party})" if candidate and party else candidate or party) or "(no name)"

    def subject(self, a: int, u: int = 0, c: int = 0, s: int = 0, *more: str) -> str:
        """What a finding is about, in words that are the same when the file is judged again."""
        ids = (("within", a), ("unit", u), ("contest", c), ("candidate", s // 1_000_000), ("party", s % 1_000_000))
        return " / ".join(name for name in (*(plain(self._name(*one)) for one in ids), *more) if name)

    def _name(self, what: str, number: int) -> str:
        return self._names.get((what, number), "")

    @cached_property
    def _names(self) -> dict[tuple[str, int], str]:
        asked = "SELECT what, id, min(printed) FROM names WHERE id <> 0 GROUP BY what, id"
        return {(what, n): printed if what == "contest" else plain(printed) for what, n, printed in self.rows(asked)}

    @cached_property
    def _contests(self) -> dict[int, str]:
        parts = {n: name.split(" | ") for (what, n), name in self._names.items() if what == "contest"}
        tells = [i == 0 or len(set(values)) > 1 for i, values in enumerate(zip(*parts.values(), strict=True))]
        return {
            n: plain(" ".join(part for part, told in zip(of, tells, strict=True) if told)) for n, of in parts.items()
        }

    @cached_property
    def _areas(self) -> int:
        return int(self.rows("SELECT count(DISTINCT a) FROM units")[0][0])

    def _printed(self, line: int, cell: int) -> str:
        at = bisect_left(self._lines, line)
        return str(self.sheet.rows[f"c{cell - 1}"][at] or "") if self._lines[at : at + 1] == [line] else ""

    @cached_property
    def _lines(self) -> list[int]:
        return self.sheet.rows["line"].to_list()


def plain(name: str) -> str:
    """A name that several columns make, for people."""
    return " ".join(re.sub(r" \|( |$)", " ", name).split())


def some(names: Sequence[str], most: int = 4) -> str:
    """Names in a sentence, the first of many."""
    if len(names) <= most:
        return ", ".join(names[:-1]) + (" and " if len(names) > 1 else "") + names[-1]
    return f"{', '.join(names[:most])} and {len(names) - most} more"


def counted(n: int, one: str, many: str = "") -> str:
    """A number with its noun: `1 unit`, `12 units`."""
    return f"{n:,} {one if n == 1 else many or one + 's'}"
