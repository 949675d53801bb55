"""What a person says the columns of a file are, in its tables; what nobody says is guessed as ever, given that."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy

from numerim.declare.words import ROLES
from numerim.draft.described import ABOVE, COARSE, Column, Described, Left, take
from numerim.draft.figures import Cells, cells_of
from numerim.draft.stems import folded, said_once
from numerim.draft.sums import added, is_running
from numerim.draft.takes import IGNORE, OF_WHOM, PART, SAID, Taken
from numerim.draft.votes import ACCOUNTS
from numerim.draft.whose import selection_of
from numerim.draft.words import SELECTIONS, Meaning, in_words, meaning_of
from numerim.errors import InputError, nearest, tell_all
from numerim.read.rawtable import RawTable
from numerim.schemas.vocabulary import MEASURES, UNIT_TYPES

_ONE = ("unit", "within", "unit_number", "office", "candidate", "party", "turnout", *ACCOUNTS)
"""What one column of a table is."""
_FITS = 0.8
"""In so many rows votes must make the valid ballots for a list to be taken for complete."""


def see(taken: Taken, described: Sequence[Described], shown: str) -> None:
    """See that the columns which a person names are there, and the rows.

    Args:
        taken: what the person says.
        described: what the tables say.
        shown: the file in messages.

    Raises:
        InputError: no table has such a column, or what is to be left out stands in it nowhere.
    """
    tables = [said.cells.names for said in described]
    names = [name for table in tables for name in table]
    wrong = []
    for key in taken.columns:
        if not any(_named(key, table) for table in tables):
            first, _, last = (part.strip() for part in key.partition(".."))
            if last and any(_named(f"{last}..{first}", table) for table in tables):
                problem = f"“{first}” stands behind “{last}”, so nothing lies from one to the other (--take)"
                wrong.append(InputError(shown, problem, f"Name the first before the last: {last}..{first}"))
            else:
                wrong.append(_no_column(shown, key, "--take", names))
    wrong += [
        _no_column(shown, key, "--leave", names)
        for key in taken.leave
        if not any(_column(key, table) for table in tables)
    ]
    tell_all(wrong)
    every = [c for said in described for some in said.columns.values() for c in some]
    above = {c.name for c in every if c.why.startswith(ABOVE)} - {c.name for c in every if c.is_ != IGNORE}
    for key, meaning in taken.columns.items():
        if meaning != IGNORE and any({*_named(key, table)} & above for table in tables):
            problem = f"“{key}” is above the list that is read, and nothing else is read on that level (--take)"
            cure = 'Say what else is counted there, such as --take "KEY=cast", or add it to tables: in election.yml.'
            raise InputError(shown, problem, cure)
    for key, texts in taken.leave.items():
        left = [text for said in described for text in said.leave.get(_column(key, said.cells.names), ())]
        some = [
            text for said in described if (name := _column(key, said.cells.names)) for text in said.cells.values(name)
        ]
        for text in texts:
            if text not in left:
                what = f"{text!r} stands in" if text else "no cell is empty in"
                nowhere = "no cell of " if text else ""
                raise InputError(
                    shown,
                    f"{what} {nowhere}“{key}” (--leave)",
                    f"A row is left out where the whole cell is so: {nearest(text, some)}.",
                )


def _no_column(shown: str, key: str, option: str, names: Sequence[str]) -> InputError:
    return InputError(shown, f"no column is called {key!r} ({option}); {nearest(key, list(names))}", _there(names))


def _there(names: Sequence[str]) -> str:
    some = ", ".join(f"“{name}”" for name in dict.fromkeys(names))
    return f"Its columns are: {some[:600]}{' …' if len(some) > 600 else ''}"


def _column(key: str, names: Sequence[str]) -> str:
    """The column of this name, as one sees it; empty where there is none. Of nested ones, the last keys suffice."""
    if key in names:
        return key
    plain = [name for name in names if name.strip() == key or (folded(key) and folded(name) == folded(key))]
    plain = plain or [name for name in names if said_once(name) == key or name.endswith((f"/{key}", f"/@{key}"))]
    return plain[0] if len(plain) == 1 else ""


def _named(key: str, names: Sequence[str]) -> list[str]:
    """The columns of this name, or from the first to the last of two."""
    if one := _column(key, names):
        return [one]
    first, mark, last = key.partition("..")
    begin, end = (_column(name.strip(), names) for name in (first, last))
    if not mark or not begin or not end:
        return []
    return list(names[names.index(begin) : names.index(end) + 1])


def of_own(taken: Taken, own: Sequence[str], others: Sequence[str]) -> Taken:
    """What a person says of a list in which things lie that other lists have: figures are read where they stand.

    Args:
        taken: what the person says.
        own: the columns of the list itself.
        others: those of the other lists.
    """
    stays = {
        key: meaning
        for key, meaning in taken.columns.items()
        if meaning.partition(" of ")[0] not in (PART, *MEASURES) or _named(key, own) or not _named(key, others)
    }
    return Taken(stays, taken.leave)


def of_table(taken: Taken, table: RawTable) -> dict[str, str]:
    """Column -> what a person says that it is, of the columns of a table; one named by itself before a run of them.

    In a run of votes columns of shares are those of who is called alike, else left to be found. Of kinds of units the
    smallest is that of the rows, the next that in which they lie.
    """
    names = table.rows.columns
    found: dict[str, str] = {}
    for key, meaning in sorted(taken.columns.items(), key=lambda one: ".." not in one[0]):
        some = _named(key, names)
        if len(some) > 1 and meaning == "votes":
            cells = cells_of(table)
            shares = [name for name in some if cells.number(name) in cells.shares]
            some = [name for name in some if name not in shares]
            who = {folded(name): " ".join(name.split()) for name in some}
            bare = {name: folded(name.replace("%", " ")).strip() for name in shares}
            found |= {name: f"share of {who[one]}" for name, one in bare.items() if one in who}
        found |= dict.fromkeys(some, meaning)
    kinds = sorted((name for name, kind in found.items() if kind in COARSE), key=lambda name: COARSE.index(found[name]))
    if len({found[name] for name in kinds}) > 1 and "within" not in found.values():
        found[kinds[-2]] = f"within {found[kinds[-2]]}"
    return found


def rows_left(taken: Taken, table: RawTable) -> dict[str, list[str]]:
    """Column -> what stands there in rows of a table that are not read; texts that stand there nowhere left out."""
    found: dict[str, list[str]] = {}
    for key, texts in taken.leave.items():
        if name := _column(key, table.rows.columns):
            there = {*table.rows[name].struct.field("text").fill_null("").str.strip_chars()}
            found.setdefault(name, []).extend(text for text in texts if text in there)
    return {name: texts for name, texts in found.items() if texts}


def with_kinds(told: Mapping[str, str], reference: Path) -> dict[str, str]:
    """What a person says of columns; of a unit, and of what it is in, also the kind that the name of the column says.

    `Constituency=within` is within a constituency; one that is called `Stimmbezirk` is of stations.
    """
    found: dict[str, str] = {}
    for name, meaning in sorted(told.items(), key=lambda one: one[1] == "within"):
        named = meaning_of(name, reference) if meaning in ("unit", "within") else None
        kind = named.unit if named and named.unit in UNIT_TYPES else ""
        is_smallest = kind == "precinct" or kind in found.values()
        kind = "" if meaning == "within" and is_smallest else kind
        found[name] = meaning if not kind else kind if meaning == "unit" else f"within {kind}"
    return {name: found[name] for name in told}


def is_in_group(meaning: str) -> bool:
    """Whether a column of which this is said, if anything, is of its group: who is voted for, or counted."""
    word = meaning.partition(" of ")[0]
    return not meaning or word in (*MEASURES, *SELECTIONS, PART)


def meant_so(told: Mapping[str, str], cells: Cells) -> dict[str, Meaning | None]:
    """The columns of which a person says what they are, as if their names said it.

    Of those with votes of whom their names name nothing is known: these are found as ever.
    """
    found: dict[str, Meaning | None] = {}
    for name, meaning in told.items():
        if meaning in UNIT_TYPES:
            found[name] = Meaning("unit", meaning)
        elif meaning.startswith("within"):
            found[name] = Meaning("within", meaning.removeprefix("within").strip())
        else:
            is_open = _of_whom(name, told, cells) or meaning.startswith(f"{PART} of ")
            found[name] = None if is_open else Meaning(meaning.partition(" of ")[0])
    return found


def leave_out(told: Mapping[str, str], said: Described, left: Left) -> None:
    """Take the columns that a person does not want read out of those that are left."""
    for name, meaning in told.items():
        if name not in left:  # what the things of a list lie in
            continue
        if meaning == IGNORE:
            take(said, left, Column(name, IGNORE, SAID))
        elif meaning.startswith(f"{PART} of "):
            word = "-".join(folded(in_words(name)).replace("_", " ").split()) or "part"
            word = f"{word}-ballots" if word in (*ROLES, *MEASURES) else word
            said.accounts[word] = (" ".join(name.split()), meaning.removeprefix(f"{PART} of "))
            take(said, left, Column(name, word, SAID))


def _of_whom(name: str, told: Mapping[str, str], cells: Cells, own: str = "") -> dict[str, str]:
    """Whom the name of a column names, whose votes stand in it; none where each row says whose.

    Where one column is said to have the votes, figures in that of parties are their numbers; so are those of others
    who stand again and again.
    """
    word, of, whose = told[name].partition(" of ")
    texts = cells.texts[name]
    is_again = word == "party" or 2 * len({*texts}) <= len(texts) or is_running(cells.figures[:, cells.number(name)])
    is_long = is_again and [*told.values()].count("votes") == 1
    if of and word in OF_WHOM:
        found = re.fullmatch(r"(.+?)\s*\(([^()]+)\)", whose.strip())
        return {"candidate": found[1], "party": found[2]} if found else selection_of(whose)
    if word in SELECTIONS and cells.number(name) in cells.is_figures and not is_long:
        return {word: " ".join((own or name).split())}
    return {}


def as_said(told: Mapping[str, str], said: Described) -> None:
    """Let columns be what a person says, whatever they were taken for; others that were taken for the same are not.

    Args:
        told: column -> what it is.
        said: the table; it is changed.
    """
    cells = said.cells
    is_long = any(meaning in SELECTIONS and not _of_whom(n, told, cells) for n, meaning in told.items())
    is_long = is_long or any((c := said.of(role)) and c.name not in told for role in SELECTIONS)
    unit = said.of("unit")
    figures = [c for c in said.columns[""] if cells.number(c.name) in cells.is_figures and c.is_ != IGNORE]
    is_open = unit and unit.unsure and not _PLACES & {*folded(in_words(unit.name)).split()}
    if not is_long and unit and is_open and [*told.values()] == ["votes"] and len(figures) == 1:
        unit.is_, unit.why, said.unit, is_long = "candidate", "the votes beside it are of whom it names", "", True
    for name, meaning in told.items():
        if meaning.startswith(f"{PART} of "):
            continue
        roles = _of_whom(name, told, cells, said.own_name(name))
        word, _, kind = meaning.partition(" of ")[0].partition(" ")
        is_ = "unit" if word in UNIT_TYPES else "votes" if roles and word in SELECTIONS else word
        if is_ in OF_WHOM and not roles and not is_long:
            roles = selection_of(_bare(said.own_name(name)))
        _put(said, Column(name, is_, SAID, with_=roles), is_named=" of " in meaning)
        if word in UNIT_TYPES:
            said.unit = word
        if kind:
            said.within = kind
        if is_ in _ONE and not roles:
            _alone(said, name, is_, told)
    if said.of("unit"):
        said.unit = said.unit or "precinct"
    if said.of("within"):
        said.within = said.within or "municipality"
    groups = [some for some in said.columns.values() if any(c.is_ == "votes" for c in some)]
    if told and "votes" not in said.complete and groups and all(_adds_up(said, some) for some in groups):
        said.complete.append("votes")


_PLACES = {
    *("place", "area", "location", "locality", "village", "where", "lieu", "localite", "lugar", "localidad", "local"),
    *("localidade", "luogo", "localita", "ort", "ortschaft", "platz", "plaats", "plats", "sted", "vend", "vendi"),
    *("mesto", "mjesto", "misto", "miejsce", "miejscowosc", "naselje", "hely", "loc", "localitate", "koht", "paikka"),
    *("vieta", "yer", "место", "місце", "насеље", "населено", "τοπος"),
}
"""Words for a place. Some are words for a rank or a station, too, so they do not say what a column is: only that no
people stand in it."""
_ENDS = re.compile(r"\s+[-–/]\s+(votes?|voix|stimmen|votos|voti|glasovi|%|pourcentage|percent(age)?|share)$", re.I)


def _bare(name: str) -> str:
    """A name of a column without what says that it has votes or shares."""
    return _ENDS.sub("", name)


def _put(said: Described, column: Column, *, is_named: bool) -> None:
    """Let a column be this; whose figures it has stays as it was found, where a person has not named them."""
    places = [(some, i, one) for some in said.columns.values() for i, one in enumerate(some) if one.name == column.name]
    for some, i, one in places:
        if one.is_ == column.is_ and (one.with_ or not column.with_) and not is_named:
            one.unsure, one.why = False, SAID
        else:
            some[i] = replace(column, ballots=one.ballots if one.is_ == column.is_ else "")
    if not places:
        group = said.splits[column.name].group if column.name in said.splits else ""
        said.columns.setdefault(group, []).append(column)


def _alone(said: Described, name: str, is_: str, told: Mapping[str, str]) -> None:
    """See that no other column of its group is what this one is, but for ballots of one kind and what is said, too."""
    for some in said.columns.values():
        for column in some if any(one.name == name for one in some) else ():
            is_same = column.is_ == is_ and not column.ballots and not column.with_
            if is_same and column.name != name and column.name not in told:
                column.is_, column.why, column.unsure = IGNORE, f"“{name}” is that", True


def _adds_up(said: Described, some: Sequence[Column]) -> bool:
    """Whether the votes of a group make the valid ballots, or those cast but for ballots without a vote."""
    cells = said.cells
    group = next(name for name, own in said.columns.items() if own is some)
    votes = [cells.number(c.name) for c in some if c.is_ == "votes" and c.with_]
    totals = {role: cells.figures[:, cells.number(c.name)] for role in _TOTALS if (c := said.of(role, group))}
    if not votes or not {"valid", "cast"} & {*totals}:
        return False
    summed = added(cells.figures, votes)
    ways = [totals["valid"]] if "valid" in totals else []
    if not ways:
        own = [word for word, (_, of) in said.accounts.items() if of == "cast"]
        beside = [totals[role] for role in ("invalid", "blank") if role in totals]
        beside += [cells.figures[:, cells.number(c.name)] for word in own if (c := said.of(word))]
        without = [numpy.nan_to_num(some) for some in beside]
        ways = [totals["cast"] - sum(without)] if without else []
    rows = numpy.array([not total for total in said.is_total])
    there = rows & (numpy.nan_to_num(summed) > 0)
    return any(there.any() and (numpy.abs(summed - way)[there] == 0).mean() >= _FITS for way in ways)


_TOTALS = ("valid", "cast", "invalid", "blank")
