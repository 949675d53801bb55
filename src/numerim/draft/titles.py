"""What the titles of blocks name: what is voted on, or where."""

import re
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from numerim.declare.words import as_word
from numerim.draft.described import COARSE, Described
from numerim.draft.kinds import kind_of_ballots
from numerim.draft.offices import Office, Offices
from numerim.draft.officewords import guessed_office
from numerim.draft.rounds import round_of
from numerim.draft.totals import is_total
from numerim.draft.words import meaning_of
from numerim.schemas.vocabulary import COUNT_TYPES

_LABEL = re.compile(r"^(?P<label>[^:0-9]{2,40}):\s*(?P<name>\S.*)$")
_PLACE = re.compile(
    r"\b(electorate|constituency|assembly constituency|riding|division|ward|county|district|polling district|parish"
    r"|bezirk|kreis|wahlkreis|gemeinde|stadt|kanton|commune|canton|circonscription|circunscripci[oó]n|c[ií]rculo"
    r"|municipio|munic[ií]pio|concelho|comune|collegio|okr[eę]g|obvod|okres|obec|op[cć]ina|op[sš]tina|ob[cč]ina|komuna"
    r"|kommune|kommun|kunta|valkrets|valgkrets|opstillingskreds|gemeente|kieskring|k[oö]zs[eé]g|il[cç]e|jude[tț]|comuna"
    r"|vald|apskritis|община|општина|округ|район|область|δήμος)\b",
    re.IGNORECASE,
)


def named_by_titles(
    titles: Sequence[str], tables: Sequence[Described], found: Sequence[Offices], given: str, reference: Path
) -> list[Offices]:
    """What is voted on in each block of a file; where its title names a place, that is said of its units.

    Titles that speak of offices name these; so do all where blocks are of the same units. Rounds and kinds of ballots
    are said as such. Else titles name what the units of each block lie in.

    Args:
        titles: those of the blocks.
        tables: what each says; `set` and `within` are filled in.
        found: what is voted on in each, without its title.
        given: the office, where the user names it; else empty.
        reference: where the seeds are.
    """
    rounds = [told[0] if (told := round_of(title)) else 0 for title in titles]
    kinds = [kind_of_ballots(title) for title in titles]
    spoken = [guessed_office(title, reference) for title in titles]
    if all(rounds) and len(set(rounds)) == len(rounds):
        for said, number in zip(tables, rounds, strict=True):
            said.set["round"] = str(number)
        return list(found)
    if all(kind in COUNT_TYPES for kind in kinds) and len(set(kinds)) == len(kinds) and _same_names(tables):
        for said, kind in zip(tables, kinds, strict=True):
            said.set["count_type"] = kind
        return list(found)
    labels = [match["label"] if (match := _LABEL.match(title)) else "" for title in titles]
    if not _are_places(titles, labels, spoken, tables, reference):
        return _offices_of(titles, found)
    decide = not _same_names(tables)
    label_is = meaning_of(labels[0], reference) if labels[0] else None
    kind = kind_of_places(label_is.unit if label_is else "", decide, tables)
    made = []
    for title, label, said, offices in zip(titles, labels, tables, found, strict=True):
        name = title.removeprefix(f"{label}:").strip() if label and len(set(labels)) == 1 else title
        if said.of("unit") is None:
            said.set["unit"], said.unit = name, kind
        elif said.of("within") is None:
            said.set["within"], said.within = name, kind
        if len(offices.every) == 1 and not offices.words:
            one = offices.every[0]
            why = (
                "each title names where; names stand in one each"
                if decide
                else "each title names where, the same names stand in all"
            )
            made.append(Offices([Office(given or one.name, kind if decide else "country", why)]))
        else:
            made.append(offices)
    return made


def _offices_of(titles: Sequence[str], found: Sequence[Offices]) -> list[Offices]:
    """An office for each title."""
    taken: set[str] = set()
    made = []
    for title, offices in zip(titles, found, strict=True):
        if len(offices.every) != 1 or offices.words or offices.by_group:
            made.append(offices)
            continue
        word = as_word(title, taken)
        taken.add(word)
        made.append(Offices([Office(word, offices.every[0].unit, "the titles of blocks name what is voted on")]))
    return made


def _are_places(
    titles: Sequence[str], labels: Sequence[str], spoken: Sequence[str], tables: Sequence[Described], reference: Path
) -> bool:
    """Whether titles name places."""
    if labels[0] and len(set(labels)) == 1 and (_PLACE.search(labels[0]) or _is_unit(labels[0], reference)):
        return True
    if 2 * sum(map(bool, spoken)) >= len(titles):
        return False
    if all(_PLACE.search(title) for title in titles):
        return True
    if any(said.of("unit") is None for said in tables):
        return False
    return not _same_units(tables) or (_same_names(tables) and _are_numbers(tables))


def kind_of_places(named: str, decide: bool, tables: Sequence[Described]) -> str:
    """Of what kind the places are that titles name: larger than the units of blocks.

    Args:
        named: what the titles call them; empty where they do not say.
        decide: whether each has a contest of its own.
        tables: what each block says.
    """
    kind = named or ("constituency" if decide else "municipality")
    own = [COARSE.index(said.unit) for said in tables if said.unit in COARSE and said.of("unit")]
    if own and kind in COARSE and COARSE.index(kind) >= min(own):
        return COARSE[max(1, min(own) - 1)]
    return kind


def _is_unit(name: str, reference: Path) -> bool:
    return bool((one := meaning_of(name, reference)) and one.unit)


def _units(said: Described) -> set[str]:
    unit = said.of("unit")
    return (
        {text for text in said.cells.texts[unit.name] if text and not is_total(text)} - {*said.totals}
        if unit
        else set()
    )


def _same_units(tables: Sequence[Described]) -> bool:
    """Whether most blocks are of units of which the one before is."""
    units = [_units(said) for said in tables]
    pairs = list(pairwise(units))
    return 2 * sum(2 * len(a & b) >= min(len(a), len(b)) for a, b in pairs) >= len(pairs)


def _are_numbers(tables: Sequence[Described]) -> bool:
    return all(re.search(r"\d+$", text) for said in tables for text in _units(said))


def names_of(said: Described) -> frozenset[str]:
    """Who is voted for in a table."""
    wide = {text for some in said.columns.values() for c in some if c.is_ == "votes" for text in c.with_.values()}
    long = (c for role in ("candidate", "party", "option") if (c := said.of(role)))
    return frozenset(wide or {text for c in long for text in said.cells.values(c.name)})


def _same_names(tables: Sequence[Described]) -> bool:
    """Whether in all blocks the same are voted for, but for a few."""
    names = [names_of(said) for said in tables]
    return all(2 * len(names[0] & other) >= max(len(names[0]), len(other)) for other in names[1:])
