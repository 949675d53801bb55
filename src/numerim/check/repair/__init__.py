"""Repair hints: which cell is probably wrong where a declared relation is broken, and what it would have to be.

A hint is never applied. It mends a broken relation and breaks no other declared relation of the cells that it changes;
that is reckoned exactly.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import duckdb

from numerim.check.repair.aside import agreeing, aside, numbers, surest
from numerim.check.repair.derived import followed
from numerim.check.repair.elsewhere import elsewhere
from numerim.check.repair.evidence import evidence
from numerim.check.repair.exchanged import exchanged
from numerim.check.repair.lawful import sizes
from numerim.check.repair.near import Near, near
from numerim.check.repair.relations import Cell, Key, Relation
from numerim.check.repair.several import fewest, shifted, touched
from numerim.check.repair.single import Repair, repairs
from numerim.check.repair.slips import SLIPS
from numerim.check.repair.weigh import Change, Hint, by_unit, rank, told_of, weighed
from numerim.schemas.rule import EACH, Rule
from numerim.schemas.rule import rules as all_rules

__all__ = [
    "AT_MOST",
    "SLIPS",
    "Change",
    "Hint",
    "Key",
    "agreeing",
    "aside",
    "hints",
    "key",
    "numbers",
    "own_hint",
    "surest",
]

AT_MOST = 2000
"""With more broken relations than this, no hints are looked for: something else is wrong than a cell."""

_TOLD = 6
"""So many changes at most are told as one hint."""


def key(rule: Rule, row: Mapping[str, Any]) -> Key:
    """What a row of a rule's answer is called here: the rule, the columns of its `each`, subject and source."""
    columns = (*EACH[rule.each].key, "subject", "source_id")
    return (rule.code, *("" if row[c] is None else str(row[c]) for c in columns))


def hints(
    connection: duckdb.DuckDBPyConnection, broken: Sequence[Key], rules: Iterable[Rule] | None = None
) -> dict[Key, list[Hint]]:
    """Look for the cells that are probably wrong.

    Args:
        connection: a database with the core tables, and what `judge_relations` makes.
        broken: broken relations, as `key` names them, of sums and ratios; others have no hints. What is
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
    places = {place for cell in suspects for place in cell.place.split()}
    known, others = evidence(connection, places), elsewhere(connection, places)
    for cell in suspects:
        cell.around = next((known[place] for place in cell.place.split() if place in known), None)
        cell.elsewhere = next((others[place] for place in cell.place.split() if place in others), {})
    alone = {cell: repairs(cell, around) for cell in suspects}
    together = [*followed(around), *exchanged(around, alone), *shifted(around), *fewest(around, alone)]
    law = sizes(connection, suspects)
    found = []
    for relation in around.broken:
        cells = [cell for cell in relation.cells() if relation in cell.relations]
        fitting = [repair for cell in cells for repair in alone[cell]]
        if not fitting:  # more is wrong than one cell: those that mend this relation and break no other
            fitting = [repair for cell in cells for repair in repairs(cell, around, relation)]
        fitting += [part for repair in together if (part := _part(repair, relation))]
        found.append(weighed([repair for repair in fitting if not law.forbid(repair.new)], relation))
    ranked: dict[Key, list[Hint]] = {}
    for of in by_unit(found):
        told = sorted([*of.hints(), *ranked.get(of.relation.key, ())], key=rank)
        if told:
            ranked[of.relation.key] = told_of(told, len(found))
    return ranked


def own_hint(row: Mapping[str, Any]) -> list[Hint]:
    """The hint that a rule's answer itself gives: its columns `mends` and `slip`, and of one change `printed`."""
    changes = []
    told = str(row.get("mends") or "").split()
    for change in told:
        place, _, figures = change.rpartition("=")
        printed, _, value = figures.partition(">")
        as_printed = row.get("printed") if len(told) == 1 else None
        changes.append(Change(place, str(as_printed or _bare(printed)), _bare(value), str(row["slip"])))
    return [Hint(tuple(changes), None, 1, 1, 0)] if changes else []


def _bare(text: str) -> str:
    return f"{Decimal(text).normalize():f}"


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
