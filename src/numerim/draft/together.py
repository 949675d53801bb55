"""What the lists of a nested file say of each other: which figures are the valid ballots, which units are all."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy
import polars as pl
from numpy.typing import NDArray

from numerim.draft.balance import blank_among_invalid
from numerim.draft.described import ABOVE, Column, Described
from numerim.draft.keypaths import Nest, last_key
from numerim.draft.sums import is_enough
from numerim.draft.takes import SAID
from numerim.draft.totals import NEAR
from numerim.draft.votes import ACCOUNTS
from numerim.draft.words import SELECTIONS, in_words, meaning_of
from numerim.read.rawtable import RawTable
from numerim.read.records import Records
from numerim.schemas.vocabulary import MEASURES

READ_ABOVE = f"{ABOVE}; it is read there"
"""Why a column of an inner list is not read."""


@dataclass
class Listed:
    """A list, and what it says."""

    records: Records
    nest: Nest
    table: RawTable
    said: Described

    @property
    def unit(self) -> tuple[str, ...]:
        """The columns that name its units."""
        every = self.said.columns[""]
        return tuple(c.name for role in ("unit", "within") for c in every if role == c.is_ or f"{{{role}}}" in c.is_)

    @property
    def has_selections(self) -> bool:
        """Whether it has votes of somebody, and says whose."""
        every = self.said.columns[""]
        has_names = any(self.said.of(role) for role in SELECTIONS)
        return any(c.is_ in ("votes", "share", "seats") and (has_names or c.with_) for c in every)

    @property
    def figures(self) -> list[Column]:
        """Its columns of figures that are read."""
        return [c for some in self.said.columns.values() for c in some if set(_names(c.is_)) & {*MEASURES}]


def _names(pattern: str) -> list[str]:
    return pattern.replace("{", " ").replace("}", " ").split()


def together(kept: Sequence[Listed], reference: Path) -> None:
    """Say what lists say of each other: where a figure is told, which are the valid ballots, which units are all."""
    for inner in kept:
        for outer in kept:
            if outer is inner or not _lies_over(outer, inner):
                continue
            _valid_by_votes(outer, inner)
            _without_contradicted(outer, inner)
            _votes_of_others(outer, inner)
            _all_votes(outer, inner)
            _all_units(outer, inner)
    for one in kept:
        _cast_by_valid(one, reference)
        blank_among_invalid(one.said)
        if one.said.of("count_type") and (share := one.said.of("share")):
            share.is_, share.why, share.unsure = "ignore", "of the ballots of one kind", False
    _named_alike(kept)
    for one in kept:
        over = [other for other in kept if other.nest.at in one.nest.above and other.unit == one.unit]
        if one.has_selections and any("units" in other.said.complete for other in over):
            one.said.complete.append("units")
    read = {
        c.name for one in kept for some in one.said.columns.values() for c in some if c.is_ not in ("ignore", "part")
    }
    for one in kept:
        for column in one.said.columns[""]:
            if column.is_ == "ignore" and column.name in read:
                column.why, column.unsure = READ_ABOVE, False


def _named_alike(kept: Sequence[Listed]) -> None:
    """What is an account in one list, or of whom, is it at the same key of others: one row shows less than many."""
    known: dict[str, list[tuple[str, dict[str, str], float]]] = {}
    for one in kept:
        for c in one.said.columns[""]:
            is_of_whom = bool(c.with_) and one.records.height > 1 and "/" not in one.said.own_name(c.name)
            if (c.is_ in ACCOUNTS or is_of_whom) and not c.unsure:
                most = float(numpy.nanmax(figures_of(one, c), initial=0)) if c.is_ == "votes" else 0.0
                known.setdefault(last_key(c.name), []).append((c.is_, c.with_, most))
    for one in kept:
        has = [(c.is_, c.with_) for c in one.said.columns[""]]
        cells, is_one = one.said.cells, one.records.height == 1
        own = [c for c in one.said.columns[""] if c.name in one.nest.own and cells.number(c.name) in cells.is_figures]
        often = Counter(last_key(c.name) for c in own)
        for column in own:
            there = known.get(key := last_key(column.name), [])
            is_open = column.is_ == "ignore" and (column.unsure or is_one) and column.why != SAID
            if not is_open or not there or (there[0][1] and (often[key] > 1 or there[1:] or not is_one)):
                continue
            is_, with_, most = there[-1]
            if (is_, with_) not in has and (not with_ or (figures_of(one, column) >= most).all()):
                column.is_, column.with_, column.why, column.unsure = is_, with_, _ELSEWHERE, False
                has.append((is_, with_))


_ELSEWHERE = "so it is in another list of the file"


def _lies_over(outer: Listed, inner: Listed) -> bool:
    """Whether the things of a list lie in those of another, or that is the document."""
    return outer.nest.at in inner.nest.above or (outer.records.is_document and not inner.records.is_document)


def _sums(outer: Listed, inner: Listed, name: str) -> NDArray[numpy.float64]:
    """What the figures of a list come to for each thing that it lies in; NaN where none of it does."""
    height = inner.table.rows.height
    column = next((n for n in outer.nest.own if n in inner.table.rows.columns and not outer.records.is_document), None)
    lines = inner.table.rows[column].struct.field("line") if column else pl.repeat(0, height, eager=True)
    figures = inner.said.cells.figures[:, inner.said.cells.number(name)]
    frame = pl.DataFrame({"of": lines, "is": figures}).filter(~pl.Series(inner.said.is_total)).drop_nulls("of")
    sums = dict(frame.group_by("of").agg(pl.col("is").sum()).iter_rows())
    own = outer.table.rows[column].struct.field("line").to_list() if column else [0] * outer.table.rows.height
    return numpy.array([sums.get(line, numpy.nan) for line in own], dtype=numpy.float64)


def _valid_by_votes(outer: Listed, inner: Listed) -> None:
    """Take the figure for the valid ballots that is the sum of the votes in the list beneath.

    A total of votes that is more, by a figure that stands beside it, is that of the ballots cast.
    """
    votes = inner.said.of("votes")
    known = outer.said.of("valid")
    if votes is None or not inner.has_selections or votes.with_ or inner.unit != outer.unit:
        return
    summed = _sums(outer, inner, votes.name)
    if known and not known.unsure:
        cast = outer.said.of("cast")
        if cast and _mostly((summed > _FAR * figures_of(outer, known)) & (summed <= figures_of(outer, cast))):
            known.is_, known.why = "ignore", "the votes in the list beneath are more, and no more than were cast"
        return
    open_ = [c for c in outer.said.columns[""] if c.is_ == "ignore" and c.name in outer.nest.own]
    figures = {c.name: figures_of(outer, c) for c in (known, *open_) if c and _has_figures(outer, c)}
    there = {c.name: c for c in (known, *open_) if c}
    name = next((n for n, own in figures.items() if _mostly((own == summed) & (own > LARGE))), None)
    if name is None or there[name] is known:
        if known and name:
            known.why, known.unsure = f"the sum of {votes.name!r}", False
        return
    valid = there[name]
    valid.is_, valid.why, valid.unsure = "valid", f"the sum of {votes.name!r}", False
    if known:
        known.is_, known.why = "ignore", "the votes in the list beneath do not make it"


_FAR = 1.5
"""Times so much are votes more than a figure that is no total of them; less may be a slip."""


def _without_contradicted(outer: Listed, inner: Listed) -> None:
    """Leave out ballots without a vote whose names say it in part, where with the votes they do not make those cast."""
    votes, cast = inner.said.of("votes"), outer.said.of("cast")
    if votes is None or cast is None or votes.with_ or not inner.has_selections or inner.unit != outer.unit:
        return
    if outer.said.of("valid"):
        return
    rest = [c for role in ("invalid", "blank") if (c := outer.said.of(role))]
    made = _sums(outer, inner, votes.name) + sum(numpy.nan_to_num(figures_of(outer, c)) for c in rest)
    for column in rest if _mostly(made != figures_of(outer, cast)) else ():
        if column.unsure:
            column.is_, column.why = "ignore", "with the votes in the list beneath it does not make the ballots cast"


def _cast_by_valid(one: Listed, reference: Path) -> None:
    """Take a total of votes for the ballots cast that is more than the valid ones by a figure that stands beside it."""
    valid = one.said.of("valid")
    if valid is None or valid.unsure or any(one.said.of(role) for role in ("cast", "invalid")):
        return
    open_ = [c for c in one.said.columns[""] if c.is_ == "ignore" and c.name in one.nest.own and _has_figures(one, c)]
    for whole in open_:
        meaning = meaning_of(whole.name, reference)
        more = figures_of(one, whole) - figures_of(one, valid)
        if meaning and meaning.role in ("votes", "cast", "valid") and (more > 0).any():
            for rest in open_:
                if rest is not whole and _mostly(figures_of(one, rest) == more):
                    whole.is_, whole.why, whole.unsure = "cast", f"the sum of {valid.name!r} and {rest.name!r}", False
                    rest.is_, rest.why, rest.unsure = "invalid", f"what {whole.name!r} has more", False
                    return


def _has_figures(one: Listed, column: Column) -> bool:
    return one.said.cells.number(column.name) in one.said.cells.is_figures


def figures_of(one: Listed, column: Column) -> NDArray[numpy.float64]:
    """The figures of a column of a list; NaN where a cell holds none."""
    return one.said.cells.figures[:, one.said.cells.number(column.name)]


def _mostly(fits: NDArray[numpy.bool_]) -> bool:
    return bool(fits.sum() >= max(1, MOSTLY * len(fits)))


def _all_votes(outer: Listed, inner: Listed) -> None:
    """Say that a list has the votes of all, where they make the valid ballots over it in places, and nearly in most."""
    votes, valid = inner.said.of("votes"), outer.said.of("valid")
    if votes is None or valid is None or not inner.has_selections or votes.with_ or inner.unit != outer.unit:
        return
    printed = outer.said.cells.figures[:, outer.said.cells.number(valid.name)]
    off = _sums(outer, inner, votes.name) - printed
    there = ~numpy.isnan(off)
    near = abs(off[there]) <= NEAR * printed[there]
    is_all = 3 * (off[there] == 0).sum() >= there.sum() or (off[there] > 0).all()  # who is left out makes it less
    if there.any() and is_all and 2 * near.sum() >= there.sum():
        inner.said.complete.append("votes")
        outer.said.votes_in = inner.said


def _votes_of_others(outer: Listed, inner: Listed) -> None:
    """Votes of all others, in an object beside a list: with those in the list they make the valid ballots over it."""
    votes, valid = inner.said.of("votes"), outer.said.of("valid")
    if votes is None or valid is None or not inner.has_selections or votes.with_ or inner.unit != outer.unit:
        return
    summed = _sums(outer, inner, votes.name)
    rest = figures_of(outer, valid) - summed
    beside = inner.nest.at.rpartition("/")[0]
    for column in outer.said.columns[""]:
        over, key = column.name.rpartition("/")[0], last_key(column.name)
        is_object = over.rpartition("/")[0] == beside and key == last_key(votes.name)
        if column.is_ == "ignore" and column.unsure and is_object and (rest > 0).any():
            fits = figures_of(outer, column) == rest
            if is_enough(fits.mean(), int(fits.sum())):
                outer.said.has_rest = True
                outer.said.complete.append("votes")
                whose = {"party": in_words(last_key(over)).replace("_", " ")}
                why = f"with {votes.name!r} it makes {valid.name!r}"
                column.is_, column.with_, column.why, column.unsure = "votes", whose, why, False
                share = inner.said.of("share")
                for other in outer.said.columns[""] if share else ():
                    if share and other.name == f"{over}/{last_key(share.name)}" and other.is_ == "ignore":
                        other.is_, other.with_, other.why, other.unsure = "share", whose, f"of {column.name!r}", False
                return


def _all_units(outer: Listed, inner: Listed) -> None:
    """Say that a list has all units of a larger one, where its ballots nearly make those in most places."""
    if inner.has_selections or inner.unit == outer.unit or outer.has_selections or inner.said.of("unit") is None:
        return
    near = times = 0
    for role in ("registered", "cast", "valid"):
        own, upper = inner.said.of(role), outer.said.of(role)
        if own and upper:
            printed = outer.said.cells.figures[:, outer.said.cells.number(upper.name)]
            off = numpy.abs(_sums(outer, inner, own.name) - printed)
            near += int((off <= NEAR * printed).sum())
            times += int((~numpy.isnan(off)).sum())
    if times and 2 * near >= times:
        inner.said.complete.append("units")


LARGE = 20
"""A smaller figure may be a sum by chance."""
MOSTLY = 0.9
