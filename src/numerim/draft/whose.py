"""Whom the name of a column of votes names, and what such names share that says nothing of it."""

import re
from collections.abc import Sequence
from itertools import takewhile
from pathlib import Path

from numerim.draft.words import meaning_of

_NUMBERED = re.compile(r"^\s*(?:nr\.?\s*)?(\d{1,3})\s*[-–.:)]\s*(?=\D)")
_IN_BRACKETS = re.compile(r"^(?P<one>.+?)\s*[(\[](?P<other>[^()\[\]]{1,60})[)\]]$")
_BEHIND = re.compile(r"^(?P<one>.+?)(?:\s+/\s+|,\s*)(?P<other>[^,/]{1,40})$")


def shared_beginning(names: Sequence[str]) -> str:
    """The first parts, divided by ` / `, of all of some names that have such: of cells that span their columns."""
    parts = [name.split(" / ")[:-1] for name in names if " / " in name] if len(names) > 1 else []
    same = takewhile(lambda some: len(set(some)) == 1, zip(*parts, strict=False))
    return "".join(f"{some[0]} / " for some in same)


def shared_end(names: Sequence[str], reference: Path) -> str:
    """What all of some names end with, where it only says that they are votes or seats: ` / Votes`, ` Äänimäärä`."""
    if len(names) < 2:
        return ""
    same = takewhile(lambda letters: len(set(letters)) == 1, zip(*(reversed(name) for name in names), strict=False))
    end = "".join(letters[0] for letters in same)[::-1]
    for mark in (" / ", " - ", "_", " "):
        between, told = end.find(mark), ""
        while between >= 0:
            told = end[between + len(mark) :]
            if (one := meaning_of(told, reference)) and one.role in ("votes", "seats"):
                return end[between:]
            between = end.find(mark, between + 1)
    return ""


def selection_of(name: str) -> dict[str, str]:
    """Whom the name of a column of votes names: a candidate with a party, or a party; and the number on the ballot."""
    bare, roles = " ".join(name.replace("_", " ").split()), dict[str, str]()
    if found := _NUMBERED.match(bare):
        roles["ballot_number"] = found[1]
        bare = bare[found.end() :]
    for pattern in (_IN_BRACKETS, _BEHIND):
        if (found := pattern.match(bare)) and (found["other"].isupper() or " / " in bare):
            return {"candidate": found["one"].strip(), "party": found["other"].strip(), **roles}
    return {"party": bare, **roles}


def called_like(names: Sequence[str], some: Sequence[str], role: str, reference: Path) -> dict[str, str]:
    """Columns that are called by a role, and like another column: `Mandatos PS` beside `PS`, of seats.

    Args:
        names: all columns.
        some: those that may be so called.
        role: what the word says that is before the other name, or behind it.
        reference: where the seeds are.

    Returns:
        Of each the other column; none where only one is so called.
    """
    found: dict[str, str] = {}
    for name in some:
        first, last = (re.split(r"[ _]", name)[n] for n in (0, -1))
        for says, of in ((first, name[len(first) + 1 :]), (last, name[: -len(last) - 1])):
            if of in names and (one := meaning_of(says, reference)) and one.role == role:
                found[name] = of
    return found if len(found) > 1 else {}
