"""A flat table of results that anybody can hold against arithmetic and the law, with pandera alone.

One row is a selection of a contest. What a column means stands in `COLUMNS`; all but the first two may be absent, and a
contest is judged by what it has.
"""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

import pandera.polars as pa
import polars as pl

from numerim.schemas.contest import ONE_PER_CENT, Contest, Line, Said, Tally, Terms, Whole
from numerim.schemas.law import Law, Result, laws

COLUMNS = {
    "contest": "Which contest; a second round is a contest of its own.",
    "selection": "What was voted for: a candidate, a list, or an answer.",
    "votes": "Votes for it.",
    "share": "Its printed percentage. As text it keeps the decimals that it was printed with.",
    "seats": "Seats that it won.",
    "contest_seats": "How many seats the contest has.",
    "outcome": "`elected`, or `runoff` for those who go to a second round.",
    "law": "How votes become outcomes, a file of `schemas/laws/`: `plurality`, `dhondt`, `two_round_majority` …",
    "round": "The round of the vote; the first where nothing is said.",
}
"""Column -> what it holds."""

Rows = list[dict[str, Any]]


def results(*, complete: bool = True, threshold: Decimal = Decimal(0)) -> pa.DataFrameSchema:
    """The schema of a flat table of results.

    Args:
        complete: whether each contest lists everybody who stood; shares then make 100, and are of the votes listed.
        threshold: the least percentage of the votes that takes part in the seats.

    Returns:
        A pandera schema for polars frames. Its `validate(frame, lazy=True)` raises `pandera.errors.SchemaErrors` whose
        failure cases are the rows of the contests that do not fit, by the name of the check: `shares make 100`,
        `shares are of the votes`, `seats make the council`, `the law elects these`.
    """
    optional = {
        name: pa.Column(None, nullable=True, required=False, description=told) for name, told in COLUMNS.items()
    }
    keyed = {name: pa.Column(str, nullable=False, description=COLUMNS[name]) for name in ("contest", "selection")}
    claims: Mapping[str, Callable[[Rows], Iterator[int]]] = {
        "shares make 100": lambda rows: _hundred(rows, complete),
        "shares are of the votes": lambda rows: _of_votes(rows) if complete else iter(()),
        "seats make the council": _council,
        "the law elects these": lambda rows: _lawful(rows, Terms(threshold=threshold), complete),
    }
    checks = [pa.Check(_by_contest(claim), name=name, error=name) for name, claim in claims.items()]
    return pa.DataFrameSchema({**optional, **keyed}, checks=checks, unique=["contest", "selection"], name="results")


def _by_contest(claim: Callable[[Rows], Iterator[int]]) -> Callable[[pa.PolarsData], pl.LazyFrame]:
    """A check that asks a claim of every contest, which gives the rows that break it."""

    def check(data: pa.PolarsData) -> pl.LazyFrame:
        frame = data.lazyframe.collect()
        wrong: set[int] = set()
        contests: dict[Any, Rows] = {}
        for number, row in enumerate(frame.iter_rows(named=True)):
            contests.setdefault(row["contest"], []).append({**row, "row": number})
        for rows in contests.values():
            wrong.update(claim(rows))
        return pl.LazyFrame({"fits": [number not in wrong for number in range(frame.height)]})

    return check


def _figures(rows: Rows, column: str) -> list[Decimal] | None:
    """A column of a contest; None where a row has none, or no number."""
    try:
        return [Decimal(str(row[column]).strip().removesuffix("%")) for row in rows]
    except (KeyError, InvalidOperation):
        return None


def _half(shares: list[Decimal]) -> Decimal:
    """Half of the last digit of the percentages of a contest: some may have lost their last zeros."""
    exponents = [share.as_tuple().exponent for share in shares]
    return Decimal(5).scaleb(min(e for e in exponents if isinstance(e, int)) - 1)


def _all(rows: Rows) -> Iterator[int]:
    return (row["row"] for row in rows)


def _hundred(rows: Rows, complete: bool) -> Iterator[int]:
    """The shares of a contest come to 100, as far as rounding allows; of an incomplete list to no more."""
    shares = _figures(rows, "share")
    if not shares or not any(shares):
        return
    off, allowed = sum(shares) - 100, len(shares) * _half(shares)
    if off > allowed or (complete and -off > allowed):
        yield from _all(rows)


def _of_votes(rows: Rows) -> Iterator[int]:
    """A share is the votes divided by the votes of all, to half a unit of its last decimal."""
    shares, votes = _figures(rows, "share"), _figures(rows, "votes")
    if not shares or not votes or not (whole := sum(votes)):
        return
    half = _half(shares)
    for row, share, of in zip(rows, shares, votes, strict=True):
        if abs(share * whole - 100 * of) > half * whole:
            yield row["row"]


def _council(rows: Rows) -> Iterator[int]:
    """The seats of all lists make the council."""
    seats, size = _figures(rows, "seats"), _figures(rows[:1], "contest_seats")
    if seats and size and sum(seats) != size[0]:
        yield from _all(rows)


def _lawful(rows: Rows, terms: Terms, complete: bool) -> Iterator[int]:
    """Who is elected, goes on, or wins seats is what the law makes of the votes, a lot deciding between equals."""
    law = laws().get(str(rows[0].get("law")))
    what = "votes" if (figures := _figures(rows, "votes")) else "per cent"
    figures = figures or _figures(rows, "share")
    if law is None or not figures:
        return
    half = 0 if what == "votes" else int(_half(figures) * ONE_PER_CENT)
    scale = 1 if what == "votes" else ONE_PER_CENT
    kind = "list" if law.of_lists else "candidate"
    lines = {
        row["selection"]: Line(row["selection"], row["selection"], kind, int(figure * scale), half)
        for row, figure in zip(rows, figures, strict=True)
    }
    size = _figures(rows[:1], "contest_seats")
    said = Said("table", size=Whole(int(size[0])) if size else None)
    tally = Tally(None, "votes" if what == "votes" else "per cent", lines, complete)
    contest = Contest("", rows[0]["contest"], rows[0]["contest"], "", int(rows[0].get("round") or 1), terms)
    contest.said["table"] = said
    expected = law.result(contest, said, tally)
    stated = _stated(rows, law)
    if expected is not None and stated is not None and not expected.meets(stated):
        told = {*stated.sure, *expected.sure}
        yield from (
            row["row"]
            for row in rows
            if row["selection"] in told
            and (
                expected.what != stated.what
                or not expected.sure.get(row["selection"], 0)
                <= stated.sure.get(row["selection"], 0)
                <= expected.sure.get(row["selection"], 0) + (row["selection"] in expected.tied)
            )
        )


def _stated(rows: Rows, law: Law) -> Result | None:
    """What the table says came of a contest; None where it says nothing."""
    if law.of_lists:
        seats = _figures(rows, "seats")
        won = {row["selection"]: int(n) for row, n in zip(rows, seats or (), strict=False) if n}
        return Result("seats", won) if won else None
    for what in ("elected", "runoff"):
        if chosen := {row["selection"]: 1 for row in rows if row.get("outcome") == what}:
            return Result(what, chosen)
    return None


Results = results()
"""The schema of a table in which every contest lists everybody who stood."""
