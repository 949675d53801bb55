"""The columns of a table that count something: votes, shares and ballots."""

import re
from collections.abc import Sequence

import numpy
import polars as pl

from numerim.draft.balance import accounts_that_add_up, agrees
from numerim.draft.byunit import differs, is_alike, is_of_rows, is_share_of_votes, sums_up, units_of_rows
from numerim.draft.described import Column, Described, Left, take
from numerim.draft.figures import HALVES, is_code, why_aside
from numerim.draft.kinds import kind_of_ballots
from numerim.draft.marks import NOT_KNOWN
from numerim.draft.names import so_named
from numerim.draft.parts import part_of_account, voters_and_ballots
from numerim.draft.stems import folded
from numerim.draft.sums import (
    FITS,
    Figures,
    added,
    base_of,
    is_constant,
    is_running,
    is_slip,
    is_sum,
    run_that_makes,
    share_that_fits,
)
from numerim.draft.wonwhere import NOT_READ
from numerim.draft.words import SELECTIONS, Meaning, in_words
from numerim.schemas.vocabulary import COUNT_TYPES

ACCOUNTS = (
    *("registered", "signatures", "cast", "valid", "invalid", "blank", "overvotes", "undervotes"),
    *("received", "issued", "unused", "spoilt", "registered_men", "registered_women", "cast_men", "cast_women"),
)
"""What is counted of a unit, beside votes."""
TO_FILL = "the same in each row of a unit: the seats to be filled there"
"""Why a column of seats is not read."""
_FEW = 2
"""In so few rows one slip hides a sum that holds."""
_OFF = 0.06
"""By so much a printed turnout may miss what it is reckoned from."""


def figures_of_rows(said: Described, left: Left, rows: list[bool]) -> None:
    """Figures of a table in which each row is of one who is voted for."""
    by_role: dict[str, list[str]] = {}
    for name, one in left.items():
        if one:
            by_role.setdefault(one.role, []).append(name)
    for name in [name for name in by_role.get("seats", ()) if _is_of_each_unit(said, name, rows)]:
        take(said, left, Column(name, "ignore", TO_FILL))
        by_role["seats"].remove(name)
    if "share" not in by_role and (own := [n for n in by_role.get("turnout", ()) if differs(said, n, rows)]):
        left |= dict.fromkeys(own, Meaning("share"))  # of who is voted for, whatever it is called
        by_role["share"] = own
        by_role["turnout"] = [name for name in by_role["turnout"] if name not in own]
    for role in ("valid", "cast"):  # what differs between those who are voted for is theirs, whatever it is called
        several = [n for n in by_role.get(role, ()) if "votes" not in by_role and differs(said, n, rows)]
        by_party = role == "cast" and any(differs(said, name, rows) for name in by_role.get("registered", ()))
        if several and not by_party:
            votes = max(several, key=lambda name: _changes(said.cells.texts[name]))
            left[votes] = Meaning("votes")
            by_role["votes"] = [votes]
            by_role[role] = [name for name in by_role[role] if name != votes]
    if "votes" not in by_role and (sum_of_all := _sum_of_unnamed(said, left, rows)) is not None:
        left[sum_of_all] = Meaning("votes")
        by_role["votes"] = [sum_of_all]
    if "votes" not in by_role and (counted := _base_of_shares(said, by_role, rows)) is not None:
        left[counted] = Meaning("votes")
        by_role["votes"] = [counted]
    if "votes" not in by_role and (alone := _beside_accounts(said, by_role)) is not None:
        left[alone] = Meaning("votes")
        by_role["votes"] = [alone]
    if (total := _sum_of_two_votes(said, left, by_role, rows)) is not None:
        left |= {total: Meaning("votes")} | dict.fromkeys(by_role["votes"])
        by_role["votes"] = [total]
        by_role["valid"] = [name for name in by_role["valid"] if name != total]
    if (whole := _whole_of_kinds(said, left, by_role, rows)) is not None:
        left |= dict.fromkeys(by_role["votes"]) | {whole: Meaning("votes")}
        by_role["votes"] = [whole]
    if (adding := _votes_that_add_up(said, left, rows)) is not None:
        by_role["votes"] = [adding]
    for role in ("invalid", "blank") if by_role.get("votes") else ():
        for name in [name for name in by_role.get(role, ()) if is_of_rows(said, name, rows)]:
            take(said, left, Column(name, "ignore", "of who is named in the row, and not of the unit", unsure=True))
            by_role[role].remove(name)
    for role in ("votes", "share", "seats", "turnout", *ACCOUNTS):
        for name in by_role.get(role, [])[:1]:
            why = so_named(left, name)
            take(said, left, Column(name, role, why))
    kinds = _kinds_of_ballots(said, left, rows) or _kinds_alone(said, left)
    if kinds and said.of("votes") and not said.of("valid"):
        said.complete.append("votes")
    known = {column.is_ for column in said.columns[""]}
    for name in list(left):
        one = left[name]
        part = None if one or name in kinds else part_of_account(said, name, known)
        if part:
            known.add(part.is_)
            take(said, left, part)
        elif name in kinds:
            why = "these add up to all votes" if said.of("votes") else "so named; no column has all votes"
            take(said, left, Column(name, "votes", why, ballots=kinds[name]))
        elif one and one.role in ("ignore", "unit", "outcome"):
            reason = NOT_READ if one.role == "outcome" else why_aside(said.cells, name)
            take(said, left, Column(name, "ignore", reason))
        elif one is None and not said.of("valid") and sums_up(said, name, rows):
            take(said, left, Column(name, "valid", "the sum of the votes of each unit"))
        elif one is None and not said.of("share") and is_share_of_votes(said, name, rows):
            take(said, left, Column(name, "share", "the share of the votes of each unit"))
        elif said.of("votes") is None and _may_be_votes(said, name):
            take(
                said,
                left,
                Column(name, "votes", "the first column of figures without a name that is known", unsure=True),
            )
        else:
            take(said, left, Column(name, "ignore", "numerim does not know what it says", unsure=True))


