"""Which columns tell the rows of a table apart in which each row is a unit."""

import re
from collections.abc import Mapping, Sequence

import polars as pl

from numerim.draft.described import COARSE, Column, Described, Left
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
    if rows.height < 2 or (unit and "{" in unit.is_) or _apart(rows, named) >= _MOSTLY:
        return True
    free = [column.name for column in said.columns[""] if column.is_ == "ignore" and any(cells.texts[column.name])]
    free = [name for name in free if not _PANEL.search(name)]
    counts = [cells.number(name) for name, one in meant.items() if one and one.role in MEASURES]
    first = min(counts, default=len(cells.names))
    for name, one in left.items():
        if cells.number(name) > first and cells.number(name) in cells.is_figures and not (one and one.unit):
            continue  # such as who stayed at home
        if (one and one.role == "ignore") or (one is None and _counts(rows, named, name)):
            free.append(name)
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
                _take_for_unit(said, left, name, meant.get(name), alone=not beside)
                if not said.totals:
                    totals_of(said)
                return True
    return False


def _apart(rows: pl.DataFrame, names: Sequence[str]) -> float:
    """In which part of the rows these columns together are what they are in no other."""
    return rows.select(names).n_unique() / rows.height if names else 0.0


def _counts(rows: pl.DataFrame, of: Sequence[str], name: str) -> bool:
    """Whether a column only counts the rows of each unit: its whole numbers rise from row to row."""
    if not rows[name].str.contains(r"^\d{1,12}$").all():
        return False
    steps = pl.col(name).cast(pl.Int64).diff()
    return bool((rows.select(steps.over(of) if of else steps).to_series().drop_nulls() > 0).all())


def _take_for_unit(said: Described, left: Left, name: str, one: Meaning | None, *, alone: bool) -> None:
    kind = one.unit if one and one.unit else ""
    unit, within = said.of("unit"), said.of("within")
    kind = kind or ("precinct" if unit else "municipality")
    larger = unit and (kind not in COARSE or said.unit not in COARSE or COARSE.index(said.unit) < COARSE.index(kind))
    if unit and larger and not (said.unit in _STATIONS and within):
        if within:
            within.is_, within.why = "ignore", "said by what lies in it"
        unit.is_, said.within = "within", said.unit
    elif unit and not alone and not unit.text:
        _take_together(said, left, unit, name)
        return
    elif unit:
        unit.is_, unit.why, unit.unsure = "ignore", f"says the {said.unit.replace('_', ' ')} less precisely", True
    said.unit = kind
    left.pop(name, None)
    found = next((column for column in said.columns[""] if column.name == name), None)
    if found is None:
        said.columns[""].append(found := Column(name, "unit"))
    found.is_, found.why, found.unsure = "unit", "tells the rows apart", True


def _take_together(said: Described, left: Left, unit: Column, name: str) -> None:
    """Take two columns for the unit: the place, and the number that it gives to each of its rows."""
    texts, names = said.cells.texts, [unit.name, name]
    unit.is_, unit.why = "part", "a part of what names the unit"
    left.pop(name, None)
    found = next((column for column in said.columns[""] if column.name == name), None)
    if found is None:
        said.columns[""].append(found := Column(name, "unit"))
    found.is_, found.unsure, found.text = "unit", True, " ".join(f"{{{one}}}" for one in names)
    found.why = "together these tell the rows apart"
    texts[name] = [" ".join(row) for row in zip(texts[unit.name], texts[name], strict=True)]
