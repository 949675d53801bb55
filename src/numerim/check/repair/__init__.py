"""Repair hints: which cell is probably wrong where a declared relation is broken, and what it would have to be.

A hint is never applied. It mends a broken relation and breaks no other declared relation of the cells that it changes;
that is reckoned exactly.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import duckdb

from numerim.check.repair.evidence import evidence
from numerim.check.repair.near import Near, near
from numerim.check.repair.relations import Cell, Key, Linear, Relation
from numerim.check.repair.several import exchanged, fewest, off, shifted, touched
from numerim.check.repair.single import Repair, repairs
from numerim.check.repair.slips import SLIPS, TYPING, UNEXPLAINED, Figure, usual
from numerim.schemas.rule import EACH, Rule
from numerim.schemas.rule import rules as all_rules

__all__ = ["AT_MOST", "SLIPS", "Change", "Hint", "Key", "hints", "key", "own_hint"]

AT_MOST = 2000
"""With more broken relations than this, no hints are looked for: something else is wrong than a cell."""

_BEST = 100
"""So many hints a relation are given at most; a tie is not cut."""

_FAR = 1e-4
"""Hints that are less likely than this, in parts of the first, are left out."""

_ALIKE = 3.0
"""How much likelier a cell is wrong if it is sure that in its unit another column is wrong, too."""

_SLIP = 0.015
"""How likely one slip of a figure of three digits gives just what is printed."""

_TOLD = 6
"""So many changes at most are told as one hint."""


@dataclass(frozen=True)
class Change:
    """What one cell would have to be.

    Attributes:
        place: `source|locator|measure`; several, divided by spaces, where the source repeats the figure.
        printed: the figure as it was read.
        value: what it would have to be.
        slip: what happened, a key of `SLIPS`.
    """

    place: str
    printed: str
    value: str
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


def key(rule: Rule, row: Mapping[str, Any]) -> Key:
    """What a row of a rule's answer is called here: the rule, the columns of its `each`, subject and source."""
    columns = (*EACH[rule.each].key, "subject", "source_id")
    return (rule.code, *("" if row[c] is None else str(row[c]) for c in columns))


def hints(
    connection: duckdb.DuckDBPyConnection, broken: Sequence[Key], rules: Iterable[Rule] | None = None
) -> dict[Key, list[Hint]]:
    """Look for the cells that are probably wrong.

    Args:
        connection: a database with the core tables.
        broken: broken relations, as `key` names them, of rules with `terms` or `ratio`; others have no hints. What is
            broken and not among them is taken as known, and tells nothing about its cells.
        rules: the rules whose relations count; all where absent.

    Returns:
        The hints of each relation, the likeliest first, without those that are hardly possible; relations without a
        hint are left out. Nothing where more than `AT_MOST` relations are broken.
    """
    if not broken or len(broken) > AT_MOST:
        return {}
    around = near(connection, broken, all_rules().values() if rules is None else rules)
    suspects = _suspects(around)
    known = evidence(connection, {place for cell in suspects for place in cell.place.split()})
    for cell in suspects:
        cell.around = next((known[place] for place in cell.place.split() if place in known), None)
    alone = {cell: repairs(cell, around) for cell in suspects}
    together = [*exchanged(around), *shifted(around), *fewest(around, alone)]
    weighed = []
    for relation in around.broken:
        cells = [cell for cell in relation.cells() if relation in cell.relations]
        fitting = [repair for cell in cells for repair in alone[cell]]
        if not fitting:  # more is wrong than one cell: those that mend this relation and break no other
            fitting = [repair for cell in cells for repair in repairs(cell, around, relation)]
        fitting += [part for repair in together if (part := _part(repair, relation))]
        weighed.append(_weighed(fitting, relation))
    ranked: dict[Key, list[Hint]] = {}
    for of in _by_unit(weighed):
        told = sorted([*of.hints(), *ranked.get(of.relation.key, ())], key=_rank)
        if told:
            ranked[of.relation.key] = _all_told(told)
    return ranked


@dataclass
class _Weighed:
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
            replace(hint, likelihood=round(likely[changes], 4), because=_because(repair) if likely[changes] > 0.01 else ())
            for changes, (hint, repair, _) in self.made.items()
        ]


def _weighed(fitting: Sequence[Repair], relation: Relation) -> _Weighed:
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
        rest += repair.untold
    return _Weighed(relation, made, rest)


