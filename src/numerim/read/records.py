"""Nested things as tables: every list of a document, with all that its things lie in.

A document is made of *things*: the document itself, and whatever stands in a list. Each thing has a number, its `line`,
in the order of the document; each key path of a value has a number, its `cell`. What a reader of one format (JSON,
XML) has to bring is what it finds once: the things of each list, and the values of each key path, each as one column.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt
import polars as pl

from numerim.errors import InputError
from numerim.read.rawtable import CELL

Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Limits:
    """How much a reader takes, so that no file fills the memory.

    Attributes:
        size: bytes of the file.
        values: values in it, lists and objects counted.
        columns: key paths in it.
        nesting: how deep it may be nested.
        length: characters of one value.
        cells: cells of one table, rows times columns.
    """

    size: int = 128 * 2**20
    values: int = 3_000_000
    columns: int = 20_000
    nesting: int = 100
    length: int = 1_000_000
    cells: int = 50_000_000


@dataclass(frozen=True)
class Things:
    """The things of one list.

    Attributes:
        at: the keys that lead to the list.
        above: the number of the list that its things lie in, among all of the document; None: the document itself.
        line: the number of each thing, ascending.
        above_line: the number of the thing that it lies in.
        step: what its place has after the place of that.
        beside: the numbers of lists that are as long as this one everywhere, and make one table with it.
        is_column: whether it is one of these.
    """

    at: str
    above: int | None
    line: Numbers
    above_line: Numbers
    step: pl.Series
    beside: tuple[int, ...] = ()
    is_column: bool = False


@dataclass(frozen=True)
class Values:
    """The values of one key path, at most one a thing.

    Attributes:
        name: the keys from the top.
        of: the number of the list whose things have it.
        after: what its place has after the place of the thing.
        line: the number of the thing that each value belongs to, ascending.
        text: the values, as printed.
    """

    name: str
    of: int
    after: str
    line: Numbers
    text: pl.Series


@dataclass(frozen=True)
class Tree:
    """All of a document.

    Attributes:
        shown: the file in messages.
        lists: the document itself first; a list after the one that it lies in.
        columns: the values, in the order of `cell`, which is from 1.
        limits: what tables may take.
    """

    shown: str
    lists: Sequence[Things]
    columns: Sequence[Values]
    limits: Limits

    @cached_property
    def objects(self) -> pl.DataFrame:
        """Where each thing stands: `line`, and `at`, which starts with `#`."""
        frames: list[pl.DataFrame] = []
        for things in self.lists:
            at = things.step
            if things.above is not None:
                above = frames[things.above]
                found = np.searchsorted(above["line"].to_numpy(), things.above_line)
                at = above["at"].gather(found) + things.step
            frames.append(pl.DataFrame({"line": pl.Series(things.line, dtype=pl.Int64), "at": at.cast(pl.String)}))
        return pl.concat(frames).sort("line")

    @cached_property
    def keys(self) -> dict[int, str]:
        """The number of each key path -> what its place has after the place of the thing."""
        return {cell: values.after for cell, values in enumerate(self.columns, 1)}

    def above(self, number: int) -> list[int]:
        """A list and those that it lies in, the outermost first."""
        chain: list[int] = []
        at: int | None = number
        while at is not None:
            chain.append(at)
            at = self.lists[at].above
        return chain[::-1]

    def tables(self) -> "list[Records]":
        """A table for every list, in the order of the document; for the document itself if it has values of its own."""
        own = {values.of for values in self.columns}
        lists = [(i, things) for i, things in enumerate(self.lists) if not things.is_column]
        order = sorted((things.line[0], i) for i, things in lists if len(things.line))
        return [Records(self.lists[i].at, self, i) for _, i in order if (i and own & {*self.above(i)}) or i in own]


@dataclass(frozen=True)
class Records:
    """One list of a document as a table.

    Attributes:
        at: the keys that lead to the list, without numbers: `Localities/Candidates`.
        tree: the document.
        number: the number of the list in it.
    """

    at: str
    tree: Tree = field(repr=False)
    number: int = field(repr=False)

    @cached_property
    def _cells(self) -> list[tuple[int, int]]:
        chain = [*self.tree.above(self.number), *self.tree.lists[self.number].beside]
        level = {number: i for i, number in enumerate(chain)}
        return [(cell, level[v.of]) for cell, v in enumerate(self.tree.columns, 1) if v.of in level]

    @cached_property
    def columns(self) -> list[str]:
        """The names of the columns of `rows`: the key paths, in the order of the document."""
        names: dict[str, None] = {}
        for cell, _ in self._cells:
            name, twice = self.tree.columns[cell - 1].name, 1
            while name in names:
                twice += 1
                name = f"{self.tree.columns[cell - 1].name} ({twice})"
            names[name] = None
        return list(names)

    @property
    def is_document(self) -> bool:
        """Whether it is the document itself, one row, and no list in it."""
        return self.number == 0

    @property
    def height(self) -> int:
        """How many things the list has."""
        return len(self.tree.lists[self.number].line)

    @cached_property
    def rows(self) -> pl.DataFrame:
        """One row a thing; each column, named by the keys from the top, is a `CELL` struct, null where it has no value.

        `line` is the number of the thing that the value belongs to, `cell` the number of the key path; the place of a
        value is `objects.at` of its line and `keys` of its cell.

        Raises:
            InputError: the table is larger than the limits allow.
        """
        if self.height * len(self._cells) > self.tree.limits.cells:
            raise InputError(
                self.tree.shown,
                f"the list {self.at!r} is a table of {self.height:,} rows and {len(self._cells):,} columns; "
                f"more than {self.tree.limits.cells:,} cells are not read",
                "Split the file.",
            )
        columns = []
        for name, (cell, level) in zip(self.columns, self._cells, strict=True):
            columns.append(_column(name, cell, self.tree.columns[cell - 1], self._lines[level]))
        return pl.DataFrame(columns)

    @cached_property
    def _lines(self) -> list[Numbers]:
        chain = self.tree.above(self.number)
        lines = [self.tree.lists[self.number].line]
        for number in reversed(chain[1:]):
            things = self.tree.lists[number]
            lines.append(things.above_line[np.searchsorted(things.line, lines[-1])])
        return lines[::-1] + [self.tree.lists[i].line for i in self.tree.lists[self.number].beside]

    @property
    def lines(self) -> dict[str, Numbers]:
        """The number of the thing, and of those that it lies in, on each row: by `at`, the outermost first."""
        return {self.tree.lists[i].at: line for i, line in zip(self.tree.above(self.number), self._lines, strict=False)}

    @property
    def objects(self) -> pl.DataFrame:
        """Where each thing of the document stands: `line`, and `at`, which starts with `#`."""
        return self.tree.objects

    @property
    def keys(self) -> dict[int, str]:
        """`cell` -> what its place has after the place of the thing."""
        return self.tree.keys


def _column(name: str, cell: int, values: Values, lines: Numbers) -> pl.Series:
    found = np.minimum(np.searchsorted(values.line, lines), len(values.line) - 1)
    there = values.line[found] == lines
    text = values.text.gather(pl.Series(found))
    frame = pl.DataFrame({"text": text, "line": pl.Series(lines, dtype=pl.Int64), "there": pl.Series(there)})
    struct = pl.struct("text", "line", pl.lit(cell, dtype=pl.Int64).alias("cell"))
    return frame.select(pl.when("there").then(struct).otherwise(None).cast(CELL).alias(name)).to_series()


_DIVIDES = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff|%!#]")


def encoded(text: str) -> str:
    """A text as part of a place: white space, what is not seen, `|`, `%`, `!` and `#` are percent-encoded as UTF-8."""
    return _DIVIDES.sub(lambda m: "".join(f"%{byte:02X}" for byte in m[0].encode()), text)


def texts_of(texts: Sequence[str | None], shown: str, limits: Limits, name: str) -> pl.Series:
    """The values of one key path as a column.

    Raises:
        InputError: one is too long, or is no Unicode text.
    """
    longest = max((len(text) for text in texts if text), default=0)
    if longest > limits.length:
        raise InputError(
            shown,
            f"a value of {name!r} has {longest:,} characters; more than {limits.length:,} are not read",
            "A table of results has no such value; is this the right file?",
        )
    try:
        return pl.Series(texts, dtype=pl.String)
    except UnicodeEncodeError:
        raise InputError(
            shown,
            f"a value of {name!r} has half a character (a surrogate without its other half)",
            "Write the file again with a program that writes Unicode rightly.",
        ) from None


def check_size(content: bytes, shown: str, limits: Limits) -> None:
    """Refuses a file that is too large.

    Raises:
        InputError: it is.
    """
    if len(content) > limits.size:
        raise InputError(
            shown,
            f"the file has {len(content):,} bytes; more than {limits.size:,} are not read",
            "Split it, or leave out what is no result.",
        )


def too_many(shown: str, limits: Limits) -> InputError:
    """What is said of a file with too many values."""
    problem = f"the file has more than {limits.values:,} values"
    return InputError(shown, problem, "Split it, or leave out what is no result.")


def too_wide(shown: str, limits: Limits) -> InputError:
    """What is said of a file with too many key paths."""
    problem = f"the file has more than {limits.columns:,} columns, each a way of keys that leads to values"
    return InputError(shown, problem, "A table of results has not; is this the right file?")


def too_deep(shown: str, limits: Limits) -> InputError:
    """What is said of a file that is nested too deeply."""
    problem = f"the file is nested more than {limits.nesting} deep"
    return InputError(shown, problem, "A table of results is not; is this the right file?")
