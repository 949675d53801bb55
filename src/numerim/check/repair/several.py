"""Several wrong cells at once: lines shifted, or the fewest that mend everything.

The fewest are found as a mixed-integer program, after Fellegi and Holt, "A systematic approach to automatic edit and
imputation" (1976): change as few figures as possible, those first that least speaks for.
"""

import os
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from fractions import Fraction
from itertools import groupby, pairwise
from math import ceil, floor, log10
from typing import Any

from numerim.check.repair.near import Near
from numerim.check.repair.relations import Cell, Linear, Ratio, Relation, span
from numerim.check.repair.single import Repair, likeliest, repeats
from numerim.check.repair.slips import WEIGHTS, Exact, Figure, slip

FURTHER = 3
"""By how many powers of ten it is less likely that one more slip happened."""

_CELLS = 400
_NODES = 500
_PROGRAMS = 20
_SECONDS = 30.0
"""A program is bounded by its nodes, so that it suggests the same on every machine; this is for one gone astray."""


def touched(cells: Iterable[Cell]) -> list[Relation]:
    """The relations that some cells take part in, each once."""
    return list(dict.fromkeys(relation for cell in cells for relation in cell.relations))


def mends(new: Mapping[Cell, Figure]) -> bool:
    """Whether everything that the changed cells take part in holds, and something was broken."""
    relations = touched(new)
    return any(r.broken for r in relations) and all(r.holds(new) for r in relations)


def shifted(near: Near) -> list[Repair]:
    """Runs of cells of one column that each have the value of the line above, or of the line below."""
    columns: dict[tuple[str, int], list[Cell]] = defaultdict(list)
    for cell in cells_of(near.broken):
        if cell.spot is not None:
            columns[cell.spot[0], cell.spot[2]].append(cell)
    found = []
    for column in columns.values():
        most = max(_broken(cell) for cell in column)
        by_line = {cell.spot[1]: cell for cell in column if cell.spot and _broken(cell) == most}
        for _, run in groupby(enumerate(sorted(by_line)), key=lambda item: item[1] - item[0]):
            lines = [line for _, line in run]
            for ordered in (lines, lines[::-1]):
                cells = [by_line[line] for line in ordered]
                if len(cells) < 2 or len({c.printed.decimals for c in cells}) > 1:
                    continue
                new = {cell: after.printed for cell, after in pairwise(cells)}
                last = fitting(cells[-1], new)
                if last is None or any(c.printed == f for c, f in new.items()):
                    continue
                new[cells[-1]] = last
                if mends(new) and sum(r.broken for r in touched(new)) >= len(new):
                    slips = ("shifted",) * len(new)
                    found.append(Repair(new, slips, log10(WEIGHTS["shifted"] / 10 ** len(cells[-1].printed.text))))
    return found


def fewest(near: Near, alone: Mapping[Cell, Sequence[Repair]]) -> list[Repair]:
    """For broken relations that hang together and that no single cell mends: the fewest cells that do."""
    found = []
    programs = 0
    for relations in _together(near.broken):
        broken = [r for r in relations if r.broken]
        singles = _singly(broken, alone)
        if singles is not None and singles <= _at_least(broken):
            continue
        cells = list(dict.fromkeys(c for r in relations for c in r.cells()))
        if len(cells) > _CELLS:
            cells = cells_of(broken)
        if not 0 < len(cells) <= _CELLS or programs == _PROGRAMS:
            continue
        programs += 1
        new = _solved(sorted(cells, key=order), broken)
        if len(new) < 2:
            continue
        if singles is None or len(new) < singles:
            for part in _apart(new):
                slips, likely = explained(part, near)
                found.append(Repair(part, slips, likely - FURTHER * (len(part) - 1)))
    return found


def _apart(new: Mapping[Cell, Figure]) -> list[dict[Cell, Figure]]:
    """Changes of several cells, those apart that have no relation in common: one is no reason for the other.

    A change of one cell alone is left out, where there are others: it is among those that are looked for by themselves.
    """
    left, parts = dict(new), []
    while left:
        part = dict([left.popitem()])
        edge = list(part)
        while edge:
            relations = set(touched(edge))
            edge = [cell for cell in left if not relations.isdisjoint(cell.relations)]
            part |= {cell: left.pop(cell) for cell in edge}
        parts.append({cell: value for cell, value in new.items() if cell in part})
    return [part for part in parts[::-1] if len(part) > 1 or len(parts) == 1]


def _solved(cells: Sequence[Cell], broken: Sequence[Relation]) -> dict[Cell, Figure]:
    """The fewest cells that mend what is broken, and break nothing; empty where none are found.

    Figures are whole in the second program only: of such HiGHS 1.12 calls answers optimal that are far from it.
    """
    for whole in (False, True):
        new = _fitted(_program(cells, whole))
        if mends(new) and all(relation.holds(new) for relation in broken):
            return new
    return {}


