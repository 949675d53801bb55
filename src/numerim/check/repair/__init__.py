"""Repair hints: which cell is probably wrong where a declared relation is broken, and what it would have to be.

A hint is never applied. It mends a broken relation and breaks no other declared relation of the cells that it changes;
that is reckoned exactly.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import duckdb

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

_BEST = 5

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
    """

    changes: tuple[Change, ...]
    likelihood: float | None
    mends: int
    confirmed: int
    leaves: int


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
        At most five hints a relation, the likeliest first; relations without a hint are left out. Nothing where more
        than `AT_MOST` relations are broken.
    """
    if not broken or len(broken) > AT_MOST:
        return {}
    around = near(connection, broken, all_rules().values() if rules is None else rules)
    alone = {cell: repairs(cell, around) for cell in _suspects(around)}
    together = [*exchanged(around), *shifted(around), *fewest(around, alone)]
    found: dict[Key, list[Hint]] = {}
    for relation in around.broken:
        cells = [cell for cell in relation.cells() if relation in cell.relations]
        fitting = [repair for cell in cells for repair in alone[cell]]
        if not fitting:  # more is wrong than one cell: those that mend this relation and break no other
            fitting = [repair for cell in cells for repair in repairs(cell, around, relation)]
        fitting += [part for repair in together if (part := _part(repair, relation))]
        ranked = sorted([*_weighed(fitting, relation), *found.get(relation.key, ())], key=_rank)
        if ranked:
            found[relation.key] = list({hint.changes: hint for hint in reversed(ranked)}.values())[::-1][:_BEST]
    return found


def _weighed(fitting: Sequence[Repair], relation: Relation) -> list[Hint]:
    """What would mend a broken relation, each with its likelihood among all that would.

    Something else than one of the repairs: another figure of one of the cells, a figure that no cell stands for, or
    several figures at once.
    """
    weights: dict[tuple[Change, ...], float] = {}
    made: dict[tuple[Change, ...], Hint] = {}
    apart = Figure(max(1, round(off(relation))))
    else_ = UNEXPLAINED * relation.size * usual(apart)
    else_ += max(0, relation.size - len(relation.cells())) * _SLIP
    for repair in fitting:
        hint, weight = _hint(repair, relation)
        if _tells(repair, relation):
            made[hint.changes] = hint
            weights[hint.changes] = max(weight, weights.get(hint.changes, 0.0))
        else:
            else_ += weight
        else_ += repair.untold
    all_ = sum(weights.values()) + else_
    return [replace(hint, likelihood=round(weights[changes] / all_, 4)) for changes, hint in made.items()]


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
    is mended, since each one left needs another slip; a little more where the changed cell is the one that is blamed.
    """
    relations = touched(repair.new)
    holding = [r for r in relations if r.holds(repair.new)]
    mended = sum(r.broken for r in holding)
    blamed = len(repair.new) == 1 and any(cell in relation.blamed for cell in repair.new)
    changes = tuple(
        Change(cell.place, cell.printed.text, value.text, name)
        for (cell, value), name in zip(repair.new.items(), repair.slips, strict=True)
    )
    weight = 10 ** (6 * (mended - 1) + repair.likely + (0.2 if blamed else 0))
    return Hint(changes, None, mended, len(holding), len(relations) - len(holding)), weight


def _rank(hint: Hint) -> tuple[float, int, tuple[str, ...]]:
    return -(hint.likelihood or 0), -hint.confirmed, tuple(c.place + c.value for c in hint.changes)