def _is_of_each_unit(said: Described, name: str, rows: list[bool]) -> bool:
    """Whether a column has one figure above 0 in all rows of a unit, and units have several rows."""
    groups = units_of_rows(said, rows)
    figures = said.cells.figures[rows][:, said.cells.number(name)]
    pairs = pl.DataFrame({"unit": groups, "is": figures}).n_unique()
    units = len(set(groups.tolist()))
    return bool((figures > 0).all()) and pairs == units and len(groups) >= 3 * units


def _may_be_votes(said: Described, name: str) -> bool:
    """Whether figures of no known name may be votes: they do not run on, are no code, and no seats are told instead."""
    figures = said.cells.figures[:, said.cells.number(name)]
    if any(column.why == HALVES for column in said.columns[""]) or said.cells.number(name) in said.cells.shares:
        return False
    return not (is_running(figures) or is_constant(figures) or is_code(said.cells, name) or said.of("seats"))


def _sum_of_two_votes(said: Described, left: Left, by_role: dict[str, list[str]], rows: list[bool]) -> str | None:
    """The column that is called valid votes and is, in each row, what two kinds of votes make; None where none is."""
    cells, figures = said.cells, said.cells.figures[rows]
    votes = by_role.get("votes", [])
    open_ = [name for name, one in left.items() if one is None or one.role == "votes"]
    kinds = [name for name in open_ if cells.number(name) in cells.is_figures]
    for name in by_role.get("valid", ()) if votes else ():
        own = figures[:, cells.number(name)]
        found = run_that_makes(figures, [i for one in kinds if (i := cells.number(one)) not in cells.shares], own)
        if found is not None and cells.number(votes[0]) in found.parts and differs(said, name, rows):
            return name
    return None


def _whole_of_kinds(said: Described, left: Left, by_role: dict[str, list[str]], rows: list[bool]) -> str | None:
    """The column of all votes of a list, where that called votes and others make it: of people on it, and of others."""
    cells, figures = said.cells, said.cells.figures[rows]
    if not by_role.get("votes"):
        return None
    own = cells.number(by_role["votes"][0])
    open_ = [
        n for n, one in left.items() if (one is None or one.role in ("votes", *SELECTIONS)) and n not in said.hints
    ]
    free = [i for n in open_ if (i := cells.number(n)) in cells.is_figures and i not in cells.shares]
    for total in (i for i in free if i != own and not is_alike(said, cells.names[i], rows)):
        found = run_that_makes(figures, [i for i in free if i != total], figures[:, total])
        if found is not None and own in found.parts and len(found.parts) <= _KINDS:
            return cells.names[total]
    return None


