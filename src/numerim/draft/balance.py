"""Accounts of ballots without a name that is known, as their figures show: cast = valid + invalid + blank."""

from collections.abc import Iterator, Mapping
from itertools import combinations

import numpy

from numerim.draft.described import Described, Left
from numerim.draft.figures import ASIDE, is_code
from numerim.draft.parts import kind_named
from numerim.draft.sums import FITS, Figures, added, is_constant, is_enough, is_running, share_that_fits

_PARTS = ("invalid", "blank")
"""Ballots that are cast, and not valid."""
_INVALID = 0.2
"""More of the ballots are not invalid where no word says so."""
_HALF = 0.5
_LEAST = 4
"""In so many rows it must come out."""


def accounts_that_add_up(said: Described, left: Left, group: str = "") -> list[tuple[str, str, str]]:
    """The columns without a name that is known that are ballots cast, or invalid ones, as sums show.

    Valid ballots are known, and a word that is known is not gone against: only what no column is named for is looked
    for. One ballot cast is valid, or in an account beside these; that must come out in nine rows of ten, or in all
    but one.

    Args:
        said: what is known of the table.
        left: the columns of which nobody knows yet what they are.
        group: the group of columns that is looked at.

    Returns:
        Of each its name, what it is, and why.
    """
    cells = said.cells
    named = {one.role: name for name, one in reversed(left.items()) if one}
    named |= {role: c.name for role in ("valid", "cast", *_PARTS) if (c := said.of(role, group)) and not c.ballots}
    if said.inside.get("blank") == "valid":
        named.pop("blank", None)
    open_ = [name for name, one in left.items() if one is None and _counts(said, name)]
    if "valid" in named and "cast" in named and "invalid" in named:
        return _one_more(said, left, named)
    if "valid" not in named:
        return []
    figures = {name: cells.figures[:, cells.number(name)] for name in {*open_, *named.values()}}
    valid = figures[named["valid"]]
    beside = [named[role] for role in _PARTS if role in named and numpy.nan_to_num(figures[named[role]]).any()]
    if "cast" in named:
        found = [
            (name, "invalid", f"with {_told(named['valid'], *some)} it makes {named['cast']!r}")
            for some in _some_of(beside)
            for name in open_
            if _makes(said, figures[named["cast"]], valid, [*some, name])
        ]
        return found[:1]
    more = [name for name in left if name not in named.values() and _is_invalid(said, left, name)]
    totals = [name for name, one in left.items() if one and one.role == "votes" and name != named["valid"]]
    for some in _some_of([*beside, *more]):
        for name in [*open_, *totals] if some else ():
            if _makes(said, cells.figures[:, cells.number(name)], valid, list(some)):
                why = f"the sum of {_told(named['valid'], *some)}"
                return [(name, "cast", why), *(_beside(said, one, name) for one in some if one in more)]
    if "invalid" in named:
        return []
    pairs = [
        [(whole, "cast", f"the sum of {_told(named['valid'], *some, part)}"), (part, "invalid", f"a part of {whole!r}")]
        for some in _some_of(beside)
        for whole in open_
        for part in open_
        if whole != part and _is_little(figures[part], figures[whole])
        if _makes(said, figures[whole], valid, [*some, part])
    ]
    return pairs[0] if len(pairs) == 1 else []