def _fitted(new: Mapping[Cell, Figure]) -> dict[Cell, Figure]:
    """The figures of cells that change, each as the others let it be: counts first, then the percentages of them."""
    found = dict(new)
    for cell in sorted(new, key=lambda cell: cell.printed.decimals is not None):
        others = {other: value for other, value in found.items() if other is not cell}
        found[cell] = fitting(cell, others) or found[cell]
    return {cell: value for cell, value in found.items() if value != cell.printed}


def _singly(broken: Sequence[Relation], alone: Mapping[Cell, Sequence[Repair]]) -> int | None:
    """How many cells mend everything where each is changed for itself; None where that does not mend everything."""
    options = [repairs[0].new for repairs in alone.values() if repairs]
    options.sort(key=lambda new: -sum(r.broken for r in touched(new)))
    left = dict.fromkeys(broken)
    taken = 0
    for new in options:
        mended = [r for r in touched(new) if r in left]
        if mended and len(mended) == sum(r.broken for r in touched(new)):
            taken += 1
            left = {r: None for r in left if r not in mended}
    return None if left else taken


def _at_least(broken: Sequence[Relation]) -> int:
    """How many cells must change at least: as many as there are broken relations that share none."""
    taken: set[Cell] = set()
    count = 0
    for relation in sorted(broken, key=lambda r: len(r.cells())):
        if taken.isdisjoint(relation.cells()):
            taken.update(relation.cells())
            count += 1
    return count


def _broken(cell: Cell) -> int:
    return sum(relation.broken for relation in cell.relations)


def order(cell: Cell) -> Any:
    """By where a cell stands."""
    return cell.spot or (cell.place, 0, 0)


def cells_of(relations: Iterable[Relation]) -> list[Cell]:
    """The cells of some relations, each once."""
    return sorted(dict.fromkeys(c for r in relations for c in r.cells() if r in c.relations), key=order)


def fitting(cell: Cell, new: Mapping[Cell, Figure]) -> Figure | None:
    """The one figure of a cell with which everything holds once others are changed, if there is just one."""
    low, high = span(cell, cell.printed.half, new, cell.relations)
    grid = 10 ** (cell.printed.decimals or 0)
    if low is None or high is None or max(ceil(low * grid), 0) != floor(high * grid):
        return None
    return Figure(floor(high * grid), cell.printed.decimals)


def _together(broken: Sequence[Relation]) -> list[list[Relation]]:
    """Broken relations that hang together by their cells, or by a relation that both have a cell in; with those."""
    left, groups = dict.fromkeys(broken), []
    while left:
        group = dict.fromkeys([next(iter(left))])
        edge = list(group)
        while edge:
            around = touched(c for r in edge for c in r.cells())
            group |= dict.fromkeys(around)
            next_to = touched(c for r in around for c in r.cells())
            edge = [r for r in next_to if r.broken and r in left]
            left = {r: None for r in left if r not in group and r not in edge}
            group |= dict.fromkeys(edge)
        left = {r: None for r in left if r not in group}
        groups.append(list(group))
    return groups


def explained(new: Mapping[Cell, Figure], near: Near) -> tuple[tuple[str, ...], float]:
    """The slip of each change, and how likely they are together."""
    slips, likely = [], 0.0
    for cell, value in new.items():
        name, chance = likeliest(cell, value, [slip(cell.printed, value), *repeats(cell, near)])
        slips.append(name)
        likely += log10(chance)
    return tuple(slips), likely


