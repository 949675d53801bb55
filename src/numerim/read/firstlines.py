"""What the lines of a delimited file look like, for messages that give the line to write into `election.yml`.

Nothing here decides how a file is read: that is what `election.yml` says.
"""

import csv
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

import polars as pl

from numerim.declare.dialect import written
from numerim.declare.tables import Layout
from numerim.declare.words import ROLES
from numerim.errors import InputError
from numerim.read.limits import LIMITS, wide_cells
from numerim.read.lines import Lines
from numerim.read.rawtable import Opened, names_of

_SOME = 60
"""How many rows tell what a table looks like."""

_NUMBER = re.compile(r"[-+(]?\s*\d[\d\s.,'’%()]*$")
_YEAR = re.compile(r"(19|20)\d\d$")


class Record(NamedTuple):
    """A row of a delimited file: the line at which it begins (from 1), its cells, and the lines until its end."""

    line: int
    cells: list[str]
    after: int

    @property
    def filled(self) -> int:
        """How many of its cells hold something."""
        return sum(bool(cell.strip()) for cell in self.cells)


def records(lines: Sequence[str], skip: int, delimiter: str, quote: str) -> Iterator[Record]:
    """The rows of a delimited file from a line on, one by one: for its first rows, and for what stands around a table.

    Raises:
        csv.Error: a cell is larger than can be.
    """
    stream = (f"{lines[at]}\n" for at in range(skip, len(lines)))
    if quote:
        reader = csv.reader(stream, delimiter=delimiter, quotechar=quote)
    else:
        reader = csv.reader(stream, delimiter=delimiter, quoting=csv.QUOTE_NONE)
    before = skip
    while True:
        try:
            with wide_cells():
                cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise csv.Error(f"{error}, from line {before + 1} on") from None
        yield Record(before + 1, cells, skip + reader.line_num)
        before = skip + reader.line_num


CUT = "\x1f"
"""What divides the cells of columns of fixed width once they are told apart; text that is read never has it."""


def cut(lines: Sequence[str], widths: Sequence[int]) -> list[str]:
    """Lines of columns of fixed width, divided by `CUT`, each cell without spaces around it; empty lines stay empty."""
    text, first = pl.col("line"), 0
    cells = []
    for width in [*widths[:-1], None]:
        cells.append(text.str.slice(first, width).str.strip_chars(" \t"))
        first += width or 0
    divided = pl.when(text.str.strip_chars() == "").then(pl.lit("")).otherwise(pl.concat_str(cells, separator=CUT))
    frame = pl.DataFrame({"line": lines}, schema={"line": pl.String})
    return frame.select(divided.alias("line"))["line"].to_list()


@dataclass(frozen=True)
class Form:
    """A delimited file as `election.yml` says that it is written.

    Attributes:
        source: the file.
        layout: its table.
        delimiter: the character between cells.
        quote: the character around cells; empty where there is none.
        lines: all of its lines.
        header: the rows of its header.
        sample: the first rows beneath it in which something is filled.
        end: how many lines there are up to the end of the table.
    """

    source: Opened
    layout: Layout
    delimiter: str
    quote: str
    lines: Lines
    header: Sequence[Record]
    sample: Sequence[Record]
    end: int

    @property
    def start(self) -> int:
        """How many lines there are up to the first row."""
        return self.header[-1].after if self.header else self.layout.skip

    @property
    def names(self) -> list[str]:
        """The names of the columns, as `grid:` or the header has them."""
        return list(self.layout.grid or names_of([row.cells for row in self.header]))


def refuse_another(form: Form) -> None:
    """Refuse a file that plainly has another form than `election.yml` says.

    Raises:
        InputError: with the lines that would say it.
    """
    _another_delimiter(form)
    _a_title(form)
    if form.layout.grid is not None:
        _another_width(form, form.layout.grid)
        _rows_in_the_header(form)
    elif form.header:
        _columns_elsewhere(form)
    if not form.sample:
        raise InputError(form.source.shown, f"the table has {'a header and ' if form.header else ''}no row")


def _here(form: Form) -> str:
    return f"{form.source.shown}:L{form.layout.skip + 1}"


def _another_delimiter(form: Form) -> None:
    first = form.header[0] if form.header else form.sample[0] if form.sample else None
    if first is None or (form.source.said.delimiter is not None and len(first.cells) > 1):
        return
    mark = _other_delimiter(form.lines[: form.end], form.layout.skip, form.delimiter, form.quote)
    if mark:
        problem = f"cells seem to be divided by {mark!r}, not by {form.delimiter!r}"
        raise InputError(_here(form), problem, f"Add `{written(mark)}` beside its reader on {form.source.place}.")


