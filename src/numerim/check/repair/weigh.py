"""How likely each of the changes is that would mend a broken relation."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from numerim.check.repair.elsewhere import DISAGREES, MATCHES
from numerim.check.repair.relations import Cell, Linear, Relation
from numerim.check.repair.several import off, touched
from numerim.check.repair.single import Repair
from numerim.check.repair.slips import TYPING, UNEXPLAINED, Figure, usual

_BEST, _ALL = 100, 20_000
"""So many hints a relation, and in all, are given at most; but never fewer than a few, and a tie is not cut."""

_FEW, _FAR = 5, 1e-4
"""Beyond the first few, hints that are less likely than this, in parts of the first, are left out."""

_ALIKE = 3.0
"""How much likelier a cell is wrong if it is sure that in its unit another column is wrong, too."""

_OTHERWISE = 2.0
"""So many times likelier than a hint that nothing checks is that something else happened."""

_SLIP = 0.015
"""How likely one slip of a figure of three digits gives just what is printed."""


@dataclass(frozen=True)
class Change:
    """What one cell would have to be.

    Attributes:
        place: `source|locator|measure`; several, divided by spaces, where the source repeats the figure.
        printed: the figure as it was read.
        value: what it would have to be; None where nobody knows.
        slip: what happened, a key of `SLIPS`.
    """

    place: str
    printed: str
    value: str | None
    slip: str


@dataclass(frozen=True)
class Hint:
    """Changes that would mend a broken relation.

    Attributes:
        changes: one, or several that belong together.
        likelihood: how likely it is that this, of all that would mend the relation, is what happened; None where
            nobody reckoned what else would.
        mends: how many broken relations it mends.
        confirmed: how many relations of the changed cells hold with it, those that it mends among them.
        leaves: how many broken relations of the changed cells it leaves broken, where something else is wrong, too.
        because: what speaks for it besides the slip, in words.
    """

    changes: tuple[Change, ...]
    likelihood: float | None
    mends: int
    confirmed: int
    leaves: int
    because: tuple[str, ...] = ()


@dataclass
class Weighed:
    """What would mend a broken relation.

    Attributes:
        relation: the relation.
        made: the changes -> the hint that they are, the repair, and its weight.
        rest: the weight of all else: another figure of one of the cells, a figure that no cell stands for, or several
            figures at once.
    """

    relation: Relation
    made: dict[tuple[Change, ...], tuple[Hint, Repair, float]]
    rest: float

    def likelihoods(self) -> dict[tuple[Change, ...], float]:
        """How likely each is, among all that would mend the relation."""
        all_ = sum(weight for _, _, weight in self.made.values()) + self.rest
        return {changes: weight / all_ for changes, (_, _, weight) in self.made.items()}

    def hints(self) -> list[Hint]:
        """The hints, each with its likelihood and what speaks for it."""
        likely = self.likelihoods()
        return [
            replace(
                hint, likelihood=round(likely[changes], 4), because=_because(repair) if likely[changes] > 0.01 else ()
            )
            for changes, (hint, repair, _) in self.made.items()
        ]


def weighed(fitting: Sequence[Repair], relation: Relation) -> Weighed:
    """What would mend a broken relation, each with its weight."""
    made: dict[tuple[Change, ...], tuple[Hint, Repair, float]] = {}
    apart = Figure(max(1, round(off(relation))))
    rest = UNEXPLAINED * relation.size * usual(apart)
    rest += max(0, relation.size - len(relation.cells())) * _SLIP
    for repair in fitting:
        hint, weight = _hint(repair, relation)
        if not _tells(repair, relation):
            rest += weight
        elif hint.changes not in made or made[hint.changes][2] < weight:
            made[hint.changes] = hint, repair, weight
        rest += repair.untold + (0 if _is_checked(repair) else _OTHERWISE * weight)
    return Weighed(relation, _of_figures(made), rest)


def _is_checked(repair: Repair) -> bool:
    """Whether anything speaks for figures of several cells: a slip, or more broken relations than there are cells.

    Two totals that are off by opposite amounts would both be mended by what their columns add up to, whatever is wrong,
    and the row of totals holds with them; so of several totals each needs a slip that explains it.
    """
    if "other" not in repair.slips or len(repair.new) < 2:
        return True
    if sum(map(_is_total, repair.new)) > 1:
        return False
    mended = sum(relation.broken for relation in touched(repair.new))
    return repair.slips.count("other") < 2 or mended > len(repair.new)


def _is_total(cell: Cell) -> bool:
    """Whether a cell is what a broken sum of others comes to."""
    return any(isinstance(r, Linear) and not r.at_most and r.broken and cell in r.blamed for r in cell.relations)


def _of_figures(
    made: Mapping[tuple[Change, ...], tuple[Hint, Repair, float]],
) -> dict[tuple[Change, ...], tuple[Hint, Repair, float]]:
    """The same figures by several slips are one hint: it has the likeliest slip, and the weight of all."""
    ways: dict[frozenset[tuple[str, str | None]], list[tuple[Hint, Repair, float]]] = defaultdict(list)
    for changes, way in made.items():
        ways[frozenset((change.place, change.value) for change in changes)].append(way)
    found = {}
    for of in ways.values():
        hint, repair, _ = max(of, key=lambda way: way[2])
        found[hint.changes] = hint, repair, sum(weight for _, _, weight in of)
    return found


def by_unit(found: Sequence[Weighed]) -> Sequence[Weighed]:
    """The same, with the weights of cells in whose unit another column seems to be wrong: a whole line was mistyped."""
    masses: dict[Relation, dict[str, float]] = {}
    for of in found:
        mass = masses[of.relation] = defaultdict(float)
        for changes, likely in of.likelihoods().items():
            repair = of.made[changes][1]
            if len(repair.new) == 1 and (unit := _unit(repair)):
                mass[unit] += likely
    every: dict[str, float] = defaultdict(float)
    for of_one in masses.values():
        for unit, likely in of_one.items():
            every[unit] += likely
    for of in found:
        for changes, (hint, repair, weight) in of.made.items():
            unit = _unit(repair) if len(repair.new) == 1 else ""
            if unit:
                own = {of.relation, *(r for cell in repair.new for r in cell.relations if r.broken)}
                others = every[unit] - sum(masses[r].get(unit, 0.0) for r in own if r in masses)
                of.made[changes] = hint, repair, weight * (1 + _ALIKE * max(others, 0.0))
    return found


def _unit(repair: Repair) -> str:
    """The unit of the cell that a repair changes; empty where nobody knows."""
    cell = next(iter(repair.new))
    return cell.around.unit if cell.around else ""


def _because(repair: Repair) -> tuple[str, ...]:
    """What speaks for a repair of one cell, in words."""
    if len(repair.new) > 1:
        return ()
    ((cell, value),) = repair.new.items()
    others = cell.elsewhere.get(value.value, ())
    told = [f"{' and '.join(others)} {'has' if len(others) == 1 else 'have'} {value.text} there"] if others else []
    return (*told, *(cell.around.because(cell.printed, value) if cell.around else ()))


def told_of(ranked: Sequence[Hint], relations: int) -> list[Hint]:
    """Of ranked hints of one of so many relations those that are told, each once, without what is far off."""
    most = max(_FEW, min(_BEST, _ALL // relations))
    told = list({hint.changes: hint for hint in reversed(ranked)}.values())[::-1]
    likely = [hint.likelihood or 0 for hint in told]
    least = min(likely[0] * _FAR, likely[:_FEW][-1])
    return [hint for hint, of in zip(told, likely, strict=True) if of >= max(least, likely[:most][-1])]


def _tells(repair: Repair, relation: Relation) -> bool:
    """Whether a repair says anything about a relation.

    Where parts may be less than their whole, nearly any figure fits; then only a typing slip in a long figure, or
    another broken relation that is exact, speaks for one.
    """
    inexact = [isinstance(r, Linear) and r.at_most for r in (relation, *(r for r in touched(repair.new) if r.broken))]
    long = all(cell.printed.units >= 1000 for cell in repair.new)
    return not all(inexact) or (long and set(repair.slips) <= set(TYPING))


def _hint(repair: Repair, relation: Relation) -> tuple[Hint, float]:
    """A repair as it is told about one broken relation, and its weight.

    The weight: how likely slips give just these figures; a million times as much for each further broken relation that
    is mended, since each one left needs another slip, and less where one is at hand that explains it; more where other
    sources print the figures, too.
    """
    relations = touched(repair.new)
    holding = [r for r in relations if r.holds(repair.new)]
    mended = sum(r.broken for r in holding)
    changes = tuple(
        Change(cell.place, cell.printed.text, value.text, name)
        for (cell, value), name in zip(repair.new.items(), repair.slips, strict=True)
    )
    at_hand = sum(repair.otherwise.get(r, 0.0) for r in holding if r.broken and r is not relation)
    weight = 10 ** (6 * (mended - 1) + repair.likely + _agreed(repair) - at_hand)
    return Hint(changes, None, mended, len(holding), len(relations) - len(holding)), weight


def _agreed(repair: Repair) -> float:
    """The decimal logarithm of how much likelier other sources make figures than those that are printed."""
    new = repair.new.items()
    return sum(
        MATCHES * len(cell.elsewhere.get(value.value, ())) + DISAGREES * len(cell.elsewhere.get(cell.printed.value, ()))
        for cell, value in new
    )


def rank(hint: Hint) -> tuple[float, int, tuple[str, ...]]:
    """By what hints are sorted: the likeliest first, then what more confirms."""
    return -(hint.likelihood or 0), -hint.confirmed, tuple(f"{c.place}{c.value}" for c in hint.changes)
