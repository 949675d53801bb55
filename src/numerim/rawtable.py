"""A table as a source prints it: every cell as text, with the place where it stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import polars as pl

from numerim.declaration import Layout
from numerim.errors import InputError, nearest

CELL = pl.Struct({"text": pl.String, "line": pl.Int64, "cell": pl.Int64})
"""One cell: its text, its line in the file and its number in the line, both from 1. Null: not printed."""


@dataclass(frozen=True)
class RawTable:
    """One table of a source.

    Attributes:
        at: the heading over it.
        rows: one row a row; each column is a `CELL` struct.
        layout: what `election.yml` says of it.
        index: the number of that entry in `tables:`.
        headings: the texts in its header -> where they stand (`L1.C2`).
    """

    at: str
    rows: pl.DataFrame
    layout: Layout
    index: int
    headings: dict[str, str]


@dataclass(frozen=True)
class SourceText:
    """A file of a source, read and checked.

    Attributes:
        shown: its path in messages.
        text: its text, with line ends as in the file.
    """

    shown: str
    text: str


class Reader(Protocol):
    """A source format: a module of `numerim.readers`."""

    def read(self, source: SourceText, layouts: Sequence[Layout]) -> list[RawTable]:
        """Every table of the file, each with its layout.

        Raises:
            InputError: the file does not have the form, or has a table that no layout is for.
        """
        ...


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
