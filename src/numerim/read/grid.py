"""What `election.yml` says of a table, laid over the rows of cells that a sheet or a page has.

Rows in which nothing is filled say nothing and are passed over, and so are columns without a name in which nothing is.
A text that spans several cells stands in each of them; a figure stands in the first only.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from numerim.declare.tables import Layout
from numerim.errors import InputError
from numerim.locator import Places, column_number
from numerim.read.forms import forms
from numerim.read.rawtable import UNREAD, Opened, RawTable, headings_of, names_of, numbered
from numerim.read.turned import turned

LINE = "line"
_FIGURE = r"^[-+(]?\s*\d[\d\s.,'’%()]*$"


@dataclass(frozen=True)
class Grid:
    """The rows of cells of a sheet or a page.

    Attributes:
        title: what `at:` calls it.
        inside: what of its file it is, as in `RawTable`.
        places: how the places of its cells are written.
        cells: columns `c0`, `c1` …, text; null where nothing stands. The first row has the number 1.
        spans: cells that span several: the first row and column and the last ones, from 1.
        notes: as in `RawTable`.
        lines: the number of each row, where they are not those of `cells`, from 1.
        beside: cells of it that are in no row; columns as in `UNREAD`.
    """

    title: str
    inside: str
    places: Places
    cells: pl.DataFrame
    spans: Sequence[tuple[int, int, int, int]] = ()
    notes: Sequence[tuple[str, str]] = ()
    lines: Sequence[int] | None = None
    beside: pl.DataFrame | None = None


def laid_out(grid: Grid, layout: Layout, index: int, source: Opened) -> RawTable:
    """One table, as `election.yml` describes it.

    Args:
        grid: the rows of cells.
        layout: what is said of it.
        index: the number of that in `tables:`.
        source: the file.

    Raises:
        InputError: `range:`, `skip:`, `header:`, `grid:` or `until:` do not fit it; a column has no name or that of
            another; there is no row.
    """
    where = f"{source.shown}{grid.inside}"
    lines = pl.Series(LINE, grid.lines or range(1, grid.cells.height + 1), pl.Int64)
    rows = _ranged(spread_of(grid).with_columns(lines), layout)
    if layout.spans:
        raise InputError(source.place, "spans: is for pages dumped as text", "Leave it out: spanned cells are seen.")
    above = rows.filter(pl.col(LINE) <= layout.skip)
    rows = _filled(rows.filter(pl.col(LINE) > layout.skip))
    if rows.height <= layout.header:
        kind = "a header and " if layout.header and rows.height else ""
        raise InputError(where, f"the table has {kind}no row", f"Look at skip: and header: ({source.place}).")
    if layout.turned:
        rows, beneath = _until(rows, layout, where, source)
        unread = [*_around(layout, above, beneath), *([] if grid.beside is None else [grid.beside])]
        if layout.turned == "forms":
            table, headings, left = forms(rows, layout, grid.places, where, source)
            unread.append(left)
        else:
            table, headings = turned(rows, layout, grid.places, where, source)
        at = (layout.at, table, layout, index, headings, pl.concat(unread))
        return RawTable(*at, grid.inside, grid.places, grid.notes)
    header, body = rows.head(layout.header), rows.slice(layout.header)
    body, beneath = _until(body, layout, where, source)
    texts = [[text or "" for text in row] for row in header.drop(LINE).iter_rows()]
    cells = [int(name[1:]) + 1 for name in rows.columns if name != LINE]
    names = _names(body, texts, cells, header[LINE].to_list(), layout, grid, source)
    wide = [(line, _at_cells(row, cells)) for line, row in zip(header[LINE], texts, strict=True)]
    headings = headings_of(wide, grid.places)
    if layout.grid is not None and header.height:
        first = header[LINE][0]
        headings |= {name: grid.places.at(first, cell) for name, cell in zip(names, cells, strict=True) if name}
    unread = _around(layout, above, beneath)
    if layout.grid is not None and header.height > 1:
        said = f"in the header, whose names grid: gives (header: {layout.header})"
        unread.append(unread_of(header.head(header.height - 1), said))
    table = body.select(_cell(cell).alias(name) for name, cell in zip(names, cells, strict=True) if name)
    left_out = pl.concat([*unread, *([] if grid.beside is None else [grid.beside])])
    return RawTable(layout.at, table, layout, index, headings, left_out, grid.inside, grid.places, grid.notes)


def _around(layout: Layout, above: pl.DataFrame, beneath: pl.DataFrame) -> list[pl.DataFrame]:
    said = f"above the table (skip: {layout.skip})", f"beneath the table (until: {layout.until!r})"
    return [unread_of(above, said[0]), unread_of(beneath, said[1])]


def _cell(number: int) -> pl.Expr:
    return pl.struct(pl.col(f"c{number - 1}").fill_null("").alias("text"), LINE, pl.lit(number, pl.Int64).alias("cell"))


def spread_of(grid: Grid) -> pl.DataFrame:
    """The cells, with the texts that span several in each of them."""
    columns: dict[str, dict[int, str]] = {}
    for top, left, bottom, right in grid.spans:
        if left > grid.cells.width or top > grid.cells.height:
            continue
        text = grid.cells[f"c{left - 1}"][top - 1]
        if text is None or re.match(_FIGURE, text):
            continue
        for column in range(left, min(right, grid.cells.width) + 1):
            more = columns.setdefault(f"c{column - 1}", {})
            more |= dict.fromkeys(range(top - 1, min(bottom, grid.cells.height)), text)
    numbered = pl.int_range(pl.len())
    return grid.cells.with_columns(
        pl.coalesce(numbered.replace_strict(texts, default=None, return_dtype=pl.String), name).alias(name)
        for name, texts in columns.items()
    )


def _ranged(rows: pl.DataFrame, layout: Layout) -> pl.DataFrame:
    """What lies in `range:`."""
    if layout.range is None:
        return rows
    left, top, right, bottom = re.fullmatch(r"([A-Z]+)(\d*):([A-Z]+)(\d*)", layout.range).groups()  # type: ignore[union-attr]
    first, last = column_number(left), column_number(right)
    kept = [name for name in rows.columns if name == LINE or first <= int(name[1:]) + 1 <= last]
    within = (pl.col(LINE) >= int(top or 1)) & (pl.col(LINE) <= int(bottom or 2**40))
    return rows.select(kept).filter(within)


def _filled(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows in which something stands."""
    texts = pl.all().exclude(LINE)
    return rows.filter(pl.any_horizontal((texts.str.strip_chars() != "").fill_null(False)))


