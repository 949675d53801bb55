"""Forms: each value on a line of its own behind what it is called, one form a file, a sheet or a page, or several."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy
import polars as pl

from numerim.draft.columns import describe
from numerim.draft.described import COARSE, Column, Described
from numerim.draft.figures import Cells, cells_of, is_code
from numerim.draft.look import Seen, grids_of, look, read_so
from numerim.draft.notes import is_number
from numerim.draft.sums import is_slip
from numerim.draft.takes import NOTHING_SAID, Taken
from numerim.draft.votes import ACCOUNTS
from numerim.draft.words import SELECTIONS, Meaning, begins_with, meaning_of, meanings_of
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
    first = _first_lines(content) if seen.said["reader"] == "csv" else content
    if len(first) < len(content) and not _forms_in(first, shown, reference):
        return seen
    return _forms_in(content, shown, reference) or seen


def _first_lines(content: bytes) -> bytes:
    """So much of a text as shows whether it is a form; in UTF-16 all, as what ends a line may be half a letter."""
    return content if b"\0" in content[:_SOME] else b"\n".join(content.split(b"\n", _SOME)[:_SOME])


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
    named = len(grids) > 1 or said["reader"] == "html"
    tables = [
        {**({"at": grid.title} if named else {}), "turned": "forms", **shape, "columns": "same"}
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
    for n, name in enumerate(used[1:], 1):
        named = [[one for one in row if one] for row in zip(*(texts[one] for one in used[:n]), strict=True)]
        called = [[one for one in row if not _MARK.match(one)] or row for row in named]
        accounts = _roles([" / ".join(row) for row in called], reference)
        if len({*accounts.values()}) > 1 and {*accounts.values()} & {*_BOX}:
            counts = [one for one in used[n:] if _are_figures([texts[one][i] for i in accounts])]
            if counts[:1] == [name]:
                is_one = all(_are_shares(texts[one]) for one in counts[1:])
                lines = [" / ".join(row) for row in called]
                return _shape(used, n, texts, lines, accounts, reference) if is_one else None
    return None


def _shape(
    used: Sequence[str],
    header: int,
    texts: Mapping[str, Sequence[str]],
    called: Sequence[str],
    accounts: Mapping[int, str],
    reference: Path,
) -> dict[str, Any] | None:
    """How forms lie whose figures stand in a column; None where they are a list under a header."""
    lines = list(zip(called, texts[used[header]], strict=True))
    first = next(i for i, (name, value) in enumerate(lines) if name and value)
    above = any(sum(bool(texts[name][i]) for name in used) > 1 for i in range(first))
    if not above and first < min(accounts) and _names_who(*lines[first], reference):
        return None
    shape: dict[str, Any] = {"header": header}
    again = [name for name, value in lines if is_number(value)]
    alone = lines if len({*again}) < len(again) else lines[: min(accounts)]
    if any(name and not value for name, value in alone):
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
    if is_number(value):
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
    headers = _headers(whole, reference)
    said = _described(replace(whole, rows=rows.drop(headers)), reference, taken)
    if said.leave or said.totals or said.cells.figures.shape[0] != sum(heights):
        return [describe(form.table, reference, taken=taken) for form in forms]
    said = replace(said, cells=cells_of(whole))
    said.columns[""] += [Column(name, "ignore", "says what stands in other lines") for name in headers]
    _names_of_forms(said, reference)
    _smallest(said, reference)
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


def _headers(whole: RawTable, reference: Path) -> list[str]:
    """The lines that say what stands in others: `Candidate`, with `Votes`; who is voted for has a line of their own."""
    texts = whole.rows.select(pl.all().struct.field("text").fill_null("").str.strip_chars().name.keep())
    found = []
    for name, one in zip(texts.columns, meanings_of(texts.columns, reference), strict=True):
        values = [text for text in texts[name].unique() if text]
        if any(map(is_number, values)) or not values:
            continue
        other = meaning_of(values[0], reference) if len(values) == 1 else None
        if (one and one.role in SELECTIONS) or (other and other.role in ("votes", "cast", "share", *SELECTIONS)):
            found.append(name)
    return found


def _names_of_forms(said: Described, reference: Path) -> None:
    """Let what stands alone above each form name its unit, if no line does."""
    column = next((c for c in said.columns[""] if c.name == _HEADING), None)
    if column is None:
        return
    texts = said.cells.texts[_HEADING]
    unit = said.of("unit")
    is_name = len(texts) > 1 or re.search(r"\d", texts[0]) or begins_with(texts[0], reference)
    if (unit is None or unit is column) and len({*texts}) == len(texts) and all(texts) and is_name:
        column.is_, column.why, column.unsure = "unit", "it stands above each form", False
        said.unit = said.unit or "polling_station"
    else:
        column.is_, column.why, column.unsure = "ignore", "a title", False


def _smallest(said: Described, reference: Path) -> None:
    """Of lines that say where a form is from, let the last name its unit, the one that is known what it lies in.

    Such a line says what kind of place it names, or only that it stands with the others.
    """
    cells, unit = said.cells, said.of("unit")
    at = -1 if unit is None else cells.number(unit.name)
    if unit is not None and said.unit not in COARSE[: COARSE.index("ward")]:
        return
    begins = min((i for i in cells.is_figures if not is_code(cells, cells.names[i])), default=0)
    behind: dict[int, Column] = {}
    for column in said.columns[""]:
        number = cells.number(column.name)
        one = meaning_of(column.name, reference)
        is_small = bool(one and one.unit in _SMALL)
        is_open = column.unsure and unit is not None and column.name != _HEADING
        if column.is_ == "ignore" and at < number < begins and (is_small or is_open):
            behind[number] = column
    last = behind.get(max(behind, default=-1))
    if last is None:
        return
    if unit is not None:
        if within := said.of("within"):
            within.is_, within.why = "ignore", "larger than what the form is from"
        unit.is_, unit.why, said.within = "within", "another line says more of where it is", said.unit
    last.is_, last.why, last.unsure, said.unit = (
        "unit",
        "the last line of where the form is from",
        True,
        "polling_station",
    )


_SMALL = ("polling_station", "precinct")


def _described(whole: RawTable, reference: Path, taken: Taken) -> Described:
    """What forms say; of few, also what they would say but for one wrong figure, if they say more then.

    What does not add up in the only form that there is, or in one of three, is no account, and no vote, to `describe`.
    """
    said = describe(whole, reference, taken=taken)
    height = whole.rows.height
    if height > _FEW or _is_whole(said, reference):
        return said
    best, most = said, _read(said)
    without = [pl.Series([i != n for i in range(height)]) for n in range(height)] if height > 1 else []
    twins = [whole.rows.filter(kept) for kept in without] or _twins(whole.rows, said, reference)
    for rows in twins:
        other = describe(replace(whole, rows=rows), reference, taken=taken)
        if _read(other) > most and not other.leave and not other.totals:
            best, most = other, _read(other)
            if _is_whole(other, reference):
                break
    return best if best is said else replace(best, cells=said.cells)


_NOBODY = Meaning("")
_BALLOTS = ("valid", "cast", "invalid", "blank")
_LIKELY = 6
"""So many differences that one wrong digit explains are tried, those of the longest runs of lines first."""
_FEW = 4
"""Of so many forms or fewer, one wrong figure hides what the others show."""


def _read(said: Described) -> tuple[bool, int]:
    """How much of forms is read: whether the votes are all there, and how many lines are no longer open."""
    every = [column for columns in said.columns.values() for column in columns]
    return "votes" in said.complete, -sum(column.is_left_count(said.cells) for column in every)


def _is_whole(said: Described, reference: Path) -> bool:
    """Whether the votes are all there, and no line that is called like an account is left."""
    every = [column for columns in said.columns.values() for column in columns]
    left = [column.name for column in every if column.is_left_count(said.cells)]
    return "votes" in said.complete and not any(one and one.role in ACCOUNTS for one in meanings_of(left, reference))


def _twins(rows: pl.DataFrame, said: Described, reference: Path) -> list[pl.DataFrame]:
    """The only form with one figure otherwise, by a digit, so that votes make the valid ballots, or all those cast."""
    cells = said.cells
    whole = {i: n for i in cells.is_figures if (n := numpy.nan_to_num(cells.figures[0, i])) % 1 == 0}
    figures = {cells.names[i]: int(n) for i, n in whole.items()}
    named = {name: one for name, one in zip(cells.names, meanings_of(cells.names, reference), strict=True) if one}
    roles = {one.role: name for name, one in reversed(named.items()) if name in figures}
    roles |= {c.is_: c.name for c in said.columns[""] if c.is_ in _BALLOTS and c.is_ not in roles}
    known = {*roles.values()}
    free = [n for n in figures if n not in known and named.get(n, _NOBODY).role not in ACCOUNTS]
    valid = figures.get(roles.get("valid", ""), 0)
    rest = [figures[name] for role in ("invalid", "blank") if (name := roles.get(role))]
    cast = figures.get(roles.get("cast", ""), 0)
    some = [roles[role] for role in _BALLOTS if role in roles]
    runs = [run for run in _beside(free, cells.names) if len(run) > 1]
    some += [run[0] for run in runs]
    parts = [run[i:j] for run in runs for i in range(len(run)) for j in range(i + 2, len(run) + 1)]
    offs = [cast - valid - sum(rest), *(cast - valid - one for one in rest)] if cast and valid else []
    for part in sorted(parts, key=len, reverse=True):
        votes = sum(figures[name] for name in part)
        offs += [votes - valid] if valid else [cast - votes - sum(rest), cast - votes]
    likely = [*dict.fromkeys(abs(off) for off in offs if is_slip(abs(off)))][:_LIKELY]
    found = []
    for name in some:
        for off in likely:
            for text in (str(n) for n in (figures[name] - off, figures[name] + off) if n >= 0):
                found.append(rows.with_columns(pl.col(name).struct.with_fields(pl.lit(text).alias("text"))))
    return found


def _beside(names: Sequence[str], every: Sequence[str]) -> list[list[str]]:
    """Names in runs of those that follow each other among all names."""
    number = {name: i for i, name in enumerate(every)}
    runs: list[list[str]] = []
    for name in names:
        if runs and number[name] == number[runs[-1][-1]] + 1:
            runs[-1].append(name)
        else:
            runs.append([name])
    return runs


def who_stands(said: Described) -> frozenset[str]:
    """The lines of forms that are called by no account: who is voted for, for the most part."""
    every = [column for columns in said.columns.values() for column in columns]
    return frozenset(c.name for c in every if said.cells.number(c.name) in said.cells.is_figures and c.is_ == "votes")


def called(table: RawTable, path: str) -> str:
    """What a form is called by where it stands: its sheet or the heading over it, else its file."""
    return table.at or Path(path.split("!")[-1]).stem
