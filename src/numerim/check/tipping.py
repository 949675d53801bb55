"""How much would it take? The nearest value of a figure in doubt with which another outcome would follow."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from numerim.check.lawful import Asked
from numerim.check.otherwise import Cell, Place, changed, result_of, stands
from numerim.schemas.contest import Said
from numerim.schemas.sentence import readable
from numerim.schemas.vocabulary import MEASURES

TIPS = ("votes", "share", "valid", "cast", "registered")
"""Measures of which it is asked. Another number of seats is another outcome by itself."""

_STEPS = {"share": Decimal("0.01")}
_MOST = 2**30
"""A figure is moved by at most so many steps, which is more than anybody's votes."""


@dataclass(frozen=True)
class Tipping:
    """A value of a figure with which another outcome would follow.

    Attributes:
        label: whose figure it is, or what it counts.
        measure: what it is.
        stands: the figure as it stands.
        steps: how far the nearest value lies that changes the outcome: in ones, or in hundredths of a per cent; below
            0 where it is less.
    """

    label: str
    measure: str
    stands: Decimal
    steps: int

    @property
    def value(self) -> Decimal:
        """The nearest value that changes the outcome."""
        return self.stands + self.steps * _STEPS.get(self.measure, Decimal(1))

    def __str__(self) -> str:
        """In words: `401 votes or more for Anna, instead of 350`."""
        told = MEASURES[self.measure].title.lower()
        of, whose = {"votes": ("votes", f" for {self.label}"), "share": ("per cent", f" for {self.label}")}.get(
            self.measure, (told, "")
        )
        bound = "or more" if self.steps > 0 else "or less" if self.measure == "share" else "or fewer"
        return f"{readable(self.value)} {of} {bound}{whose}, instead of {readable(self.stands)}"


Thresholds = dict[tuple[object, ...], int | None]
"""What has been asked -> after how many steps the outcome is another; None where it never is."""


def tipping_point(
    places: Collection[Place], contests: Iterable[Asked], cells: Mapping[Place, Cell], known: Thresholds
) -> Tipping | None:
    """The nearest value of one of some figures that would change an outcome, the other figures unchanged.

    The figures of one selection count as one: which station's is moved changes nothing. Found by doubling the step
    until the outcome is another, then by halving: exact where an outcome that has changed stays changed.

    Args:
        places: the figures in doubt.
        contests: the contests that they are of.
        cells: what stands at the places.
        known: takes what was asked, for other doubts about the same contests.

    Returns:
        The value; None where no outcome follows from the figures, or no value changes it.
    """
    nearest: Tipping | None = None
    for one in contests:
        for said in one.contest.said.values():
            own = [place for place in places if place.partition("|")[0] == said.source_id and place in cells]
            for place in _one_of_each(own, one, cells):
                for towards in (1, -1):
                    steps = _steps(place, towards, said, one, cells, known)
                    most = None if towards > 0 else int(cells[place].number / _step(cells[place]))
                    if steps is None or (most is not None and steps > most):
                        continue
                    if nearest is None or steps < abs(nearest.steps):
                        nearest = Tipping(
                            _label(cells[place], said), cells[place].measure, cells[place].number, towards * steps
                        )
    return nearest


def _one_of_each(places: Collection[Place], one: Asked, cells: Mapping[Place, Cell]) -> Iterator[Place]:
    """Of the figures of one selection, or of one kind of ballots, the largest: it can fall farthest."""
    largest: dict[tuple[str, str], Place] = {}
    for place in sorted(places):
        cell = cells[place]
        if cell.contest == one.contest.contest_id and cell.measure in TIPS:
            other = largest.setdefault((cell.measure, cell.selection), place)
            if cell.number > cells[other].number:
                largest[cell.measure, cell.selection] = place
    yield from largest.values()


def _steps(
    place: Place, towards: int, said: Said, one: Asked, cells: Mapping[Place, Cell], known: Thresholds
) -> int | None:
    """After how many steps in one direction the outcome is another; asked once for all figures that add up to one."""
    cell = cells[place]
    counted = [
        place in stands(tally.lines[cell.selection].place) for tally in said.tallies if cell.selection in tally.lines
    ]
    counted += [place in stands(whole.places) for tally in said.tallies for whole in tally.wholes.values()]
    asked = (one.contest.contest_id, said.source_id, cell.measure, cell.selection, towards, *counted)
    if asked not in known:
        known[asked] = _searched(place, towards, said, one, cells)
    return known[asked]


def _searched(place: Place, towards: int, said: Said, one: Asked, cells: Mapping[Place, Cell]) -> int | None:
    before, cell = result_of(one, said), cells[place]
    if before is None:
        return None

    def changes(steps: int) -> bool:
        new = {place: cell.number + towards * steps * _step(cell)}
        other = changed(said, new, cells, one.contest.contest_id)
        after = None if other is None else result_of(one, other)
        return after is not None and not before.meets(after)

    most = _MOST if towards > 0 else _down(cell, said)
    same, other = 0, 1
    while other <= most and not changes(other):
        same, other = other, other * 2
    if other > most and (same == most or not changes(most)):
        return None
    other = min(other, most)
    while other - same > 1:
        middle = (same + other) // 2
        same, other = (same, middle) if changes(middle) else (middle, other)
    return other


def _down(cell: Cell, said: Said) -> int:
    """How far what a figure is added up to can fall: to nothing."""
    if cell.measure == "share":
        return int(cell.number / _step(cell))
    counts = [tally for tally in said.tallies if tally.what == "votes" and cell.selection in tally.lines]
    lines = (tally.lines[cell.selection].figure for tally in counts)
    wholes = (tally.wholes[cell.measure].number for tally in said.tallies if cell.measure in tally.wholes)
    return max([int(cell.number), *(lines if cell.measure == "votes" else wholes)])


def _step(cell: Cell) -> Decimal:
    return _STEPS.get(cell.measure, Decimal(1))


def _label(cell: Cell, said: Said) -> str:
    labels = (tally.lines[cell.selection].label for tally in said.tallies if cell.selection in tally.lines)
    return next(labels, "")
