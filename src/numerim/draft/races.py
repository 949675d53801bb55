"""Several races side by side in one table: two votes of each voter, or offices over their candidates."""

import csv
import re
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import combinations, pairwise
from pathlib import Path

import numpy
import polars as pl

from numerim.draft.figures import Cells
from numerim.draft.kinds import is_kind
from numerim.draft.officewords import guessed_office
from numerim.draft.stems import folded
from numerim.draft.sums import is_constant, is_running, is_sum, run_that_makes
from numerim.draft.words import SELECTIONS, Meaning, Split, in_words, meaning_of, seed

_BETWEEN = (" / ", " - ", " – ", ": ")
"""What stands between a race and who stands there."""
_AGAIN = re.compile(r" \(\d+\)$")


def votes_beside(cells: Cells, reference: Path) -> dict[str, Split]:
    """Columns of two votes of each voter, such as `SPD Erststimmen` and `SPD Zweitstimmen`; empty where there are none.

    Columns that do not say of which vote they are belong to the one before them, where they make its valid votes.

    Args:
        cells: the cells of the table.
        reference: where the seeds are.
    """
    found: dict[str, dict[str, Split]] = {}
    for i in cells.is_figures:
        if (told := vote_in(cells.names[i], reference)) and told[1].own:
            found.setdefault(told[0], {})[cells.names[i]] = told[1]
    counted = {vote: _counts(cells, some, reference) for vote, some in found.items()}
    whole = {vote: some for vote, some in found.items() if len(counted[vote]) > 1}
    if len(whole) < 2 or not _belong_together(cells, [counted[vote] for vote in whole]):
        return {}
    splits = {name: split for some in whole.values() for name, split in some.items()}
    if _are_elsewhere(cells, splits, reference):
        return {}
    for some in whole.values():
        valid = next((n for n, one in some.items() if (m := meaning_of(one.own, reference)) and m.role == "valid"), "")
        last = max(cells.number(name) for name in some)
        ends = min((n for name in splits if (n := cells.number(name)) > last), default=len(cells.names))
        behind = [i for i in cells.is_figures if last < i < ends and i not in cells.shares]
        if valid and behind and is_sum(cells.figures, cells.number(valid), behind):
            group = some[valid].group
            splits |= {cells.names[i]: Split(_AGAIN.sub("", cells.names[i]), group) for i in behind}
    return splits


def _counts(cells: Cells, some: Mapping[str, Split], reference: Path) -> dict[str, str]:
    """Those of some columns that may count votes or ballots -> the rest of their names; codes and rolls do not."""
    kept = {}
    for name, split in some.items():
        number, one = cells.number(name), meaning_of(split.own, reference)
        figures = cells.figures[:, number]
        if number in cells.shares or (one and one.role not in _OF_A_VOTE):
            continue
        if one or not (is_running(figures) or is_constant(figures)):
            kept[name] = split.own
    return kept


_OF_A_VOTE = ("votes", "valid", "invalid", "blank", "cast", "overvotes", "undervotes", *SELECTIONS)
"""What is counted of each of two votes."""


def _belong_together(cells: Cells, votes: Sequence[Mapping[str, str]]) -> bool:
    """Whether columns of several votes are of the same voters: some are called alike, or they come to about as many."""
    owns = [{folded(own) for own in some.values()} for some in votes]
    if all(one & other for one, other in combinations(owns, 2)):
        return True
    sums = numpy.array([numpy.nansum(cells.figures[:, [*map(cells.number, some)]], axis=1) for some in votes])
    most = sums.max(axis=0)
    return bool((most > 0).any()) and bool(numpy.median((sums.min(axis=0) / most)[most > 0]) >= _ABOUT)


_ABOUT = 0.9
"""So much of one vote there is at least of the other, where the same voters cast both."""


def _are_elsewhere(cells: Cells, splits: Mapping[str, Split], reference: Path) -> bool:
    """Whether columns that are of neither vote make the valid votes beside them: those are the votes of the table."""
    others = [i for i in cells.is_figures if cells.names[i] not in splits and i not in cells.shares]
    valid = [i for i in others if (one := meaning_of(cells.names[i], reference)) and one.role == "valid"]
    return any(run_that_makes(cells.figures, [j for j in others if j != i], cells.figures[:, i]) for i in valid)


