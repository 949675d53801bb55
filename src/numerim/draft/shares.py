"""Tables of shares, or of what else was derived of counts that they do not have."""

import re
from pathlib import Path

import numpy
from numpy.typing import NDArray

from numerim.draft.described import Described, Left
from numerim.draft.figures import Cells
from numerim.draft.sums import base_of
from numerim.draft.words import meaning_of

_PERCENT = re.compile(r"\(\s*%\s*\)|\bin\s*%|/\s*%\s*$|%|\(\d+\)\s*$")
_DECIMAL = 0.051
"""By so much a share of one decimal or two is rounded."""


def has_mostly_shares(said: Described) -> bool:
    """Whether more columns of a table have shares than have other figures."""
    shares, others = _of_shares(said)
    return shares > max(2, others)


def has_only_shares(said: Described) -> bool:
    """Whether a table has shares, and no figure above 100 beside years and codes: that would be a count."""
    cells = said.cells
    large = [i for i in cells.is_figures if (cells.figures[:, i] > _WHOLE).any()]
    return bool(cells.shares) and all(_is_key(cells.figures[:, i]) for i in large)


_WHOLE = 100


def shares_in_brackets(said: Described) -> None:
    """Read the share that stands behind the votes in one cell: `399 (56,92%)`."""
    for column in said.columns[""]:
        if column.is_ == "votes" and not column.with_ and not said.of("share"):
            column.is_ = said.cells.patterns.get(column.name, column.is_)


_ROUNDED = ("R401", "R409", "R412")
"""What is asked of shares that are rounded, and of no others."""


def shares_cut_off(said: Described) -> None:
    """Let shares that are cut off, not rounded, be up to a whole unit of their last decimal less: 19.759 as 19.75."""
    votes, share, cells = said.of("votes"), said.of("share"), said.cells
    if votes is None or share is None or votes.with_ or cells.number(share.name) not in cells.is_figures:
        return
    keys = [cells.texts[c.name] for role in ("within", "unit", "office", "round") if (c := said.of(role))]
    numbers: dict[tuple[str, ...], int] = {}
    rows = zip(*keys, strict=True) if keys else [()] * len(said.is_total)
    of = numpy.array([numbers.setdefault(key, len(numbers)) for key in rows], dtype=numpy.int64)
    decimals = max(map(len, _ends(cells, share.name)), default=0)
    counted, printed = (cells.figures[:, cells.number(c.name)] for c in (votes, share))
    whole = numpy.bincount(of, weights=numpy.nan_to_num(counted), minlength=len(numbers))[of]
    exact = 100 * counted / numpy.where(whole > 0, whole, numpy.nan) * 10**decimals
    there = ~numpy.isnan(exact) & ~numpy.isnan(printed)
    scaled = numpy.round(printed[there] * 10**decimals)
    cut, rounded = (abs(way(exact[there] + 1e-9) - scaled) < _HALF for way in (numpy.floor, numpy.round))
    if len(numbers) >= _UNITS:  # one unit may have a misprint, which moves all its shares
        wrong = numpy.bincount(of[there], weights=~cut, minlength=len(numbers))
        right = of[there] != wrong.argmax()
        cut, rounded = cut[right], rounded[right]
    if len(cut) >= _SEVERAL and cut.mean() >= _MOSTLY and rounded.mean() < _MOSTLY:
        said.set_rules["R411"] = "rounding: 1"
        for rule in _ROUNDED:
            said.switch_off(rule, "shares are cut off behind their last decimal instead of rounded")


_SEVERAL, _UNITS, _MOSTLY, _HALF = 6, 3, 0.9, 0.5


def turnout_of_others(said: Described) -> None:
    """Do not hold the turnout against ballots cast where it is of voters who signed, or were given a ballot."""
    turnout, cast, registered = (said.of(role) for role in ("turnout", "cast", "registered"))
    if turnout is None or cast is None or registered is None:
        return
    cells = said.cells
    decimals = max(map(len, _ends(cells, turnout.name)), default=0)
    printed, whole = (cells.figures[:, cells.number(c.name)] for c in (turnout, registered))

    def fits(part: str) -> float:
        exact = 100 * cells.figures[:, cells.number(part)] / numpy.where(whole > 0, whole, numpy.nan)
        there = ~numpy.isnan(exact) & ~numpy.isnan(printed)
        return float((abs(exact - printed)[there] <= _HALF / 10**decimals + 1e-9).mean()) if there.any() else 0.0

    for other in filter(None, map(said.of, ("signatures", "issued"))):
        if fits(other.name) >= _MOSTLY > fits(cast.name) and len(whole) >= _SEVERAL:
            said.switch_off("R403", "turnout is of those who signed or were given a ballot")


