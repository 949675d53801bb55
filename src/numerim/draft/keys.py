"""Several columns that together name a unit, where none of them does so alone."""

import re
from collections.abc import Mapping, Sequence

import polars as pl

from numerim.draft.described import SMALLER, Column, Described, Left
from numerim.draft.figures import is_flag
from numerim.draft.hints import REASONS
from numerim.draft.words import SELECTIONS, Meaning
from numerim.schemas.vocabulary import MEASURES

_MOSTLY = 0.97
"""In so many rows the units must differ for these columns to be taken for them."""
_FEW = 5
"""So many columns may make a unit."""


def tell_by_several(said: Described, left: Left, meant: Mapping[str, Meaning | None]) -> bool:
    """Take the fewest columns of names, numbers or keys for the unit that tell rows apart.

    Rows of one unit differ in who is voted for, on what, in which round or kind of ballots.

    Args:
        said: what is known of the table; the unit is told there.
        left: the columns of which nobody knows yet what they are.
        meant: column -> what its name says.

    Returns:
        Whether such columns were found.
    """
    cells, unit = said.cells, said.of("unit")
    if unit is None or "{" in unit.is_ or unit.text:
        return False
    rows = pl.DataFrame(cells.texts, schema=dict.fromkeys(cells.names, pl.String)).filter(~pl.Series(said.is_total))
    rows = rows.unique(maintain_order=True)
    roles = (*SELECTIONS, "office", "round", "count_type", "ballot_number", "district")
    within = said.of("within")
    beside = list(dict.fromkeys(column.name for role in roles if (column := said.of(role))))
    own = [column.name for column in (within, unit) if column]
    if rows.height < 4 or _apart(rows, [*own, *beside]) >= _MOSTLY:
        return False
    free = [name for name in _keys(said, left, meant) if name not in beside and (rows[name] != "").all()]
    larger = [within.name] if within else []
    chosen: list[str] = []
    best = _apart(rows, [*larger, *beside])
    while best < _MOSTLY and len(chosen) < _FEW:
        tried = [(_apart(rows, [*larger, *beside, *chosen, name]), -i, name) for i, name in enumerate(free)]
        if not tried or max(tried)[0] <= best:
            return False
        best, _, name = max(tried)
        chosen.append(name)
        free.remove(name)
    for name in list(chosen):
        if len(chosen) > 1 and _apart(rows, [*larger, *beside, *(n for n in chosen if n != name)]) >= best:
            chosen.remove(name)
    chosen.sort(key=cells.number)
    if not chosen:
        return False
    _take(said, left, unit, chosen)
    return True


def tell_by_accounts(said: Described, left: Left) -> bool:
    """Take a column for the unit by which the accounts of its rows are the same, where by the unit they are not.

    Those who may vote stand beside each candidate; they are of what the candidate stands in.

    Returns:
        Whether there is such a column.
    """
    cells, unit = said.cells, said.of("unit")
    named = [
        name for name, one in left.items() if one and one.role in _OF_UNITS and cells.number(name) in cells.is_figures
    ]
    if unit is None or unit.text or "{" in unit.is_ or not named:
        return False
    rows = pl.DataFrame(cells.texts, schema=dict.fromkeys(cells.names, pl.String)).filter(~pl.Series(said.is_total))
    keys = [c.name for role in ("within", "unit", "office", "round", "count_type", "district") if (c := said.of(role))]
    several = [name for name in named if _is_of(rows, keys, name) < _MOSTLY and not _is_one_slip(rows, keys, name)]
    free = [c.name for c in said.columns[""] if c.is_ == "ignore"] + [
        n for n, one in left.items() if one is None or one.unit
    ]
    free = [name for name in free if (rows[name] != "").all() and 1 < rows[name].n_unique() <= rows.height / 2]
    fits = [name for name in free if several and all(_is_of(rows, [*keys, name], one) >= _MOSTLY for one in several)]
    if not fits:
        return False
    name = min(fits, key=lambda one: (rows.select(*keys, one).n_unique(), not re.search(r"[^\W\d_]{3}", rows[one][0])))
    _take(said, left, unit, [name])
    return True


_OF_UNITS = ("registered", "cast", "valid", "invalid", "blank", "signatures")


def _is_of(rows: pl.DataFrame, keys: Sequence[str], name: str) -> float:
    """In which part of the rows a column is what it is in all rows of the same unit."""
    return rows.select(*keys).n_unique() / max(1, rows.select(*keys, name).n_unique())


