"""Which rows of a table are read, and to which of its parts they belong."""

import re
from collections.abc import Mapping, Sequence

import polars as pl

from numerim.declare.election import ElectionFile
from numerim.declare.tables import Layout, Leave, Part, Repeat
from numerim.declare.words import ROLES
from numerim.errors import InputError, nearest, tell_all
from numerim.model.columns import cells_of, referred_to, states_nothing
from numerim.model.pieces import Pieces
from numerim.model.visible import seen, seen_of
from numerim.read.ingest import RawFile
from numerim.read.rawtable import RawTable
from numerim.schemas.vocabulary import Measure


def as_declared(rows: pl.DataFrame, layout: Layout) -> pl.DataFrame:
    """The rows of a table, the columns called as `election.yml` does where one sees no difference."""
    said = {*layout.fill, *(name for leave in layout.leave for name in leave.rows)}
    for part in layout.parts:
        columns = {} if part.columns == "same" else part.columns
        said |= {*columns, *part.ignore, *part.only, *part.but, *referred_to(columns.values())}
        said |= {*part.repeat.columns, *part.repeat.ignore} if part.repeat else set()
        said |= set(ROLES) if part.columns == "same" else set()
    ours = {seen(name): name for name in said if name not in rows.columns}
    theirs = [seen(name) for name in rows.columns]
    return rows.rename(
        {
            name: ours[looks]
            for name, looks in zip(rows.columns, theirs, strict=True)
            if name not in said and looks in ours and theirs.count(looks) == 1
        }
    )


def left(table: RawTable, rows: pl.DataFrame, raw: RawFile, file: ElectionFile) -> tuple[pl.DataFrame, list[Pieces]]:
    """The rows that are read, and the cells of those that are left out with a reason.

    Raises:
        InputError: `leave:` names a column that there is not, or leaves nothing out; all such are told.
    """
    others: list[Pieces] = []
    wrong: list[InputError] = []
    for i, leave in enumerate(table.layout.leave):
        place = file.place("sources", raw.source, "files", raw.path, "tables", table.index, "leave", i)
        if unknown := _unknown([*leave.rows], rows, place):
            wrong += unknown
            continue
        mask = pl.all_horizontal(_has(name, values) for name, values in leave.rows.items())
        out = rows.filter(mask)
        if out.is_empty():
            told = f"no row is left out by it ({_told(leave)})"
            wrong.append(InputError(place, told, "Remove it, or correct the value."))
            continue
        others += [cells_of(out, name, table, raw, "ignored", leave.because) for name in out.columns]
        rows = rows.filter(~mask)
    tell_all(wrong)
    return rows, others


def filled(table: RawTable, rows: pl.DataFrame, raw: RawFile, file: ElectionFile) -> pl.DataFrame:
    """The rows, an empty cell in a column of `fill:` as the one above it that is not empty, with the place of that.

    Raises:
        InputError: `fill:` names columns that there are not; all are told.
    """
    names = table.layout.fill
    place = file.place("sources", raw.source, "files", raw.path, "tables", table.index, "fill")
    tell_all(_unknown(names, rows, place))
    return rows.with_columns(
        pl.when(seen_of(pl.col(name).struct.field("text").fill_null("")) != "").then(pl.col(name)).forward_fill()
        for name in names
    )


def parts(table: RawTable, rows: pl.DataFrame, raw: RawFile, file: ElectionFile) -> list[tuple[pl.DataFrame, Part]]:
    """The rows of each part. Every row belongs to exactly one.

    Raises:
        InputError: `only:` or `but:` name a column that there is not; a row belongs to no part or to several.
    """
    place = ("sources", raw.source, "files", raw.path, "tables", table.index)
    masks = []
    for i, part in enumerate(table.layout.parts):
        tell_all(_unknown([*part.only, *part.but], rows, file.place(*place, "parts", i)))
        claims = [_has(name, values) for name, values in part.only.items()]
        claims += [~_has(name, values) for name, values in part.but.items()]
        everything = pl.repeat(True, rows.height, dtype=pl.Boolean)
        masks.append(rows.select(pl.all_horizontal([everything, *claims]).alias(str(i))).to_series())
    times = pl.DataFrame(masks).sum_horizontal()
    wrong = rows.filter(times != 1)
    if wrong.height:
        line = wrong.select(pl.coalesce(pl.all().struct.field("line"))).item(0, 0)
        raise InputError(
            file.in_source(raw.path + table.inside + table.places.at(line)),
            f"the row belongs to {'no' if times.filter(times != 1)[0] == 0 else 'more than one'} part of "
            f"{table.at or 'the table'!r}",
            f"Correct only: and but: on {file.place(*place)}.",
        )
    return [(rows.filter(mask), part) for mask, part in zip(masks, table.layout.parts, strict=True)]


