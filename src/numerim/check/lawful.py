"""Contests, gathered in a few questions, and what the laws say of them (`numerim.schemas.law`)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from itertools import groupby
from typing import Any

import duckdb
import polars as pl

from numerim import warehouse
from numerim.schemas.contest import ONE_PER_CENT, Contest, Line, Outcome, Race, Said, Tally, Whole
from numerim.schemas.law import ASKS, SEATS, Claim, Law, laws, terms
from numerim.schemas.reported import CURRENT
from numerim.schemas.rounds import UNDECLARED
from numerim.schemas.rule import Rule


@dataclass(frozen=True)
class Asked:
    """A contest with its law, the race that it is a round of, and what printed shares are of."""

    law: Law
    contest: Contest
    race: Race
    shares_of: str


_CONTESTS = """
    select c.election_id, c.contest_id, c.label, c.office, c.gp_unit_id, c.round, c.outcome_rule, c.shares_of, c.terms,
        c.office_word = 'mayor' as of_one, c.source_id || '|' || c.locator as place, e.status = 'final' as is_final
    from core.contests as c
    join core.elections as e on e.election_id = c.election_id
    order by c.election_id, c.contest_id
"""

_SELECTIONS = """
    select s.contest_id, s.selection_id, s.label, s.kind, s.candidates, s.party_id, s.coalition_id,
        coalesce(p.kind, 'independent') not in ('independent', 'unnamed', 'remainder') as is_bound
    from core.selections as s
    left join core.parties as p on p.party_id = coalesce(s.party_id, s.coalition_id)
"""

_FIGURES = f"""
    select contest_id, source_id, said_by, 'votes' as what, selection_id, votes as figure, 0 as half, complete, place,
        reports
    from core.contest_votes
    union all
    select contest_id, source_id, said_by, 'per cent', selection_id, cast(share * {ONE_PER_CENT} as bigint),
        cast(half * {ONE_PER_CENT} as bigint), complete, place, 1
    from core.contest_shares
    union all
    select contest_id, source_id, said_by, 'seats', selection_id, seats, 0, complete, place, 1
    from core.one_seat_counts
    order by contest_id, source_id, what, said_by, place
"""

_OUTCOMES = """
    select contest_id, source_id, said_by, selection_id, outcome, place, all_units or complete as in_list
    from core.outcomes
    order by statement_id
"""

_WHOLES = """
    select r.contest_id, b.source_id, b.said_by, b.measure,
        cast(max(case when r.is_whole then b.ballots end) as bigint) as ballots,
        max(case when r.is_whole then b.place end) as place,
        cast(sum(case when r.is_whole then 0 else b.ballots end) as bigint) as summed,
        count(case when r.is_whole then null else 1 end) as reports,
        string_agg(case when r.is_whole then null else b.place end, ' ' order by b.place) as places
    from core.one_ballot_counts as b
    join core.reports as r on r.election_id = b.election_id and r.office = b.office and r.gp_unit_id = b.gp_unit_id
        and r.round = b.round
    where b.measure in ('valid', 'cast', 'registered', 'exhausted') and (r.is_whole or b.all_units)
    group by r.contest_id, b.source_id, b.said_by, b.measure
"""

_SIZES = """
    select c.contest_id, t.source_id, t.measure, cast(max(t.total) as bigint) as figure, min(t.place) as place
    from core.one_reported_totals as t
    join core.contests as c on c.election_id = t.election_id and c.office = t.office and c.gp_unit_id = t.gp_unit_id
        and c.round = t.round
    where t.measure in ('council_size', 'quota') and t.relation = 'equal'
    group by c.contest_id, t.source_id, t.measure
"""


_LISTED = f"""
    select distinct s.contest_id, s.source_id
    from core.statements as s
    join core.contests as c on c.election_id = s.election_id and c.contest_id = s.contest_id
    where s.round = 2 and s.all_units and s.measure in ('votes', 'share', 'outcome') and s.{CURRENT}
"""

_UNKNOWN = """
    select distinct contest_id, source_id from core.statements
    where measure = 'votes' and number is null and given <> 'not_listed'
