"""What each column of a table is: by its name, by what stands in it, and by what its figures make."""

import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import numpy

from numerim.draft.apart import tell_rows
from numerim.draft.balance import account_left_over, blank_among_invalid, invalid_by_another_name, second_blank
from numerim.draft.beside import side_by_side
from numerim.draft.bykind import ballots_by_kind
from numerim.draft.byunit import lists_behind, people_on_lists
from numerim.draft.called import between_people, named_alike, names_of_whom, under_a_title
from numerim.draft.contests import complete, tell_namesakes, tell_units
from numerim.draft.described import Column, Described, Left, take
from numerim.draft.figures import Cells, cells_of, fractions, in_parts, is_code
from numerim.draft.gaps import continued, fill
from numerim.draft.headerless import NO_HEADER, by_content, tells_nothing
from numerim.draft.hints import REASONS, aside_of, hint_of
from numerim.draft.interim import interim_counts
from numerim.draft.keypaths import Nest, by_keys, last_key, said_by_key
from numerim.draft.keys import tell_by_accounts, tell_by_several
from numerim.draft.kinds import kind_of_ballots
from numerim.draft.labels import answers, kinds_of_rows
from numerim.draft.leaving import both, names_again, others_again, shares_beneath, without
from numerim.draft.letters import Letters, by_enumeration, by_letters, is_acronym_among
from numerim.draft.levels import levels_of
from numerim.draft.names import day_of, larger_things, numbers_of_units, places, texts
from numerim.draft.outcomes import outcomes
from numerim.draft.parts import kind_named, men_and_women, of_which, parts_of_accounts, roll_beside_cast
from numerim.draft.periods import in_rows, of_the_last
from numerim.draft.races import is_of_votes, offices_by_content, races_beside, votes_beside
from numerim.draft.rounds import rounds_beside
from numerim.draft.shares import shares_cut_off, shares_in_brackets, turnout_of_others, zeros_left_out
from numerim.draft.stems import folded
from numerim.draft.sums import is_running, run_that_makes
from numerim.draft.taken import as_said, is_in_group, leave_out, meant_so, of_table, rows_left, with_kinds
from numerim.draft.takes import IGNORE, NOTHING_SAID, Taken
from numerim.draft.totals import totals_of, zeros_above
from numerim.draft.transfers import votes_that_pass_on
from numerim.draft.votes import (
    ACCOUNTS,
    accounts,
    complete_beside,
    figures_of_rows,
)
from numerim.draft.waysofeach import votes_by_way
from numerim.draft.whose import selection_of
from numerim.draft.wide import figures_of_columns
from numerim.draft.words import SELECTIONS, Meaning, Split, as_share, meanings_of, split_names
from numerim.read.rawtable import RawTable
from numerim.read.said import Said
from numerim.schemas.vocabulary import COUNT_TYPES, UNIT_TYPES

_EXPONENT = re.compile(r"\d[eE][-+]?\d{1,2}$").search
_UNROUNDED = re.compile(r"-?\d{1,3}[.,]\d{7,}\s*%?$").match
_OF_PEOPLE = ("first_name", "middle_name")
"""What is said in words."""
_ALL = 100
"""No share is more than so many per cent."""
_FIRST = 20
"""So many texts of a column tell whether they have a mark of shares."""


def describe(table: RawTable, reference: Path, nest: Nest | None = None, taken: Taken = NOTHING_SAID) -> Described:
    """Say what the columns of a table are.

    Args:
        table: the table.
        reference: where the seeds are.
        nest: where the things of a list stand, of JSON and XML.
        taken: what a person says of its columns and rows.
    """
    leave = both(shares_beneath(table, reference), names_again(table) if nest else {}, rows_left(taken, table))
    own = with_kinds(of_table(taken, table), reference)
    said = _described(without(table, leave), reference, nest, own)
    if again := both(others_again(said), zeros_above(said)):
        leave = both(leave, again)
        said = _described(without(table, leave), reference, nest, own)
    said.leave = leave
    as_said(own, said)
    return said


