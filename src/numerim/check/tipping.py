"""How much would it take? The nearest value of a figure in doubt with which another outcome would follow."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from numerim.check.lawful import Asked
from numerim.check.otherwise import Cell, Place, changed, result_of
from numerim.schemas.contest import Said
from numerim.schemas.law import Result
from numerim.schemas.sentence import readable
from numerim.schemas.vocabulary import MEASURES

TIPS = ("votes", "share", "valid", "cast", "registered")
"""Measures of which it is asked. Another number of seats is another outcome by itself."""

_STEPS = {"share": Decimal("0.01")}
_MOST_DOUBLED = 24
"""A figure is moved by at most 2²⁴ steps, which is more than anybody's votes."""


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


def tipping_point(places: Collection[Place], contests: Iterable[Asked], cells: Mapping[Place, Cell]) -> Tipping | None:
    """The nearest value of one of some figures that would change an outcome, the other figures unchanged.

    The figures of one selection count as one: which station's is moved changes nothing. Found by doubling the step
    until the outcome is another, then by halving: exact where an outcome that has changed stays changed.

    Args:
        places: the figures in doubt.
        contests: the contests that they are of.
        cells: what stands at the places.

    Returns:
        The value; None where no outcome follows from the figures, or no value changes it.
    """
    nearest: Tipping | None = None
    for one in contests:
        for said in one.contest.said.values():
            before = result_of(one, said)
            if before is None:
                continue
            own = [place for place in places if place.partition("|")[0] == said.source_id and place in cells]
            for place in _one_of_each(own, one, cells):
                for towards in (1, -1):
                    nearest = _nearest(place, towards, nearest, before, said, one, cells) or nearest
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


def _nearest(
    place: Place,
    towards: int,
    nearest: Tipping | None,
    before: Result,
    said: Said,
    one: Asked,
    cells: Mapping[Place, Cell],
) -> Tipping | None:
    """The first value in one direction that changes the outcome, if it is nearer than what is known."""
    cell = cells[place]
    step = _STEPS.get(cell.measure, Decimal(1))
    most = 2**_MOST_DOUBLED if towards > 0 else int(cell.number / step)

    def changes(steps: int) -> bool:
        other = changed(said, {place: cell.number + towards * steps * step}, cells, one.contest.contest_id)
        after = None if other is None else result_of(one, other)
        return after is not None and not before.meets(after)

    if nearest is not None:
        most = min(most, abs(nearest.steps) - 1)
        if most < 1 or not changes(most):
            return None
    same, other = 0, 1
    while other < most and not changes(other):
        same, other = other, other * 2
    other = min(other, most)
    if other < 1 or not changes(other):
        return None
    while other - same > 1:
        middle = (same + other) // 2
        same, other = (same, middle) if changes(middle) else (middle, other)
    labels = (tally.lines[cell.selection].label for tally in said.tallies if cell.selection in tally.lines)
    return Tipping(next(labels, ""), cell.measure, cell.number, towards * other)
