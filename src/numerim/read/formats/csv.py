"""Delimited text after RFC 4180, one table a file, with the delimiter and the quotes that `election.yml` declares.

Where nothing divides the cells, `widths:` says how many characters each column takes.

Above the table may stand titles (`skip:`), beneath it notes (`until:`); its first rows are the header (`header:`),
whose names `grid:` may replace. Rows in which nothing is filled say nothing and are passed over, and so are columns
without a name in which nothing is; every other row has a cell for each column, unless `short:` says that groups of
them may be missing at its end, or `headings:` that one alone is the heading of a part.
"""

import csv
import tempfile
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

import polars as pl

from numerim import disk, warehouse
from numerim.declare.tables import Layout
from numerim.errors import InputError
from numerim.read.firstlines import CUT, QUOTES, Form, cut, misfit, no_name, records, refuse_another
from numerim.read.headings import under_headings
from numerim.read.limits import see_cells, see_columns, see_size
from numerim.read.lines import Lines
from numerim.read.rawtable import UNREAD, Opened, RawTable, headings_of, match, numbered
from numerim.read.sheets import laid_over
from numerim.read.textgrid import grid_of

_SOME = 60
"""How many rows are looked at before the file is read."""


def read(source: Opened, layouts: Sequence[Layout]) -> list[RawTable]:
    """Read the one table of the file; its heading is empty.

    Raises:
        InputError: a row has more or fewer cells than there are columns; a column has no name or that of another; there
            is no row; or the file plainly has another form than `election.yml` says.
    """
    if source.said.blocks or any(layout.turned for layout in layouts):
        return laid_over([grid_of(source)], layouts, source, "table")
    match([""], layouts, source.shown)
    if layouts[0].spans:
        raise InputError(source.place, "spans: is not for tables of delimited text", "Leave it out.")
    try:
        form = _form(source, layouts[0])
        refuse_another(form)
        rows = _rows(form)
        alone = pl.DataFrame()
        if form.layout.headings is not None:
            rows, alone = under_headings(rows, [name for name in rows.columns if name != "line"])
        names = _names(form, rows)
        unread = _unread(form)
    except csv.Error as error:
        cure = QUOTES.format(place=source.place)
        raise InputError(source.shown, f"its cells cannot be told apart: {error}", cure) from None
    cells = rows.select(
        pl.when(pl.col(f"c{i}").is_not_null() | (form.layout.short is None))
        .then(pl.struct(pl.col(f"c{i}").alias("text"), "line", pl.lit(i + 1, pl.Int64).alias("cell")))
        .alias(name)
        for i, name in enumerate(names)
        if name
    )
    if form.layout.headings is not None:
        cells = cells.with_columns(alone["heading"].alias(form.layout.headings))
    headings = headings_of([(row.line, row.cells) for row in form.header])
    if form.layout.grid is not None and form.header:
        headings |= {name: f":L{form.header[0].line}.C{i + 1}" for i, name in enumerate(names)}
    return [RawTable("", cells, form.layout, 0, headings, unread)]


def _form(source: Opened, layout: Layout) -> Form:
    delimiter, quote = source.said.delimiter or ",", '"' if source.said.quote is None else source.said.quote
    see_size(source.content, source.shown)
    see_cells(source.content, delimiter, source.shown)
    lines = whole = Lines(source.utf8)
    if source.said.widths:
        lines, delimiter, quote = Lines("\n".join(cut(whole.texts, source.said.widths)).encode()), CUT, ""
    if layout.skip >= len(lines):
        raise InputError(source.shown, f"it has {len(lines)} lines; `skip: {layout.skip}` leaves none", "Skip fewer.")
    found = list(islice(records(lines, layout.skip, delimiter, quote), layout.header + _SOME))
    for row in found:
        see_columns(len(row.cells), f"{source.shown}:L{row.line}")
    header = found[: layout.header]
    start = header[-1].after if header else layout.skip
    end = _end(source, layout, whole, start, f"{delimiter}{quote}")
    sample = [row for row in found[layout.header :] if row.line <= end and row.filled]
    return Form(source, layout, delimiter, quote, lines, header, sample, end)


def _end(source: Opened, layout: Layout, lines: Lines, start: int, marks: str) -> int:
    """How many lines there are up to the end of the table."""
    until = layout.until
    if until is None:
        return len(lines)
    text = pl.Series("text", lines[start:].texts, pl.String)
    if until.strip():
        begins = text.str.strip_chars_start(f" \t{marks[1:]}").str.starts_with(until)
    else:
        begins = text.str.strip_chars(f" \t{marks}") == ""
    at = begins.arg_max() if begins.any() else None
    if at is None:
        told = f"begins with {until!r}" if until.strip() else "is empty"
        raise InputError(
            source.place,
            f"no line beneath the header of {source.shown} {told}, as until: says",
            "Give the first characters of the first line that is not of the table, or leave until: out.",
        )
    return start + at


