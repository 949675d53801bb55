"""Votes of each who is voted for by the ways of casting them, side by side: `Ann Ray / Early`, `Ann Ray / Total`."""

from collections.abc import Mapping
from pathlib import Path

import numpy

from numerim.draft.bykind import ways_of_casting
from numerim.draft.described import Column, Described, Left, take
from numerim.draft.parts import ways_in
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
    counts = [name for name in left if _BETWEEN in name and cells.number(name) in cells.is_figures]
    pairs = {name: name.split(_BETWEEN, 1) for name in counts if cells.number(name) not in cells.shares}
    for way in (1, 0):
        each: dict[str, dict[str, str]] = {}
        for name, pair in pairs.items():
            each.setdefault(pair[1 - way].strip(), {})[pair[way].strip()] = name
        ways = {one for columns in each.values() for one in columns}
        kinds = ways_of_casting(sorted(ways))
        sums = {one for one in ways if ways_in(one) == []}
        if len(kinds) < _TWO or len(sums) > 1 or ways - {*kinds} - sums:
            continue
        same = [columns for columns in each.values() if {*columns} == ways]
        people = {own: columns for own, columns in each.items() if ways_in(own) is None}
        if len(same) < len(each) or len(people) < _TWO or not _come_to_it(cells.figures, said, same, kinds, sums):
            continue
        for own, columns in people.items():
            _take_each(said, left, reference, own, columns, kinds)
        is_told = any(one and one.role == "valid" for one in left.values())  # then these tell whether all are listed
        said.complete += ["votes"] if sums and not is_told and "votes" not in said.complete else []
        return


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
