"""What is voted on in a table, and in which units: a guess, said as one."""

import csv
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from numerim.declare.words import as_word
from numerim.draft.contests import decided_apart
from numerim.draft.described import COARSE, Described
from numerim.draft.stems import folded
from numerim.draft.words import seed

NOT_SAID = "which office it is the file does not say"
"""Why an office is a guess altogether."""


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


def offices_of(said: Described, hints: Sequence[str], given: str, reference: Path) -> Offices:
    """What a table says votes are for.

    Args:
        said: what its columns are.
        hints: the heading over the table, titles above it, the name of the file: what speaks of it, the surest first.
        given: the office, where the user names it; else empty.
        reference: where the seeds are.
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
    spoken = next((one for text in [value, *hints] if (one := guessed_office(text, reference))), "")
    is_told = bool(given or spoken)
    name = given or spoken or ("mayor" if said.of("candidate") and not said.of("seats") else "council")
    if value:
        found.words[value] = name
    found.every.append(Office(name, unit, why if is_told else f"{why}; {NOT_SAID}"))
    return found


def guessed_office(text: str, reference: Path) -> str:
    """The office that the name of a file or a title speaks of; empty where it speaks of none."""
    plain = folded(text)
    return next((office for pattern, office in _spoken_of(reference) if pattern.search(plain)), "")


@cache
def _spoken_of(reference: Path) -> Sequence[tuple[re.Pattern[str], str]]:
    """What speaks of each office, those that go before others first: `seeds/office_words.csv`."""
    with seed(reference, "office_words.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    by_office: dict[str, list[str]] = {}
    for row in rows:
        plain = re.escape(folded(row["words"]))
        by_office.setdefault(row["office"], []).append(plain if row["words"].endswith("*") else rf"{plain}\b")
    return [(re.compile(rf"\b({'|'.join(every)})"), office) for office, every in by_office.items()]


def _decided_in(said: Described) -> tuple[str, str]:
    """The type of units of which each has a contest of its own, and why."""
    if not said.unit:
        return "country", "the table names no unit"
    if said.of("seats"):
        return said.unit, "seats are given by unit"
    if said.levels:
        return "country", "rows of larger units are sums over smaller ones; change it where these decide apart"
    if said.within and said.totals_of_all:
        return "country", "one row sums up all units"
    if said.within and said.unit in ("precinct", "polling_station", "ward"):
        return said.within, f"the {said.unit.replace('_', ' ')}s lie in one each"
    selecting = next((c for role in ("candidate", "party", "option") if (c := said.of(role))), None)
    unit = said.of("unit")
    if selecting is None or unit is None:
        return "country", "the same columns stand for all units"
    if selecting is unit:
        return said.unit, "each unit has its own list"
    where = defaultdict(set)
    cells = said.cells
    for text, place, total in zip(cells.texts[selecting.name], cells.texts[unit.name], said.is_total, strict=True):
        if text and text not in selecting.words and not total:
            where[text].add(place)
    several = sum(len(places) > 1 for places in where.values())
    if selecting.is_ == "candidate" and several <= 0.3 * len(where):
        return said.unit, "candidates stand in one unit each"
    if selecting.is_ == "party" and said.of("candidate"):
        return said.unit, "each unit has its own candidates"
    larger = (
        [kind for kind in COARSE[: COARSE.index(said.unit)] if kind in (said.within,)] if said.unit in COARSE else []
    )
    return (larger[-1] if larger else "country"), "the same names stand in many units"
