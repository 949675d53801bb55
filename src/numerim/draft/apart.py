"""Which columns tell the rows of a table apart in which each row is a unit."""

import re
from collections.abc import Mapping, Sequence

import polars as pl

from numerim.draft.described import ANOTHER, COARSE, SMALLER, Column, Described, Left, take
from numerim.draft.figures import is_flag
from numerim.draft.totals import totals_of
from numerim.draft.words import Meaning
from numerim.schemas.vocabulary import MEASURES

_STATIONS = ("precinct", "polling_station")
_NAMELESS = re.compile(r"column \d+")
"""A column without a name, which counts rows rather than units if another tells them apart."""
_PANEL = re.compile(r" \(\d+\)$")
"""One of several columns of a name, which stand side by side."""
_MOSTLY = 0.97
"""In so many rows the units must differ for their column to be taken for it."""


def tell_rows(said: Described, left: Left, meant: Mapping[str, Meaning | None]) -> bool:
    """See that no two rows are of one unit: else take the column for the unit by which they differ.

    What was taken for the unit is then what it lies in, where some units have several rows.

    Args:
        said: what is known of the table.
        left: the columns of which nobody knows yet what they are.
        meant: column -> what its name says.

    Returns:
        Whether they are told apart by one column, beside what was taken for the unit.
    """
    cells, unit, within, number = said.cells, said.of("unit"), said.of("within"), said.of("unit_number")
    rows = pl.DataFrame(cells.texts, schema=dict.fromkeys(cells.names, pl.String))
    rows = rows.filter(~pl.Series(said.is_total)).unique(maintain_order=True)  # a row typed twice tells nothing
    named = [column.name for column in (within, unit, number) if column]
    if rows.height < 2 or (unit and "{" in unit.is_):
        return True
    if (apart := _apart(rows, named)) >= _MOSTLY:
        if apart < 1:
            _in_parts(said, left, rows, named)
        return True
    free = [column.name for column in said.columns[""] if column.is_ == "ignore" and any(cells.texts[column.name])]
    free = [n for n in free if not _PANEL.search(n) and cells.number(n) not in cells.shares and not is_flag(cells, n)]
    free = [n for n in free if not (cells.figures[:, cells.number(n)] < 0).any()]
    counts = [cells.number(name) for name, one in meant.items() if one and one.role in MEASURES]
    first = min(counts, default=len(cells.names))
    perhaps: list[str] = []
    for name, one in left.items():
        if cells.number(name) > first and cells.number(name) in cells.is_figures and not (one and one.unit):
            continue  # such as who stayed at home
        if one and one.role == "ignore":
            free.append(name)
        elif one is None and (steps := _rises(rows, named, name)) is not None:
            by_one = 2 * (steps == 1).sum() >= steps.len()
            (free if steps.len() >= _STEPS or by_one else perhaps).append(name)
    if not any((rows[name] != "").all() and _apart(rows, [*named, name]) >= _MOSTLY for name in free):
        free += perhaps  # nothing else tells the rows apart
    free.sort(
        key=lambda name: (
            bool(_NAMELESS.fullmatch(name)),
            not (one := meant.get(name)) or not one.unit,
            cells.number(name) in cells.is_figures,
        )
    )
    for beside in ([], named):
        for name in free:
            if (rows[name] != "").all() and _apart(rows, [*beside, name]) >= _MOSTLY:
                if _is_asked_of_all(said, left, rows, named, name):
                    return True
                is_own = bool(unit) and _apart(rows, [unit.name, name]) >= _MOSTLY  # type: ignore[union-attr]
                _take_for_unit(said, left, name, meant.get(name), alone=not beside, is_own=is_own)
                named = [column.name for role in ("within", "unit") if (column := said.of(role))]
                if _apart(rows, named) < 1:
                    _in_parts(said, left, rows, named)
                if not said.totals:
                    totals_of(said)
                return True
    for name in free:
        more = _apart(rows, [*named, name]) > _apart(rows, named)
        if more and (words := _words_that_tell(said, left, rows, [*named, name])):
            _take_for_unit(said, left, name, meant.get(name), alone=False, is_own=True)
            unit = said.of("unit")
            if unit and unit.text:
                _take_together(said, left, [words], unit)
            else:
                _in_parts(said, left, rows, [column.name for role in ("within", "unit") if (column := said.of(role))])
            return True
    return False