def vote_in(name: str, reference: Path) -> tuple[str, Split] | None:
    """Of which vote a column is by its name, and the rest of this; None where it says of none, or of both."""
    plain = f" {folded(in_words(name))} "
    said = {(vote, words) for words, vote in _votes(reference) if _stands(words, plain)}
    if len({vote for vote, _ in said}) != 1:
        return None
    vote, words = max(said, key=lambda one: len(one[1]))
    pattern = r"[\W_]+".join(map(re.escape, words.split())) if words.isascii() else re.escape(words)
    place = re.search(pattern, _plain_letters(name), re.IGNORECASE)
    if place is None:
        return None
    printed = name[place.start() : place.end()]
    rest = f"{name[: place.start()]} {name[place.end() :]}"
    return vote, Split(" ".join(re.sub(r"^[\W_]+|(?<!\))[\W_]+$", "", rest).split()), printed)


def is_of_votes(cells: Cells, name: str, reference: Path) -> bool:
    """Whether all that stands in a column says of which of two votes the row is."""
    if not all(cells.texts[name]):
        return False
    votes = set()
    for text in cells.values(name):
        one = vote_in(text, reference)
        if one is None or one[1].own:
            return False
        votes.add(one[0])
    return len(votes) > 1


def offices_by_content(cells: Cells, meant: Mapping[str, Meaning | None], reference: Path) -> dict[str, Meaning]:
    """The column in each of whose cells stands an office, of several, where no name tells which column has them.

    Not where each row, or nearly, has another: that is what people are by profession. Nor beside a column of offices.
    A kind of ballots that no word names is a ballot of its own if about as many of each were cast, for others: each
    voter has both. Days, machines and places have as many, too, but the same who stand.
    """
    if any(one and one.role == "office" for one in meant.values()):
        return {}
    if kind := next((name for name, one in meant.items() if one and one.role == "count_type"), ""):
        return {kind: Meaning("office")} if _are_cast_by_the_same(cells, meant, kind, reference) else {}
    for i, name in enumerate(cells.names):
        texts = cells.values(name)
        if meant[name] is None and i not in cells.is_figures and all(cells.texts[name]):
            spoken = {guessed_office(text, reference) for text in texts} if len(texts) <= _OFFICES else {""}
            runs = 1 + sum(one != before for before, one in pairwise(cells.texts[name]))
            if len(spoken) == len(texts) > 1 and "" not in spoken and 2 * runs <= len(cells.texts[name]):
                return {name: Meaning("office")}
    return {}


def _are_cast_by_the_same(cells: Cells, meant: Mapping[str, Meaning | None], kind: str, reference: Path) -> bool:
    """Whether about as many votes are of each of a few values in each unit, and none is called like postal votes."""
    values = cells.values(kind)
    votes = [
        n for n, one in meant.items() if one and one.role in ("votes", "valid") and cells.number(n) in cells.is_figures
    ]
    units = [name for name, one in meant.items() if one and one.role == "unit"]
    if not 1 < len(values) <= _BALLOTS or not votes or not units or any(map(is_kind, values)):
        return False
    if any(re.search(r"\d", value) for value in values) or not _are_of_others(cells, meant, kind, votes[-1], reference):
        return False
    rows = pl.DataFrame({name: cells.texts[name] for name in (*units, kind)})
    rows = rows.with_columns(pl.Series(cells.figures[:, cells.number(votes[-1])]).fill_nan(None).alias(_VOTES))
    sums = rows.group_by(*units, kind).agg(pl.col(_VOTES).sum()).group_by(units)
    found = sums.agg(pl.len().alias("n"), (pl.col(_VOTES).min() / pl.col(_VOTES).max()).alias("part"))
    part = found["part"].fill_nan(None).median()
    whole = (found["n"] == len(values)).sum() >= _ABOUT * found.height
    return bool(whole) and isinstance(part, float) and part >= _NEARLY