def _rows(form: Form) -> pl.DataFrame:
    """The rows: columns `c0`, `c1` … and the `line` at which each begins."""
    width = len(form.layout.grid or ()) or max(len(row.cells) for row in form.header)
    if not width:
        line = form.header[0].line if form.header else form.layout.skip + 1
        problem = "the header is an empty line"
        raise InputError(
            f"{form.source.shown}:L{line}",
            problem,
            f"Say how many lines stand above it, skip: …, to its table on {form.source.place}.",
        )
    most = max([width, *(len(row.cells) for row in form.sample)])
    body = form.lines[form.start : form.end]
    content = body.content
    with tempfile.NamedTemporaryFile("wb", prefix=disk.mine(), suffix=".csv") as copy:
        copy.write(content)
        copy.flush()
        for wide in dict.fromkeys([most, most + 1]):  # delimiters at the end of rows, without anything behind them
            padded = wide > width or bool(form.layout.short or form.layout.headings)
            frame, rejects = warehouse.read_csv(Path(copy.name), wide, form.delimiter, form.quote, padded=padded)
            if not rejects:
                break
    if rejects:
        line = form.start + bytes(content[: rejects[0][0]]).count(b"\n") + 1
        raise misfit(form, line, len(rejects), width, rejects[0][1])
    cells = [pl.col(name) for name in frame.columns]
    frame = frame.with_columns(_lines(form, body, frame))
    lacks = pl.sum_horizontal(cell.is_null() for cell in cells[:width])
    fits = pl.lit(False)
    if form.layout.short is not None:
        fits |= lacks % form.layout.short == 0
    if form.layout.headings is not None:
        fits |= pl.sum_horizontal((cell.str.strip_chars() != "").fill_null(False) for cell in cells) <= 1
    is_short = frame.select(((lacks > 0) & ~fits).alias("short")).to_series()
    if is_short.any():  # to filter copies all that is left
        short = frame.filter(is_short)
        has = short.select(pl.sum_horizontal(cell.is_not_null() for cell in cells)).item(0, 0)
        raise misfit(form, short["line"][0], short.height, width, f"it has {has} {'cell' if has == 1 else 'cells'}")
    for name in frame.columns[width:-1]:
        over = frame.filter((pl.col(name).str.strip_chars() != "").fill_null(False))
        if 0 < over.height <= frame.height / 2:
            raise misfit(form, over["line"][0], over.height, width, f"a cell behind its last is {over[name][0]!r}")
    filled = pl.Series([False], dtype=pl.Boolean).new_from_index(0, frame.height)
    for cell in cells:
        if filled.all():  # as soon as its first column is, in most tables
            return frame
        filled |= frame.select((cell.str.strip_chars() != "").fill_null(False)).to_series()
    return frame.filter(filled)


def _lines(form: Form, body: Lines, frame: pl.DataFrame) -> pl.Series:
    """The line at which each row begins: a row is as many lines as its cells break, and empty lines are none."""
    filled = body.filled
    if len(filled) == frame.height:  # every row takes at least one
        return filled + form.start + 1
    breaks = [pl.col(name).str.count_matches("\n").cast(pl.Int64) for name in frame.columns]
    # An empty line inside of a cell is no line that is filled, either.
    inner = [
        pl.when(count > 1)
        .then(
            count
            - 1
            - pl.col(name).str.count_matches("\n[^\n]+").cast(pl.Int64)
            + (~pl.col(name).str.ends_with("\n")).cast(pl.Int64)
        )
        .otherwise(0)
        for name, count in zip(frame.columns, breaks, strict=True)
    ]
    frame = frame.fill_null("")
    taken = frame.select((1 + pl.sum_horizontal(breaks) - pl.sum_horizontal(inner)).alias("taken")).to_series()
    if (held := int(taken.sum())) != len(filled):
        around = [filled[at] for at in (held - 1, held) if 0 <= at < len(filled)]  # it takes the rest of the file
        opens = [line + form.start + 1 for line in around if body[line].count(form.quote) % 2]
        raise InputError(
            f"{form.source.shown}:L{opens[0]}" if opens else form.source.shown,
            f"a quotation mark seems not to be closed: rows take {held:,} of {len(filled):,} lines that are filled",
            QUOTES.format(place=form.source.place),
        )
    first = taken.cum_sum() - taken
    return filled.gather(first).alias("line") + form.start + 1


def _names(form: Form, rows: pl.DataFrame) -> list[str]:
    """A name for every column; empty for one that has none and holds nothing."""
    given = form.names
    names: list[str] = []
    taken: set[str] = set()
    for i, column in enumerate(name for name in rows.columns if name != "line"):
        name = given[i] if i < len(given) else ""
        name = numbered(name, taken) if form.layout.repeats else name
        empty = not name.strip() and not bool((rows[column].str.strip_chars() != "").any())  # null: it ended before
        if not empty and (not name.strip() or name in taken):
            raise no_name(form, i, name.strip())
        names.append(name if name.strip() else "")
        taken.add(name)
    return names


def _unread(form: Form) -> pl.DataFrame:
    """The cells of the lines that are left out by their position."""
    layout, found = form.layout, []
    if layout.skip:
        found.append((form.lines[: layout.skip], 0, f"above the table (skip: {layout.skip})"))
    if layout.grid is not None and len(form.header) > 1:
        above, last = form.lines[: form.header[-1].line - 1], layout.skip
        found.append((above, last, f"in the header, whose names grid: gives (header: {layout.header})"))
    if form.end < len(form.lines):
        found.append((form.lines, form.end, f"beneath the table (until: {layout.until!r})"))
    cells = [
        (row.line, i + 1, text, reason)
        for lines, first, reason in found
        for row in records(lines, first, form.delimiter, form.quote)
        for i, text in enumerate(row.cells)
        if text.strip()
    ]
    return pl.DataFrame(cells, schema=UNREAD, orient="row")
