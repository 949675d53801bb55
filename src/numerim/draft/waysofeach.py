"""Votes of each who is voted for by the ways of casting them, side by side: `Ann Ray / Early`, `Ann Ray / Total`."""

from collections.abc import Mapping
from pathlib import Path

import numpy

from numerim.draft.bykind import ways_of_casting
from numerim.draft.described import Column, Described, Left, take
from numerim.draft.parts import kind_named, ways_in
from numerim.draft.sums import Figures, added, is_enough, share_that_fits
from numerim.draft.votes import ACCOUNTS
from numerim.draft.whose import selection_of
from numerim.draft.words import meaning_of

_BETWEEN = " / "
_TWO = 2
"""So many are voted for, and so many ways of casting a ballot there are, at least."""


def votes_by_way(said: Described, left: Left, reference: Path) -> None:
    """Say of columns whose votes they are and how these were cast, where a header of two rows has both.

    Either row may be the upper one. Of each who is voted for there are the same ways; where one column more is there,
    called like a sum, the ways must come to it.

    Args:
        said: the table; what is found is told there.
        left: the columns of which nobody knows yet what they are.
        reference: where the seeds are.
    """
    cells = said.cells
    counts = [
        name for name in left if cells.number(name) in cells.is_figures and cells.number(name) not in cells.shares
    ]
    pairs = {name: name.split(_BETWEEN, 1) for name in counts if _BETWEEN in name}
    words = {} if pairs else {name: name.rsplit(" ", 1) for name in counts if " " in name}
    for way in (1, 0):
        each: dict[str, dict[str, str]] = {}
        for name, pair in (pairs or (words if way else {})).items():
            each.setdefault(pair[1 - way].strip(), {})[pair[way].strip()] = name
        if words:  # `Reds Early`: one word that stands beneath nobody else is part of a name
            each = {own: columns for own, columns in each.items() if len(columns) > 1}
        ways = {one for columns in each.values() for one in columns}
        sums = {one for one in ways if ways_in(one) == []}
        kinds = ways_of_casting(sorted(ways)) or (_by_sum(ways - sums, each, reference) if pairs and sums else {})
        if len(kinds) < _TWO or len(sums) > 1 or ways - {*kinds} - sums:
            continue
        same = [columns for columns in each.values() if {*columns} == ways]
        people = {own: columns for own, columns in each.items() if ways_in(own) is None or len(own) == 1}
        if len(same) < len(each) or len(people) < _TWO or not _come_to_it(cells.figures, said, same, kinds, sums):
            continue
        for own, columns in people.items():
            _take_each(said, left, reference, own, columns, kinds)
        if sums:
            _several_votes(said, left, [columns[total] for total in sums for columns in people.values()])
        is_told = any(one and one.role == "valid" for one in left.values())  # then these tell whether all are listed
        said.complete += ["votes"] if sums and not is_told and "votes" not in said.complete else []
        return


def _several_votes(said: Described, left: Left, totals: list[str]) -> None:
    """Let nobody be asked for more votes than ballots where most have more in most units: each voter has several."""
    cells = said.cells
    cast = next((name for role in ("cast", "valid") for name, one in left.items() if one and one.role == role), None)
    if cast is None:
        return
    more = [cells.figures[:, cells.number(name)] > cells.figures[:, cells.number(cast)] for name in totals]
    if 2 * sum(2 * one.sum() > len(one) for one in more) > len(more):
        for rule in ("R203", "R213", "R218", "R219"):
            said.switch_off(rule, "each voter has several votes")
        said.complete.append("votes")


def _by_sum(ways: set[str], each: Mapping[str, Mapping[str, str]], reference: Path) -> dict[str, str]:
    """Kinds of votes that only a sum beside them tells: `On the list`, `For persons`; no accounts of ballots."""
    roles = {one.role for name in (*ways, *each) if (one := meaning_of(name, reference))}
    return {} if roles & {*ACCOUNTS, "seats", "turnout", "share"} else {way: kind_named(way) for way in sorted(ways)}


def _take_each(
    said: Described, left: Left, reference: Path, own: str, columns: Mapping[str, str], kinds: Mapping[str, str]
) -> None:
    """The columns of one who is voted for, or of one account of ballots."""
    one = meaning_of(own, reference)
    role = one.role if one and one.role in ACCOUNTS else "votes"
    with_ = selection_of(own) if role == "votes" else {}
    for way, name in columns.items():
        why = "the sum of all ways of casting" if way not in kinds else "one way of casting"
        take(said, left, Column(name, role, why, ballots=kinds.get(way, ""), with_=with_))


def _come_to_it(
    figures: Figures, said: Described, same: list[dict[str, str]], kinds: Mapping[str, str], sums: set[str]
) -> bool:
    """Whether the ways come to the sum of each, as far as there is one."""
    if not sums:
        return True
    (total,) = sums
    number = said.cells.number
    printed = numpy.concatenate([figures[:, number(columns[total])] for columns in same])
    summed = numpy.concatenate([added(figures, [number(columns[way]) for way in kinds]) for columns in same])
    return is_enough(*share_that_fits(printed, summed))
