"""Columns of ballots by the way in which they were cast, in tables in which nobody is voted for by a column of rows."""

from collections.abc import Mapping, Sequence

import numpy

from numerim.draft.described import Column, Described, Left, take
from numerim.draft.kinds import kind_of_ballots
from numerim.draft.parts import ways_in
from numerim.draft.stems import folded
from numerim.draft.sums import FITS, added, is_enough, share_that_fits
from numerim.draft.words import Meaning, in_words

_PLAIN = frozenset({"votes", "cast"})
"""What the sum of ballots by kind is called."""
_HALF = 0.5
"""In more of the rows a column must be the sum that is called like one: in few rows a slip is a large part."""


def ways_of_casting(names: Sequence[str]) -> dict[str, str]:
    """The columns that are called for a way of casting ballots and nothing else -> the kind of ballots of each."""
    kinds: dict[str, str] = {}
    for name in names:
        if own := ways_in(name):
            says = " ".join(
                one for one in folded(in_words(name.rpartition("/")[2])).split() if one in (*own, "in", "day")
            )
            kind = kind_of_ballots(says)
            kinds[name] = "-".join(own) if kind in kinds.values() else kind
    if any(kind.startswith("absentee-") for kind in kinds.values()):  # these would be a part of all absentee ballots
        kinds = {name: "absent" if kind == "absentee" else kind for name, kind in kinds.items()}
    return kinds if len(set(kinds.values())) == len(kinds) else {}


def ballots_by_kind(said: Described, left: Left) -> None:
    """Take columns called for ways of casting ballots for kinds of those cast, and not for votes of somebody.

    `Early`, `Election Day` and their `Total`: where a column is their sum, that has all ballots cast, whatever it is
    called, if not valid ones. Where none is, they are kinds of what is not told; none may be more than those cast.

    Args:
        said: what is known of the table.
        left: the columns of which nobody knows yet what they are.
    """
    cells = said.cells
    open_ = [name for name, one in left.items() if (one is None or one.role == "cast") and _is_count(said, name)]
    kinds = ways_of_casting(open_)
    if not kinds or (len(kinds) == 1 and said.hints.get(next(iter(kinds))) != "cast"):
        return
    summed = added(cells.figures, [cells.number(name) for name in kinds])
    whole = _whole(said, left, kinds, summed) if len(kinds) > 1 else ""
    role = "cast"
    if whole:
        one = left[whole]
        beside = {other.role for name, other in left.items() if other and name != whole and name not in kinds}
        is_valid = bool(one and one.role == "valid") or ("cast" in beside and "valid" not in beside)
        role = "valid" if is_valid else "cast"
        left[whole] = Meaning(role, "", one.language if one else "")
        said.complete.append(role)
    elif (limit := _named(left, "cast") or _named(left, "registered")) and limit not in kinds:
        more = summed > cells.figures[:, cells.number(limit)]
        if more.mean() > 1 - FITS:
            for name in kinds:
                take(said, left, Column(name, "ignore", f"a kind of ballots, and more than {limit!r}", unsure=True))
            return
    why = f"kinds of ballots: together they make {whole!r}" if whole else "named for a kind of ballots"
    for name, kind in kinds.items():
        take(said, left, Column(name, role, why, ballots=kind))


def _whole(said: Described, left: Left, kinds: Mapping[str, str], summed: numpy.ndarray) -> str:
    """The column that these make in most rows; empty where none is."""
    for name, one in sorted(left.items(), key=lambda told: not (told[1] and told[1].role in ("cast", "valid"))):
        may_be = one is None or one.role in (*_PLAIN, "valid")
        if name in kinds or not may_be or not _is_count(said, name):
            continue
        fits, times = share_that_fits(said.cells.figures[:, said.cells.number(name)], summed)
        is_called = ways_in(name) == []
        if (is_enough(fits, times) or (is_called and fits > _HALF)) and times >= min(3, len(summed)):
            return name
    return ""


def _named(left: Left, role: str) -> str:
    return next((name for name, one in left.items() if one and one.role == role), "")


def _is_count(said: Described, name: str) -> bool:
    number = said.cells.number(name)
    figures = said.cells.figures[:, number]
    is_counted = number in said.cells.is_figures and number not in said.cells.shares
    return is_counted and bool(numpy.nan_to_num(figures).any())
