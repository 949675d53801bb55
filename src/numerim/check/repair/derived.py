"""A figure that is wrong, and those that were worked out from it: a spreadsheet’s shares fit the slip."""

from fractions import Fraction
from math import log10

from numerim.check.repair.near import Near
from numerim.check.repair.relations import Cell, Linear, Ratio
from numerim.check.repair.several import mends
from numerim.check.repair.single import Repair, likeliest, repeats
from numerim.check.repair.slips import WEIGHTS, Figure, slip

_MANY = 6
"""So many figures at most were worked out from one."""

_PARTS = 200
"""In longer sums nobody works out a share of each figure."""


def followed(near: Near) -> list[Repair]:
    """Counts that would mend an exact sum, each with the percentages that would follow from it."""
    found = []
    for relation in near.broken:
        if not isinstance(relation, Linear) or relation.at_most or relation.allowed({}):
            continue
        cells = [cell for cell in relation.cells() if relation in cell.relations]
        if len(cells) > _PARTS:
            continue
        for cell in cells:
            value = _fitting(cell, relation)
            new = {} if value is None else _with_shares(cell, value)
            if len(new) < 2 or len(new) > _MANY or not mends(new):
                continue
            name, chance = likeliest(cell, new[cell], [slip(cell.printed, new[cell]), *repeats(cell, near)])
            slips = (name, *("followed",) * (len(new) - 1))
            found.append(Repair(new, slips, log10(chance) + (len(new) - 1) * log10(WEIGHTS["followed"])))
    return found


def _fitting(cell: Cell, relation: Linear) -> Figure | None:
    """The one count with which a sum holds; None where there is none."""
    low, high = relation.span(cell, Fraction(0), {})
    if cell.printed.decimals is not None or low is None or low != high or low.denominator != 1 or low < 0:
        return None
    return Figure(int(low))


def _with_shares(cell: Cell, value: Figure) -> dict[Cell, Figure]:
    """A count, and the percentages that held and would not with it, as they would be worked out again."""
    new = {cell: value}
    for ratio in cell.relations:
        if not isinstance(ratio, Ratio) or ratio.share is None or ratio.broken or ratio.holds(new):
            continue
        base, decimals = ratio.base.at(new), ratio.share.printed.decimals or 0
        if base <= 0:
            return {}
        new[ratio.share] = Figure(round(100 * ratio.part.at(new) / base * 10**decimals), decimals or None)
    return new
