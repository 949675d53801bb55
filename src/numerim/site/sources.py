"""The pages on which the files of a source stand: which rows each has, and on which of them a figure is marked."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import sha256

from numerim.locator import order, parts
from numerim.site.release import Release, Row

ROWS = 150
"""So many rows stand on a page."""


@dataclass(frozen=True)
class Line:
    """A row of a file of a source.

    Attributes:
        row: its locator.
        heads: what stands over its cells, by the place of the cell in the row; empty where only figures are known.
        cells: what is printed, by the place of the cell; None where it is withheld.
        figures: the statements read in it, by the place of the cell.
        named: the places of other cells that findings are about.
    """

    row: str
    heads: Mapping[str, str]
    cells: Mapping[str, str | None]
    figures: Mapping[str, list[Row]]
    named: frozenset[str] = frozenset()

    def has(self, cell: str) -> bool:
        """Whether a cell has an address of its own on the page."""
        return cell in self.figures or (cell in self.named and cell in self.cells)


@dataclass
class Table:
    """Rows that are shown in one table; without heads where only figures are known.

    Attributes:
        heads: what stands over its columns.
        lines: its rows.
    """

    heads: tuple[str, ...]
    lines: list[Line] = field(default_factory=list)

    def rows(self) -> Iterator[tuple[Line, list[tuple[str, str | None]]]]:
        """Each row with the place and the text of the cell in each column; no place where it has none."""
        for line in self.lines:
            names = [line.heads.get(cell, cell) for cell in line.cells]
            if tuple(names) == self.heads:
                yield line, list(line.cells.items())
            else:
                of = dict(zip(names, line.cells.items(), strict=True))
                yield line, [of.get(head, ("", "")) for head in self.heads]


@dataclass(frozen=True)
class File:
    """A file of a source, or what of it holds one table, with its rows in the order in which one reads them."""

    source_id: str
    path: str
    lines: tuple[Line, ...]

    @property
    def name(self) -> str:
        """It as part of an address."""
        kept = "".join(c if c.isascii() and (c.isalnum() or c in "-._") else "-" for c in self.path)
        safe = kept == self.path
        return f"{self.source_id}-{kept}" + ("" if safe else "-" + sha256(self.path.encode()).hexdigest()[:6])

    def pages(self) -> list[tuple[Line, ...]]:
        """Its rows, page by page."""
        return [self.lines[at : at + ROWS] for at in range(0, len(self.lines), ROWS)]


class Sources:
    """The files of all sources of a release."""

    def __init__(self, release: Release) -> None:
        self._release = release

    @cached_property
    def files(self) -> list[File]:
        """Every file of which something was read."""
        figures: dict[tuple[str, str], dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
        of: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
        for said in self._release.statements:
            if found := parts(said["locator"]):
                figures[said["source_id"], found.row][found.cell].append(said)
                of[said["source_id"], found.path][found.row] = None
        heads = {
            (row["source_id"], row["headers_id"]): json.loads(row["headers"])
            for row in self._release.rows("source_headers")
        }
        printed = {}
        for row in self._release.rows("source_rows"):
            found = parts(row["row"])
            printed[row["source_id"], row["row"]] = (
                heads.get((row["source_id"], row["headers_id"]), {}),
                json.loads(row["cells"]),
            )
            of[row["source_id"], found.path if found else row["row"]][row["row"]] = None
        named: dict[tuple[str, str], set[str]] = defaultdict(set)
        for place in (row for rows in self._release.places.values() for row in rows):
            if found := parts(place["locator"]):
                named[place["source_id"], found.row].add(found.cell)
        return [
            File(
                source,
                path,
                tuple(
                    Line(
                        row,
                        *printed.get((source, row), ({}, {})),
                        figures.get((source, row), {}),
                        frozenset(named.get((source, row), ())),
                    )
                    for row in sorted(rows, key=order)
                ),
            )
            for (source, path), rows in sorted(of.items())
        ]

    @cached_property
    def _page(self) -> dict[tuple[str, str], tuple[File, int, Line]]:
        return {
            (file.source_id, line.row): (file, 1 + at // ROWS, line)
            for file in self.files
            for at, line in enumerate(file.lines)
        }

    def where(self, source_id: str, locator: str) -> tuple[str, str] | None:
        """The page on which a figure is marked, and its anchor there; None where its row has no page."""
        found = parts(locator)
        page = self._page.get((source_id, found.row)) if found else None
        if found is None or page is None:
            return None
        file, number, line = page
        return page_name(file, number), anchor(locator if line.has(found.cell) else found.row)


def tables(lines: Iterable[Line]) -> list[Table]:
    """Rows in tables as they follow each other: those below the same heads in one, or below heads in the same order.

    Sources leave out a cell that spans rows, or one that is empty at an end; these rows still are of one table.
    """
    found: list[Table] = []
    for line in lines:
        names = tuple(line.heads.get(cell, cell) for cell in line.cells)
        heads = _together(found[-1].heads, names) if found else None
        if heads is None:
            heads = names
            found.append(Table(names))
        found[-1].heads = heads
        found[-1].lines.append(line)
    return found


def _together(heads: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...] | None:
    """Heads of two rows as those of one table; None where they are of two."""
    if heads == others:
        return heads
    common = [head for head in heads if head in others]
    twice = len(set(heads)) < len(heads) or len(set(others)) < len(others)
    if twice or 2 * len(common) <= max(len(heads), len(others)) or common != [one for one in others if one in heads]:
        return None
    made: list[str] = []
    for own, other, head in zip(_between(heads, common), _between(others, common), [*common, None], strict=True):
        if own and other:
            return None  # no row tells which of them comes first
        made += [*own, *other, *([head] if head is not None else [])]
    return tuple(made)


def _between(heads: Iterable[str], common: list[str]) -> list[list[str]]:
    """The heads before the first of some of them, between each of these and the next, and after the last."""
    found: list[list[str]] = [[]]
    for head in heads:
        if head in common:
            found.append([])
        else:
            found[-1].append(head)
    return found


def page_name(file: File, number: int) -> str:
    """The name of a page of a file."""
    return f"{file.name}.html" if number == 1 else f"{file.name}-{number}.html"


def anchor(locator: str) -> str:
    """The address of a place on the page of its file: what follows the path in its locator."""
    found = parts(locator)
    return (locator[len(found.path) :].lstrip(":!#/") or "top") if found else "top"


def in_row(row: str, cell: str) -> str:
    """The locator of a cell of a row."""
    found = parts(row)
    return replace(found, cell=cell).in_row(row) if found else row