def _described(table: RawTable, reference: Path, nest: Nest | None, own_words: Mapping[str, str]) -> Described:
    cells = cells_of(table)
    letters = by_letters(cells)
    letters = letters if letters.meant else by_enumeration(cells)
    splits = split_names(cells.names, reference) or {name: Split(name, group) for name, group in letters.groups.items()}
    splits = {} if nest else splits or votes_beside(cells, reference)
    own = [splits[name].own if name in splits else name for name in cells.names]
    meant = dict(zip(cells.names, meanings_of(own, reference), strict=True))
    last, others = of_the_last(cells, reference)
    meant |= {} if nest else under_a_title(meant, cells, reference)
    meant |= named_alike(meant, cells) | between_people(meant, cells)
    meant |= names_of_whom(meant, cells, table.layout.at) | letters.meant | last | answers(cells, meant)
    meant |= by_keys(nest, cells, meant, reference) if nest else {}
    meant |= roll_beside_cast(cells, meant)
    if years := in_rows(cells, meant):
        meant[years] = Meaning("office")
    meant |= {name: Meaning("office") for name in cells.names if is_of_votes(cells, name, reference)}
    meant |= offices_by_content(cells, meant, reference)
    said_so = meant_so(own_words, cells)
    meant |= said_so
    splits = {} if nest else splits or races_beside(cells, meant, reference)
    splits = {name: split for name, split in splits.items() if is_in_group(own_words.get(name, ""))}
    groups = list(dict.fromkeys(split.group for split in splits.values())) or [""]
    said = Described(cells, {"": []}, groups, fill=[] if nest else continued(cells, meant))
    said.splits = splits
    fill(cells, said.fill)
    left = {name: one if name in said_so else fitting(cells, name, one) for name, one in meant.items()}
    if nest:
        said.keys = f"{nest.at}/" if nest.at else ""
        said.of_who = said_by_key(last_key(nest.at), reference) in SELECTIONS
        said.named = frozenset(name for name, one in left.items() if one and one.role in (*ACCOUNTS, "votes", "share"))
        larger_things(said, left, nest.at)
    leave_out(own_words, said, left)
    for name, why in others.items():
        if name not in own_words:
            take(said, left, Column(name, "ignore", why))
    _asides(said, left, reference)
    for name, why in [(name, why) for name in left if (why := in_parts(cells, name))]:
        take(said, left, Column(name, "ignore", why, unsure=True))
    said.hints |= letters.hints
    interim_counts(said, left)
    for name in letters.kinds:
        left.pop(name, None)
    if sum(name.startswith("column ") for name in cells.names) > len(cells.names) / 2:
        found = by_content(cells)
        if not found and {*own_words.values()} <= {IGNORE} and tells_nothing(cells):
            said.columns[""] = [Column(name, "ignore", NO_HEADER, unsure=True) for name in cells.names]
            return said
        left |= found
        said.notes.append(
            "the file has no header: what its columns are follows from what stands in them. Give them other names in "
            "`grid: [unit, party, votes]`, and in columns: the same."
        )
    said.held_on = day_of(said, left)
    side_by_side(said, left, reference)
    rounds_beside(said, left, reference)
    if not nest and not splits:
        votes_by_way(said, left, reference)
    if not levels_of(said, left):
        left = places(said, left)
    numbers_of_units(said, left)
    _winners_beside(said, left)
    left = texts(said, left, reference)
    lists_behind(said, left)
    if not said.of("unit"):
        _unit_by_code(said, left)
    if not said.levels:
        totals_of(said)
    _accounts_by_parts(said, left, letters, splits)
    rows = [not total for total in said.is_total]
    is_long = any(said.of(role) for role in SELECTIONS)
    if said.of("votes"):
        if not said.levels and not tell_rows(said, left, meant):
            tell_by_several(said, left, meant)
        accounts(said, left)
        complete_beside(said)
        if is_long:
            kinds_of_rows(said, reference)
            votes_that_pass_on(said)
    elif is_long:
        if tell_by_accounts(said, left) or tell_by_several(said, left, meant):
            rows = [not total for total in said.is_total]
        figures_of_rows(said, left, rows)
        tell_units(said)
        tell_namesakes(said)
        said.complete += complete(said)
        kinds_of_rows(said, reference)
        votes_that_pass_on(said)
    else:
        if not said.levels and not tell_rows(said, left, meant):
            tell_by_several(said, left, meant)
        rows = [not total or bool(said.first_total) for total in said.is_total]
        if not splits:
            ballots_by_kind(said, left)
        is_one = nest is not None and nest.has_others and len(rows) == 1  # sums of one row show nothing
        is_one = is_one or (not splits and people_on_lists(said, left))
        if is_one:
            accounts(said, left)
        for group in groups if not is_one else ():
            figures_of_columns(
                said, group, {n: m for n, m in left.items() if _group(n, splits) == group}, splits, rows, reference
            )
        left = {name: one for name, one in left.items() if groups != [""] and name not in splits}
        accounts(said, left)
    for name, (of, kind) in letters.kinds.items():
        ballots = kind_named(f"place {kind}" if kind.isdigit() else kind)
        said.columns[""].append(Column(name, "votes", f"a part of {of!r}", ballots=ballots, with_=selection_of(of)))
    shares_in_brackets(said)
    shares_cut_off(said)
    zeros_left_out(said)
    turnout_of_others(said)
    blank_among_invalid(said)
    invalid_by_another_name(said)
    second_blank(said)
    account_left_over(said)
    outcomes(said, meant, reference)
    return said