def _program(cells: Sequence[Cell], whole: bool) -> dict[Cell, Figure]:
    """Solve for the fewest cells, in whole figures or not; empty where none are found.

    Each cell has how much it grows and how much it shrinks, in units of its last digit, and whether it changes at all.
    A percentage holds with its counts changed, or with itself changed: what binds the one is let loose when the other
    changes. The answer is a suggestion in floating point; who asks holds it against the relations exactly.
    """
    import numpy as np
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array

    n, index = len(cells), {cell: i for i, cell in enumerate(cells)}
    unit = [float(Fraction(1, 10 ** (c.printed.decimals or 0))) for c in cells]
    rows: list[tuple[dict[int, float], float, float]] = []
    relations = touched(cells)
    apart = sum(float(off(relation)) for relation in relations if relation.broken)
    most = [
        10 + min(1e6 if c.printed.decimals is None else 100, 2 * apart) / u for c, u in zip(cells, unit, strict=True)
    ]
    weights = [_trust(cell) for cell in cells]

    def change(of: Mapping[Cell, Exact], by: Fraction = Fraction(1)) -> dict[int, float]:
        found: dict[int, float] = {}
        for cell, weight in of.items():
            if cell in index:
                found[index[cell]] = float(weight * by) * unit[index[cell]]
                found[index[cell] + n] = -found[index[cell]]
        return found

    for relation in relations:
        if isinstance(relation, Linear):
            now, allowed = float(relation.terms.at({})), float(relation.allowed({}))
            least = -np.inf if relation.at_most else -allowed - now
            rows.append((change(relation.terms.weights), least, allowed - now))
        elif isinstance(relation, Ratio):
            rows += _percentage(relation, index, n, unit, most, change)
    for relation in relations:
        rows += _needed([index[c] + 2 * n for c in relation.cells() if c in index], relation)
    for i in range(n):
        rows.append(({i: 1.0, i + n: 1.0, i + 2 * n: -most[i]}, -np.inf, 0.0))
    data = [(i, j, value) for i, (row, _, _) in enumerate(rows) for j, value in row.items()]
    matrix = csr_array(([d[2] for d in data], ([d[0] for d in data], [d[1] for d in data])), shape=(len(rows), 3 * n))
    down = [min(m, float(c.printed.units)) if c.printed.units >= 0 else m for m, c in zip(most, cells, strict=True)]
    cost = [1e-3 / m for m in most] * 2 + weights
    with _silent():
        answer = milp(
            cost,
            integrality=[int(whole)] * (2 * n) + [1] * n,
            bounds=Bounds([0.0] * (3 * n), [*most, *down, *[1.0] * n]),
            constraints=LinearConstraint(matrix, [r[1] for r in rows], [r[2] for r in rows]),
            options={"time_limit": _SECONDS, "node_limit": _NODES, "mip_rel_gap": 0.0, "presolve": False},
        )
    if answer.x is None or answer.status != 0:
        return {}
    return {
        cell: Figure(cell.printed.units + round(answer.x[i] - answer.x[i + n]), cell.printed.decimals)
        for i, cell in enumerate(cells)
        if answer.x[i + 2 * n] > 0.5
    }


@contextmanager
def _silent() -> Iterator[None]:
    """Nothing reaches standard output: HiGHS prints remarks there past Python, into what `--format json` gives."""
    sys.stdout.flush()
    kept, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)


def _percentage(
    relation: Ratio, index: Mapping[Cell, int], n: int, unit: Sequence[float], most: Sequence[float], change: Any
) -> list[tuple[dict[int, float], float, float]]:
    """What a percentage asks, with its share as it is, and with its counts as they are."""
    share, half = relation.printed({})
    part, base = relation.part.at({}), relation.base.at({})
    found = []
    i = None if relation.share is None else index.get(relation.share)
    counts = [index[c] for c in (*relation.part.weights, *relation.base.weights) if c in index]
    loose = float(max(Fraction(1), share / 100) * (base + part)) + 2 * sum(most[j] for j in counts)
    for sign, edge in ((1, share - half), (-1, share + half)):
        now = float(sign * (edge * base / 100 - part))
        row = change(relation.base.weights, sign * edge / 100)
        for j, value in change(relation.part.weights, Fraction(-sign)).items():
            row[j] = row.get(j, 0.0) + value
        if i is not None:
            row[2 * n + i] = -loose - abs(now)
        found.append((row, float("-inf"), -now))
    if i is not None and base > 0:
        step = float(100 * part / base - share) / unit[i]
        width = float(half) / unit[i]
        free = {2 * n + j: -most[i] - abs(step) for j in counts}
        found.append(({i: 1.0, i + n: -1.0, **free}, float("-inf"), step + width))
        found.append(({i: -1.0, i + n: 1.0, **free}, float("-inf"), width - step))
    return found


def _needed(changed: Sequence[int], relation: Relation) -> list[tuple[dict[int, float], float, float]]:
    """What follows for which cells change; it makes the program quick.

    Of a broken relation at least one changes, of an exact one that holds never one alone.
    """
    if relation.broken:
        return [(dict.fromkeys(changed, 1.0), 1.0, float("inf"))]
    if isinstance(relation, Linear) and not relation.at_most and not relation.allowed({}):
        return [({j: -1.0 if j == i else 1.0 for j in changed}, 0.0, float("inf")) for i in changed]
    return []


def off(relation: Relation) -> Fraction:
    """By how much a relation is broken, in the figures that it is about."""
    if isinstance(relation, Linear):
        return abs(relation.terms.at({}))
    if isinstance(relation, Ratio):
        share, _ = relation.printed({})
        return abs(relation.part.at({}) - share * relation.base.at({}) / 100)
    return Fraction(0)


def _trust(cell: Cell) -> float:
    """What it costs to change a cell: more where relations that hold speak for it, less where it is derived."""
    holding = sum(not relation.broken for relation in cell.relations)
    blamed = any(cell in relation.blamed for relation in cell.relations)
    return 1 + 0.05 * min(holding, 5) - (0.1 if blamed else 0)