"""
"""Where votes are not known: not given, withheld, or not to be read."""

QUESTIONS = (_CONTESTS, _SELECTIONS, _FIGURES, _OUTCOMES, _WHOLES, _SIZES, _LISTED, _UNKNOWN)
"""All that is asked of the schema `core`."""


def contests(connection: duckdb.DuckDBPyConnection, only: Collection[str] | None = None) -> dict[str, Asked]:
    """The contests of an election, each with its law and with all that the sources say of it.

    Args:
        connection: the schema `core`.
        only: the contests that are wanted; all where it is None.
    """
    listed = None if only is None else ", ".join(map(warehouse.text, sorted(only))) or "NULL"

    def asked(sql: str) -> list[tuple[Any, ...]]:
        return warehouse.rows(
            connection, sql if listed is None else f"select * from ({sql}) as x where contest_id in ({listed})"
        )

    found: dict[str, Asked] = {}
    races: dict[tuple[str, str, str], Race] = {}
    for election, name, label, office, unit, number, word, shares_of, told, of_one, place, is_final in asked(_CONTESTS):
        race = races.setdefault((election, office, unit), Race())
        declared = _terms(told)
        declared = replace(declared, seats=1) if of_one and declared.seats is None else declared
        contest = Contest(election, name, label, office, number, declared, place, bool(is_final))
        race.rounds[number] = contest
        found[name] = Asked(laws().get(word, UNDECLARED), contest, race, shares_of)
    lines = _lines(asked(_SELECTIONS))
    _add_figures(found, lines, asked(_FIGURES), asked(_WHOLES))
    for name, source, measure, figure, place in asked(_SIZES):
        said = _said(found[name].contest, source)
        said.size, said.quota = (
            (Whole(figure, place), said.quota) if measure != "quota" else (said.size, Whole(figure, place))
        )
    _add_outcomes(found, lines, asked(_OUTCOMES))
    _look_around(found, asked(_LISTED))
    if any(one.law.by_stages for one in found.values()):
        for name, source in asked(_UNKNOWN):
            if found[name].law.by_stages:
                for tally in found[name].contest.said.get(source, Said(source)).tallies:
                    tally.complete = False
    return found


Lines = Mapping[tuple[str, str], tuple[Any, ...]]


def _lines(rows: Iterable[tuple[Any, ...]]) -> Lines:
    return {row[:2]: row[2:] for row in rows}


def _line(lines: Lines, contest: str, selection: str, figure: int, half: int, place: str) -> Line:
    label, kind, candidates, party, coalition, is_bound = lines[contest, selection]
    return Line(selection, label, kind, figure, half, place, candidates, party, coalition, is_bound)


def _said(contest: Contest, source: str) -> Said:
    said = contest.said.get(source)
    if said is None:
        said = contest.said[source] = Said(source)
    return said


def _add_figures(
    found: Mapping[str, Asked], lines: Lines, rows: Iterable[tuple[Any, ...]], wholes: Iterable[tuple[Any, ...]]
) -> None:
    """Votes, shares and seats; and what they are of, as printed for the contest or for each unit that reports."""
    of: dict[tuple[str, str, str | None], list[tuple[Any, ...]]] = {}
    for name, source, said_by, *whole in wholes:
        of.setdefault((name, source, said_by), []).append(tuple(whole))
    for (name, source, what, said_by), group in groupby(rows, key=lambda row: (row[0], row[1], row[3], row[2])):
        asked = found[name]
        said, tally, reports = _said(asked.contest, source), Tally(said_by, what, shares_of=asked.shares_of), 0
        for _, _, _, _, selection, figure, half, complete, place, units in group:
            tally.lines[selection] = _line(lines, name, selection, figure, half, place)
            tally.complete = tally.complete and bool(complete)
            reports = max(reports, units)
        if what == "seats":
            said.seats[said_by] = tally
            continue
        said.tallies.append(tally)
        for measure, ballots, place, summed, units, places in of.get((name, source, said_by), ()):
            if ballots is not None:
                tally.wholes[measure] = Whole(ballots, place)
            elif units == reports:
                tally.wholes[measure] = Whole(summed, places)


def _add_outcomes(found: Mapping[str, Asked], lines: Lines, rows: Iterable[tuple[Any, ...]]) -> None:
    """What the sources say happened: each time, and of each selection what is said first."""
    first: dict[tuple[str, str, str | None, str], Outcome] = {}
    for name, source, said_by, selection, word, place, in_list in rows:
        said = _said(found[name].contest, source)
        one = Outcome(_line(lines, name, selection, 0, 0, place), word, said_by, bool(in_list))
        said.stated.append(one)
        key = (name, source, said_by, selection)
        before = first.get(key)
        if before is None:
            first[key] = one
            said.outcomes.append(one)
        elif before.outcome == word:
            both = replace(before, line=replace(before.line, place=f"{before.line.place} {place}"))
            said.outcomes[said.outcomes.index(before)] = first[key] = both


def _look_around(found: Mapping[str, Asked], listed: Iterable[tuple[Any, ...]]) -> None:
    """What each source does in an office anywhere: whether it has second rounds, lists all, and names winners."""
    around: dict[tuple[str, str], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for asked in found.values():
        contest = asked.contest
        does = around[contest.election_id, contest.office]
        asked.race.elsewhere = does
        for source, said in contest.said.items():
            if contest.round == 2 and (said.tallies or said.outcomes):
                does[source].add("round 2")
            if said.of("elected"):
                does[source].add("elected")
    for name, source in listed:
        around[found[name].contest.election_id, found[name].contest.office][source].add("all of round 2")


_terms = cache(terms)


def answered(
    connection: duckdb.DuckDBPyConnection, rules: Sequence[Rule]
) -> Iterator[tuple[Rule, pl.DataFrame | Exception | None]]:
    """Rules that ask laws, each with its answer: None where it has no row, or what the laws failed at."""
    try:
        told, failed = _answers(connection) if rules else ({}, [])
    except Exception as error:
        yield from ((rule, error) for rule in rules)
        return
    yield from ((rule, told.get(rule.law_asks)) for rule in rules)
    yield from zip(rules, failed, strict=False)


def asked(connection: duckdb.DuckDBPyConnection, asks: str) -> pl.DataFrame:
    """What the laws say of all contests where they are asked this (`Rule.law_asks`).

    Raises:
        RuntimeError: a law fails at a race.
    """
    told, failed = _answers(connection)
    if failed:
        raise failed[0]
    return told.get(asks, pl.DataFrame(schema=columns(asks)))


def _answers(connection: duckdb.DuckDBPyConnection) -> tuple[dict[str, pl.DataFrame], list[Exception]]:
    """The answers, and what the laws failed at: a race of which none can be judged does not hide the others."""
    failed: list[Exception] = []
    told: dict[str, list[Claim]] = defaultdict(list)
    races = {id(asked.race): asked for asked in contests(connection).values()}
    for asked in races.values():
        try:
            claims = list(asked.law.claims(asked.race))
        except Exception as error:
            failed.append(RuntimeError(f"{asked.contest.contest_id}: {error!r}"))
            continue
        for claim in claims:
            told[claim.asks].append(claim)
    return {asks: _frame(asks, claims) for asks, claims in told.items()}, failed


_TYPES = {str: pl.String, int: pl.Int64, Decimal: pl.Decimal(24, 6), bool: pl.Boolean}


def columns(asks: str) -> dict[str, Any]:
    """The columns of the answer to what is asked, with their types."""
    own = ASKS.get(asks, SEATS)
    about = dict.fromkeys(("election_id", "contest_id", "subject", "label"), pl.String)
    return {**about, **{name: _TYPES[kind] for name, kind in own.items()}, **_ENDS}


_ENDS = {"locators": pl.String, "blames": pl.String, "holds": pl.Boolean}


def _frame(asks: str, claims: Sequence[Claim]) -> pl.DataFrame:
    schema = columns(asks)
    own = list(schema)[4:-3]
    rows = [
        (
            claim.contest.election_id,
            claim.contest.contest_id,
            claim.contest.contest_id if claim.about is None else f"{claim.contest.contest_id} {claim.about}",
            claim.contest.label,
            *({"source_id": claim.source_id, "selection_id": claim.about, **claim.values}.get(name) for name in own),
            claim.locators,
            claim.locators if claim.blames is None else claim.blames,
            claim.holds,
        )
        for claim in claims
    ]
    return pl.DataFrame(rows, schema=schema, orient="row")
