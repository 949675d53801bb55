"""The figures of a table in which each row is a unit, and each of many columns one who is voted for."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import numpy

from numerim.draft.described import Column, Described, Left, take
from numerim.draft.figures import numbers_rows
from numerim.draft.parts import kind_named
from numerim.draft.shares import shares_beside
from numerim.draft.stems import said_once
from numerim.draft.sums import (
    Figures,
    Run,
    added,
    base_of,
    is_constant,
    is_running,
    is_sum,
    run_that_makes,
    share_that_fits,
)
from numerim.draft.totals import NEAR
from numerim.draft.votes import ACCOUNTS, accounts
from numerim.draft.whose import called_like, selection_of, shared_beginning, shared_end
from numerim.draft.words import Split

_NO_VOTES = ("blank", "invalid", "overvotes", "undervotes")
"""Ballots without a vote, which a total of all votes may count with them."""
_MANY = 0.2
"""In so many rows a column may not have more than there are ballots to be taken for votes."""
_SEVERAL = 5
"""So many columns of ballots without a vote are tried."""
_SOME = 0.05
"""If columns come to less than this of the ballots, they are not all the votes."""


@dataclass
class _Wide:
    """A group of columns, such as those of one kind of votes.

    Attributes:
        said: the table.
        left: the columns of the group of which nobody knows yet what they are.
        group: its name.
        own: column -> its name without that of the group.
        figures: those of the rows that are units.
        reference: where the seeds are.
    """

    said: Described
    left: Left
    group: str
    own: Mapping[str, str]
    figures: Figures
    reference: Path

    def take(self, name: str, is_: str, why: str, unsure: bool = False, of: str = "") -> None:
        """Say what a column is; of votes, shares or seats also whose, by the name `of`."""
        take(self.said, self.left, Column(name, is_, why, unsure, with_=selection_of(of) if of else {}), self.group)

    def column(self, name: str) -> Figures:
        """The figures of a column."""
        return self.figures[:, self.said.cells.number(name)]

    def named(self, role: str) -> int | None:
        """The number of the first column that is so named."""
        name = next((name for name, one in self.left.items() if one and one.role == role), None)
        return None if name is None else self.said.cells.number(name)


def figures_of_columns(
    said: Described, group: str, left: Left, splits: Mapping[str, Split], rows: list[bool], reference: Path
) -> None:
    """Say what the columns of a group are: those that together make the valid ballots, or those cast, are the votes.

    Args:
        said: the table; what is found is told there.
        group: the name of the group; empty where there is one.
        left: its columns of which nobody knows yet what they are.
        splits: what names of columns share.
        rows: which rows are units.
        reference: where the seeds are.
    """
    cells = said.cells
    own = {name: splits[name].own if name in splits else said.own_name(name) for name in left}
    wide = _Wide(said, left, group, own, cells.figures[rows], reference)
    free = [
        i
        for name, one in left.items()
        if one is None
        and ((i := cells.number(name)) in cells.is_figures or not any(cells.texts[name]))
        and i not in cells.shares
        and name not in said.hints
    ]
    free = [i for i in free if not numbers_rows(cells, i)]
    likely = [i for i in free if not is_running(cells.figures[:, i]) and not is_constant(wide.figures[:, i])]
    called = called_like(cells.names, [name for name, one in left.items() if one is None], "seats", reference)
    likely, free = ([i for i in some if cells.names[i] not in called] for some in (likely, free))
    if called or not _seats(wide, likely):
        _votes(wide, likely, free)
    _take_seats(wide, called)
    accounts(said, left, group)


def _seats(wide: _Wide, likely: Sequence[int]) -> bool:
    """Take columns for seats where together they make one that is so named; whether they do."""
    names, size = wide.said.cells.names, wide.named("seats")
    found = None if size is None else run_that_makes(wide.figures, likely, wide.figures[:, size])
    if found is None or size is None:
        return False
    _each(wide, found.parts, "seats", f"together they make {names[size]!r}", unsure=False)
    wide.take(names[size], "council_size", f"the sum of {len(found.parts)} columns")
    wide.said.complete.append("seats")
    return True


def _take_seats(wide: _Wide, called: Mapping[str, str]) -> None:
    """Take columns for the seats of those whose votes stand in columns called alike.

    Where together they make one that is called seats alone, that is the size of what is elected.
    """
    votes = {c.name: c for c in wide.said.columns.get(wide.group, ()) if c.is_ == "votes" and c.with_}
    seats = {name: votes[of] for name, of in called.items() if of in votes}
    for name, column in seats.items():
        why = f"called seats, and like {column.name!r}"
        take(wide.said, wide.left, Column(name, "seats", why, with_=column.with_), wide.group)
    size, numbers = wide.named("seats"), [wide.said.cells.number(name) for name in seats]
    if size is not None and is_sum(wide.figures, size, numbers):
        wide.take(wide.said.cells.names[size], "council_size", f"the sum of {len(numbers)} columns")
        wide.said.complete.append("seats")


def _votes(wide: _Wide, likely: Sequence[int], free: Sequence[int]) -> None:
    names, figures = wide.said.cells.names, wide.figures
    found = next((one for some in (likely, free) if (one := _total(wide, some))), None)
    found = found or _nearly(wide, likely) or _unnamed(wide, likely)
    if found is None and (by_shares := _by_shares(wide, likely)):
        whole, shares = by_shares
        is_cast = whole == wide.named("cast") and any(map(wide.named, _NO_VOTES))
        if names[whole] in wide.left and wide.named("valid") is None and not is_cast:
            wide.take(names[whole], "valid", f"{len(shares)} columns of shares are of it")
        for share, part in shares.items():
            wide.take(names[part], "votes", f"{names[share]!r} is its share", of=wide.own[names[part]])
            wide.take(names[share], "share", f"the share of {names[part]!r}", of=wide.own[names[part]])
        return
    if found is None:
        limit = next((i for role in ("valid", "cast", "registered") if (i := wide.named(role)) is not None), None)
        parts = [i for i in likely if limit is None or (figures[:, i] > figures[:, limit]).mean() < _MANY]
        parts = _together(wide, parts)
        if len(likely) > 1 and (limit is None or _is_something(figures, parts, limit)):
            _each(wide, parts, "votes", "a column of figures beside others", unsure=True)
        return
    run, role, total, beside = _without_nobody(wide, found) or found
    _second_of_one_account(wide, [names[i] for i in beside], names[total])
    if role == "cast" and (valid := wide.named("valid")) is not None:
        inner = run_that_makes(figures, run.parts, figures[:, valid])
        if inner and _has_more_votes(wide, run, inner.parts, valid):
            wide.take(names[valid], "ignore", "the votes of some of those who stood", unsure=True)
    counted = [i for i in run.parts if numpy.nan_to_num(figures[:, i]).any()]
    among = likely if set(counted) <= {*likely} else free
    parts = [i for i in among if counted[0] <= i <= counted[-1] or names[i] in wide.said.splits]
    why = f"together they make {names[total]!r}"
    if beside:
        why = f"with {', '.join(repr(names[i]) for i in beside)} they make {names[total]!r}"
    if role == "valid" and beside:
        wide.said.inside["blank"] = "valid"
    elif names[total] in wide.left:
        told = f"the sum of {len(counted)} columns, {names[counted[0]]!r} to {names[counted[-1]]!r}"
        wide.take(names[total], role, f"{told}, and of ballots without a vote" if beside else told)
    wide.said.complete.append("votes")
    _each(wide, [i for i in parts if i != total], "votes", why, unsure=False)


def _second_of_one_account(wide: _Wide, beside: Sequence[str], total: str) -> None:
    """Of two columns that are called by one account, and are both in a total, the second is one of its own."""
    roles = [one.role for name in beside if (one := wide.left.get(name))]
    for n, name in enumerate(beside if len(roles) == len(beside) else ()):
        if roles[n] in roles[:n] and kind_named(name) not in wide.said.accounts:
            wide.said.accounts[kind_named(name)] = (name.replace("_", " "), "cast")
            wide.take(name, kind_named(name), f"with votes and other ballots it adds up to {total!r}")


def _by_shares(wide: _Wide, parts: Sequence[int]) -> tuple[int, dict[int, int]] | None:
    """The column that several shares are of, and of which each is: share -> votes. None where no two are of one."""
    names, cells, left = wide.said.cells.names, wide.said.cells, wide.left
    shares = [
        i for i in sorted(cells.shares) if (n := names[i]) in left and (not (one := left[n]) or one.role == "share")
    ]
    wholes = _may_be_valid(wide)
    found: dict[int, dict[int, int]] = {}
    for share in shares[:_SHARES] if len(wholes) <= _SHARES else ():
        for whole in wholes:
            base = base_of(wide.figures, share, [i for i in parts if i != whole], [whole], _ROUNDED, with_slip=True)
            if base is not None and base[0] not in found.setdefault(whole, {}).values():
                found[whole][share] = base[0]
    whole = max(found, key=lambda one: len(found[one]), default=-1)
    return (whole, found[whole]) if whole >= 0 and len(found[whole]) > 1 else None


_SHARES, _ROUNDED = 40, 0.051
"""So many columns are tried; by so much a share of one decimal or two is rounded."""


def _together(wide: _Wide, parts: Sequence[int]) -> list[int]:
    """Of columns that no sum tells those that stand together, most of them, and those that are called alike.

    A column of figures beyond an account of ballots is not one of those who are voted for: it has a mark or a code.
    """
    names, left = wide.said.cells.names, wide.left
    accounts_ = [i for i, name in enumerate(names) if (one := left.get(name)) and one.role in ACCOUNTS]
    runs: dict[int, list[int]] = {}
    for i in parts:
        runs.setdefault(sum(j < i for j in accounts_), []).append(i)
    if len(runs) < 2:
        return list(parts)
    most = longest if len(longest := max(runs.values(), key=len)) > 1 else []
    first = {i: names[i].split("_" if "_" in names[i] else " ")[0] for i in parts}
    begins = Counter(first.values())
    return [i for i in parts if i in most or begins[first[i]] > 2]


_Found = tuple[Run, str, int, Sequence[int]]
"""Columns that make another: which; what that is; its number; and the ballots without a vote that it counts, too."""


def _total(wide: _Wide, parts: Sequence[int]) -> _Found | None:
    """The columns that make what is called valid ballots, votes or ballots cast, with or without those of no vote."""
    called = {name: one.role for name, one in wide.left.items() if one and one.role in _NO_VOTES}
    hints = {name: wide.said.hints.get(name, "") for name, one in wide.left.items() if one is None}
    called |= {name: role for name, role in hints.items() if role in _NO_VOTES and role not in called.values()}
    called = {name: role for name, role in called.items() if numpy.nan_to_num(wide.column(name)).any()}
    no_votes = sorted(called, key=lambda name: _NO_VOTES.index(called[name]))[:_SEVERAL]
    best: _Found | None = None
    for name in ("valid", "votes", "cast"):
        total = wide.named(name)
        if total is None or (name == "cast" and best and wide.named("valid") is not None and not no_votes):
            continue  # what else is cast beside the valid ballots is no one's votes
        may_be = [one for one in no_votes if name != "valid" or called[one] == "blank"]
        for n in range(len(may_be) + 1):
            for some in combinations(may_be, n):
                beside, roles = [wide.said.cells.number(one) for one in some], [called[one] for one in some]
                wanted = wide.figures[:, total] - (added(wide.figures, beside) if beside else 0)
                run = run_that_makes(wide.figures, [i for i in parts if i != total], wanted)
                if run is None or (name == "cast" and not _may_be_cast(wide, run, best, roles)):
                    continue
                if best is None or _is_better(wide, run, best[0]):
                    role = "valid" if name == "valid" or (name == "votes" and not beside) else "cast"
                    best = run, role, total, beside
    return best


def _is_better(wide: _Wide, run: Run, best: Run) -> bool:
    """Whether columns make a total in more rows, or are more; what fits in all rows but one may have a slip there."""
    fewer = round((best.fits - run.fits) * len(wide.figures))
    more = [i for i in run.parts if i not in best.parts]
    if run.parts == best.parts:
        return fewer < -1
    if fewer == 1 and {*best.parts} < {*run.parts}:
        return bool(((wide.figures[:, more] > 0).mean(axis=0) > 0.5).all())
    return (run.fits, len(run.parts)) > (best.fits, len(best.parts))


def _may_be_cast(wide: _Wide, run: Run, best: _Found | None, roles: Sequence[str]) -> bool:
    return _agrees_with_valid(wide, run) and not (best and _has_reasons(wide, run, best, roles))


def _has_reasons(wide: _Wide, run: Run, valid: _Found, roles: Sequence[str]) -> bool:
    """Whether columns that make the ballots cast are those of the valid ones and several more: why others are void.

    One more is votes for nobody, or invalid ballots where only blank ones are called so. So many as are voted for, with
    invalid ones counted beside them, are votes.
    """
    if valid[1] != "valid" or not {*valid[0].parts} < {*run.parts}:
        return False
    if len(run.parts) <= len(valid[0].parts) + 1:
        is_behind = max(valid[0].parts) < valid[2] < max(run.parts)  # contested votes, beyond those for all lists
        if is_behind and "blank" in roles and "invalid" in roles:
            return True
        return "blank" in roles and wide.named("invalid") is None
    return "invalid" not in roles or not _has_more_votes(wide, run, valid[0].parts, valid[2])


def _has_more_votes(wide: _Wide, run: Run, parts: Sequence[int], valid: int) -> bool:
    """Whether several columns that make a total, beyond those of the valid ballots, each have as much as a party has.

    Not where the column of the valid ballots is between: it says that they end there.
    """
    more = [i for i in run.parts if i not in parts]
    if len(more) < 2 or max(parts) < valid < min(more):
        return False
    each = numpy.nansum(wide.figures[:, more], axis=0)
    return bool((each > _SOME * numpy.nansum(wide.figures[:, run.parts])).all())


def _agrees_with_valid(wide: _Wide, run: Run) -> bool:
    """Whether columns that make the ballots cast, with those of no vote, are the valid ballots, or some of them are.

    Else one of them is an account: contested ballots beside those for all lists.
    """
    valid, blank = wide.named("valid"), wide.named("blank")
    if valid is None or not numpy.nan_to_num(wide.figures[:, valid]).any():
        return True
    some = added(wide.figures, run.parts)
    ways = [wide.figures[:, valid]] + ([wide.figures[:, valid] - wide.figures[:, blank]] if blank is not None else [])
    return any(
        share_that_fits(some, way)[0] > _HALF or run_that_makes(wide.figures, run.parts, way) is not None
        for way in ways
    )


_HALF = 0.5


def _without_nobody(wide: _Wide, found: _Found) -> _Found | None:
    """The votes that make the valid ballots, where one column more makes those cast: votes for nobody (NOTA).

    None where there is no such column.
    """
    run, role, total, beside = found
    valid = wide.named("valid")
    if role != "cast" or not beside or valid in (None, total) or wide.named("blank") is not None:
        return None
    inner = run_that_makes(wide.figures, run.parts, wide.figures[:, valid])
    others = [i for i in run.parts if inner is not None and i not in inner.parts]
    if inner is None or len(others) != 1 or len(inner.parts) < 2:
        return None
    names = wide.said.cells.names
    wide.take(names[total], "cast", f"with {names[others[0]]!r} the valid ballots and those without a vote make it")
    wide.take(names[others[0]], "blank", "the valid ballots leave it out, those cast have it", unsure=True)
    return inner, "valid", valid, []


def _nearly(wide: _Wide, parts: Sequence[int]) -> _Found | None:
    """All columns, where they nearly make what is called valid ballots or votes, and in some rows do."""
    for name in ("valid", "votes"):
        total = wide.named(name)
        some = [i for i in parts if i != total]
        if total is None or len(some) < 2:
            continue
        printed, summed = wide.figures[:, total], added(wide.figures, some)
        there = ~numpy.isnan(printed) & (printed > 0)
        off = numpy.abs(summed - printed)[there]
        if there.any() and (off <= NEAR * printed[there]).all() and (3 * (off == 0).sum() >= len(off)):
            return Run(some, float((off == 0).mean())), "valid", total, []
    return None


def _unnamed(wide: _Wide, parts: Sequence[int]) -> _Found | None:
    """The columns that make any other: then it is the valid ballots.

    Where others are named so, three columns at least must make it, and it may not be more than these.
    """
    limit = next((i for role in ("valid", "votes", "cast") if (i := wide.named(role)) is not None), None)
    best: tuple[tuple[int, float], _Found] | None = None
    for total in _may_be_valid(wide):
        run = run_that_makes(wide.figures, [i for i in parts if i != total], wide.figures[:, total])
        if run is None or (limit is not None and not _is_within(wide, run, total, limit)):
            continue
        if best is None or (len(run.parts), run.fits) > best[0]:
            best = (len(run.parts), run.fits), (run, "valid", total, [])
    return None if best is None else best[1]


def _is_something(figures: Figures, parts: Sequence[int], limit: int) -> bool:
    """Whether columns come to so much of the ballots, or of those who may vote, that they may be all votes."""
    there = figures[:, limit] > 0
    summed = added(figures, parts)[there] if parts else numpy.zeros(int(there.sum()))
    return not there.any() or bool((summed >= _SOME * figures[there, limit]).mean() > _MANY)


def _may_be_valid(wide: _Wide) -> list[int]:
    """The columns of figures in whose names nothing says that they are no sum of votes."""
    cells, hints = wide.said.cells, wide.said.hints
    says = {name: found.role if found else hints.get(name, "valid") for name, found in wide.left.items()}
    free = [i for i in cells.is_figures if i not in cells.shares]
    return [i for i in free if says.get(cells.names[i]) in ("valid", "votes", "cast")]


def _is_within(wide: _Wide, run: Run, total: int, limit: int) -> bool:
    return len(run.parts) >= 3 and bool((wide.figures[:, total] > wide.figures[:, limit]).mean() < _MANY)


def _each(wide: _Wide, columns: Sequence[int], measure: str, why: str, unsure: bool) -> None:
    """Say of columns that they are votes or seats of whom they are named for, and of shares beside them the same."""
    cells = wide.said.cells
    names = [name for i in columns if (name := cells.names[i]) in wide.left]
    own = {name: said_once(wide.own[name]) for name in names}
    over = shared_beginning([*own.values()])
    behind = shared_end([*own.values()], wide.reference)
    for name in names:
        of = own[name].removeprefix(over).removesuffix(behind) or own[name]
        wide.take(name, measure, why, unsure, of)
        for percent in shares_beside(wide.said, wide.left, name, of, wide.reference, wide.group):
            wide.take(percent, "share", f"the share of {name!r}", of=of)
