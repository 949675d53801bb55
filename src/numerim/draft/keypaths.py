"""What the keys that lead to a value say of it, in JSON and XML: whose name it is, and what it counts."""

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy
from numpy.typing import NDArray

from numerim.draft.described import COARSE
from numerim.draft.figures import MOMENT, Cells, is_code, is_flag
from numerim.draft.kinds import are_kinds
from numerim.draft.officewords import guessed_office
from numerim.draft.stems import folded
from numerim.draft.words import SELECTIONS, Meaning, begins_with, in_words, meaning_of, seed

_ACCOUNTS = ("registered", "cast", "invalid", "blank", "signatures", "turnout")
"""What is counted of units, not of who is voted for."""
_GUESSED = "municipality"
"""The kind of units that nothing names."""


@dataclass(frozen=True)
class Nest:
    """Where the things of a list stand.

    Attributes:
        at: the list.
        above: the lists that it lies in, the outermost first.
        names: its columns.
        top: the document itself, or its outermost element; None: the list is that.
        meant: what columns are taken for by the sums of their figures.
        is_document: whether it is the document itself.
        has_others: whether figures stand in other lists of the file, too.
        every: the columns of all lists of the file.
    """

    at: str
    above: Sequence[str]
    names: Sequence[str]
    top: str | None = None
    meant: Mapping[str, Meaning | None] = field(default_factory=dict)
    is_document: bool = False
    has_others: bool = False
    every: Sequence[str] = ()

    @property
    def own(self) -> list[str]:
        """The columns of the things themselves."""
        return [name for name in self.names if _is_in(name, self.at)]

    def of(self, at: str) -> list[str]:
        """The columns of the things of one of the lists, not of a list that lies in it."""
        inner = [one for one in (*self.above, self.at) if one != at and _is_in(one, at)]
        return [name for name in self.names if _is_in(name, at) and not any(_is_in(name, one) for one in inner)]


def _is_in(name: str, at: str) -> bool:
    return not at or name == at or name.startswith(f"{at}/")


@cache
def key_words(reference: Path) -> Mapping[str, str]:
    """Keys of lists and objects, of labels and of counts, folded -> what they say: `seeds/key_words.csv`."""
    with seed(reference, "key_words.csv").open(encoding="utf-8", newline="") as stream:
        return {row["words"]: row["means"] for row in csv.DictReader(stream)}


def said_by_key(key: str, reference: Path) -> str:
    """What a key says: `unit ward`, `candidate`, `votes`, `label`, `count`, `share`; empty where it is not known.

    Args:
        key: one key, or one name of an element or attribute.
        reference: where the seeds are.
    """
    words = key_words(reference)
    plain = folded(in_words(key.lstrip("@").rpartition(":")[2]).replace("_", " "))
    tried = (plain, re.sub("ies$", "y", plain), re.sub("s$", "", plain), plain.rpartition(" ")[2])
    for one in tried:
        if found := words.get(one):
            return found
    for one in tried[:3]:
        if (made := meaning_of(one, reference)) and made.role in ("unit", *SELECTIONS, "office", "votes", "count_type"):
            return f"{made.role} {made.unit}".strip()
    return ""


def last_key(name: str) -> str:
    """The last key that says something: not `*`, nor `@key`."""
    return next((key for key in reversed(name.split("/")) if key not in ("*", "@key", "text()")), "")


