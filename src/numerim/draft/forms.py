"""Forms: each value on a line of its own behind what it is called, one form a file, a sheet or a page, or several."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy
import polars as pl

from numerim.draft.columns import describe
from numerim.draft.described import Column, Described
from numerim.draft.figures import Cells
from numerim.draft.hints import aside_of, hint_of
from numerim.draft.look import Seen, grids_of, look, read_so
from numerim.draft.notes import is_number
from numerim.draft.takes import NOTHING_SAID, Taken
from numerim.draft.votes import ACCOUNTS
from numerim.draft.whose import selection_of
from numerim.draft.words import SELECTIONS, meaning_of, meanings_of
from numerim.errors import InputError
from numerim.read.forms import MARK
from numerim.read.grid import Grid
from numerim.read.rawtable import RawTable

_LAID_OUT = ("csv", "workbook", "html")
_WIDE = 12
"""A form has hardly more columns than these."""
_SOME = 400
"""So many lines show whether they are those of a form."""
_BOX = ("registered", "signatures", "cast", "valid", "received", "issued")
"""What is counted of a polling station, and of no one who stands in it."""
_HEADING = "form"
"""The name of the column of what stands alone above each form."""


def look_at(content: bytes, shown: str, reference: Path) -> Seen:
    """Find out how a file is written; see `look`. A file of forms is one whose tables have a row a form.

    Raises:
        InputError: as `look`.
    """
    try:
        seen = look(content, shown)
    except InputError:
        if found := _forms_in(content, shown, reference):
            return found
        raise
    is_laid_out = seen.said["reader"] in _LAID_OUT and not seen.about
    if not is_laid_out or min((table.rows.width for table in seen.tables), default=_WIDE + 1) > _WIDE:
        return seen
    return _forms_in(content, shown, reference) or seen


def are_forms(seen: Seen) -> bool:
    """Whether the tables of a file are forms."""
    return any(shape.get("turned") == "forms" for shape in seen.said.get("tables", ()))


def _forms_in(content: bytes, shown: str, reference: Path) -> Seen | None:
    try:
        said, unsure, grids = grids_of(content, shown)
    except InputError:
        return None
    grids = [grid for grid in grids if grid.cells.height and grid.cells.width]
    found = [(grid, _form(grid, reference)) for grid in grids]
    forms = [(grid, shape) for grid, shape in found if shape]
    others = [grid for grid, shape in found if shape is None and _has_figures(grid)]
    if not forms or others:
        return None
    left = {grid.title: "no form was found in it" for grid, shape in found if shape is None}
    tables = [
        {**({"at": grid.title} if len(grids) > 1 else {}), "turned": "forms", **shape, "columns": "same"}
        for grid, shape in forms
    ]
    said |= {"tables": tables} | ({"ignore": left} if left else {})
    note = "each value has a line of its own: a form, whose lines are read as columns"
    try:
        read = read_so(said, content, shown)
        for shape, table in zip(tables, read, strict=True):
            if "headings" in shape and not any(table.rows[_HEADING].is_not_null()):
                del shape["headings"]
        return Seen(said, read_so(said, content, shown), [*unsure, note])
    except InputError:
        return None


def _has_figures(grid: Grid) -> bool:
    texts = [text for name in grid.cells.columns for text in grid.cells[name].drop_nulls().to_list()[:_SOME]]
    return sum(map(is_number, texts)) > 2


def _form(grid: Grid, reference: Path) -> dict[str, Any] | None:
    """What `election.yml` has to say of a form or several beneath each other; None where a grid is none."""
    cells = grid.cells.head(_SOME).with_columns(pl.all().fill_null("").str.strip_chars())
    texts = {name: cells[name].to_list() for name in cells.columns if (cells[name] != "").any()}
    if not 1 < len(texts) <= _WIDE:
        return None
    used = list(texts)
    roles = {name: _roles(texts[name], reference) for name in used}
    called = max(used, key=lambda name: len({*roles[name].values()}))
    accounts = roles[called]
    if len({*accounts.values()}) < 2 or not {*accounts.values()} & {*_BOX}:
        return None
    behind = used[used.index(called) + 1 :]
    counted = [name for name in behind if _are_figures([texts[name][i] for i in accounts])]
    counts = [name for name in counted if not _are_shares(texts[name])]
    if len(counts) != 1 or counted[0] != counts[0]:
        return None
    (count,) = counts
    between = used[used.index(called) + 1 : used.index(count)]
    before = used[: used.index(called)]
    marks = [name for name in (*before, *between) if all(_MARK.match(texts[name][i]) for i in accounts if texts[name][i])]
    if len(marks) < len(before) + len(between):
        return None
    lines = list(zip(texts[called], texts[count], strict=True))
    if any(_names_who(name, value, reference) for name, value in lines):
        return None
    shape: dict[str, Any] = {"header": used.index(count)}
    again = [name for name, value in lines if is_number(value)]
    if len({*again}) < len(again) and any(name and not value for name, value in lines):
        shape["headings"] = _HEADING
    elif any(name and not value for name, value in lines[: min(accounts)]):
        shape["headings"] = _HEADING
    return shape


_MARK = re.compile(MARK)


def _roles(texts: Sequence[str], reference: Path) -> dict[int, str]:
    """The lines that are called by accounts of ballots -> which."""
    different = [text for text in dict.fromkeys(texts) if text and not is_number(text)]
    known = {
        text: one.role
        for text, one in zip(different, meanings_of(different, reference), strict=True)
        if one and one.role in ACCOUNTS
    }
    return {i: known[text] for i, text in enumerate(texts) if text in known}


def _are_figures(texts: Sequence[str]) -> bool:
    some = [text for text in texts if text]
    return 2 * len(some) >= len(texts) and sum(map(is_number, some)) >= 0.8 * len(some)


def _are_shares(texts: Sequence[str]) -> bool:
    """Whether figures are percentages: they have the sign, or decimals and nothing above 100."""
    some = [text for text in texts if is_number(text)]
    broken = [text for text in some if "%" in text or re.fullmatch(r"\d{1,2}[.,]\d{1,2}", text)]
    return 2 * len(broken) >= len(some)


def _names_who(name: str, value: str, reference: Path) -> bool:
    """Whether a line is a header over those who are voted for and their votes."""
    if not value or is_number(value):
        return False
    over, counted = meaning_of(name, reference), meaning_of(value, reference)
    return bool(over and over.role in SELECTIONS and counted and counted.role == "votes")


@dataclass(frozen=True)
class Form:
    """A table of forms.

    Attributes:
        table: its rows, one a form.
        called: what it is called if no line of it says of which unit it is: its sheet, its page, its file.
    """

    table: RawTable
    called: str


def describe_forms(forms: Sequence[Form], reference: Path, taken: Taken = NOTHING_SAID) -> list[Described]:
    """Say what the lines of forms are: together, as what adds up in one may do so by chance.

    Args:
        forms: the tables.
        reference: where the seeds are.
        taken: what a person says of their lines.
    """
    heights = [form.table.rows.height for form in forms]
    rows = pl.concat([form.table.rows for form in forms], how="diagonal")
    whole = replace(forms[0].table, rows=rows)
    said = describe(whole, reference, taken=taken)
    if said.leave or said.totals or said.cells.figures.shape[0] != sum(heights):
        return [describe(form.table, reference, taken=taken) for form in forms]
    _without_headers(said, reference)
    _names_of_forms(said)
    _votes_of(said, reference)
    found, first = [], 0
    for form, height in zip(forms, heights, strict=True):
        one = _own(said, form.table, range(first, first + height))
        if said.of("unit") is None and height == 1:
            one.set["unit"], one.unit = form.called, "polling_station"
        found.append(one)
        first += height
    return found


def _own(said: Described, table: RawTable, rows: range) -> Described:
    """What is said of all forms, of those of one table."""
    cells, names = said.cells, list(table.rows.columns)
    numbers = [cells.number(name) for name in names]
    at = {number: i for i, number in enumerate(numbers)}
    own = Cells(
        names,
        {name: cells.texts[name][rows.start : rows.stop] for name in names},
        cells.numbers,
        cells.figures[rows.start : rows.stop][:, numbers],
        [at[i] for i in cells.is_figures if i in at],
        cells.marks,
        frozenset(at[i] for i in cells.shares if i in at),
        {name: one for name, one in cells.patterns.items() if name in names},
        {name: one for name, one in cells.differ.items() if name in names},
    )
    columns = {group: [replace(c) for c in some if c.name in names] for group, some in said.columns.items()}
    return replace(said, cells=own, columns=columns, complete=[*said.complete], set={**said.set}, notes=[*said.notes])


def _without_headers(said: Described, reference: Path) -> None:
    """Leave out the line that says what stands behind the others: `Item`, with `Number`."""
    for columns in said.columns.values():
        for column in columns:
            values = said.cells.values(column.name)
            if said.cells.number(column.name) in said.cells.is_figures or len(values) != 1 or column.is_ == "within":
                continue
            one = meaning_of(values[0], reference)
            if column.is_ != "ignore" and one and one.role in ("votes", "cast", "share", *SELECTIONS):
                column.is_, column.why, column.unsure = "ignore", "says what stands behind the other lines", False


def _names_of_forms(said: Described) -> None:
    """Let what stands alone above each form name its unit, if no line does."""
    column = next((c for c in said.columns[""] if c.name == _HEADING), None)
    if column is None:
        return
    texts = said.cells.texts[_HEADING]
    unit = said.of("unit")
    if (unit is None or unit is column) and len({*texts}) == len(texts) and all(texts):
        column.is_, column.why, column.unsure = "unit", "it stands above each form", False
        said.unit = said.unit or "polling_station"
    elif unit is not column:
        column.is_, column.why, column.unsure = "ignore", "a title", False


def _votes_of(said: Described, reference: Path) -> None:
    """Take the lines beside each other that nobody knows for votes, and for all of these if they add up in most forms.

    A sum that one wrong digit explains counts as one that comes out: of a form alone there is no other to go by.
    """
    cells = said.cells
    every = [column for columns in said.columns.values() for column in columns]
    if any(column.is_ == "votes" for column in every):
        return
    open_ = {c.name: c for c in every if c.is_ == "ignore" and c.unsure and cells.number(c.name) in cells.is_figures}
    free = [name for name in open_ if not hint_of(name, reference) and not aside_of(name, reference)]
    runs: list[list[str]] = []
    numbers = sorted(cells.number(name) for name in free)
    for number in numbers:
        if runs and cells.number(runs[-1][-1]) == number - 1:
            runs[-1].append(cells.names[number])
        else:
            runs.append([cells.names[number]])
    run = max(runs, key=len, default=[])
    whole = _whole(said)
    if len(run) < 2 or whole is None:
        return
    off = numpy.nansum(cells.figures[:, [cells.number(name) for name in run]], axis=1) - whole
    there = ~numpy.isnan(off)
    fits = sum(one == 0 or _is_slip(int(abs(one))) for one in off[there])
    if not there.any() or 2 * fits <= there.sum():
        return
    for name in run:
        column = open_[name]
        column.is_, column.with_, column.unsure = "votes", selection_of(name), len(there) < 2
        column.why = "with the lines beside it, it adds up to the valid ballots"
    said.complete.append("votes")


def _whole(said: Described) -> Any:
    """The valid ballots of each form; those cast without the others, if no line has them; None where none tells."""

    def of(role: str) -> Any:
        column = said.of(role)
        return None if column is None else said.cells.figures[:, said.cells.number(column.name)]

    valid, cast = of("valid"), of("cast")
    if valid is not None:
        return valid
    rest = [numpy.nan_to_num(one) for role in ("invalid", "blank") if (one := of(role)) is not None]
    return None if cast is None else cast - sum(rest)


def _is_slip(off: int) -> bool:
    """Whether one digit written wrong, or two that changed places, make a sum so much too large or too small."""
    while off and off % 10 == 0:
        off //= 10
    return 0 < off < 10 or (off % 9 == 0 and off // 9 < 10)


def called(table: RawTable, path: str) -> str:
    """What a form is called by where it stands: its sheet or the heading over it, else its file."""
    return table.at or Path(path.split("!")[-1]).stem