def _asides(said: Described, left: Left, reference: Path) -> None:
    """Leave out what counts neither votes nor ballots, and hear those words of other names that are known."""
    cells = said.cells
    figures = [name for name in cells.names if cells.number(name) in cells.is_figures]
    for name in [name for name in left if not any(cells.texts[name])]:
        take(said, left, Column(name, "ignore", "it is empty"))
    for name in fractions(cells):
        if name in left:
            take(said, left, Column(name, "ignore", "a share as a part of one; numerim reads percentages"))
    for name in [name for name in figures if name in left and any(map(_EXPONENT, cells.values(name)[:_FIRST]))]:
        take(said, left, Column(name, "ignore", "written with a power of ten; numerim reads plain figures"))
    for name in [name for name in figures if name in left and any(map(_UNROUNDED, cells.values(name)[:_FIRST]))]:
        take(said, left, Column(name, "ignore", "not rounded; numerim reads shares of at most six decimals"))
    for name in [name for name in figures if name in left]:
        one = left[name]
        aside = aside_of(name, reference)
        if aside and not (
            one and one.role == "unit" and not any(o and o.role == "unit" for n, o in left.items() if n != name)
        ):
            take(said, left, Column(name, "ignore", REASONS[aside]))
        elif one is None and (hint := hint_of(name, reference)):
            said.hints[name] = hint


def _winners_beside(said: Described, left: Left) -> None:
    """Where a row is a unit, and columns of votes stand beside each other, a party that is named says who won there."""
    cells, unit = said.cells, said.of("unit")
    total = next((name for name, one in left.items() if one and one.role in ("votes", "valid")), None)
    if unit is None or total is None or len({*cells.texts[unit.name]}) < len(cells.texts[unit.name]):
        return
    open_ = [name for name, one in left.items() if one is None and (i := cells.number(name)) in cells.is_figures]
    parts = [i for name in open_ if (i := cells.number(name)) not in cells.shares]
    run = run_that_makes(cells.figures, parts, cells.figures[:, cells.number(total)])
    if run is None or 2 * sum(kind_of_ballots(cells.names[i]) in COUNT_TYPES for i in run.parts) > len(run.parts):
        return
    for name in [name for name, one in left.items() if one and one.role in SELECTIONS]:
        take(said, left, Column(name, "ignore", "who won, most likely; the votes of all stand beside it"))


def _unit_by_code(said: Described, left: Left) -> None:
    """Where no column names the units, the code or number of one in each row does, or that which tells rows apart."""
    who = [said.cells.texts[c.name] for role in (*SELECTIONS, "office") if (c := said.of(role))]
    keys = list(zip(*who, strict=True))
    for name, one in left.items() if 0 < 2 * len({*keys}) <= len(keys) else ():
        texts = said.cells.texts[name]
        is_key = all(text.isdigit() for text in texts) and not (one and one.role in (*ACCOUNTS, "votes", "seats"))
        if is_key and 1 < len({*texts}) <= len(texts) / 2 and len({*zip(keys, texts, strict=True)}) == len(texts):
            said.unit = one.unit if one and one.unit else "precinct"
            take(said, left, Column(name, "unit", "tells the rows apart, and no other column names units", unsure=True))
            return
    if not who and (first := _first_columns(said, left)):
        own, larger = first[-1], first[:-1]
        said.unit, said.within = "precinct", "municipality" if larger else ""
        take(said, left, Column(own, "unit", "the first columns tell the rows apart", unsure=True))
        for n, name in enumerate(larger):
            take(
                said,
                left,
                Column(name, "part" if n else "within", "the first columns tell the rows apart", unsure=True),
            )
        if len(larger) > 1:
            names = [*larger[1:], own]
            (unit,) = [column for column in said.columns[""] if column.name == own]
            unit.text = " ".join(f"{{{name}}}" for name in names)
            rows = zip(*(said.cells.texts[name] for name in names), strict=True)
            said.cells.texts[own] = [" ".join(row) for row in rows]
        return
    for name, one in left.items():
        texts = said.cells.texts[name]
        if one and one.role == "ignore" and one.unit and all(texts) and len({*texts}) == len(texts):
            said.unit = one.unit
            take(said, left, Column(name, "unit", "no other column names them", unsure=True))
            return