def by_keys(
    nest: Nest, cells: Cells, meant: Mapping[str, Meaning | None], reference: Path
) -> dict[str, Meaning | None]:
    """What columns of a nested list mean by the keys that lead to them, where that is more than their names say.

    Args:
        nest: where its things stand.
        cells: its cells.
        meant: what the names say by themselves.
        reference: where the seeds are.
    """
    counted = {name: _counted(name, nest, cells, reference) for name in nest.own}
    found: dict[str, Meaning | None] = {name: one for name, one in counted.items() if one}
    found |= {name: one for name in nest.own if (one := _of_account(name, nest, cells, reference))}
    kinds_of = [
        name for name in nest.own if cells.number(name) not in cells.is_figures and are_kinds(cells.values(name))
    ]
    if kinds_of and "count_type" not in {one.role for one in meant.values() if one}:
        found[kinds_of[0]] = Meaning("count_type")
    found |= {name: None for name, one in counted.items() if one is None and _is_bare(name, nest, cells, reference)}
    found |= _last_names(nest, {**meant, **found}) | _labels_of_accounts(nest, cells, reference)
    found |= {
        name: None for name in nest.own if len(last_key(name).lstrip("@")) == 1
    }  # what a letter means nobody knows
    found |= nest.meant
    kinds: list[str] = []
    for at in (*nest.above, nest.at):
        some = nest.of(at)
        both = {**meant, **found}
        if at != nest.top and (told := _named(at, nest, some, cells, both, kinds, reference)):
            found |= told
        elif at == nest.top:
            found |= _of_the_top(some, both, is_alone=nest.at == at, reference=reference)
        kinds += [one.unit for name in some if (one := {**meant, **found}[name]) and one.role == "unit"]
    return found


def _of_account(name: str, nest: Nest, cells: Cells, reference: Path) -> Meaning | None:
    """What a number of votes counts that stands under the key of an account: `Formal/Votes`, `Informal/ByType/Votes`.

    Under that of a total, beside valid and invalid ones, these are the ballots cast.
    """
    *over, last = [key for key in name.split("/") if key not in ("*", "@key", "text()")] or [""]
    own = meaning_of(last, reference)
    if cells.number(name) not in cells.is_figures or own is None or own.role != "votes" or "@" in last:
        return None
    while over and said_by_key(over[-1], reference) in ("count_type", "votes", "count"):
        over.pop()
    key = over[-1] if over else ""
    meaning = meaning_of(f"{key} votes", reference) if key else None
    if meaning and meaning.role in ("valid", "invalid", "blank", "cast"):
        return meaning
    if not re.fullmatch("(grand )?total", folded(key)):
        return None
    upper = "/".join(over[:-1])
    beside = {one[len(upper) + 1 :].partition("/")[0] for one in nest.every if one.startswith(f"{upper}/")}
    roles = {one.role for other in beside if (one := meaning_of(f"{other} votes", reference))}
    return Meaning("cast") if {"valid", "invalid"} <= roles else None


def _is_bare(name: str, nest: Nest, cells: Cells, reference: Path) -> bool:
    """Whether a figure is called a number of something, and the key over it does not say of what."""
    over, _, last = name.rpartition("/")
    is_figure = cells.number(name) in cells.is_figures and over not in ("", nest.at)
    return is_figure and said_by_key(last, reference) == "count"


_OF_WHERE = ("unit", "office", "district", "round")
"""What a document says once of all that stands in it."""


def _of_the_top(
    some: Sequence[str], both: Mapping[str, Meaning | None], *, is_alone: bool, reference: Path
) -> dict[str, Meaning | None]:
    """The columns of a document that say nothing of what lies in it: its own name, who leads, how it was counted."""
    labels = {name for name in some if said_by_key(name.rpartition("/")[2], reference) == "label"}
    others = {name for name in some if (one := both[name]) and one.role not in (*_OF_WHERE, "date")}
    return dict.fromkeys(labels if is_alone else labels | others)