_KINDS = 3
"""Of so many kinds at most are the votes of a list."""


def _beside_accounts(said: Described, by_role: dict[str, list[str]]) -> str | None:
    """The only column of figures, called a number of something, beside labels of which two or more are accounts."""
    cells = said.cells
    labels = next((c for c in said.columns[""] if len(c.words) > 1), None)
    counts = [name for name in by_role.get("ignore", ()) if cells.number(name) in cells.is_figures]
    return counts[0] if labels and [cells.number(name) for name in counts] == list(cells.is_figures) else None


def _base_of_shares(said: Described, by_role: dict[str, list[str]], rows: list[bool]) -> str | None:
    """Of columns that are called a number of something the one whose figures the shares beside go with, row by row."""
    cells, figures = said.cells, said.cells.figures[rows]
    for share in by_role.get("share", ())[:1]:
        printed = figures[:, cells.number(share)]
        for name in by_role.get("ignore", ()):
            own = figures[:, cells.number(name)]
            there = (printed > 1) & (own > 0)
            if there.sum() > 2 and cells.number(name) not in cells.shares:
                wholes = 100 * own[there] / printed[there]
                near = numpy.abs(wholes / numpy.median(wholes) - 1) <= _ROUNDED
                if near.mean() >= FITS:
                    return name
    return None


_ROUNDED = 0.06
"""By so much of it a whole may be off that is reckoned from votes and a share of one decimal."""


def _sum_of_unnamed(said: Described, left: Left, rows: list[bool]) -> str | None:
    """Of columns that no word names the last that is, in each row, the sum of others: all votes of a list."""
    cells, figures = said.cells, said.cells.figures[rows]
    open_ = [name for name, one in left.items() if one is None or one.role in SELECTIONS]
    free = [i for name in open_ if (i := cells.number(name)) in cells.is_figures and i not in cells.shares]
    for i in reversed(free):
        others = [j for j in free if j < i]
        if len(others) < 2 or is_alike(said, cells.names[i], rows):
            continue
        if run_that_makes(figures, others, figures[:, i]) is not None:
            return cells.names[i]
    return None


def _changes(texts: Sequence[str]) -> int:
    """How often a cell differs from the one above it."""
    column = pl.Series(texts, dtype=pl.String)
    return int((column != column.shift()).sum())


def _votes_that_add_up(said: Described, left: Left, rows: list[bool]) -> str | None:
    """The column whose figures, over all rows of a unit, make its valid ballots in most units; None where none does.

    One that is called votes goes before others.
    """
    cells, unit = said.cells, said.of("unit")
    valid = next((name for name, one in left.items() if one and one.role == "valid"), None)
    if unit is None or valid is None or not any(rows):
        return None
    groups = units_of_rows(said, rows)
    figures = cells.figures[rows]
    whole = numpy.full(groups.max() + 1, numpy.nan)
    there = ~numpy.isnan(figures[:, cells.number(valid)])
    whole[groups[there]] = figures[there, cells.number(valid)]
    named = [name for name, one in left.items() if one and one.role == "votes"]
    others = [name for name, one in left.items() if one is None and cells.number(name) in cells.is_figures]
    for name in named or others:
        summed: Figures = numpy.bincount(groups, weights=numpy.nan_to_num(figures[:, cells.number(name)])).astype(float)
        fits, times = share_that_fits(summed, whole)
        if fits >= FITS and times >= min(3, len(whole)):
            return name
    return named[0] if named else None