def _by_unit(weighed: Sequence[_Weighed]) -> Sequence[_Weighed]:
    """The same, where a cell is likelier wrong if another column seems to be wrong in its unit: one line was mistyped."""
    masses: dict[Relation, Counter[str]] = {}
    for of in weighed:
        masses[of.relation] = mass = Counter()
        for changes, likely in of.likelihoods().items():
            repair = of.made[changes][1]
            if len(repair.new) == 1 and (unit := _unit(repair)):
                mass[unit] += likely
    every: Counter[str] = Counter()
    for mass in masses.values():
        every.update(mass)
    for of in weighed:
        for changes, (hint, repair, weight) in of.made.items():
            unit = _unit(repair) if len(repair.new) == 1 else ""
            if unit:
                own = {of.relation, *(r for cell in repair.new for r in cell.relations if r.broken)}
                others = every[unit] - sum(masses[r][unit] for r in own if r in masses)
                of.made[changes] = hint, repair, weight * (1 + _ALIKE * max(others, 0.0))
    return weighed


def _unit(repair: Repair) -> str:
    """The unit of the cell that a repair changes; empty where nobody knows."""
    cell = next(iter(repair.new))
    return cell.around.unit if cell.around else ""


def _because(repair: Repair) -> tuple[str, ...]:
    """What speaks for a repair of one cell, in words."""
    if len(repair.new) > 1:
        return ()
    ((cell, value),) = repair.new.items()
    return tuple(cell.around.because(cell.printed, value)) if cell.around else ()


def _all_told(ranked: Sequence[Hint]) -> list[Hint]:
    """Of ranked hints those that are told, each once: so many at most, but no tie is cut, and none that is far off."""
    told = list({hint.changes: hint for hint in reversed(ranked)}.values())[::-1]
    least = (told[0].likelihood or 0) * _FAR
    last = told[min(len(told), _BEST) - 1].likelihood or 0
    return [hint for hint in told if (hint.likelihood or 0) >= max(least, last)]


def own_hint(row: Mapping[str, Any]) -> list[Hint]:
    """The hint that a rule's answer itself gives: its columns `mends` and `slip`."""
    changes = []
    for change in str(row.get("mends") or "").split():
        place, _, figures = change.rpartition("=")
        printed, _, value = figures.partition(">")
        changes.append(Change(place, _bare(printed), _bare(value), str(row["slip"])))
    return [Hint(tuple(changes), None, 1, 1, 0)] if changes else []


def _bare(text: str) -> str:
    return f"{Decimal(text).normalize():f}"


def _tells(repair: Repair, relation: Relation) -> bool:
    """Whether a repair says anything about a relation.

    Where parts may be less than their whole, nearly any figure fits; then only a typing slip in a long figure, or
    another broken relation that is exact, speaks for one.
    """
    inexact = [isinstance(r, Linear) and r.at_most for r in (relation, *(r for r in touched(repair.new) if r.broken))]
    long = all(cell.printed.units >= 1000 for cell in repair.new)
    return not all(inexact) or (long and set(repair.slips) <= set(TYPING))


def _part(repair: Repair, relation: Relation) -> Repair | None:
    """What of a repair is told about one broken relation: all, or where it is too much only its own cells.

    None where it does not mend the relation, or its own cells alone would break others.
    """
    if len(repair.new) > _TOLD:
        kept = [i for i, cell in enumerate(repair.new) if relation in cell.relations]
        new = {cell: value for i, (cell, value) in enumerate(repair.new.items()) if i in kept}
        repair = Repair(new, tuple(repair.slips[i] for i in kept), repair.likely * len(kept) / len(repair.new))
    if not 0 < len(repair.new) <= _TOLD or not any(relation in cell.relations for cell in repair.new):
        return None
    held = (r for r in touched(repair.new) if r is relation or not r.broken)
    return repair if all(r.holds(repair.new) for r in held) else None


def _suspects(around: Near) -> list[Cell]:
    cells = (cell for relation in around.broken for cell in relation.cells() if relation in cell.relations)
    return list(dict.fromkeys(cells))


def _hint(repair: Repair, relation: Relation) -> tuple[Hint, float]:
    """A repair as it is told about one broken relation, and its weight.

    The weight: how likely slips give just these figures; a million times as much for each further broken relation that
    is mended, since each one left needs another slip.
    """
    relations = touched(repair.new)
    holding = [r for r in relations if r.holds(repair.new)]
    mended = sum(r.broken for r in holding)
    changes = tuple(
        Change(cell.place, cell.printed.text, value.text, name)
        for (cell, value), name in zip(repair.new.items(), repair.slips, strict=True)
    )
    weight = 10 ** (6 * (mended - 1) + repair.likely)
    return Hint(changes, None, mended, len(holding), len(relations) - len(holding)), weight


def _rank(hint: Hint) -> tuple[float, int, tuple[str, ...]]:
    return -(hint.likelihood or 0), -hint.confirmed, tuple(c.place + c.value for c in hint.changes)