def _named(
    at: str,
    nest: Nest,
    some: Sequence[str],
    cells: Cells,
    both: Mapping[str, Meaning | None],
    kinds: Sequence[str],
    reference: Path,
) -> dict[str, Meaning | None]:
    """What the column means that says how the things of a list are called; nothing where others say it."""
    said, _, kind = said_by_key(last_key(at), reference).partition(" ")
    roles = {one.role for name in some if (one := both[name])}
    label = _label(at, some, cells, both, reference)
    if label is None:
        return {}
    is_key = label.endswith("@key")
    offices = [guessed_office(text, reference) for text in cells.values(label)[:_SOME]]
    if at != nest.at and 2 * sum(map(bool, offices)) > len(offices):
        said = "office"
    if said in ("office", "count_type"):
        return {} if said in roles else {label: Meaning(said)}
    if (at == nest.at and _is_of_who(said, roles, both, some, cells)) or (at != nest.at and said in SELECTIONS):
        role = said if said in SELECTIONS else "candidate" if "party" in roles else "party"
        is_named = bool(roles & {*SELECTIONS}) and not (is_key and role not in roles)
        open_ = [name for name in some if both[name] is None and cells.number(name) in cells.is_figures]
        counts = open_ if at == nest.at and is_key and "votes" not in roles and len(open_) == 1 else []
        told: dict[str, Meaning | None] = {name: Meaning("votes") for name in counts}
        return told if is_named else told | {label: Meaning(role)}
    if "unit" in roles or (at == nest.at and not is_key and not kind and roles & {*SELECTIONS}):
        return {}
    if kind or is_key or roles & {*_ACCOUNTS} or (at != nest.at and not kinds):
        return {label: Meaning("unit", _finer(kind, kinds))}
    return {}


def _is_of_who(
    said: str, roles: set[str], both: Mapping[str, Meaning | None], some: Sequence[str], cells: Cells
) -> bool:
    """Whether the things of a list are who is voted for: they have votes, and not one column of them for each."""
    if said == "unit" or roles & {*_ACCOUNTS}:
        return False
    open_ = [name for name in some if both[name] is None and cells.number(name) in cells.is_figures]
    if said == "votes" and "votes" not in roles and len(open_) > 1:
        return False
    return said in (*SELECTIONS, "votes") or ("votes" in roles and not any(n for n in some if not n.startswith("*")))


def _last_names(nest: Nest, both: Mapping[str, Meaning | None]) -> dict[str, Meaning | None]:
    """First and last names that are called `first` and `last`."""
    keys = {folded(in_words(name.rpartition("/")[2]).replace("_", " ")): name for name in nest.own}
    first = next((keys[one] for one in ("first", "first name", "given name", "given") if one in keys), None)
    last = next((keys[one] for one in ("last", "last name", "surname", "family name") if one in keys), None)
    return {first: Meaning("first_name"), last: Meaning("candidate")} if first and last else {}


def _labels_of_accounts(nest: Nest, cells: Cells, reference: Path) -> dict[str, Meaning | None]:
    """The column that names accounts of ballots, among parties or alone, the figures beside it, and their shares.

    `<count type="valid">300</count>`; of several columns of figures the one whose rows make the accounts.
    """
    figures = [name for name in nest.own if cells.number(name) in cells.is_figures]
    counts = [name for name in figures if cells.number(name) not in cells.shares and not is_code(cells, name)]
    for label in (name for name in nest.own if name not in figures):
        texts = cells.texts[label]
        meant = {
            text: one.role
            for text in cells.values(label)[:_SOME]
            if (one := meaning_of(text.replace("_", " "), reference)) and one.role in _LABELS
        }
        if len({*meant.values()}) < _TWO:
            continue
        rows = {role: numpy.array([meant.get(text, "") == role for text in texts]) for role in ("", *_LABELS)}
        votes = counts if len(figures) == 1 else [name for name in counts if _make_accounts(cells, name, rows)]
        if not votes:
            return {label: Meaning("party")}
        shares = [name for name in figures if cells.number(name) in cells.shares]
        bases = [_whole(cells, votes[0], rows, role) for role in ("valid", "cast")]
        of = [[n for n in shares if base and _are_shares(cells, n, votes[0], base, rows[""])] for base in bases]
        share = next((some[0] for some in of if some), None)
        others = dict.fromkeys(name for name in figures if name not in (votes[0], share))
        told = {share: Meaning("share")} if share else {}
        return {**others, **told, label: Meaning("party"), votes[0]: Meaning("votes")}
    return {}


_LABELS = ("registered", "cast", "valid", "invalid", "blank")
_TWO = 2
"""So many different accounts tell that a column names these."""


def _whole(cells: Cells, name: str, rows: Mapping[str, NDArray[numpy.bool_]], role: str) -> float:
    return float(numpy.nansum(cells.figures[rows[role], cells.number(name)]))