def _is_asked_of_all(said: Described, left: Left, rows: pl.DataFrame, named: Sequence[str], name: str) -> bool:
    """Take a key of the things in which a list lies for what is voted on, where each has all the same units.

    Places lie in one larger place each; a question is put to all of them.
    """
    above = bool(said.keys) and not name.startswith(said.keys)
    places = rows.select(named).n_unique() if named else 0
    if not above or said.of("office") or places < _PARTS or places * rows[name].n_unique() != rows.height:
        return False
    said.columns[""] = [column for column in said.columns[""] if column.name != name]
    take(said, left, Column(name, "office", "each has the same units: they are asked about it", unsure=True))
    return True


def _in_parts(said: Described, left: Left, rows: pl.DataFrame, named: Sequence[str]) -> None:
    """Take a column of a few words to the units, if it tells those rows apart that are alike: parts of the table."""
    unit, name = said.of("unit"), _words_that_tell(said, left, rows, named)
    if unit and name:
        _take_together(said, left, [name], unit)


def _words_that_tell(said: Described, left: Left, rows: pl.DataFrame, named: Sequence[str]) -> str:
    """The column of a few words with which these tell all rows apart; empty where none does."""
    words = [c.name for c in said.columns[""] if c.is_ == "ignore"]
    words += [name for name, one in left.items() if one is None]
    for name in words:
        is_one = said.cells.number(name) not in said.cells.is_figures and 1 < rows[name].n_unique() <= _PARTS
        if is_one and name not in named and (rows[name] != "").all() and _apart(rows, [*named, name]) == 1:
            return name
    return ""


_PARTS = 6
"""So many parts has a table at most in which one place may stand again."""


def _apart(rows: pl.DataFrame, names: Sequence[str]) -> float:
    """In which part of the rows these columns together are what they are in no other."""
    return rows.select(names).n_unique() / rows.height if names else 0.0


def _rises(rows: pl.DataFrame, of: Sequence[str], name: str) -> pl.Series | None:
    """The steps of a column that only counts the rows of each unit: its whole numbers rise from row to row."""
    if not rows[name].str.contains(r"^\d{1,12}$").all():
        return None
    steps = pl.col(name).cast(pl.Int64).diff()
    found = rows.select(steps.over(of) if of else steps).to_series().drop_nulls()
    return found if (found > 0).all() else None


_STEPS = 6
"""So many steps do not all go up by chance."""


def _take_for_unit(said: Described, left: Left, name: str, one: Meaning | None, *, alone: bool, is_own: bool) -> None:
    kind = one.unit if one and one.unit else ""
    unit, within = said.of("unit"), said.of("within")
    kind = kind or ("precinct" if unit else "municipality")
    larger = unit and (kind not in COARSE or said.unit not in COARSE or COARSE.index(said.unit) < COARSE.index(kind))
    if unit and larger and (is_own or alone or not within) and not (said.unit in _STATIONS and within):
        if within:
            within.is_, within.why = "ignore", SMALLER
        unit.is_, said.within = "within", said.unit
    elif unit and within and not alone and not unit.text and _is_coarser(kind, said.within):
        _take_together(said, left, [within.name], unit)
        said.within = kind
        left.pop(name, None)
        _is(said, name, "within", "tells the rows apart", unsure=True)
        return
    elif unit and not alone and not unit.text:
        _take_together(said, left, [name], unit)
        return
    elif unit:
        unit.is_, unit.why, unit.unsure = "ignore", f"{ANOTHER}{said.unit.replace('_', ' ')} more precisely", True
    said.unit = kind
    left.pop(name, None)
    _is(said, name, "unit", "tells the rows apart", unsure=True)


def _is(said: Described, name: str, role: str, why: str, *, unsure: bool) -> None:
    """Say of a column what it is, whether anything was said of it before or not."""
    found = next((column for column in said.columns[""] if column.name == name), None)
    if found is None:
        said.columns[""].append(found := Column(name, role))
    found.is_, found.why, found.unsure = role, why, unsure


def _is_coarser(kind: str, than: str) -> bool:
    return kind in COARSE and than in COARSE and COARSE.index(kind) < COARSE.index(than)


def _take_together(said: Described, left: Left, names: Sequence[str], unit: Column) -> None:
    """Take columns for the unit together: the place, and the number that it gives to each of its rows."""
    texts = said.cells.texts
    every = [unit.name, *names] if unit.text else sorted([*names, unit.name], key=said.cells.number)
    for name in names:
        left.pop(name, None)
        _is(said, name, "part", "a part of what names the unit", unsure=False)
    text = [unit.text, *(f"{{{one}}}" for one in names)] if unit.text else [f"{{{one}}}" for one in every]
    unit.unsure, unit.text = True, " ".join(text)
    unit.why = "together these tell the rows apart"
    texts[unit.name] = [" ".join(row) for row in zip(*(texts[name] for name in every), strict=True)]