def _kinds_of_ballots(said: Described, left: Left, rows: list[bool]) -> dict[str, str]:
    """Columns that add up to all votes in most rows -> the kind of ballots of each."""
    votes = said.of("votes")
    if votes is None:
        return {}
    cells = said.cells
    open_ = [cells.number(name) for name, one in left.items() if one is None and cells.number(name) in cells.is_figures]
    figures = cells.figures[rows]
    found = run_that_makes(figures, open_, figures[:, cells.number(votes.name)])
    kinds: dict[str, str] = {}
    for name in [cells.names[i] for i in found.parts] if found else ():
        kind = kind_of_ballots(name)
        kinds[name] = folded(name.rpartition("/")[2]).replace(" ", "-") if kind in kinds.values() else kind
    if any(kind.startswith("absentee-") for kind in kinds.values()):  # these would be a part of all absentee ballots
        kinds = {name: folded(name).replace(" ", "-") if kind == "absentee" else kind for name, kind in kinds.items()}
    return kinds


def _kinds_alone(said: Described, left: Left) -> dict[str, str]:
    """Columns of kinds of ballots that are named so, where no column has all votes."""
    if said.of("votes") is not None:
        return {}
    cells = said.cells
    open_ = [name for name, one in left.items() if one is None and cells.number(name) in cells.is_figures]
    every = {name: kind_of_ballots(name) for name in open_}
    kinds = {name: kind for name, kind in every.items() if kind in COUNT_TYPES and kind != "total"}
    beside = {name.rpartition("/")[0] for name in kinds} - {""}
    if len(beside) == 1:  # objects of a tree whose keys are kinds of ballots: all that stand there are
        kinds = {n: every[n] for n in open_ if n.rpartition("/")[0] in beside and cells.number(n) not in cells.shares}
    return kinds if len(kinds) > 1 and len(set(kinds.values())) == len(kinds) else {}


def accounts(said: Described, left: Left, group: str = "") -> None:
    """What is counted of each unit beside votes, and what nobody knows."""
    cells = said.cells
    taken = {column.is_ for some in ("", group) for column in said.columns.get(some, ()) if not column.ballots}
    if group == "":
        voters_and_ballots(said, left)
    if (name := _papers(said, left)) is not None:
        take(said, left, Column(name, "received", "ballots, and more than voters signed for"), group)
    adds_up = accounts_that_add_up(said, left, group)
    if not adds_up and (name := _named_cast(said, left, group)) is not None:
        reason = "named like ballots cast, but valid and invalid ones do not make it"
        take(said, left, Column(name, "ignore", reason, unsure=True), group)
        adds_up = accounts_that_add_up(said, left, group)
    for name, role, why in adds_up:
        taken.add(role)
        take(said, left, Column(name, role, why), group)
    for name in sorted(left, key=lambda n: (not left[n], bool((one := left[n]) and one.role in ("votes", "share")))):
        one = left[name]
        if one and one.role in (*ACCOUNTS, "turnout", "seats") and one.role not in taken:
            taken.add(one.role)
            take(said, left, Column(name, one.role, so_named(left, name)), group)
        elif one and one.role == "votes" and "valid" not in taken:
            taken.add("valid")
            take(said, left, Column(name, "valid", "votes without saying whose", unsure=True), group)
        elif one and one.role == "votes" and "cast" not in taken and _makes_cast(said, name, group):
            taken.add("cast")
            take(said, left, Column(name, "cast", "valid ballots and those without a vote make it"), group)
        elif one and one.role == "ignore":
            take(said, left, Column(name, "ignore", why_aside(cells, name)), group)
        elif one and one.role == "share" and "turnout" not in taken and _is_turnout(said, name, group):
            taken.add("turnout")
            take(said, left, Column(name, "turnout", "the share of those registered who voted"), group)
        elif one:
            why = "a percentage of something else" if one.role == "share" else NOT_KNOWN
            why = f"another column is {one.role}" if one.role in taken else why
            take(said, left, Column(name, "ignore", why, unsure=True), group)
        elif part := part_of_account(said, name, taken):
            taken.add(part.is_)
            take(said, left, part, group)
        elif (role := _hint(said, name)) in ACCOUNTS and role not in taken and agrees(said, name, role, group):
            taken.add(role)
            take(said, left, Column(name, role, "its name says so in part", unsure=True), group)
        elif "turnout" not in taken and _is_turnout(said, name, group):
            taken.add("turnout")
            take(said, left, Column(name, "turnout", "the share of those registered who voted"), group)
        else:
            running = cells.number(name) in cells.is_figures and is_running(cells.figures[:, cells.number(name)])
            code = not running and is_code(cells, name)
            reason = "a running number" if running else "a code" if code else "numerim does not know what it says"
            take(said, left, Column(name, "ignore", reason, unsure=not (running or code)), group)


