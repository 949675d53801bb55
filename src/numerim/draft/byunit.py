"""What the rows of a unit come to, in a table in which each row is of one who is voted for."""

import numpy
import polars as pl
from numpy.typing import NDArray

from numerim.draft.described import Column, Described, Left, take
from numerim.draft.sums import Figures, added, is_enough, share_that_fits

_SEVERAL, _FEW, _SAME = 3, 9, 1e-9
"""In so many units votes do not make a column by chance, and one more may have a slip: not so few votes less, as where
ballots without a vote are counted, too.
"""
OFF = 0.06
"""By so much a printed share may miss what it is reckoned from."""


def votes_of_units(said: Described, rows: list[bool]) -> Figures | None:
    """In each row the votes of all rows of its unit together; None where no column has votes."""
    votes = said.of("votes")
    if votes is None or not any(rows):
        return None
    groups = units_of_rows(said, rows)
    own = numpy.nan_to_num(said.cells.figures[rows][:, said.cells.number(votes.name)])
    summed: Figures = numpy.bincount(groups, weights=own)[groups].astype(float)
    return summed


def sums_up(said: Described, name: str, rows: list[bool]) -> bool:
    """Whether a column is, in each unit but one in ten, or but one, what its votes come to; units have several rows."""
    summed, number = votes_of_units(said, rows), said.cells.number(name)
    if summed is None or number not in said.cells.is_figures or number in said.cells.shares:
        return False
    frame = pl.DataFrame(
        {"unit": units_of_rows(said, rows), "is": said.cells.figures[rows][:, number], "sum": summed}
    ).filter(pl.col("is").is_not_nan() & ((pl.col("is") != 0) | (pl.col("sum") != 0)))
    units = frame.group_by("unit").agg(pl.col("is").mode().min(), pl.col("sum").first())
    off = (units["is"] - units["sum"]).to_numpy()
    times = int((numpy.abs(off) < _SAME).sum())
    is_slip = times >= _SEVERAL and len(off) == times + 1 and bool(((off <= 0) | (off > _FEW))[off != 0].all())
    return (is_slip or (times > 0 and is_enough(times / len(off), times))) and is_alike(said, name, rows)


def is_share_of_votes(said: Described, name: str, rows: list[bool]) -> bool:
    """Whether a column of shares has what the votes of its row are of those of its unit, in per cent."""
    summed, votes = votes_of_units(said, rows), said.of("votes")
    if summed is None or votes is None or said.cells.number(name) not in said.cells.shares:
        return False
    figures = said.cells.figures[rows]
    with numpy.errstate(divide="ignore", invalid="ignore"):
        printed = 100 * figures[:, said.cells.number(votes.name)] / summed
    fits, times = share_that_fits(figures[:, said.cells.number(name)], printed, OFF)
    return is_enough(fits, times)


def units_of_rows(said: Described, rows: list[bool]) -> NDArray[numpy.int64]:
    """The number of the unit that each row is of, by office and round."""
    cells = said.cells
    keys = [cells.texts[c.name] for role in ("within", "unit", "office", "round") if (c := said.of(role))]
    kept = [i for i, counted in enumerate(rows) if counted]
    if not keys:
        return numpy.zeros(len(kept), dtype=numpy.int64)
    frame = pl.DataFrame({str(n): texts for n, texts in enumerate(keys)})[kept]
    return frame.select(pl.struct(pl.all()).rank("dense").cast(pl.Int64) - 1).to_series().to_numpy()


def differs(said: Described, name: str, rows: list[bool]) -> bool:
    """Whether a column has several figures for one unit in most units: then it is of who is voted for."""
    several, differ = _units_that_differ(said, name, rows)
    return 2 * differ > several


def is_alike(said: Described, name: str, rows: list[bool]) -> bool:
    """Whether a column has the same figure in all rows of a unit, where units have several: it is of the unit."""
    several, differ = _units_that_differ(said, name, rows)
    return several > 0 and 2 * differ <= several


def is_of_rows(said: Described, name: str, rows: list[bool]) -> bool:
    """Whether in most units, each of three rows or more, most rows have a figure of their own in a column."""
    figures = said.cells.figures[rows][:, said.cells.number(name)]
    frame = pl.DataFrame({"unit": units_of_rows(said, rows), "figure": figures}).filter(pl.col("figure").is_not_nan())
    units = frame.group_by("unit").agg(pl.len().alias("n"), pl.col("figure").n_unique().alias("different"))
    own = units.filter((pl.col("n") > 2) & (2 * pl.col("different") > pl.col("n")))
    return 2 * own.height > units.height