def _a_title(form: Form) -> None:
    layout = form.layout
    if not form.header or (layout.grid is not None and "header" in layout.model_fields_set):
        return
    titles = _titles_above(form.header[0], [*form.header[1:], *form.sample], layout.header)
    if titles:
        left = max(1, layout.header - sum(row.line <= titles for row in form.header)) if layout.header > 1 else 1
        more = f" and `header: {left}`" if left != layout.header else ""
        raise InputError(
            _here(form),
            f"the line is a title and no header: it has {form.header[0].filled} of the cells that rows beneath it have",
            f"Write `skip: {titles}`{more} to its table on {form.source.place}.",
        )


def _another_width(form: Form, grid: Sequence[str]) -> None:
    in_header, in_rows = (
        max((i + 1 for row in rows for i, cell in enumerate(row.cells) if cell.strip()), default=0)
        for rows in (form.header, form.sample)
    )
    usual = usual_width(form.sample)
    if max(in_header, in_rows) > len(grid) or 0 < usual < len(grid):
        width = in_rows if in_rows > len(grid) else usual
        what, width = ("the header has", in_header) if in_header > len(grid) else ("most rows have", width)
        problem = f"{what} {width} columns, grid: has {len(grid)}"
        raise InputError(_here(form), problem, f"Name each of them on {form.source.place}, in their order.")


def _rows_in_the_header(form: Form) -> None:
    rows = [i for i, row in enumerate(form.header) if looks_like_row(row, form.sample)]
    if rows:
        raise InputError(
            f"{form.source.shown}:L{form.header[rows[0]].line}",
            f"`header: {form.layout.header}` takes this line for the header; it looks like a row of the table",
            f"Write `header: {rows[0]}` to its table on {form.source.place}. Lines that are not to be read are left "
            "out by `skip:`.",
        )


def _columns_elsewhere(form: Form) -> None:
    """The columns that are declared are not in the header, but stand on other lines or between other delimiters."""
    layout = form.layout
    if _named(layout, form.names):
        return
    for mark in dict.fromkeys([form.delimiter, *",;\t|"]):
        rows = list(islice(records(form.lines, 0, mark, form.quote), 20))
        for first in range(len(rows)):
            for header in (1, 2, 3):
                names = names_of([row.cells for row in rows[first : first + header]])
                if sum(map(bool, names)) > 1 and _named(layout, names):
                    _told_elsewhere(form, mark, rows[first].line - 1, header)


def _named(layout: Layout, names: Sequence[str]) -> bool:
    """Whether all columns that are declared are among some names."""
    named: set[str] = set()
    for part in layout.parts:
        named |= {*part.ignore, *part.only, *part.but, *(() if part.columns == "same" else part.columns)}
        named |= {*part.repeat.columns, *part.repeat.ignore} if part.repeat else set()
    same = any(part.columns == "same" for part in layout.parts)
    return named <= set(names) and (not same or set(names) <= {*ROLES, *named, ""})


def _told_elsewhere(form: Form, mark: str, skip: int, header: int) -> None:
    layout = form.layout
    lines = [f"skip: {skip}"] * (skip != layout.skip) + [f"header: {header}"] * (header != layout.header)
    cures = [f"{' and '.join(f'`{line}`' for line in lines)} to its table"] if lines else []
    cures += [f"`{written(mark)}` beside its reader"] if mark != form.delimiter else []
    last = f" to {form.start}" if form.start > layout.skip + 1 else ""
    raise InputError(
        _here(form),
        f"the columns that election.yml names are not in the header (line {layout.skip + 1}{last}), but on line "
        + f"{skip + 1}"
        + (f" to {skip + header}" if header > 1 else ""),
        f"Write {' and '.join(cures)} on {form.source.place}.",
    )


def no_name(form: Form, i: int, name: str) -> InputError:
    """A column has no name, or that of another."""
    line = form.header[-1].line if form.header else 1
    problem = f"the column {name!r} stands there twice" if name else "the column has no name"
    cure = "Name the columns under grid:, in their order."
    if name:
        cure += " If they stand there several times side by side, say it once: repeat: {times: 2, columns: {…}}."
    if form.layout.grid is None and form.header and looks_like_row(form.header[0], form.sample):
        width = max(len(form.header[0].cells), usual_width(form.sample))
        problem += "; the line looks like a row and no header"
        cure = (
            f"Where the file has no header write `header: 0` and `grid:`, a name for each of its {width} columns, to "
            f"its table on {form.source.place}."
        )
    return InputError(f"{form.source.shown}:L{line}.C{i + 1}", problem, cure)