def groups(
    rows: pl.DataFrame, part: Part, place: str, measures: Mapping[str, Measure]
) -> list[tuple[pl.DataFrame, Part]]:
    """A part with columns that repeat as several without: what stands once, and each group with whose it is.

    Rows in which nothing stands in a group say nothing of it.

    Raises:
        InputError: the columns do not stand side by side, or not so many times.
    """
    repeat = part.repeat
    if repeat is None or part.columns == "same":
        return [(rows, part)]
    found = _groups(rows.columns, repeat, place)
    inside = {name for group in found for name in group}
    once = {name: cell for name, cell in part.columns.items() if name not in inside}
    naming = {name: cell for name, cell in once.items() if states_nothing(cell, measures)}
    base = part.model_copy(update={"columns": once, "repeat": None})
    outside = inside - referred_to(once.values()) - {*part.only, *part.but}
    made = [(rows.drop(outside), base)]
    for group in found:
        first = dict(zip(found[0], group, strict=True))
        columns = naming | {first[name]: part.columns.get(first[name], cell) for name, cell in repeat.columns.items()}
        ignored = {first[name]: reason for name, reason in repeat.ignore.items()}
        kept = {*columns, *ignored, *referred_to(columns.values())}
        some = pl.any_horizontal(
            seen_of(pl.col(first[name]).struct.field("text").fill_null("")) != "" for name in repeat.columns
        )
        update = {"columns": columns, "ignore": ignored, "only": {}, "but": {}, "repeat": None}
        here = rows.filter(some).select(name for name in rows.columns if name in kept)
        made.append((here, part.model_copy(update=update)))
    return made


def _groups(names: Sequence[str], repeat: Repeat, place: str) -> list[list[str]]:
    """The names of the columns of each group, in their order."""
    ours = [*repeat.columns, *repeat.ignore]
    for name in ours:
        if name not in names:
            raise InputError(place, f"repeat: unknown column {name!r}", nearest(name, list(names)))
    start, end = (limit(names.index(name) for name in ours) for limit in (min, max))
    between = [name for name in names[start : end + 1] if name not in ours]
    if between:
        problem = f"repeat: {between[0]!r} stands between its columns"
        raise InputError(place, problem, "Name it there, under columns: or ignore:.")
    width = len(ours)
    if start + width * repeat.times > len(names):
        problem = f"repeat: {width} columns do not stand {repeat.times} times from {names[start]!r} on"
        raise InputError(place, problem, f"There are {len(names) - start} columns from there to the last.")
    found = [list(names[start + width * i : start + width * (i + 1)]) for i in range(repeat.times)]
    for i, group in enumerate(found[1:], 2):
        for name, first in zip(group, found[0], strict=True):
            plain = name.removesuffix(f" ({i})")
            if plain != first and plain in found[0]:
                problem = f"repeat: in group {i}, {plain!r} stands where {first!r} should"
                raise InputError(place, problem, "The groups must have their columns in the same order.")
    return found


def _has(name: str, values: Sequence[str]) -> pl.Expr:
    """Whether the cell of a column is one of some values, as one sees them; `*` in one stands for any text."""
    text = seen_of(pl.col(name).struct.field("text").fill_null(""))
    plain = [seen(value.replace("**", "*")) for value in values if not _is_pattern(value)]
    fits = [text.str.contains(_expression(value)) for value in values if _is_pattern(value)]
    return pl.any_horizontal(text.is_in(plain), *fits)


def _is_pattern(value: str) -> bool:
    return "*" in value.replace("**", "")


def _expression(value: str) -> str:
    """A regular expression for what fits a value with `*` in it: any text, alone any but none; `**` is a star."""
    parts = [re.escape(seen_part.replace("\0", "*")) for seen_part in value.replace("**", "\0").split("*")]
    return "(?s)^.+$" if parts == ["", ""] else f"(?s)^{'.*'.join(parts)}$"


def _told(leave: Leave) -> str:
    return ", ".join(f"{name}: {' or '.join(values)}" for name, values in leave.rows.items())


def _unknown(names: Sequence[str], rows: pl.DataFrame, place: str) -> list[InputError]:
    return [
        InputError(place, f"there is no column {name!r}", nearest(name, rows.columns))
        for name in names
        if name not in rows.columns
    ]
