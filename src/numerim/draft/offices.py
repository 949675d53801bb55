"""What is voted on in a table, and in which units: a guess, said as one."""

import re
from collections import defaultdict
from dataclasses import dataclass, field

from numerim.declare.words import as_word
from numerim.draft.contests import decided_apart
from numerim.draft.described import COARSE, Described
from numerim.draft.words import folded

_BY_NAME = (
    (r"mayor|kryetar|burgermeister|maire|alcalde|sindaco|gradonacelnik", "mayor"),
    (r"council|kuvend|keshill|gemeinderat|assembl(y|ies) of municipal|consiglio|conseil|gemeenteraad", "council"),
    (r"president", "president"),
    (
        r"parliament|bundestag|national assembly|kuvendi i shqiperise|deput|congress|sejm|riksdag|tweede kamer",
        "parliament",
    ),
    (r"referendum|ballot measure|question", "question"),
    (r"senat", "senate"),
    (r"house", "house"),
)


@dataclass
class Office:
    """An office, as a draft declares it.

    Attributes:
        name: its word.
        unit: the type of units of which each has one.
        why: how that is known.
        unsure: whether a person should look at it.
    """

    name: str
    unit: str
    why: str
    unsure: bool = True


@dataclass
class Offices:
    """What is voted on.

    Attributes:
        every: the offices.
        words: what a column of offices has -> the word of each.
        by_group: the office of each group of columns.
    """

    every: list[Office] = field(default_factory=list)
    words: dict[str, str] = field(default_factory=dict)
    by_group: dict[str, str] = field(default_factory=dict)


def offices_of(said: Described, hints: str, given: str = "") -> Offices:
    """What a table says votes are for.

    Args:
        said: what its columns are.
        hints: names of the file, of the table and of titles above it.
        given: the office, where the user names it.
    """
    found = Offices()
    unit, why = _decided_in(said)
    column = said.of("office")
    if column is not None and len(said.cells.values(column.name)) > 1:
        apart = decided_apart(said) if unit == "country" else set()
        for value in said.cells.values(column.name):
            word = as_word(value, set(found.words.values()))
            found.words[value] = word
            found.every.append(Office(word, said.unit if value in apart else unit, why))
        return found
    if said.groups != [""]:
        for group in said.groups:
            word = as_word(group, set(found.by_group.values()))
            found.by_group[group] = word
            found.every.append(Office(word, unit, why))
        return found
    value = said.cells.values(column.name)[0] if column else ""
    name = given or guessed_office(f"{hints} {value}") or ("mayor" if said.of("candidate") else "council")
    is_told = bool(given) or bool(guessed_office(f"{hints} {value}"))
    if value:
        found.words[value] = name
    found.every.append(Office(name, unit, why if is_told else f"{why}; which office it is the file does not say"))
    return found


def guessed_office(hints: str) -> str:
    """The office that names of files and titles speak of; empty where they speak of none."""
    plain = folded(hints)
    return next((office for pattern, office in _BY_NAME if re.search(rf"\b({pattern})", plain)), "")


def _decided_in(said: Described) -> tuple[str, str]:
    """The type of units of which each has a contest of its own, and why."""
    if not said.unit:
        return "country", "it names no unit"
    if said.within and said.unit in ("precinct", "polling_station", "ward"):
        return said.within, f"what the {said.unit.replace('_', ' ')}s lie in; change it where a larger area decides"
    selecting = next((c for role in ("candidate", "party", "option") if (c := said.of(role))), None)
    unit = said.of("unit")
    if selecting is None or unit is None:
        return "country", "the same columns stand for all units"
    if selecting is unit:
        return said.unit, "each unit has its own list"
    where = defaultdict(set)
    cells = said.cells
    for text, place in zip(cells.texts[selecting.name], cells.texts[unit.name], strict=True):
        if text and text not in selecting.words and place not in said.totals:
            where[text].add(place)
    several = sum(len(places) > 1 for places in where.values())
    if selecting.is_ == "candidate" and several <= 0.3 * len(where):
        return said.unit, "candidates stand in one unit each"
    if said.of("seats") or (selecting.is_ == "party" and said.of("candidate")):
        return said.unit, "seats are given by unit"
    larger = (
        [kind for kind in COARSE[: COARSE.index(said.unit)] if kind in (said.within,)] if said.unit in COARSE else []
    )
    return (larger[-1] if larger else "country"), "where the same names stand in many units, these decide together"
