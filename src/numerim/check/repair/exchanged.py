"""Two cells that were exchanged, or a digit of each, and what else may be wrong beside them."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from math import log10

from numerim.check.repair.near import Near
from numerim.check.repair.relations import Cell, Linear, Relation
from numerim.check.repair.several import FURTHER, cells_of, explained, fitting, mends, order, touched
from numerim.check.repair.single import Repair
from numerim.check.repair.slips import WEIGHTS, Exact, Figure

_BESIDES = 3
"""So many single cells at most may be wrong besides two that were exchanged."""


_ALONE = 3
"""A slip in a single cell that mends a relation is taken to be as likely as one in so many powers of ten."""


def exchanged(near: Near, alone: Mapping[Cell, Sequence[Repair]]) -> list[Repair]:
    """Two cells of one line, or of one column beneath each other, that change places, or one digit of each.

    Args:
        near: what is broken, and the cells in it.
        alone: what single cells would have to be.
    """
    found = []
    seen = set()
    asked: dict[Cell, set[Exact] | None] = {}
    for cell in cells_of(near.broken):
        if cell.spot is None:
            continue
        file, line, number = cell.spot
        spots = [(file, line, n) for n in near.lines.get((file, line), {})]
        for spot in [*spots, (file, line - 1, number), (file, line + 1, number)]:
            other = near.by_spot.get(spot)
            if other is None or other is cell or frozenset((cell, other)) in seen:
                continue
            seen.add(frozenset((cell, other)))
            if cell.printed.decimals != other.printed.decimals or cell.printed == other.printed:
                continue
            one, another = sorted((cell, other), key=order)
            for slips, values in _exchanges(one.printed, another.printed):
                new = dict(zip((one, another), values, strict=True))
                if slips == "transposed" and not all(_asks(c, v, asked) for c, v in new.items()):
                    continue
                likely = log10(WEIGHTS[slips] / (len(spots) + 1))
                if mends(new):
                    found.append(Repair(new, (slips,) * 2, likely))
                elif slips == "exchanged" and (more := _besides(new, near)):
                    names, chance = explained(more, near)
                    likely += chance - FURTHER * len(more)
                    every = {**new, **more}
                    found.append(Repair(every, (slips, slips, *names), likely, otherwise=_otherwise(every, alone)))
    return found


def _otherwise(new: Mapping[Cell, Figure], alone: Mapping[Cell, Sequence[Repair]]) -> dict[Relation, float]:
    """How much likelier each broken relation is mended by one cell of its own than is reckoned; see `Repair`.

    Where two sums each have a slip that explains it, a swap and a slip that happen to fit both explain nothing more.
    """
    found = {}
    for relation in touched(new):
        cells = [cell for cell in relation.cells() if relation in cell.relations] if relation.broken else []
        chance = sum(10**repair.likely for cell in cells for repair in alone.get(cell, ()))
        if chance > 0 and (more := log10(chance) + _ALONE) > 0:
            found[relation] = more
    return found


def _besides(new: Mapping[Cell, Figure], near: Near) -> dict[Cell, Figure]:
    """What else must be wrong if some figures are: where they mend one relation and leave another broken.

    Empty where they break what held, where not each of them is in an exact sum that is broken, or mend none of these,
    and where no few slips in single cells mend what they leave.
    """
    around = touched(new)
    holding = {relation: relation.holds(new) for relation in around}
    if any(not holds for r, holds in holding.items() if not r.broken):
        return {}
    exact = [r for r in around if r.broken and isinstance(r, Linear) and not r.at_most and not r.allowed({})]
    if not any(holding[r] for r in exact) or not all(any(r in cell.relations for r in exact) for cell in new):
        return {}
    more: dict[Cell, Figure] = {}
    left = [relation for relation, holds in holding.items() if not holds]
    while left and len(more) < _BESIDES:
        both = {**new, **more}
        options: dict[Cell, Figure] = {}
        chances: dict[Cell, float] = {}
        for cell in min(left, key=lambda relation: len(relation.cells())).cells():
            value = None if cell in both else fitting(cell, both)
            if value is not None and value != cell.printed:
                (name,), likely = explained({cell: value}, near)
                if name != "other":  # two cells and any figure would explain too much
                    options[cell], chances[cell] = value, likely
        if not options:
            return {}
        best = max(options, key=lambda cell: chances[cell])
        more[best] = options[best]
        left = [r for r in touched({**new, **more}) if not r.holds({**new, **more})]
    return {} if left else more


def _asks(cell: Cell, value: Figure, asked: dict[Cell, set[Exact] | None]) -> bool:
    """Whether what is broken asks for a figure of a cell: one that an exact sum leaves for it, where there is one."""
    if cell not in asked:
        broken = [relation for relation in cell.relations if relation.broken]
        spans = [r.span(cell, Fraction(0), {}) for r in broken if isinstance(r, Linear) and not r.allowed({})]
        exact = {low for low, high in spans if low is not None and low == high}
        asked[cell] = exact if exact or not broken else None
    figures = asked[cell]
    return figures is None or value.value in figures


def _exchanges(one: Figure, another: Figure) -> Iterator[tuple[str, tuple[Figure, Figure]]]:
    """What two figures would be if they had changed places, or each had a digit of the other."""
    yield "exchanged", (another, one)
    if one.units < 0 or another.units < 0:
        return
    for place in range(min(len(str(one.units)), len(str(another.units)))):
        by = (another.units // 10**place % 10 - one.units // 10**place % 10) * 10**place
        values = Figure(one.units + by, one.decimals), Figure(another.units - by, another.decimals)
        if by and values != (another, one):
            yield "transposed", values