def zeros_left_out(said: Described) -> None:
    """Do not ask for as many decimals everywhere of shares that programs write without the zeros at their end: `10.8`.

    Most then have as many as any has, none of these ends in 0, and a few have fewer. Some programs leave one, as in
    `50.0`, which then is no decimal.
    """
    columns = [column.name for some in said.columns.values() for column in some if column.is_ == "share"]
    ends = _ends(said.cells, *columns)
    there = [end for end in ends if end != "0"]
    longest = max(map(len, there), default=0)
    full = [end for end in there if len(end) == longest]
    are_most = 2 * len(full) > len(there) and len(full) < len(ends)
    if longest > 1 and are_most and not any(end.endswith("0") for end in full):
        said.switch_off("R408", "shares are written without the zeros at their end")


def _ends(cells: Cells, *names: str) -> list[str]:
    """What is behind the decimal mark in the cells of some columns that have one."""
    texts = [text.rstrip(" %") for name in names for text in cells.texts[name]]
    return [text.rpartition(cells.numbers.decimal)[2] for text in texts if cells.numbers.decimal in text]


def _of_shares(said: Described) -> tuple[int, int]:
    """How many columns have shares, and how many others have figures that are no years and no codes."""
    cells = said.cells
    others = [i for i in cells.is_figures if i not in cells.shares and not _is_key(cells.figures[:, i])]
    return len(cells.shares), len(others)


def _is_key(figures: NDArray[numpy.float64]) -> bool:
    """Whether figures are years, or are as long as codes are and stand there once each."""
    there = figures[~numpy.isnan(figures)]
    is_year = bool(((there >= 1800) & (there <= 2100)).all())
    return is_year or (len(set(there.tolist())) == len(there) and bool((there >= 10_000).all()))


_OFF = 0.051
"""By so much a share of one decimal or two is rounded."""


def shares_of(said: Described) -> str | None:
    """What the printed turnout or shares are of, as the figures show; None where they do not."""
    share = said.of("share")
    if share is None:
        return None
    cells = said.cells
    wholes = {cells.number(c.name): c.is_ for role in ("valid", "cast", "registered") if (c := said.of(role))}
    parts = [cells.number(c.name) for c in [said.of("votes")] if c]
    number = cells.number(share.name)
    found = base_of(cells.figures, number, parts, list(wholes), 0.51)
    found = found or base_of(cells.figures, number, parts, list(wholes), _OFF, with_slip=True)
    return wholes[found[1]] if found else None


def shares_beside(said: Described, left: Left, name: str, of: str, reference: Path, group: str = "") -> list[str]:
    """The columns of percentages that are named like one of votes, or that stand behind it and are named `%` alone.

    `%PS`, `PS %`, `PS (%)`, `PS in %` beside `PS`; `PS / %` beside `PS / Votes`. Otherwise the column behind it, if its
    figures are what these votes are of the valid ballots, or of those cast.
    """
    cells = said.cells
    behind = cells.names[i] if (i := cells.number(name) + 1) < len(cells.names) else ""
    free = [other for i in sorted(cells.shares) if (other := cells.names[i]) in left]
    plain = {" ".join(one.split()) for one in (name, of, of.rpartition(" / ")[0]) if one}
    named = [other for other in free if "%" in other and " ".join(_PERCENT.sub(" ", other).split()) in plain]
    named = named or [
        other
        for other in free
        if of != name
        and re.match(rf"{re.escape(of)}[ _/-]", other)
        and (one := meaning_of(other[len(of) :].strip(" _/-"), reference))
        and one.role == "share"
    ]
    named = named or [other for other in free if other == behind and not re.search(r"[^\W\d_]", other)]
    wholes = [cells.number(c.name) for role in ("valid", "cast") if (c := said.of(role, group))]
    own = [cells.number(name)]
    is_its = behind in free and base_of(cells.figures, cells.number(behind), own, wholes, _DECIMAL, with_slip=True)
    return named or ([behind] if is_its else [])