def _one_more(said: Described, left: Left, named: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """The column without which valid, invalid and blank ballots are not those cast: an account beside these."""
    cells = said.cells
    figures = {role: cells.figures[:, cells.number(name)] for role, name in named.items() if role in ("cast", "valid")}
    parts = [named[role] for role in _PARTS if role in named]
    fits = _fits(said, figures["cast"], figures["valid"], parts)
    for name, one in left.items():
        if name in named.values() or not _counts(said, name):
            continue
        is_named = _is_invalid(said, left, name)
        if not is_named and (one is not None or said.hints.get(name, "other") != "other"):
            continue
        share, times = _fits(said, figures["cast"], figures["valid"], [*parts, name])
        more = times > 2 * fits[1] if is_named else is_enough(share, times) and times >= _LEAST and fits[0] < 1 - FITS
        more = more or (is_enough(share, times) and _is_what_is_missing(said, figures, parts, name))
        if share > _HALF and more and kind_named(name) not in said.accounts:
            return [_beside(said, name, named["cast"])]
        others = [part for part in parts if part != named.get("blank")]
        without = _fits(said, figures["cast"], figures["valid"], [*others, name])
        may_be = "blank" in named and one is None and fits[0] < 1 - FITS and len(figures["cast"]) >= _LEAST
        if may_be and is_enough(*without):
            said.inside["blank"] = "valid"
            return [_beside(said, name, named["cast"])]
    return _some_more(said, left, named, parts) if fits[0] < 1 - FITS else []


def _is_what_is_missing(said: Described, figures: Mapping[str, Figures], parts: list[str], name: str) -> bool:
    """Whether a column is all that accounts miss wherever it is not 0, in several rows, and they miss nothing else."""
    cells = said.cells
    accounted = figures["valid"] + (added(cells.figures, [cells.number(part) for part in parts]) if parts else 0)
    missing, own = figures["cast"] - accounted, numpy.nan_to_num(cells.figures[:, cells.number(name)])
    fits = (missing == own)[own > 0]
    return fits.sum() >= _LEAST - 1 and (bool(fits.all()) or is_enough(float(fits.mean()), int(fits.sum())))


def _some_more(said: Described, left: Left, named: Mapping[str, str], parts: list[str]) -> list[tuple[str, str, str]]:
    """Two or three columns, one beside the other, without which valid, invalid and blank ballots are not those cast."""
    cells = said.cells
    whole, valid = (cells.figures[:, cells.number(named[role])] for role in ("cast", "valid"))
    open_ = [cells.number(name) for name in left if name not in named.values() and _counts(said, name)]
    for n in (2, 3):
        for first in open_:
            run = list(range(first, first + n))
            names = [cells.names[i] for i in run if i in open_]
            if len(names) == n and is_enough(*_fits(said, whole, valid, [*parts, *names])) and len(whole) >= _LEAST:
                return [_beside(said, name, named["cast"]) for name in names]
    return []


def _is_invalid(said: Described, left: Left, name: str) -> bool:
    """Whether a column is called like invalid ballots, though another may be, too."""
    one = left[name]
    return "invalid" in (said.hints.get(name), one.role if one else "") and _counts(said, name)


def _beside(said: Described, name: str, cast: str) -> tuple[str, str, str]:
    """A column as an account of its own among the ballots cast."""
    word = kind_named(name)
    said.accounts[word] = (name.replace("_", " "), "cast")
    return name, word, f"with valid and other ballots it makes {cast!r}"


def blank_among_invalid(said: Described) -> None:
    """See whether blank ballots are among the invalid ones: with these alone the votes are all ballots cast."""
    cells = said.cells
    cast, invalid, blank, valid = (said.of(role) for role in ("cast", "invalid", "blank", "valid"))
    if not (cast and invalid and blank) or "blank" in said.inside or len(said.groups) > 1:
        return
    votes = [c for c in said.columns[""] if c.is_ == "votes" and c.with_ and not c.ballots]
    counted = [cells.number(c.name) for c in ([valid] if valid else votes)]
    if not counted or not numpy.nan_to_num(cells.figures[:, cells.number(blank.name)]).any():
        return
    whole, own = cells.figures[:, cells.number(cast.name)], cells.number(invalid.name)
    with_both = added(cells.figures, [*counted, own, cells.number(blank.name)])
    fits, times = share_that_fits(whole, added(cells.figures, [*counted, own]))
    is_often = times >= min(_LEAST, len(whole))
    if is_enough(fits, times) and is_often and share_that_fits(whole, with_both)[0] < 1 - FITS:
        said.inside["blank"] = "invalid"


def second_blank(said: Described) -> None:
    """Take a second column of blank ballots for an account of its own, if with it all that was cast is accounted for.

    Where that is so without the first, those are among the valid ones: votes for nobody, beside papers without a mark.
    """
    cells = said.cells
    cast, valid, invalid, blank = (said.of(role) for role in ("cast", "valid", "invalid", "blank"))
    column = next((c for c in said.columns[""] if c.is_ == "ignore" and c.why == "another column is blank"), None)
    if not (cast and valid and blank and column) or len(said.groups) > 1:
        return
    whole = cells.figures[:, cells.number(cast.name)]
    parts = [cells.number(c.name) for c in (valid, invalid, column) if c]
    for some, inside in ((parts, "valid"), ([*parts, cells.number(blank.name)], "")):
        if is_enough(*share_that_fits(whole, added(cells.figures, some))):
            column.name, column.is_, column.why = _beside(said, column.name, cast.name)
            said.inside |= {"blank": inside} if inside else {}
            return


def account_left_over(said: Described) -> None:
    """Take a column that nobody knows for an account of ballots, if it is all that the others miss of those cast."""
    cells = said.cells
    cast, valid = said.of("cast"), said.of("valid")
    if cast is None or valid is None or len(said.groups) > 1:
        return
    beside = {word for word, (_, of) in said.accounts.items() if of == "cast"}
    parts = [c.name for c in said.columns[""] if c.is_ in (*_PARTS, *beside) and not c.ballots]
    parts = [name for name in parts if said.inside.get("blank") is None or name != said.name_of("blank")]
    figures = {role: cells.figures[:, cells.number(c.name)] for role, c in (("cast", cast), ("valid", valid))}
    if is_enough(*_fits(said, figures["cast"], figures["valid"], parts)):
        return
    for column in sorted(said.columns[""], key=lambda one: not one.unsure):  # a name that is known may say it, too
        is_open = column.unsure or (column.why == ASIDE and not is_code(cells, column.name))
        may_be = column.is_ == "ignore" and is_open and _counts(said, column.name)
        if may_be and _is_what_is_missing(said, figures, parts, column.name):
            column.name, column.is_, column.why = _beside(said, column.name, cast.name)
            return


def invalid_by_another_name(said: Described) -> None:
    """Let the invalid ballots be what those cast have beside votes and blank ones, if the column so called is not that.

    Of reasons why ballots are void, one of which is called so, the sum is it; where none is, it may be the spoilt ones.
    """
    cells = said.cells
    cast, valid, invalid, spoilt = (said.of(role) for role in ("cast", "valid", "invalid", "spoilt"))
    votes = [cells.number(c.name) for c in said.columns[""] if c.is_ == "votes" and not c.ballots]
    if cast is None or len(said.groups) > 1 or (valid is None and "votes" not in said.complete) or not votes:
        return
    whole = cells.figures[:, cells.number(cast.name)]
    counted = cells.figures[:, cells.number(valid.name)] if valid else added(cells.figures, votes)
    blank = [c.name for c in said.columns[""] if c.is_ == "blank" and said.inside.get("blank") is None]
    if invalid and is_enough(*_fits(said, whole, counted, [*blank, invalid.name])):
        return
    for column in said.columns[""]:
        may_be = column is spoilt if invalid is None else column.is_ == "ignore" and column.unsure
        if may_be and _counts(said, column.name) and _makes(said, whole, counted, [*blank, column.name]):
            if invalid:
                invalid.is_, invalid.why = "ignore", f"a part of {column.name!r}, most likely"
            column.is_, column.why, column.unsure = "invalid", f"with votes it makes {cast.name!r}", False
            return


def agrees(said: Described, name: str, role: str, group: str) -> bool:
    """Whether a column is nowhere more than what it would be a part of, and no less than what would be a part of it."""
    cells = said.cells
    own = cells.figures[:, cells.number(name)]
    others = {one: cells.figures[:, cells.number(c.name)] for one in _ORDER if (c := said.of(one, group))}
    place = _ORDER.index(role) if role in _ORDER else len(_ORDER)
    more = [own - figures for one, figures in others.items() if _ORDER.index(one) < place]
    less = [figures - own for one, figures in others.items() if _ORDER.index(one) > place]
    within = [numpy.nan_to_num(off) <= 0 for off in [*more, *less]]
    fits = bool(others) and all(is_enough(float(one.mean()), int(one.sum())) for one in within)
    return (
        fits
        and _counts(said, name)
        and (role != "invalid" or "valid" not in others or _is_little(own, others["valid"]))
    )


_ORDER = ("registered", "cast", "valid")
"""Accounts, each no less than the next."""


def _some_of(names: list[str]) -> Iterator[tuple[str, ...]]:
    """All choices of some columns, those of most first."""
    for n in range(len(names), -1, -1):
        yield from combinations(names, n)


def _counts(said: Described, name: str) -> bool:
    """Whether a column has counts, and some of them are not 0."""
    cells, number = said.cells, said.cells.number(name)
    column = cells.figures[:, number]
    return (
        number in cells.is_figures
        and number not in cells.shares
        and bool((numpy.nan_to_num(column) > 0).any())
        and not is_running(column)
        and not is_constant(column)
    )


def _makes(said: Described, whole: Figures, valid: Figures, parts: list[str]) -> bool:
    """Whether valid ballots and others come to a column in most rows, and would not do so without these."""
    fits, times = _fits(said, whole, valid, parts)
    alone, _ = share_that_fits(whole, valid)
    return is_enough(fits, times) and times >= _LEAST and alone < 1 - FITS


def _fits(said: Described, whole: Figures, valid: Figures, parts: list[str]) -> tuple[float, int]:
    beside = added(said.cells.figures, [said.cells.number(name) for name in parts]) if parts else 0
    return share_that_fits(whole, valid + beside)


def _is_little(part: Figures, whole: Figures) -> bool:
    """Whether a column is as little of another as invalid ballots are of all: those who stayed at home are more."""
    return bool(numpy.nansum(part) <= _INVALID * numpy.nansum(whole))


def _told(*names: str) -> str:
    return ", ".join(map(repr, names))
