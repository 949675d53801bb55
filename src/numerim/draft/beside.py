"""Columns that stand there several times side by side: name, votes and share of the first who stood, of the second."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy

from numerim.draft.described import Column, Described, Left, take
from numerim.draft.figures import Cells
from numerim.draft.words import SELECTIONS, meaning_of


def side_by_side(said: Described, left: Left, reference: Path) -> None:
    """Columns that stand there several times side by side, such as name, votes and share of each who stood."""
    cells = said.cells
    groups = panels_of(cells.names)
    shared = _shared(list(groups))
    meant = {one: meaning_of(shared.get(one, one), reference) for one in groups}
    roles = {meaning.role: one for one, meaning in reversed(meant.items()) if meaning}
    if "candidate" not in roles and ("first_name" in roles or "party" not in roles) and "name" in roles:
        roles["candidate"] = roles.pop("name")
    shares = [one for one, meaning in meant.items() if meaning and meaning.role == "share"]
    if len(shares) > 1 and "votes" in roles:
        roles["share"] = _of_valid(said, left, groups[roles["votes"]][0], shares)
    if not any(role in roles for role in SELECTIONS) and (words := _names_of_panels(cells, groups)):
        roles["party"] = words
    who = next((role for role in SELECTIONS if role in roles), None)
    if who is None or "votes" not in roles:
        return
    first = groups[roles["first_name"]] if "first_name" in roles and who == "candidate" else []
    beside = groups[roles["party"]] if "party" in roles and who != "party" else []
    for n, name in enumerate(groups[roles[who]]):
        left.pop(name, None)
        whose = {who: f"{{{first[n]}}} {{{name}}}" if n < len(first) else f"{{{name}}}"}
        if n < len(beside) and any(cells.texts[beside[n]]):
            whose["party"] = f"{{{beside[n]}}}"
            left.pop(beside[n], None)
        for role in ("votes", "share", "seats"):
            if role in roles and n < len(groups[roles[role]]):
                column = Column(groups[roles[role]][n], role, with_=whose)
                take(said, left, column)
    for one, names in groups.items():
        known = meant[one]
        for name in names:
            if name in left and (
                one not in roles.values() or one in (roles.get("ballot_number"), roles.get("first_name"))
            ):
                reason = "numerim does not know what it says" if known is None else "beside who is voted for"
                take(said, left, Column(name, "ignore", reason, unsure=known is None))


def _of_valid(said: Described, left: Left, votes: str, shares: Sequence[str]) -> str:
    """Of several shares of the same votes that of the valid ballots; the last where none is."""
    cells = said.cells
    valid = next((name for name, one in left.items() if one and one.role == "valid"), None)
    if valid is None:
        return shares[-1]

    def off(share: str) -> float:
        printed, part, whole = (cells.figures[:, cells.number(name)] for name in (share, votes, valid or ""))
        misses = numpy.abs(printed * whole - 100 * part)[whole > 0]
        return float(numpy.nanmedian(misses)) if not numpy.isnan(misses).all() else 0.0

    return min(shares, key=off)


def _names_of_panels(cells: Cells, groups: Mapping[str, Sequence[str]]) -> str:
    """Of columns that stand side by side the one of words, where no other has such: it names who is voted for."""
    words = [
        one
        for one, names in groups.items()
        if all(cells.number(name) not in cells.is_figures and any(cells.texts[name]) for name in names)
        and len({text for name in names for text in cells.values(name)}) >= len(names)
    ]
    return words[0] if len(words) == 1 else ""


_AGAIN = re.compile(r"(?P<one>.+) \(\d+\)$")
_TURN = re.compile(r"(?<!\d)(\d{1,2})(?!\d)(?=\D*$)")
"""A number in a name that says of which of several groups its column is: `Name/Group 2`."""
_ALIKE = 3
"""So many columns have the groups of those who stood: a number or name, votes, and more."""


def panels_of(names: Sequence[str]) -> dict[str, list[str]]:
    """Columns that stand there several times: the name of the first of each -> the names of all.

    They are called the same, with ` (2)` and so on behind it; or the same but for a number, three or more beside each
    other in each of two groups or more.
    """
    groups: dict[str, list[str]] = {}
    for name in names:
        found = _AGAIN.match(name)
        if found and found["one"] in names:
            groups.setdefault(found["one"], [found["one"]]).append(name)
    turns: dict[str, dict[str, str]] = {}
    for name in names:
        if found := _TURN.search(name):
            turns.setdefault(f"{name[: found.start()]}#{name[found.end() :]}", {})[found[1]] = name
    by_turns: dict[tuple[str, ...], list[list[str]]] = {}
    for by_turn in turns.values():
        if len(by_turn) > 1 and not any(stem in groups for stem in by_turn.values()):
            by_turns.setdefault(tuple(by_turn), []).append(list(by_turn.values()))
    for some in by_turns.values():
        if len(some) >= _ALIKE and _beside(names, some):
            groups |= {one[0]: one for one in some}
    return groups


def _beside(names: Sequence[str], groups: Sequence[Sequence[str]]) -> bool:
    """Whether the columns of each turn stand beside each other: no table of `A 2020, A 2024, B 2020`."""
    at = [[names.index(one[n]) for one in groups] for n in range(len(groups[0]))]
    return all(max(some) - min(some) == len(some) - 1 for some in at)


def _shared(stems: Sequence[str]) -> dict[str, str]:
    """Names of columns that stand several times without what ends all of them: `Votes/Group 1` -> `Votes`."""
    bare = {stem: _TURN.sub("", stem) for stem in stems}
    ends = {text.rpartition("/")[2] for text in bare.values()} if len(bare) > 1 else set()
    if len(ends) == 1 and all("/" in text for text in bare.values()):
        return {stem: text.rpartition("/")[0] for stem, text in bare.items()}
    return {stem: text.strip(" _-/") for stem, text in bare.items()}
