"""Results of a tabulation system as Clarity publishes them (`detail.xml`): contests, choices, kinds of ballots, units.

Votes are by contest, choice, kind of ballots and county or precinct. What the file has as the sum of these for a choice
or a kind of ballots is a table of totals; turnout, overvotes and undervotes are tables of their own.
"""

import re

import polars as pl

from numerim.errors import InputError
from numerim.read.rawtable import CELL
from numerim.read.records import Limits, Records
from numerim.read.said import Meant, Named, Said, SaidContest, SaidUnit, first_text, table, text, words_in
from numerim.read.tree import read_xml

TOP = "ElectionResult"
CONTEST = f"{TOP}/Contest"
CHOICE = f"{CONTEST}/Choice"
KIND = f"{CHOICE}/VoteType"
TURNOUT = (f"{TOP}/ElectionVoterTurnout", f"{TOP}/VoterTurnout")
UNITS = ("County", "Precinct")

LISTS = ("Contest", "Choice", "VoteType", *UNITS)
"""Elements of which there may be several, though a file has one."""

_COUNT_TYPES = {
    "election day": "election-day",
    "early voting": "early",
    "advance voting": "early",
    "advanced voting": "early",
    "early": "early",
    "absentee": "absentee",
    "absentee by mail": "absentee-mail",
    "absentee mail": "absentee-mail",
    "mail": "absentee-mail",
    "provisional": "provisional",
    "total": "total",
}

WORDS = {"count_type": {**_COUNT_TYPES, **{f"{kind} votes": word for kind, word in _COUNT_TYPES.items()}}}
"""What the words of a file are in numerim, in lower case."""

_EACH = ("units",)
"""Of counties or precincts each is there: what the file has beside them are their sums."""

LOST = {"overvotes": "overvotes", "undervotes": "undervotes"}
"""Kinds of votes of a contest that no choice has -> the measure."""


def is_clarity(content: bytes) -> bool:
    """Whether a file seems to be one."""
    start = content[:4000].replace(b"\0", b"")
    return re.search(rb"<ElectionResult[\s>]", start) is not None and b"<ElectionName" in start


def read_clarity(content: bytes, shown: str, limits: Limits | None = None) -> Meant:
    """What a `detail.xml` of Clarity means.

    Its tables, where they have rows: `votes` (`office`, `within`, `unit`, `candidate` or `option`, `party`,
    `count_type`, `votes`), `votes of kinds` and `votes in all` (the same for the whole region, and for all kinds of
    ballots), `lost` (`office`, `within`, `unit`, `overvotes`, `undervotes`), `turnout` (`within`, `unit`, `registered`,
    `cast`, `turnout`) and `turnout in all` (of the whole region). A file with one kind of ballots has no `count_type`,
    as these are all. Precincts lie `within` the region, a county; where units are counties, the region is the whole
    election, and is no unit.

    Args:
        content: the file.
        shown: the file in messages.
        limits: how much is read.

    Raises:
        InputError: it is no XML, is no such file, or exceeds a limit.
    """
    by_at = {one.at: one for one in read_xml(content, shown, limits, LISTS)}
    if CONTEST not in by_at:
        raise InputError(shown, "it is no detail.xml of Clarity: it has no contests", "What format is it in?")
    found: list[Named] = []
    region = "" if any(f"{KIND}/County" in one for one in by_at) else f"{TOP}/Region"
    for unit in UNITS:
        found += _votes("votes", by_at.get(f"{KIND}/{unit}"), f"{KIND}/{unit}/@name", f"{KIND}/{unit}/@votes", region)
    found += _votes("votes of kinds", by_at.get(KIND), region, f"{KIND}/@votes")
    found += _votes("votes in all", by_at.get(CHOICE), region, f"{CHOICE}/@totalVotes")
    for unit in UNITS:
        found += _lost(by_at.get(f"{CONTEST}/VoteType/{unit}"), unit, region)
        found += _turnout(by_at, unit, region)
    return Meant(found, _said(by_at, found), words_in(found, WORDS))


def _cell(frame: pl.DataFrame, column: str, name: str) -> pl.Expr:
    if column not in frame.columns:
        return pl.lit(None, dtype=CELL).alias(name)
    return pl.when(text(column) != "").then(pl.col(column)).alias(name)


def _is_question(frame: pl.DataFrame) -> pl.Expr:
    column = f"{CONTEST}/@isQuestion"
    if column not in frame.columns:
        return pl.lit(False)
    return text(column).str.to_lowercase().eq_missing("true")