def _hint(said: Described, name: str) -> str:
    """What a name says in part; nothing where it is of one kind of ballots: `numMachineBallots` are not all."""
    return "" if _OF_A_KIND.search(folded(in_words(name))) else said.hints.get(name, "")


_OF_A_KIND = re.compile(r"\b(machine|paper|electronic|postal|mail|absentee|early|postom|поштом)\b")


def _is_turnout(said: Described, name: str, group: str) -> bool:
    """Whether a column of shares is what ballots cast are of those registered."""
    cells = said.cells
    cast, registered = (
        [cells.number(c.name)] if (c := said.of(role, group)) else [] for role in ("cast", "registered")
    )
    return cells.number(name) in cells.shares and bool(
        base_of(cells.figures, cells.number(name), cast, registered, _OFF, with_slip=True)
    )


def _makes_cast(said: Described, name: str, group: str) -> bool:
    """Whether a column is what valid, invalid and blank ballots come to."""
    cells = said.cells
    parts = [cells.number(c.name) for role in ("valid", "invalid", "blank") if (c := said.of(role, group))]
    return len(parts) > 1 and is_sum(cells.figures, cells.number(name), parts)


def complete_beside(said: Described) -> None:
    """Votes that stand side by side list all who stood, where in most rows they make the valid ballots."""
    cells, valid = said.cells, said.of("valid")
    votes = [cells.number(column.name) for column in said.columns[""] if column.is_ == "votes" and not column.ballots]
    if valid is not None and is_sum(cells.figures, cells.number(valid.name), votes) and "votes" not in said.complete:
        said.complete.append("votes")


def _papers(said: Described, left: Left) -> str | None:
    """The column of ballots that is far more than voters signed for: the papers that a station was given."""
    cells = said.cells
    name = next((name for name, one in left.items() if one and one.role == "cast"), None)
    signed = next((name for name, one in left.items() if one and one.role == "signatures"), None)
    if name is None or signed is None or any(one and one.role == "received" for one in left.values()):
        return None
    more = cells.figures[:, cells.number(name)] - cells.figures[:, cells.number(signed)]
    return name if (more > 0.1 * cells.figures[:, cells.number(signed)]).mean() >= FITS else None


def _named_cast(said: Described, left: Left, group: str) -> str | None:
    """The column that is named like ballots cast, where valid and invalid ones tell that it is something else."""
    cells = said.cells
    name = next((name for name, one in left.items() if one and one.role == "cast"), None)
    columns = {role: column for role in ("valid", "invalid", "blank") if (column := said.of(role, group))}
    columns = {role: column for role, column in columns.items() if not column.ballots}
    parts = [cells.number(column.name) for column in columns.values()]
    parts += [cells.number(other) for other, one in left.items() if one and one.role in ("valid", "invalid", "blank")]
    has_valid = "valid" in columns or any(one and one.role == "valid" for one in left.values())
    if name is None or len(parts) < 2 or not has_valid:
        return None
    cast = cells.figures[:, cells.number(name)]
    blank = {cells.number(c.name) for role, c in columns.items() if role == "blank"}
    blank |= {cells.number(other) for other, one in left.items() if one and one.role == "blank"}
    without = [blank, *({one} for one in blank if len(blank) > 1)]  # they may be among the invalid ones, or the valid
    for way in (parts, *([i for i in parts if i not in some] for some in without)):
        off = numpy.abs(cast - added(cells.figures, way)) if len(way) > 1 else numpy.full(len(cast), numpy.inf)
        there = ~numpy.isnan(off)
        is_told = 0 < there.sum() <= _FEW and numpy.isfinite(off[there]).all()
        if is_told and all(is_slip(int(one)) for one in off[there & (off > 0)]):
            return None
        if (off <= numpy.maximum(5, 0.01 * cast))[there].sum() >= 0.2 * there.sum():
            return None
    return name