def _until(body: pl.DataFrame, layout: Layout, where: str, source: Opened) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows of the table, and those beneath it."""
    if layout.until is None:
        return body, body.clear()
    if layout.until.strip():
        first = body.select(pl.coalesce(pl.all().exclude(LINE).str.strip_chars().replace("", None))).to_series()
        ends = first.str.starts_with(layout.until)
        told = f"begins with {layout.until!r}"
    else:
        ends = body[LINE].diff() > 1
        told = "is empty"
    at = ends.fill_null(value=False).arg_max() if ends.any() else None
    if at is None:
        raise InputError(
            source.place,
            f"no row beneath the header of {where} {told}, as until: says",
            "Give the first characters of the first row that is not of the table, or leave until: out.",
        )
    return body.head(at), body.slice(at)


def _at_cells(row: Sequence[str], cells: Sequence[int]) -> list[str]:
    """A row of texts, each at the number of its cell."""
    texts = [""] * (cells[-1] if cells else 0)
    for cell, text in zip(cells, row, strict=True):
        texts[cell - 1] = text
    return texts


def _names(
    body: pl.DataFrame,
    header: Sequence[Sequence[str]],
    cells: Sequence[int],
    lines: Sequence[int],
    layout: Layout,
    grid: Grid,
    source: Opened,
) -> list[str]:
    """A name for every column; empty for one that has none and holds nothing."""
    empty = [not (body[f"c{cell - 1}"].str.strip_chars() != "").any() for cell in cells]
    where = f"{source.shown}{grid.inside}"
    if layout.grid is not None:
        used = max((i + 1 for i, nothing in enumerate(empty) if not nothing), default=0)
        if used > len(layout.grid):
            problem = f"the rows have {used} columns, grid: has {len(layout.grid)}"
            raise InputError(where, problem, f"Name each of them on {source.place}, in their order.")
        named: list[str] = []
        for name in layout.grid[: len(cells)]:
            named.append(numbered(name, named) if layout.repeats else name)
        return [*named, *[""] * (len(cells) - len(layout.grid))]
    given = names_of(header)
    names: list[str] = []
    taken: set[str] = set()
    for i, cell in enumerate(cells):
        name = given[i].strip() if i < len(given) else ""
        name = numbered(name, taken) if layout.repeats else name
        if not name and empty[i]:
            names.append("")
            continue
        if not name or name in taken:
            problem = f"the column {name!r} stands there twice" if name else "the column has no name"
            place = f"{where}{grid.places.at(lines[-1] if lines else 1, cell)}"
            raise InputError(place, problem, "Name the columns under grid:, in their order.")
        names.append(name)
        taken.add(name)
    return names


def unread_of(rows: pl.DataFrame, reason: str) -> pl.DataFrame:
    """The cells of rows, numbered by `LINE`, that are not read, and why."""
    long = rows.unpivot(index=LINE, variable_name="cell", value_name="text").filter(
        (pl.col("text").str.strip_chars() != "").fill_null(value=False)
    )
    return long.select(
        LINE, pl.col("cell").str.slice(1).cast(pl.Int64) + 1, "text", pl.lit(reason).alias("reason")
    ).cast(pl.Schema(UNREAD))
