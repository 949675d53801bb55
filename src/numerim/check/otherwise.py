"""What would follow by the law if figures had other values."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Any

from numerim.check.lawful import Asked
from numerim.schemas.contest import ONE_PER_CENT, Line, Said, Tally, Whole
from numerim.schemas.law import Result

Place = str
Change = Mapping[Place, Decimal]
"""Other values of figures: place -> value."""


@dataclass(frozen=True)
class Cell:
    """A figure at a place: `whose` tells apart what is added up, so that what a source repeats counts once."""

    contest: str
    measure: str
    selection: str
    number: Decimal
    whose: tuple[Any, ...]


def result_of(asked: Asked, said: Said, as_printed: bool = False, reckoned: bool = False) -> Result | None:
    """What follows from the figures of a source by the law; None where they do not tell.

    Where the votes do not, the seats are as they are printed, unless they must be `reckoned`.
    """
    seats = [
        Result("seats", {key: line.figure for key, line in tally.lines.items() if line.figure})
        for tally in said.seats.values()
    ]
    if seats and (as_printed or not asked.law.word):
        return seats[0]
    if asked.law.of_lists and not (seats and all(tally.complete for tally in said.seats.values())):
        return seats[0] if seats and not reckoned else None
    for tally in sorted(said.tallies, key=lambda one: one.what != "votes"):
        result = asked.law.result(asked.contest, said, tally)
        if result is not None:
            return result
    return seats[0] if seats and not reckoned else None


def changed(said: Said, change: Change, cells: Mapping[Place, Cell], contest: str) -> Said | None:
    """What a source would say with other values; None where none of them is its own."""
    own = {p: value for p, value in change.items() if p in cells and cells[p].contest == contest}
    own = {p: value for p, value in own.items() if p.split("|")[0] == said.source_id}
    if not own:
        return None

    def moved(places: str, scale: int = 1) -> int:
        by: dict[tuple[Any, ...], Decimal] = {}
        there = stands(places)
        for place in sorted((p for p in own if p in there), key=there.__getitem__):
            by.setdefault(cells[place].whose, own[place] - cells[place].number)
        return int(sum(by.values(), Decimal(0)) * scale)

    def line(one: Line, what: str) -> Line:
        by = moved(one.place, ONE_PER_CENT if what == "per cent" else 1)
        return replace(one, figure=one.figure + by) if by else one

    def tally(one: Tally) -> Tally:
        lines = {key: line(value, one.what) for key, value in one.lines.items()}
        return replace(one, lines=lines, wholes={key: whole(value) for key, value in one.wholes.items()})

    def whole(one: Whole) -> Whole:
        return Whole(one.number + moved(one.places), one.places)

    return replace(
        said,
        tallies=[tally(one) for one in said.tallies],
        seats={key: tally(one) for key, one in said.seats.items()},
        size=whole(said.size) if said.size is not None else None,
        quota=whole(said.quota) if said.quota is not None else None,
    )


@lru_cache(maxsize=1000)
def stands(places: str) -> Mapping[Place, int]:
    """Each of some places with its number among them."""
    return {place: i for i, place in enumerate(places.split())}
