"""Several tables of one source: what tells them apart, where they would say the same thing twice."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from numerim.declare.words import as_word
from numerim.draft.described import Described
from numerim.draft.offices import NOT_SAID, Office, Offices, offices_of
from numerim.draft.rounds import round_of
from numerim.draft.states import states_of
from numerim.draft.stems import folded
from numerim.draft.titles import kind_of_places, named_by_titles, names_of
from numerim.draft.words import SELECTIONS, begins_with

_SMALL = ("precinct", "polling_station", "ward")


@dataclass(frozen=True)
class OfTable:
    """A table among others.

    Attributes:
        stem: the name of its file, without its ending.
        at: its own name; empty where the file has one.
        above: the titles above it.
        said: what it says.
        block: its title, if it is one of several blocks of a file.
    """

    stem: str
    at: str
    above: Sequence[str]
    said: Described
    block: str = ""


def offices_of_tables(tables: Sequence[OfTable], given: str, reference: Path) -> list[Offices]:
    """What is voted on in each of several tables.

    A table of ballots alone is of the office of the others. Of tables that would state the votes of the same units for
    one office, the names say of which round they are, or how far the count was; else their units lie in what the names
    name, where they are stations or numbers; else each has an office of its own.

    Tables of other units, each with a sum of its own beneath, are of what their names name: the sums are of these, and
    if others are voted for in each, so are the contests.

    Args:
        tables: the tables.
        given: the office, where the user names it; else empty.
        reference: where the seeds are.
    """
    found = [_offices(one, given, reference) for one in tables]
    _of_the_others(found, tables)
    blocks = [i for i, one in enumerate(tables) if one.block]
    if len(blocks) > 1:
        some = [tables[i].said for i in blocks]
        named = named_by_titles([tables[i].block for i in blocks], some, [found[i] for i in blocks], given, reference)
        for i, offices in zip(blocks, named, strict=True):
            found[i] = offices
    groups: dict[tuple[str, bool], list[int]] = {}  # all ballots, and those of kinds, of one office stand apart
    for i, (offices, one) in enumerate(zip(found, tables, strict=True)):
        if one.block or one.said.has_rest:
            continue
        only = len(offices.every) == 1 and not offices.words and not offices.by_group
        if only and any(column.is_ == "votes" for column in one.said.columns[""]):
            groups.setdefault((offices.every[0].name, bool(one.said.of("count_type"))), []).append(i)
    for group in groups.values():
        ats = [tables[i].at for i in group]
        labels = ats if len(set(ats)) == len(ats) and all(ats) else [tables[i].stem for i in group]
        if len(group) < 2 or len(set(labels)) < len(labels):
            continue
        if not _overlap([tables[i].said for i in group]):
            _areas(group, labels, tables, found, given, reference)
            continue
        rounds = [told[0] if (told := round_of(label)) else 0 for label in labels]
        some = [tables[i].said for i in group]
        if all(rounds) and len(set(rounds)) == len(rounds):
            for said, number in zip(some, rounds, strict=True):
                said.set["round"] = str(number)
        elif states := states_of(labels):
            for said, state in zip(some, states, strict=True):
                said.state = state
        elif all(_are_small(said) and (said.of("within") is None or "within" in said.set) for said in some):
            for i, label in zip(group, labels, strict=True):
                tables[i].said.set["within"] = label
                tables[i].said.within = "municipality"
                found[i] = _offices(tables[i], given, reference)
        else:
            _of_their_own(group, labels, found, "other tables are of the same units")
    by_list = {id(one.said): offices for offices, one in zip(found, tables, strict=True)}
    for offices, one in zip(found, tables, strict=True):
        if one.said.votes_in and len(offices.every) == 1 and NOT_SAID in offices.every[0].why:
            office = by_list[id(one.said.votes_in)].every[0]
            offices.every[0] = replace(
                office, why=f"the votes of the list beneath make its valid ballots, where {office.why}"
            )
    return found


def _of_their_own(group: Sequence[int], labels: Sequence[str], found: Sequence[Offices], because: str) -> None:
    """Give each of some tables an office of its own, called like the table."""
    taken: set[str] = set()
    for i, label in zip(group, labels, strict=True):
        before = found[i].every[0]
        word = as_word(label, taken)
        taken.add(word)
        found[i].every[0] = Office(word, before.unit, f"{before.why}; {because}, so each has an office of its own")


_NO_PLACE = re.compile(
    r"(sheet|tabelle|feuil(le|let)?|hoja|foglio|planilha|arkusz|list|лист|blad|ark|munka|table|tab|page|part|parte"
    r"|partie|teil|seite|pagina)( ?\d+| [a-z]|)"
    r"|(.* )?(provis\w+|prelim\w+|interim|(un)?official|certified|partial|final|definiti\w+|vorlaufig\w*|endgultig\w*"
    r"|revised|corrected|recount)( .*)?"
)
"""What tables are called by programs and by how far a count is, or as parts of one that goes on: by no place."""


def _areas(
    group: Sequence[int],
    labels: Sequence[str],
    tables: Sequence[OfTable],
    found: Sequence[Offices],
    given: str,
    reference: Path,
) -> None:
    """Say that the units of tables lie in what these are called, where each has sums over units that no other has.

    A table whose units are called like the others has the sums of all, and lies in none of them. Of tables that are
    called by no place, each has an office of its own, whose sums these are.
    """
    named = {folded(label) for label in labels}
    own = [(i, label) for i, label in zip(group, labels, strict=True) if not _is_of(named, tables[i].said)]
    some = [tables[i].said for i, _ in own]
    if len(own) < 2 or not all(said.totals and said.of("unit") for said in some):
        return
    if any("within" in said.set or said.levels or not _is_needless(said) for said in some):
        return
    if any(_NO_PLACE.fullmatch(folded(label)) for _, label in own):
        numbers, called = zip(*own, strict=True)
        _of_their_own(numbers, called, found, "each table has a sum of its own units")
        return
    names = [name for said in some for name in names_of(said)]
    decide = len({*names}) > _APART * len(names)
    for i, label in own:
        said = tables[i].said
        one = begins_with(label, reference)
        if within := said.of("within"):
            within.is_, within.why = "ignore", "what the table is called is larger, and its sums are of that"
        said.set["within"], said.within = label, kind_of_places(one.unit if one else "", decide, some)
        office = _offices(tables[i], given, reference).every[0]
        if decide:
            office = replace(office, unit=said.within, why="others are voted for in each table")
        found[i].every[0] = office


_APART = 0.7
"""If so many of the names of all tables stand in one alone, each table has its own contest."""


def _is_needless(said: Described) -> bool:
    """Whether what the units of a table lie in, if a column says it, neither tells them apart nor has sums."""
    unit, within = said.of("unit"), said.of("within")
    if not unit or not within:
        return True
    own = [text for text, total in zip(said.cells.texts[unit.name], said.is_total, strict=True) if not total]
    return said.totals_of_all == said.totals and len({*own}) == len(own)


def _is_of(named: set[str], said: Described) -> bool:
    """Whether most units of a table are called like tables."""
    unit = said.of("unit")
    every = {folded(text) for text in said.cells.values(unit.name) if text not in said.totals} if unit else set()
    return 2 * len(every & named) > len(every)


def _of_the_others(found: Sequence[Offices], tables: Sequence[OfTable]) -> None:
    """Let tables that have ballots and nobody who is voted for be of the one office that others of their units name."""
    every = list(zip(found, tables, strict=True))
    silent = [
        (offices, one) for offices, one in every if NOT_SAID in offices.every[0].why and not _has_selections(one.said)
    ]
    others = [(offices, one) for offices, one in every if _has_selections(one.said)]
    of_others = {office.name: office for offices, _ in others for office in offices.every}
    for offices, one in silent if len(of_others) == 1 else ():
        if any(_overlap([one.said, other.said]) for _, other in others):
            office = next(iter(of_others.values()))
            offices.every[0] = replace(office, why=f"the other table of the same units is of it, where {office.why}")


def _has_selections(said: Described) -> bool:
    every = [column for columns in said.columns.values() for column in columns if not said.has_rest]
    return any(said.of(role) for role in SELECTIONS) or any(set(SELECTIONS) & set(column.with_) for column in every)


def _offices(one: OfTable, given: str, reference: Path) -> Offices:
    return offices_of(one.said, [one.at, *one.above, one.stem], given, reference)


def _overlap(tables: Sequence[Described]) -> bool:
    """Whether two of some tables are of the same units, for the most part."""
    units = []
    for said in tables:
        unit = said.of("unit")
        within = said.of("within")
        if unit is None:
            units.append({("", said.set.get("unit", ""))})
            continue
        own = said.cells.texts[unit.name]
        upper = said.cells.texts[within.name] if within else [""] * len(own)
        units.append({key for key in zip(upper, own, strict=True) if key[1] and key[1] not in said.totals})
    pairs = [(a, b) for i, a in enumerate(units) for b in units[i + 1 :] if a and b]
    return any(2 * len(a & b) >= min(len(a), len(b)) for a, b in pairs)


def _are_small(said: Described) -> bool:
    """Whether the units of a table are stations, or only numbered."""
    unit = said.of("unit")
    if unit is None:
        return False
    own = [text for text in said.cells.values(unit.name) if text not in said.totals]
    return said.unit in _SMALL or all(text.isdigit() for text in own)
