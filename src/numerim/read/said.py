"""What formats that say themselves what they mean give: tables named by roles, and what an `election.yml` needs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from numerim.read.rawtable import CELL
from numerim.read.records import Records


@dataclass(frozen=True)
class Named:
    """One table, its columns named like the roles and measures of numerim; others as the format names them.

    Attributes:
        at: what it is of: `votes`, `seats`, `ballots`, `turnout`, `outcomes`.
        rows: one row a count; each column is a `CELL` struct, as in `Records`.
        records: a table of the file that it is from.
        complete: what the rows list without a gap, as the format has it: `units`.
    """

    at: str
    rows: pl.DataFrame
    records: Records
    complete: tuple[str, ...] = ()

    @property
    def objects(self) -> pl.DataFrame:
        """Where each thing of the document stands: `line`, and `at`, which starts with `#`."""
        return self.records.objects

    @property
    def keys(self) -> dict[int, str]:
        """`cell` -> what its place has after the place of the thing."""
        return self.records.keys

    @property
    def columns(self) -> list[str]:
        """The names of the columns."""
        return self.rows.columns


@dataclass(frozen=True)
class SaidContest:
    """A contest.

    Attributes:
        title: what it is called.
        kind: `candidate`, `list`, `ballot-measure` or `retention`.
        district: the unit or district that votes in it.
        seats: how many are elected, as printed.
        votes_allowed: how many votes a voter has, as printed.
        selections: how many there are.
    """

    title: str
    kind: str
    district: str | None = None
    seats: str | None = None
    votes_allowed: str | None = None
    selections: int = 0


@dataclass(frozen=True)
class SaidUnit:
    """A unit that votes are counted in, or that such units lie in.

    Attributes:
        name: what it is called.
        type: what kind it is, in the words of the format.
        within: what it lies in.
    """

    name: str
    type: str | None = None
    within: str | None = None


@dataclass(frozen=True)
class Said:
    """What a file says of its election.

    Attributes:
        format: what it is written in, for people.
        date: the day of the vote, `2022-11-08`; None: it does not say, or not as a date.
        title: the name of the election.
        status: of the count, in the words of the format: `certified`, `unofficial-partial`.
        issuer: who published it.
        scope: the unit that the whole election is of.
        language: the language of its names, as the file writes it: `en`.
        contests: in the order of the file.
        units: in the order of the file.
    """

    format: str
    date: str | None = None
    title: str | None = None
    status: str | None = None
    issuer: str | None = None
    scope: str | None = None
    language: str | None = None
    contests: Sequence[SaidContest] = ()
    units: Sequence[SaidUnit] = ()


@dataclass(frozen=True)
class Meant:
    """What a file means.

    Attributes:
        tables: those that have rows.
        said: what it says of its election.
        words: of columns whose cells are words of the format, role -> word that occurs -> that of numerim.
    """

    tables: Sequence[Named]
    said: Said
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def table(at: str, rows: pl.DataFrame, records: Records, complete: tuple[str, ...] = ()) -> list[Named]:
    """A table without the columns that are empty; none where it has no rows or figures."""
    kept = [name for name in rows.columns if rows[name].dtype == CELL and rows[name].count()]
    return [Named(at, rows.select(kept), records, complete)] if rows.height and kept else []


def words_in(tables: Sequence[Named], known: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    """The words of numerim for those in tables, whatever their case: role -> word -> that of numerim."""
    found: dict[str, dict[str, str]] = {}
    for role, words in known.items():
        for one in tables:
            if role in one.columns:
                texts = one.rows[role].drop_nulls().struct.field("text").drop_nulls().unique(maintain_order=True)
                found.setdefault(role, {}).update({t: words[t.lower()] for t in texts if t.lower() in words})
    return {role: words for role, words in found.items() if words}


def text(column: str) -> pl.Expr:
    """The text of the cells in a column."""
    return pl.col(column).struct.field("text").alias(column)


def first_text(rows: pl.DataFrame, column: str) -> str | None:
    """The first text in a column of cells; None where there is none."""
    if column not in rows.columns:
        return None
    texts = rows[column].drop_nulls().struct.field("text").drop_nulls()
    return texts[0] if texts.len() else None
