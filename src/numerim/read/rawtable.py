"""A table as a source prints it: every cell as text, with the place where it stands."""

from collections.abc import Container, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

import polars as pl

from numerim.declare.encoding import text_of
from numerim.declare.sources import SourceFile
from numerim.declare.tables import Layout
from numerim.errors import InputError, nearest
from numerim.locator import Places
from numerim.read.limits import see_size

CELL = pl.Struct({"text": pl.String, "line": pl.Int64, "cell": pl.Int64})
"""One cell: its text, the number of its line or row, and its number in that, both from 1. Null: not printed.

The two numbers are one cell of a table's `path`, and sort its cells as the source has them; `Places` writes them.
"""

UNREAD = {"line": pl.Int64, "cell": pl.Int64, "text": pl.String, "reason": pl.String}
"""Cells beside a table: where they stand, what they hold, and why they are not read."""


@dataclass(frozen=True)
class RawTable:
    """One table of a source.

    Attributes:
        at: the heading over it.
        rows: one row a row; each column is a `CELL` struct.
        layout: what `election.yml` says of it.
        index: the number of that entry in `tables:`.
        headings: the texts in its header -> where they stand (`:L1.C2`).
        unread: the cells of the lines that `skip:` and `until:` leave out; columns as in `UNREAD`.
        inside: what of its file it is, as it follows the path in a locator: `!Sheet1`; empty where that is one table.
        places: how the places of its cells are written.
        notes: what a careful person should know of it, each with a word for what kind of thing that is.
    """

    at: str
    rows: pl.DataFrame
    layout: Layout
    index: int
    headings: dict[str, str]
    unread: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=UNREAD))
    inside: str = ""
    places: Places = field(default_factory=Places)
    notes: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class Opened:
    """A file of a source, its bytes checked and unpacked.

    Attributes:
        shown: its path in messages.
        content: its bytes.
        said: what `election.yml` says of it.
        place: where it does, for messages.
        language: that of the source.
    """

    shown: str
    content: bytes
    said: SourceFile
    place: str = "election.yml"
    language: str = "en"

    @cached_property
    def text(self) -> str:
        """Its text, with the line ends of Unix.

        Raises:
            InputError: it is too long, is not in the encoding that is declared, or has a character that no text has.
        """
        return self._decoded()

    @property
    def utf8(self) -> bytes:
        """Its text in UTF-8, which is its bytes where these are as they should be; see `text`, which is not kept."""
        encoded = self._decoded().encode()
        return self.content if encoded == self.content else encoded

    def _decoded(self) -> str:
        see_size(self.content, self.shown)
        return text_of(self.content, self.said.encoding, self.shown, self.place, self.language)


class Reader(Protocol):
    """A source format: a module of `numerim.read.formats`."""

    def read(self, source: Opened, layouts: Sequence[Layout]) -> list[RawTable]:
        """Every table of the file, each with its layout.

        Raises:
            InputError: the file does not have the form, or has a table that no layout is for.
        """
        ...


def names_of(header: Sequence[Sequence[str]]) -> list[str]:
    """The names of the columns under a header of one row or several.

    The texts over a column are joined by ` / `. In all rows but the last, an empty cell continues the cell to its left,
    as far as the cells above it do, where something stands beneath it.

    Args:
        header: the cells of each row; a short row lacks its last ones.

    Returns:
        A name for each column of the widest row; empty where nothing stands over it.
    """
    width = max((len(row) for row in header), default=0)
    rows = [[" ".join(text.split()) for text in row] + [""] * (width - len(row)) for row in header]
    for level, row in enumerate(rows[:-1]):
        for i in range(1, width):
            beneath = any(lower[i] for lower in rows[level + 1 :])
            if not row[i] and beneath and all(upper[i] == upper[i - 1] for upper in rows[:level]):
                row[i] = row[i - 1]
    return [" / ".join(text for text in texts if text) for texts in zip(*rows, strict=True)]


def numbered(name: str, others: Container[str]) -> str:
    """A name that none of the others has: the second `Votes` is `Votes (2)`; only where `repeat:` says so."""
    free, turn = name, 1
    while name and free in others:
        turn += 1
        free = f"{name} ({turn})"
    return free


def headings_of(header: Sequence[tuple[int, Sequence[str]]], places: Places | None = None) -> dict[str, str]:
    """Where the texts of a header stand: those of its cells, and the names that they make together.

    Args:
        header: the line and the cells of each row.
        places: how places are written; those of text where nothing is said.
    """
    found: dict[str, str] = {}
    places = places or Places()
    for line, row in header:
        for i, text in enumerate(row):
            if text:
                found[text] = places.at(line, i + 1)
    for i, name in enumerate(names_of([row for _, row in header])):
        over = [line for line, row in header if i < len(row) and row[i]]
        if name and over:
            found.setdefault(name, places.at(over[-1], i + 1))
    return found


def match(titles: Sequence[str], layouts: Sequence[Layout], shown: str) -> list[int]:
    """Which title each layout means: the whole title, or its last part where only one table has it.

    Args:
        titles: the headings over the tables of a file, in its order.
        layouts: what is declared.
        shown: the file in messages.

    Returns:
        The number of the title for each layout.

    Raises:
        InputError: a layout means no table or more than one, or a table has no layout or two.
    """
    found = []
    for layout in layouts:
        hits = [i for i, title in enumerate(titles) if title == layout.at]
        hits = hits or [i for i, title in enumerate(titles) if title.split(" / ")[-1] == layout.at]
        if len(hits) != 1:
            several = f"{len(hits)} tables are" if hits else "no table is"
            raise InputError(shown, f"{several} headed {layout.at!r}", nearest(layout.at, list(titles)))
        found.append(hits[0])
    for i, title in enumerate(titles):
        if found.count(i) != 1:
            raise InputError(
                shown,
                f"the table headed {title!r} is {'not declared' if i not in found else 'declared twice'}",
                "Every table of a file is named once under tables:.",
            )
    return found
