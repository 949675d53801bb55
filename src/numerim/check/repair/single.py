"""One wrong cell: the values that would mend every relation that it takes part in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import ceil, floor, log10

from numerim.check.repair.evidence import Around
from numerim.check.repair.near import Near
from numerim.check.repair.relations import Cell, Relation, span
from numerim.check.repair.slips import ABOVE, AGAIN, BELOW, WEIGHTS, Figure, slip, usual, variants

_FEW = 20
"""So many possible values are looked at one by one."""

_BEST = 3
"""So many values of one cell are told at most."""

_SMALLER = 3.0
"""How much likelier a smaller figure is at most, where nothing around a cell says anything."""


@dataclass(frozen=True)
class Repair:
    """Figures of cells that would mend what is broken.

    Attributes:
        new: each cell with the figure that it would have.
        slips: the slip of each, in the same order.
        likely: the decimal logarithm of how likely such slips are.
        untold: how likely other figures of the cell are together that would do as well and are not told.
        otherwise: of broken relations that it mends, by how many powers of ten single cells that would mend one by
            themselves are likelier than is reckoned where nobody knows.
    """

    new: dict[Cell, Figure]
    slips: tuple[str, ...]
    likely: float
    untold: float = 0.0
    otherwise: Mapping[Relation, float] = field(default_factory=dict)


def repairs(cell: Cell, near: Near, only: Relation | None = None) -> list[Repair]:
    """What one cell may be for its relations to hold, the likeliest first.

    Args:
        cell: the cell.
        near: what lies around it.
        only: the one broken relation that it must mend, if not all.
    """
    asked = [r for r in cell.relations if only is None or r is only or not r.broken]
    found: dict[Figure, tuple[str, float]] = {}
    untold = 0.0
    own, *_ = grids = _decimals(cell, near)
    for decimals in grids:
        grid = 10 ** (decimals or 0)
        low, high = span(cell, Fraction(0) if decimals is None else Fraction(1, 2 * grid), {}, asked)
        low = max(low, Fraction(0)) if low is not None and cell.printed.units >= 0 else low
        low = Fraction(0) if low is None and cell.printed.units >= 0 else low
        if cell.printed.decimals is not None and cell.printed.value <= 100:
            high = Fraction(100) if high is None else min(high, Fraction(100))
        first = None if low is None else ceil(low * grid)
        last = None if high is None else floor(high * grid)
        if first is not None and last is not None and first > last:
            continue
        values = _values(cell, near, decimals, first, last)
        if first is None or last is None:
            untold += WEIGHTS["other"]
        else:
            untold += WEIGHTS["other"] * (last - first + 1 - len(values)) * usual(Figure((first + last) // 2, decimals))
        for value, (name, chance) in values.items():
            found[value] = name, chance if decimals == own else chance / 10
    ranked = sorted(found.items(), key=lambda item: (-item[1][1], item[0].value))
    others = [item for item in ranked if item[1][0] == "other"][:1]
    best = [item for item in ranked if item[1][0] != "other"][: _BEST - len(others)]
    told = [*best, *others]
    untold = max(untold, 0.0) + sum(chance for _, (_, chance) in ranked) - sum(chance for _, (_, chance) in told)
    made = [Repair({cell: value}, (name,), log10(chance)) for value, (name, chance) in told]
    made = [repair for repair in made if all(relation.holds(repair.new) for relation in asked)]
    return [replace(made[0], untold=untold), *made[1:]] if made else []


def _values(
    cell: Cell, near: Near, decimals: int | None, first: int | None, last: int | None
) -> dict[Figure, tuple[str, float]]:
    """Figures between two bounds, with the slip of each: those that a slip explains, and one that is in the middle."""
    repeated = repeats(cell, near)
    found: dict[Figure, tuple[str, float]] = {}
    if first is not None and last is not None and last - first < _FEW:
        options = [Figure(units, decimals) for units in range(first, last + 1)]
    else:
        options = [
            value
            for value in variants(cell.printed, decimals)
            if (first is None or value.units >= first) and (last is None or value.units <= last)
        ]
        edge = last if last is not None else first
        middle = edge if not first or last is None else (first + last) // 2
        if middle is not None:
            options.append(Figure(middle, decimals))
    centre = Fraction((first or 0) + (last if last is not None else (first or 0)), 2)
    for value in options:
        name, chance = slip(cell.printed, value)
        if name == "other":  # of several that nothing tells apart, the one in the middle
            chance /= 1 + float(abs(value.units - centre))
        found[value] = likeliest(cell, value, [(name, chance), *repeated])
    return found


def likeliest(cell: Cell, value: Figure, ways: Sequence[tuple[str, float]]) -> tuple[str, float]:
    """The likeliest of several slips, and how likely it is that one of them made a value what is printed.

    Args:
        cell: the cell.
        value: what it should be.
        ways: slips, each with how likely it gives the printed figure.
    """
    name, _ = max(ways, key=lambda way: way[1])
    return name, sum(chance for _, chance in ways) * _known(cell, value, name)


def _known(cell: Cell, value: Figure, slip: str) -> float:
    """How much likelier another figure is than the printed one: by what is around it, else by its size alone."""
    if cell.around is not None and cell.around.usual:
        return cell.around.likelier(cell.printed, value)
    counted = cell.printed.decimals is None and slip != "separator"
    return min(usual(value) / usual(cell.printed), _SMALLER) if counted else 1.0


def repeats(cell: Cell, near: Near) -> list[tuple[str, float]]:
    """The slips that give a printed figure whatever it should be: one beside it was typed again, or a nought."""
    found = [("zero", WEIGHTS["zero"])] if cell.printed.units == 0 else []
    if cell.around is not None:
        return [*found, *_again(cell.around)]
    if cell.spot is None:
        return found
    file, line, number = cell.spot
    row = near.lines.get((file, line), {})
    same = sum(n != number and value == cell.printed for n, value in row.items())
    if same:
        found.append(("column", WEIGHTS["column"] * same / (len(row) - 1)))
    for step, often in ((-1, ABOVE), (1, BELOW)):
        beside = near.lines.get((file, line + step), {})
        if beside.get(number) == cell.printed:
            again = any(n != number and value.units >= 10 and beside.get(n) == value for n, value in row.items())
            found.append(("line", WEIGHTS["line"] * often * (AGAIN if again else 1)))
    return found


def _again(around: Around) -> list[tuple[str, float]]:
    """The figures beside it that a cell repeats, in the table as it is meant: units beneath each other."""
    found = [("column", WEIGHTS["column"] * around.same / around.others)] if around.same else []
    for figure, again, often in zip(around.beside, around.again, (ABOVE, BELOW), strict=True):
        if figure == around.figure:
            found.append(("line", WEIGHTS["line"] * often * (AGAIN if again else 1)))
    return found


def _decimals(cell: Cell, near: Near) -> list[int | None]:
    """The decimals that the figure may have: its own, and those that all percentages around it have, likelier first."""
    own = cell.printed.decimals
    if own is None:
        return [None]
    around = [c.printed for r in cell.relations for c in r.cells() if c is not cell]
    if cell.spot is not None:
        file, line, number = cell.spot
        around += [value for n, value in near.lines.get((file, line), {}).items() if n != number]
        above_below = (near.lines.get((file, line + step), {}).get(number) for step in (-1, 1))
        around += [value for value in above_below if value is not None]
    usual = {value.decimals for value in around if value.decimals is not None}
    return [*usual, own] if len(usual) == 1 and own not in usual else [own]