def _first_columns(said: Described, left: Left) -> list[str]:
    """The fewest columns at the beginning of a table, codes and numbers, that tell its rows apart; none if none do."""
    cells = said.cells
    for n in range(1, _KEYS + 1):
        names = list(cells.names[:n])
        one = left.get(names[-1], Meaning("votes"))
        is_key = all(re.fullmatch(r"[\w./-]{1,20}", text) for text in cells.texts[names[-1]])
        if not is_key or (one and one.role not in ("ignore", "unit")) or cells.number(names[-1]) in cells.shares:
            return []
        rows = list(zip(*(cells.texts[name] for name in names), strict=True))
        if len({*rows}) == len(rows) > 1:
            running = is_running(cells.figures[:, n - 1]) if n == 1 and 0 in cells.is_figures else False
            coded = all(is_code(cells, name) for name in names[:1]) or n > 1
            return names if coded and not running else []
    return []


_KEYS = 3
"""So many columns at most name a unit where none has a name for it."""


def _accounts_by_parts(said: Described, left: Left, letters: Letters, splits: Mapping[str, Split]) -> None:
    """Find accounts that are sums of others named alike, before votes are looked for."""
    own = {name: one for name, one in left.items() if name not in splits}
    before = set(own)
    if letters.several in own:
        said.switch_off("R218", "each voter has several votes")
        of_which(said, own, [letters.several], "registered")
    men_and_women(said, own)
    parts_of_accounts(said, own)
    for name in before - set(own):
        left.pop(name, None)
    left |= own


def fitting(cells: Cells, name: str, one: Meaning | None) -> Meaning | None:
    """What the name of a column means, if what stands in it can be that."""
    if one is None or not any(cells.texts[name]):
        return one
    number = cells.number(name)
    if number not in cells.is_figures:
        return None if one.role in (*ACCOUNTS, "votes", "share", "seats", "turnout") else one
    if one.role == "outcome" and not {*cells.values(name)} <= {"0", "1"}:  # "Result" may be votes
        return None
    if one.role in _OF_PEOPLE:  # an acronym or a last name, with votes
        return None
    if number in cells.shares and any("%" in text for text in cells.values(name)[:_FIRST]):
        return as_share(one)
    if one.role == "share" and number not in cells.shares and folded(name) == "pct":
        return Meaning("unit", "precinct", "en")
    if one.role == "share" and numpy.nanmedian(cells.figures[:, number]) > _ALL:  # an acronym, or a word of another use
        return None
    if one.role == "share" and number not in cells.shares and is_acronym_among(cells.names, number):
        return None
    if one.role == "turnout" and "%" not in name and (cells.figures[:, number] > 100).any():  # voters, no percentage
        return Meaning("cast", "", one.language)
    width, times = Counter(len(text) for text in cells.texts[name]).most_common(1)[0]
    is_code = width > 3 and times >= 0.9 * len(cells.texts[name])
    rising = bool((numpy.diff(cells.figures[:, number]) >= 0).all())
    is_code = rising if one.role == "unit" else is_code
    is_short = one.role in ("ignore", "unit") and len(name) <= 3 and not is_code  # it may be the acronym of a party
    return None if is_short and not is_running(cells.figures[:, number]) else one


def told(table: RawTable, about: Said) -> Described:
    """What the columns of a table are whose format says it: its own names, and words for what stands in them.

    Args:
        table: the table, with the layout that its format means.
        about: what the file says of its election.
    """
    said = Described(cells_of(table), {"": []}, [""])
    (part,) = table.layout.parts
    for name, cell in part.columns.items() if isinstance(part.columns, dict) else ():
        words = {} if cell.is_ == "office" else dict(cell.words)
        said.columns[""].append(Column(name, cell.is_, words=words))
    said.columns[""] += [Column(name, "ignore", why) for name, why in part.ignore.items()]
    said.complete = [*part.complete]
    said.held_on = about.date or ""
    types: dict[str, list[str | None]] = {}
    for one in about.units:
        types.setdefault(one.name, []).append(one.type)
    for role, guess in (("unit", "precinct"), ("within", "municipality")):
        if column := said.of(role):
            every = Counter(kind for name in said.cells.values(column.name) for kind in types.get(name, [None]))
            found = every.most_common(1)[0][0]
            setattr(said, role, found if found in UNIT_TYPES else guess)
    return said


def _group(name: str, splits: Mapping[str, Split]) -> str:
    return splits[name].group if name in splits else ""
