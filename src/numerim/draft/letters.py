"""Columns that are called by letters and numbers, as on forms of German authorities: `A, A1, A2, B, C, D, D1, D2`."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import permutations

import numpy

from numerim.draft.figures import Cells
from numerim.draft.sums import Run, added, is_sum, run_that_makes
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


_ENUMERATED = re.compile(
    r"^(?:lit(?:era)?\.?|lett(?:era|re)?\.?|pkt\.?|poz\.?)?\s*\(?(?:([a-p])(\d{0,2})|([IVX]{1,4}))[).]?$"
)
"""A column that is called by a small letter of a form, with a number or without, or by a Roman number."""
_ROMAN = {
    "I": 0,
    "II": 1,
    "III": 2,
    "IV": 3,
    "V": 4,
    "VI": 5,
    "VII": 6,
    "VIII": 7,
    "IX": 8,
    "X": 9,
    "XI": 10,
    "XII": 11,
}


def by_enumeration(cells: Cells) -> Letters:
    """What columns are that are called `a, a1, b, c` or `I, II, III`, as laws call the lines of a form.

    What each says differs from law to law, so sums decide: the one that the votes of all others make are the valid
    votes, one that these make with another those cast, and the first before that which is no less the roll.

    Args:
        cells: the cells of the table.
    """
    tops: dict[str, int] = {}
    parts: dict[str, int] = {}
    is_roman = None
    for i in cells.is_figures:
        found = None if i in cells.shares else _ENUMERATED.match(cells.names[i])
        if not found or (is_roman is not None and is_roman != bool(found[3])):
            continue
        is_roman = bool(found[3])
        place = _ROMAN.get(found[3], -1) if is_roman else ord(found[1]) - ord("a")
        if found[2]:
            parts[cells.names[i]] = place
        elif place == len(tops):
            tops[cells.names[i]] = place
    if len(tops) < _FEW:
        return Letters()
    others = [i for i in cells.is_figures if cells.names[i] not in {*tops, *parts} and i not in cells.shares]
    made = Letters()
    runs = {name: run_that_makes(cells.figures, others, cells.figures[:, cells.number(name)]) for name in tops}
    valid = max(
        (name for name, run in runs.items() if run), key=lambda name: len((runs[name] or _NONE).parts), default=""
    )
    if not valid:
        return made
    made.meant[valid] = Meaning("valid")
    rest = [name for name in tops if name != valid]
    for cast, invalid in permutations(rest, 2):
        some = [cells.number(one) for one in (valid, invalid)]
        is_less = (cells.figures[:, some[1]] <= cells.figures[:, some[0]]).mean() > _MOSTLY
        if is_less and is_sum(cells.figures, cells.number(cast), some):
            made.meant |= {cast: Meaning("cast"), invalid: Meaning("invalid")}
            before = [name for name in rest if tops[name] < tops[cast]]
            roll = next((name for name in before if not _more(cells, cast, name, at_all=True)), "")
            made.meant |= {roll: Meaning("registered")} if roll else {}
            of = {tops[roll]: "registered"} if roll else {}
            of[tops[cast]] = "cast"
            made.hints = {name: of.get(place, "other") for name, place in parts.items()}
            break
    made.hints |= {name: "other" for name in (*tops, *parts) if name not in made.meant and name not in made.hints}
    return made


_NONE = Run([], 0.0)
_MOSTLY = 0.9
"""In so many rows there are fewer invalid votes than valid ones."""


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


def _more(cells: Cells, name: str, other: str, *, at_all: bool = False) -> bool:
    """Whether a column is more than another in most rows; `at_all`: in one of ten."""
    one, two = cells.figures[:, cells.number(name)], cells.figures[:, cells.number(other)]
    return bool((one > two).mean() > (0.1 if at_all else 0.5))


def is_acronym_among(names: Sequence[str], number: int) -> bool:
    """Whether a column has a name of capitals between two others that have, and no other is called so: a party is.

    `SNP, PC, DUP`: a column of percentages, as `PC` may mean, would stand beside each of them.
    """
    around = names[max(number - 1, 0) : number + 2]
    alone = sum(name.startswith(names[number]) for name in names) == 1
    return alone and len(around) == _FEW and all(map(_ACRONYM, around))


_ACRONYM = re.compile(r"[A-Z]{2,5}").fullmatch