def misfit(form: Form, line: int, rows: int, width: int, problem: str) -> InputError:
    """Rows have more or fewer cells than there are columns.

    Args:
        form: the file.
        line: the line at which the first of them begins, from 1.
        rows: how many there are.
        width: how many columns there are.
        problem: what is wrong with the first.
    """
    if "Maximum line size" in problem:
        told = f"the row has more than {LIMITS.line:,} bytes: a quotation mark seems not to be closed"
        return InputError(f"{form.source.shown}:L{line}", told, QUOTES.format(place=form.source.place))
    row = next(records(form.lines, line - 1, form.delimiter, form.quote))
    text = next((cell.strip() for cell in row.cells if cell.strip()), "")
    rest = f" ({rows} such rows)" if rows > 1 else ""
    cure = "Look for a delimiter too many or too few."
    if "unterminated" in problem:
        cure = QUOTES.format(place=form.source.place)
    elif row.line == form.start + 1 and not re.search(r"\d", "".join(row.cells)) and form.header:
        more = f"`header: {len(form.header) + 1}`"
        cure = f"If it is a line of the header, write {more} to its table on {form.source.place}."
    elif row.filled == 1 and row.cells[0].strip() and line + 20 > form.end:
        until = f"`until: {json.dumps(text[:30].rstrip(), ensure_ascii=False)}`"
        cure = (
            f"If the table ends above it, write {until} to its table on {form.source.place}: it and the lines beneath "
            "it are not read."
        )
    whose = "grid:" if form.layout.grid is not None else "the header"
    return InputError(
        f"{form.source.shown}:L{line}", f"{whose} has {width} columns, the row does not: {problem}{rest}", cure
    )


QUOTES = "Where quotes are part of the text write `quote: none` on {place}; where another mark stands there, that one."


def usual_width(rows: Sequence[Record]) -> int:
    """How many cells most rows have; 0 where there is none."""
    counts = Counter(len(row.cells) for row in rows if row.filled)
    return max(counts, key=lambda n: (counts[n], -n), default=0)


def _other_delimiter(lines: Sequence[str], skip: int, delimiter: str, quote: str) -> str:
    """A character that divides the rows evenly, where the one declared does not; else empty."""

    def share_of_usual(mark: str) -> tuple[int, float]:
        rows = [row for row in islice(records(lines, skip, mark, quote), _SOME) if row.filled]
        usual = usual_width(rows)
        return usual, sum(len(row.cells) == usual for row in rows) / max(1, len(rows))

    usual, even = share_of_usual(delimiter)
    if usual > 1 and even >= 0.8:
        return ""
    others = [(*share_of_usual(mark), mark) for mark in ",;\t|" if mark != delimiter]
    better = [(width, share, mark) for width, share, mark in others if width > 1 and share >= 0.8]
    return max(better)[2] if better else ""


def _titles_above(first: Record, others: Sequence[Record], header: int) -> int:
    """How many lines stand above a table as titles, where its declared header begins with such a line; else 0.

    Args:
        first: the first row of the declared header.
        others: the rows beneath it.
        header: how many rows are declared as the header.
    """
    widest = max((row.filled for row in others), default=0)
    enough = max(2, widest / 2)
    only_first = first.filled == 0 or (first.filled == 1 and bool(first.cells[0].strip()))
    if widest < 2 or not (only_first if header > 1 else first.filled < enough):
        return 0
    names = next(row for row in others if row.filled >= enough)
    if any(_NUMBER.match(cell.strip()) and not _YEAR.match(cell.strip()) for cell in names.cells):
        return 0
    return names.line - 1


def looks_like_row(row: Record, rows: Sequence[Record]) -> bool:
    """Whether a row has figures where other rows have them, and text where they have text.

    A header of years, or one that counts its columns, is none.
    """
    kinds: list[bool] = []
    figures = []
    for i, cell in enumerate(row.cells):
        beneath = [r.cells[i].strip() for r in rows if i < len(r.cells) and r.cells[i].strip()]
        if not cell.strip() or not beneath:
            continue
        number = sum(bool(_NUMBER.match(text)) for text in beneath) >= 0.9 * len(beneath)
        kinds.append(number == bool(_NUMBER.match(cell.strip())))
        figures += [cell.strip()] if number else []
    first = int(figures[0]) if figures and re.fullmatch(r"\d{1,3}", figures[0]) else 0
    counts = len(figures) > 1 and figures == [str(first + i) for i in range(len(figures))]
    return bool(figures) and all(kinds) and not counts and not all(_YEAR.match(figure) for figure in figures)