def _are_of_others(cells: Cells, meant: Mapping[str, Meaning | None], kind: str, votes: str, reference: Path) -> bool:
    """Whether each value of a column speaks of another office, or of any two one has somebody the other has not.

    Who is missing under one has votes in most rows of the other, and is no account of ballots.
    """
    values = cells.values(kind)
    if len({*(spoken := [guessed_office(text, reference) for text in values])} - {""}) == len(spoken):
        return True
    who = [name for name, one in meant.items() if one and one.role in SELECTIONS and any(cells.texts[name])]
    where: dict[str, set[str]] = {value: set() for value in values}
    counted = numpy.nan_to_num(cells.figures[:, cells.number(votes)])
    rows = pl.DataFrame({kind: cells.texts[kind], **{name: cells.texts[name] for name in who}, _VOTES: counted > 0})
    sums = rows.group_by(kind, *who).agg(pl.col(_VOTES).mean()) if who else rows.clear()
    for value, *names, part in sums.iter_rows():
        if value and part > _MOST and not any(_is_anybody(name, reference) for name in names if name):
            where[value].add("\n".join(names))
    every = rows.select(kind, *who).unique().rows() if who else []
    there = {value: {"\n".join(names) for one, *names in every if one == value} for value in values}
    return all(where[a] - there[b] or where[b] - there[a] for a, b in combinations(values, 2))


_MOST = 0.5
_VOTES = " votes"
_BALLOTS = 4
"""So many ballots is each voter given."""
_NEARLY = 0.8
"""So many votes of one ballot are there at least for those of another: not all papers are filled in."""
_OFFICES = 12
"""So many offices are voted on at once."""


def _plain_letters(name: str) -> str:
    """A name with each letter as `folded` has it, as long as it was."""
    return "".join(plain if len(plain := folded(letter)) == 1 else letter for letter in name)


def _stands(words: str, plain: str) -> bool:
    return f" {words} " in plain if words.isascii() else words in plain


@cache
def _votes(reference: Path) -> tuple[tuple[str, str], ...]:
    with seed(reference, "ballot_words.csv").open(encoding="utf-8", newline="") as stream:
        return tuple((folded(row["words"]), row["vote"]) for row in csv.DictReader(stream))


def races_beside(cells: Cells, meant: Mapping[str, Meaning | None], reference: Path) -> dict[str, Split]:
    """Columns of those who stand for several offices, each under the name of the office; empty where there are none.

    Names over groups of columns are those of races if two of them speak of an office, or one does and nobody stands in
    two groups. Parties over their candidates, kinds of ballots and candidates over votes and shares are none.

    Args:
        cells: the cells of the table.
        meant: column -> what its name says.
        reference: where the seeds are.
    """
    if any(one and one.role in (*SELECTIONS, "office") for one in meant.values()):
        return {}
    for mark in _BETWEEN:
        groups: dict[str, dict[str, str]] = {}
        for i in cells.is_figures:
            over, between, own = cells.names[i].partition(mark)
            if between and over.strip() and own.strip():
                groups.setdefault(over.strip(), {})[cells.names[i]] = own.strip()
        groups = {over: some for over, some in groups.items() if _is_race(cells, over, some, reference)}
        spoken = sum(bool(guessed_office(over, reference)) for over in groups)
        if len(groups) > 1 and (spoken > 1 or (spoken and _differ(groups, reference))):
            return {name: Split(own, over) for over, some in groups.items() for name, own in some.items()}
    return {}


def _is_race(cells: Cells, over: str, some: Mapping[str, str], reference: Path) -> bool:
    """Whether a group of columns has counts of several who may stand in a race, and is no account of ballots."""
    counts = [own for name, own in some.items() if cells.number(name) not in cells.shares]
    of_nobody = sum(meaning_of(own, reference) is not None for own in counts)
    return len(counts) > 1 and of_nobody < len(counts) and meaning_of(over, reference) is None


def _differ(groups: Mapping[str, Mapping[str, str]], reference: Path) -> bool:
    """Whether nobody stands in two groups, but for accounts and write-ins."""
    names = [{folded(own) for own in some.values() if not _is_anybody(own, reference)} for some in groups.values()]
    return sum(map(len, names)) == len(set().union(*names))


def _is_anybody(own: str, reference: Path) -> bool:
    return bool(meaning_of(own, reference) or re.search(_ANYBODY, folded(own)))


_ANYBODY = r"(^| )(write ?ins?|scatter\w*|others?|total|yes|no|for|against|over ?votes?|under ?votes?|blank)( |$)"
