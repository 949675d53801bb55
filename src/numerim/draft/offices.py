"""What is voted on in a table, and in which units: a guess, said as one."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from numerim.declare.words import as_word
from numerim.draft.contests import decided_apart, decided_together, tell_primaries
from numerim.draft.described import COARSE, Described
from numerim.draft.officewords import guessed_office
from numerim.draft.outcomes import says_who_won, take_back
from numerim.draft.stems import folded
from numerim.draft.votes import TO_FILL
from numerim.draft.words import SELECTIONS

NOT_SAID = "which office it is the file does not say"
"""Why an office is a guess altogether."""
_OF_ALL = ("president", "vice-president")
"""Offices of which a country has one."""
_OF_A_COUNTRY = re.compile(
    r"(vice )?[^\W\d]+( (and|und|et|e|y|i) (the )?vice.*| vice.*| \w{2,3} (\w{2,3} )?(rep\w+bli\w+|na[ct]i?on))?"
)
"""What names such an office and no place: a word, perhaps with the deputy, or with the republic."""
UNNAMED = "contest"
"""The word of an office that nothing names."""
_LETTER = re.compile(r"[^\W\d_]")
_NAME = 3
"""What names an office has so many letters."""


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
    """What a table says votes are for; who won in a unit is left out of it where no office is decided there.

    Args:
        said: what its columns are.
        hints: the heading over the table, titles above it, the name of the file: what speaks of it, the surest first.
        given: the office, where the user names it; else empty.
        reference: where the seeds are.
    """
    found = _offices_of(said, hints, given, reference)
    if said.unit and any(office.unit != said.unit for office in found.every):
        take_back(said)
    return found


def _offices_of(said: Described, hints: Sequence[str], given: str, reference: Path) -> Offices:
    found = Offices()
    tell_primaries(said, hints)
    unit, why = _decided_in(said)
    column = said.of("office")
    if column is not None and len(said.cells.values(column.name)) > 1:
        apart = decided_apart(said) if unit == "country" else set()
        together = decided_together(said) if unit == said.within else set()
        for value in (values := said.cells.values(column.name)):
            word = _word_of(value, set(found.words.values()), reference)
            found.words[value] = word
            spoken = guessed_office(value, reference) if _is_of_a_country(value, values) else ""
            if value in together:
                found.every.append(Office(word, "country", f"the same names stand in several {_several(said.within)}"))
            elif spoken in _OF_ALL and unit == said.within and not said.of("candidate"):
                found.every.append(Office(word, "country", f"the word {spoken} says so"))
            else:
                found.every.append(Office(word, said.unit if value in apart else unit, why))
        return found
    if said.groups != [""]:
        for group in said.groups:
            word = as_word(group, set(found.by_group.values()))
            found.by_group[group] = word
            found.every.append(Office(word, unit, why))
        return found
    if unit == said.within and decided_together(said):
        unit, why = "country", f"the same names stand in several {_several(said.within)}"
    value = said.cells.values(column.name)[0] if column else ""
    name = given or _spoken(value, hints, reference)
    if value:
        found.words[value] = name or UNNAMED
    if name in _OF_ALL and unit != "country":
        unit, why = "country", f"the word {name} says so"
    is_wide = not any(said.of(role) for role in SELECTIONS)
    if not name and is_wide and not says_who_won(said) and unit == said.within and not _has_seats(said):
        unit, why = "country", "the same columns stand for all units"
    found.every.append(Office(name or UNNAMED, unit, why if name else f"{why}; {NOT_SAID}"))
    return found


def _is_of_a_country(value: str, offices: Sequence[str]) -> bool:
    """Whether an office is called by its word alone, with which no other begins: `President`, no `President A`."""
    plain = folded(value)
    begins = [one for one in offices if folded(one).split()[:1] == plain.split()[:1]]
    return bool(_OF_A_COUNTRY.fullmatch(plain)) and len(begins) == 1


def _spoken(value: str, hints: Sequence[str], reference: Path) -> str:
    """The office that is named: by a word that is known in what its column has, or by that itself; else by hints.

    What has figures in it, such as a day, may be the name of an election rather than that of an office.
    """
    named = value if len(_LETTER.findall(value)) >= _NAME and not re.search(r"\d", value) else ""
    itself = _word_of(named, set(), reference) if named else ""
    by_hints = (one for text in hints if (one := guessed_office(text, reference)))
    return guessed_office(value, reference) or itself or next(by_hints, "")


def _word_of(value: str, taken: set[str], reference: Path) -> str:
    """What stands in a column of offices as a word; of letters that words do not have, the office it speaks of."""
    is_latin = re.search(r"[a-z]", folded(value))
    return as_word(value if is_latin else guessed_office(value, reference) or value, taken)


def _several(kind: str) -> str:
    plain = kind.replace("_", " ")
    return f"{plain[:-1]}ies" if plain.endswith(("ty", "cy", "ry")) else f"{plain}s"


def _has_seats(said: Described) -> bool:
    return bool(said.of("seats")) or any(column.why == TO_FILL for column in said.columns[""])


def _decided_in(said: Described) -> tuple[str, str]:
    """The type of units of which each has a contest of its own, and why."""
    if not said.unit:
        return "country", "the table names no unit"
    if _has_seats(said):
        return said.unit, "seats are given by unit"
    if said.levels:
        return "country", "rows of larger units are sums over smaller ones; change it where these decide apart"
    if said.within and said.totals_of_all:
        return "country", "one row sums up all units"
    if says_who_won(said):
        return said.unit, "each unit has somebody who won there"
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