def _units_that_differ(said: Described, name: str, rows: list[bool]) -> tuple[int, int]:
    """How many units have several rows with a figure in a column, and in how many of these it differs."""
    figures = said.cells.figures[rows][:, said.cells.number(name)]
    frame = pl.DataFrame({"unit": units_of_rows(said, rows), "figure": figures}).filter(pl.col("figure").is_not_nan())
    several = frame.group_by("unit").agg(pl.len().alias("n"), pl.col("figure").n_unique().alias("different"))
    several = several.filter(pl.col("n") > 1)
    return several.height, several.filter(pl.col("different") > 1).height


def lists_behind(said: Described, left: Left) -> None:
    """Take the votes of lists where several stand behind a candidate, whose own votes each of their rows has again.

    As the rows are of lists, the candidates are not read, nor what they have: that would be counted once a list.
    """
    candidate, party, texts = said.of("candidate"), said.of("party"), said.cells.texts
    if candidate is None or party is None:
        return
    places = [texts[c.name] for role in ("within", "unit", "office", "round") if (c := said.of(role))]
    keys = list(zip(*places, texts[candidate.name], strict=True))
    one_list = {*zip(keys, texts[party.name], strict=True)}
    if len(one_list) < len(keys) or len({*keys}) > _MOST * len(keys):
        return
    votes = [name for name, one in left.items() if one and one.role == "votes"]
    same = [name for name in votes if len({*zip(keys, texts[name], strict=True)}) == len({*keys})]
    if not same or len(same) == len(votes):
        return
    for name in same:
        take(said, left, Column(name, "ignore", "the votes of the candidate, in each row of a list behind them"))
    names = said.joined.pop(candidate.name, "")
    for column in said.columns[""]:
        if column is candidate or (column.is_ == "part" and f"{{{column.name}}}" in names):
            column.is_, column.why, column.unsure = (
                "ignore",
                "several lists are behind each; the votes are of lists",
                True,
            )


_MOST = 0.9
"""Of so many rows at most are the candidates one each where lists are behind them."""


def people_on_lists(said: Described, left: Left) -> bool:
    """Take columns of people behind that of their list for the votes: they make it, and lists the valid ballots.

    Args:
        said: what is known of the table.
        left: the columns of which nobody knows yet what they are.

    Returns:
        Whether there are such, which are all votes.
    """
    cells = said.cells
    valid = next((cells.number(name) for name, one in left.items() if one and one.role in ("valid", "votes")), None)
    open_ = [i for name, one in left.items() if one is None and (i := cells.number(name)) in cells.is_figures]
    free = sorted(i for i in open_ if i not in cells.shares)
    lists: dict[int, list[int]] = {}
    while free and valid is not None:
        first, *behind = free
        summed = numpy.cumsum(numpy.nan_to_num(cells.figures[:, behind[:_PEOPLE]]), axis=1)
        fits = (share_that_fits(cells.figures[:, first], some) for some in summed.T)
        size = next((n + 1 for n, fit in enumerate(fits) if is_enough(*fit)), 0)
        if size:
            nobody = ~numpy.nan_to_num(cells.figures[:, behind[size:_PEOPLE]]).any(axis=0)
            size += int(numpy.cumprod(nobody).sum())  # who has no vote at the end of a list is on it, too
            lists[first] = behind[:size]
        free = behind[size:]
    if len(lists) < _LISTS or valid is None or max(map(len, lists.values())) < _LISTS:
        return False
    if not is_enough(*share_that_fits(cells.figures[:, valid], added(cells.figures, [*lists]))):
        return False
    for first, people in lists.items():
        party = cells.names[first]
        take(said, left, Column(party, "ignore", "the sum of the votes of those on the list"))
        for name in [cells.names[i] for i in people]:
            whose = {"candidate": name.removesuffix(f"{ON_LIST}{party}"), "party": party}
            take(said, left, Column(name, "votes", f"with the others of the list it makes {party!r}", with_=whose))
    said.complete.append("votes")
    return True


ON_LIST = " – "
"""What stands between a person and the list, where a row of a table on its side names both."""
_LISTS, _PEOPLE = 2, 80
"""So many lists there are at least, and people on one at most."""