def _is_one_slip(rows: pl.DataFrame, keys: Sequence[str], name: str) -> bool:
    """Whether only one row has another figure than all other rows of its unit, of which there are two or more."""
    alike = rows.group_by(*keys, name).len().group_by(keys).agg(pl.col("len").max().alias("most"), pl.col("len").sum())
    odd = alike.filter(pl.col("most") < pl.col("len"))
    return odd.height == 1 and odd["most"][0] > 1 and odd["len"][0] - odd["most"][0] == 1


def _apart(rows: pl.DataFrame, names: Sequence[str]) -> float:
    return rows.select(names).n_unique() / rows.height if names else 1 / rows.height


def _keys(said: Described, left: Left, meant: Mapping[str, Meaning | None]) -> list[str]:
    """The columns that may be a part of the name of a unit: figures only where they stand before all counts."""
    cells = said.cells
    counts = [
        cells.number(name) for name, one in meant.items() if one and (one.role in MEASURES or one.role == "votes")
    ]
    first = min(counts, default=-1)
    named = [cells.number(name) for name, one in meant.items() if one and one.unit]
    last = max(named, default=-1)
    taken = {column.name: column.is_ for column in said.columns[""]}
    asides = {column.name for column in said.columns[""] if column.why in REASONS.values()}

    who = next((column for role in SELECTIONS if (column := said.of(role))), None)

    def tells_accounts(name: str) -> bool:
        """Whether a column says of rows that name nobody what they count instead."""
        if who is None or name == who.name or all(cells.texts[who.name]):
            return False
        pairs = set(zip(cells.texts[name], (bool(text) for text in cells.texts[who.name]), strict=True))
        return len(pairs) == len(cells.values(name)) > 1

    def may_be(name: str) -> bool:
        if taken.get(name, "ignore") not in ("ignore", "unit") or name in asides or not any(cells.texts[name]):
            return False
        if all(map(_TIME.match, cells.values(name))) or is_flag(cells, name):
            return False
        if tells_accounts(name):
            return False
        one = meant.get(name)
        is_figure = cells.number(name) in cells.is_figures
        if is_figure and (cells.number(name) in cells.shares or not all(t.isdigit() for t in cells.values(name))):
            return False
        if one is None and is_figure:
            repeats = 2 * len(cells.values(name)) <= len(cells.texts[name])
            return repeats and cells.number(name) < min(first, last)
        if one is None:
            return name in taken or cells.number(name) < first
        return one.role in ("unit", "district", "ignore")

    return [name for name in cells.names if may_be(name) and (name in left or name in taken)]


_TIME = re.compile(r"\d{4}-\d\d-\d\d\b|\d{1,2}[./]\d{1,2}[./]\d{4}\b|\d{1,2}:\d\d\b")
"""When something came in or was counted: no part of the name of a unit."""


def _take(said: Described, left: Left, unit: Column, chosen: Sequence[str]) -> None:
    text = " ".join(f"{{{name}}}" for name in chosen) if len(chosen) > 1 else ""
    named = {column.name: column for column in said.columns[""]}
    within = said.of("within")
    if unit.name not in chosen and within is not None and said.unit in _STATIONS:
        unit.is_, unit.why, unit.unsure = "ignore", "a name that several stations have", True
    elif unit.name not in chosen:
        unit.is_, unit.why, unit.unsure = "within", "several units lie in it", True
        if within is not None:
            within.is_, within.why = "ignore", SMALLER
        said.within = said.unit if said.unit not in _STATIONS else "municipality"
    for name in chosen:
        left.pop(name, None)
        column = named.get(name)
        if column is None:
            said.columns[""].append(column := Column(name, "part"))
        column.is_, column.why = "part", "a part of what names the unit"
    last = next(column for column in said.columns[""] if column.name == chosen[-1])
    last.is_, last.text, last.unsure = "unit", text, True
    last.why = "together these tell the rows apart" if text else "tells the rows apart"
    said.unit = "precinct"
    if said.within in _STATIONS:
        said.within = "municipality"
    own = [said.cells.texts[name] for name in chosen]
    said.cells.texts[last.name] = own[0] if len(own) == 1 else [" ".join(row) for row in zip(*own, strict=True)]


_STATIONS = ("precinct", "polling_station")