def _make_accounts(cells: Cells, name: str, rows: Mapping[str, NDArray[numpy.bool_]]) -> bool:
    """Whether who is voted for makes the valid ballots, or these and those without a vote the ballots cast."""
    votes, cast, valid, invalid, blank = (
        _whole(cells, name, rows, role) for role in ("", "cast", "valid", "invalid", "blank")
    )
    return bool(votes > 0 and (votes == valid or (cast > 0 and cast - invalid - blank in (votes, valid))))


def _are_shares(cells: Cells, name: str, votes: str, whole: float, rows: NDArray[numpy.bool_]) -> bool:
    """Whether most of the percentages in some rows are what the votes beside them are of a whole."""
    printed = cells.figures[rows, cells.number(name)]
    off = numpy.abs(100 * cells.figures[rows, cells.number(votes)] / whole - printed)
    return bool((off <= _ROUNDED).sum() > 0.8 * (~numpy.isnan(printed)).sum())


_ROUNDED = 0.06


_SOME = 100


def _finer(kind: str, above: Sequence[str]) -> str:
    """A kind of units that is none of those which they lie in."""
    kind = kind or _GUESSED
    if kind not in above:
        return kind
    later = COARSE[COARSE.index(kind) + 1 :] if kind in COARSE else ("precinct",)
    return next((one for one in ("municipality", "ward", "precinct", "polling_station") if one in later), "precinct")


def _counted(name: str, nest: Nest, cells: Cells, reference: Path) -> Meaning | None:
    """What a figure counts that is called a number or a share: that of what stands over it."""
    over, _, last = name.rpartition("/")
    if not over or cells.number(name) not in cells.is_figures:
        return None
    says = said_by_key(last, reference)
    own = meaning_of(last, reference)
    if says not in ("count", "share") or (own and own.role in (*SELECTIONS, "ballot_number")):  # `partyNum`
        return None
    while over and said_by_key(last_key(over), reference) == "count" and over != nest.at:
        over = over.rpartition("/")[0]
    upper = meaning_of(last_key(over), reference)
    said = said_by_key(last_key(over), reference)
    is_thing = over == nest.at
    if upper is None or upper.role in (*SELECTIONS, "unit", "office", "ignore"):
        if said in (*SELECTIONS, "votes") or (is_thing and said):
            return Meaning("votes" if says == "count" else "share")
        return None if says == "count" else Meaning("share" if is_thing else "ignore")
    if says == "count":
        return upper
    of = begins_with(last.lstrip("@").replace("_", " "), reference)
    if (
        of and of.role != upper.role and of.role in ("valid", "invalid", "blank")
    ):  # valid votes in per cent, under turnout
        return Meaning("ignore")
    return Meaning({"cast": "turnout", "turnout": "turnout", "votes": "share"}.get(upper.role, "ignore"))


def _label(
    at: str, some: Sequence[str], cells: Cells, meant: Mapping[str, Meaning | None], reference: Path
) -> str | None:
    """The column of what the things of a list are called."""
    words = [name for name in some if cells.number(name) not in cells.is_figures and any(cells.texts[name])]
    key = f"{at}/@key".removeprefix("/")
    named = [name for name in words if said_by_key(name.rpartition("/")[2], reference) == "label"]
    named += [name for name in words if name not in named and (one := meant[name]) and one.role == "name"]
    tokens = {name: folded(in_words(name.rpartition("/")[2]).replace("_", " ")).split() for name in words}
    named = named or [
        name
        for name in words
        if meant[name] is None
        and any(said_by_key(one, reference) == "label" for one in tokens[name][:1] + tokens[name][-1:])
    ]
    near = sorted(named, key=lambda name: name.count("/"))
    if key in some and (key in words or not near):
        return key
    if near:
        return near[0]
    free = [name for name in words if meant[name] is None and len({*cells.texts[name]}) > 1]
    free = [n for n in free if not is_flag(cells, n) and not all(map(MOMENT.match, cells.values(n)))]
    return free[0] if len(free) == 1 or (free and at.endswith("*")) else None
