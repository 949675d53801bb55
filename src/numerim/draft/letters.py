"""Columns that are called by letters and numbers, as on forms of German authorities: `A, A1, A2, B, C, D, D1, D2`."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import permutations

import numpy

from numerim.draft.figures import Cells
from numerim.draft.sums import added, is_sum
from numerim.draft.totals import NEAR
from numerim.draft.words import Meaning

_CODE = re.compile(r"^(?:.*\()?([A-Z])(\d{0,3})\)?\s*$")
_FEW = 3
"""So many columns at least have a letter and a number."""
_VOTES = ("Erststimmen", "Zweitstimmen")
_BY_NUMBER = 8
"""Among so many numbers of a letter without a column of its own, two are looked for that are no votes."""


@dataclass
class Letters:
    """What columns are that are called by letters.

    Attributes:
        meant: column -> what it is, of those that are neither votes nor parts of an account.
        hints: the parts of the roll, and of those who voted -> the account that they are a part of.
        several: the column of those who voted, where each has several votes, so that it is no account of ballots.
        groups: column -> its kind of votes, where there are two.
        kinds: a part of the votes of a list, such as those of a person -> the column of the list, and how the name of
            the part goes on behind that.
    """

    meant: dict[str, Meaning] = field(default_factory=dict)
    hints: dict[str, str] = field(default_factory=dict)
    several: str = ""
    groups: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, tuple[str, str]] = field(default_factory=dict)


def by_letters(cells: Cells) -> Letters:
    """What columns are that are called by a letter, or by one and a number: those who may vote (A), and did (B).

    What the letters behind these say is not the same on all forms, so figures decide: a letter that its numbers make
    is the valid votes, and one that makes B with it the invalid ones. Where the letter has no column, two of its
    numbers are these. Two letters with numbers are two votes of each voter.

    Args:
        cells: the cells of the table.
    """
    codes: dict[str, dict[str, str]] = {}
    for i in cells.is_figures:
        if i not in cells.shares and (found := _CODE.match(cells.names[i])):
            codes.setdefault(found[1], {}).setdefault(found[2], cells.names[i])
    roll, voted = codes.get("A", {}), codes.get("B", {}).get("", "")
    others = {letter: some for letter, some in codes.items() if letter not in "AB"}
    if sum(len(set(some) - {""}) for some in codes.values()) < _FEW or not (roll and voted):
        return Letters()
    made = Letters({voted: Meaning("cast")} | ({roll[""]: Meaning("registered")} if "" in roll else {}))
    made.hints = {name: "registered" for number, name in roll.items() if number}
    made.hints |= {name: "cast" for number, name in codes["B"].items() if number}
    free = [some[""] for some in others.values() if set(some) == {""}]
    counted: list[list[str]] = []
    for some in others.values():
        valid, invalid = _valid(cells, some, free, voted)
        if not valid:
            continue
        made.meant[valid] = Meaning("valid")
        counted.append([valid, *some.values()])
        if invalid:
            made.meant[invalid] = Meaning("invalid")
            counted[-1].append(invalid)
            free = [name for name in free if name != invalid]
        elif _more(cells, valid, voted):
            made.several = voted
    if not counted:
        return Letters()
    if len(counted) == len(_VOTES):
        made.groups = {name: votes for votes, some in zip(_VOTES, counted, strict=True) for name in some}
    made.kinds = _kinds(cells, [name for some in counted for name in some[1:]])
    if made.several:
        made.meant |= {name: Meaning("ignore") for name in free}
        made.meant.pop(voted)
    return made


def _kinds(cells: Cells, lists: Sequence[str]) -> dict[str, tuple[str, str]]:
    """The columns that are called like that of a list, and more (`D1_liste`, `D1_1`), where they make it."""
    kinds: dict[str, tuple[str, str]] = {}
    for name in lists:
        parts = [one for i in cells.is_figures if (one := cells.names[i]).startswith(f"{name}_")]
        if len(parts) > 1 and is_sum(cells.figures, cells.number(name), [cells.number(one) for one in parts]):
            kinds |= {one: (name, one.removeprefix(f"{name}_").lower()) for one in parts}
    return kinds


def _valid(cells: Cells, some: Mapping[str, str], free: Sequence[str], voted: str) -> tuple[str, str]:
    """The columns of valid and of invalid votes among those of a letter and those that have none; empty where none."""

    def makes(total: str, *parts: str) -> bool:
        return is_sum(cells.figures, cells.number(total), [cells.number(part) for part in parts])

    def off(total: str, *parts: str) -> float:
        """By how much of a column the others miss it in the row in the middle."""
        whole, summed = (added(cells.figures, [cells.number(name) for name in names]) for names in ((total,), parts))
        there = whole > 0
        return float(numpy.median(numpy.abs(summed - whole)[there] / whole[there])) if there.any() else 1.0

    parts = [name for number, name in some.items() if number]
    if (own := some.get("")) and parts:
        if not makes(own, *parts) and off(own, *parts) > NEAR:
            return "", ""
        invalid = min(free, key=lambda one: off(voted, own, one), default="")
        return own, invalid if invalid and off(voted, own, invalid) < off(voted, own) else ""
    if 2 < len(parts) <= _BY_NUMBER:
        for valid, invalid in permutations(reversed(parts), 2):
            if makes(voted, valid, invalid) and makes(valid, *(one for one in parts if one not in (valid, invalid))):
                return valid, invalid
    return "", ""


def _more(cells: Cells, name: str, other: str) -> bool:
    one, two = cells.figures[:, cells.number(name)], cells.figures[:, cells.number(other)]
    return bool((one > two).mean() > 0.5)