def _votes(name: str, records: Records | None, unit: str, votes: str, within: str = "") -> list[Named]:
    if records is None:
        return []
    frame = records.rows
    choice = _cell(frame, f"{CHOICE}/@text", "_")
    kind = f"{KIND}/@name"
    of_all = kind in frame.columns and frame[kind].struct.field("text").n_unique() == 1  # they are all votes then
    rows = frame.select(
        _cell(frame, f"{CONTEST}/@text", "office"),
        _cell(frame, within, "within"),
        _cell(frame, unit, "unit"),
        pl.when(~_is_question(frame)).then(choice).alias("candidate"),
        pl.when(_is_question(frame)).then(choice).alias("option"),
        _cell(frame, f"{CHOICE}/@party", "party"),
        _cell(frame, "" if of_all else kind, "count_type"),
        _cell(frame, votes, "votes"),
    )
    return table(name, rows.filter(pl.col("votes").is_not_null()), records, _EACH if name == "votes" else ())


def _lost(records: Records | None, unit: str, within: str) -> list[Named]:
    """The table of votes that no choice has: a row a contest and unit."""
    if records is None:
        return []
    base = f"{CONTEST}/VoteType"
    frame = records.rows.with_columns(
        pl.Series("contest", records.lines[CONTEST], dtype=pl.Int64),
        _cell(records.rows, f"{base}/{unit}/@name", "of").struct.field("text").alias("of"),
        _cell(records.rows, f"{base}/@name", "kind").struct.field("text").alias("kind"),
    )
    rows = frame.unique(["contest", "of"], keep="first", maintain_order=True).select(
        *("contest", "of"),
        _cell(frame, f"{CONTEST}/@text", "office"),
        _cell(frame, within, "within"),
        _cell(frame, f"{base}/{unit}/@name", "unit"),
    )
    for kind in frame["kind"].drop_nulls().unique(maintain_order=True):
        name = LOST.get(re.sub(r"\W", "", kind).lower(), kind)
        some = frame.filter(kind=kind).select("contest", "of", _cell(frame, f"{base}/{unit}/@votes", name))
        rows = rows.join(
            some.unique(["contest", "of"], keep="first"), on=["contest", "of"], how="left", maintain_order="left"
        )
    return table("lost", rows.drop("contest", "of"), records, _EACH)


def _turnout(by_at: dict[str, Records], unit: str, region: str) -> list[Named]:
    found = []
    for top in TURNOUT:
        for within in ("Counties", "Precincts"):
            base = f"{top}/{within}/{unit}"
            if (records := by_at.get(base)) is not None:
                frame = records.rows
                rows = frame.select(
                    _cell(frame, region, "within"),
                    _cell(frame, f"{base}/@name", "unit"),
                    _cell(frame, f"{base}/@totalVoters", "registered"),
                    _cell(frame, f"{base}/@ballotsCast", "cast"),
                    _cell(frame, f"{base}/@voterTurnout", "turnout"),
                )
                found += table("turnout", rows, records, _EACH)
                whole = frame.head(1).select(
                    _cell(frame, region, "unit"),
                    _cell(frame, f"{top}/@totalVoters", "registered"),
                    _cell(frame, f"{top}/@ballotsCast", "cast"),
                    _cell(frame, f"{top}/@voterTurnout", "turnout"),
                )
                found += table("turnout in all", whole, records)
    return found


def _date(printed: str | None) -> str | None:
    """A day such as `11/3/2020`, month first, as `2020-11-03`; None where it is none."""
    found = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})( .*)?", printed or "")
    if found is None:
        return None
    month, day, year = (int(part) for part in found.groups()[:3])
    return f"{year}-{month:02}-{day:02}" if month <= 12 and day <= 31 else None


def _said(by_at: dict[str, Records], found: list[Named]) -> Said:
    contests = by_at[CONTEST].rows
    choices = by_at.get(CHOICE)
    several = pl.Series(choices.lines[CONTEST]).value_counts().rows() if choices else []
    counted = dict(several)
    told = contests.select(
        _cell(contests, f"{CONTEST}/@text", "text").struct.field("text").alias("title"),
        _is_question(contests).alias("question"),
        _cell(contests, f"{CONTEST}/@voteFor", "for").struct.field("text").alias("allowed"),
        pl.Series("line", by_at[CONTEST].lines[CONTEST], dtype=pl.Int64),
    )
    region = first_text(contests, f"{TOP}/Region")
    units: dict[str, SaidUnit] = {}
    for one in found:
        if one.at in ("votes", "turnout") and "unit" in one.columns:
            kind = "county" if "/County" in one.records.at else "precinct"
            for name in one.rows["unit"].drop_nulls().struct.field("text").unique(maintain_order=True):
                units.setdefault(name, SaidUnit(name, kind, region))
    is_county = region and all(one.type == "precinct" for one in units.values())
    return Said(
        "Clarity detail XML",
        date=_date(first_text(contests, f"{TOP}/ElectionDate")),
        title=first_text(contests, f"{TOP}/ElectionName"),
        scope=region,
        contests=[
            SaidContest(
                title or "", "ballot-measure" if question else "candidate", region, None, allowed, counted.get(line, 0)
            )
            for title, question, allowed, line in told.iter_rows()
        ],
        units=[*([SaidUnit(region, "county")] if region and is_county else ()), *units.values()],
    )
