"""Core tables + rules -> findings."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import Any

import duckdb
import polars as pl

from numerim import doing, warehouse
from numerim.check import lawful
from numerim.check.blame import blame
from numerim.check.cause import find_causes
from numerim.check.decided import accept, mended
from numerim.check.failures import FAILURES, Failure, first_line, load
from numerim.check.finding import Finding, as_frame, findings_of, load_places
from numerim.check.questions import Off, brief, of_broken, switched_off
from numerim.check.relations import Verdict, judge_relations, keep_agreed, verdict
from numerim.check.suggest import suggest
from numerim.declare.election import ElectionFile
from numerim.model.temporary import without_traces
from numerim.schemas.rule import EACH, NEEDED, Rule, rules


@dataclass(frozen=True)
class Tally:
    """How often a rule held, was broken, and did not apply."""

    held: int
    broken: int
    not_applicable: int


Engine = Callable[
    [duckdb.DuckDBPyConnection, Sequence[Rule], Off, list[pl.Series]], tuple[dict[str, Verdict], list[Failure]]
]
"""What asks rules: see `in_duckdb`."""


def in_duckdb(
    connection: duckdb.DuckDBPyConnection, every: Sequence[Rule], off: Off, held: list[pl.Series], *, keep: bool = False
) -> tuple[dict[str, Verdict], list[Failure]]:
    """Judge rules in the database that has the facts.

    Args:
        connection: that database; it gets the tables of relations, as `judge_relations` makes them.
        every: the rules.
        off: the elections in which a rule is not asked.
        held: takes the places of the agreements that hold and are no relations.
        keep: as `judge_relations` takes it.

    Returns:
        The verdicts by rule, and the rules that could not be asked.
    """
    related = partial(judge_relations, keep=keep)
    with ThreadPoolExecutor(max_workers=1) as beside, connection.cursor() as own:
        relations = beside.submit(related, own, [rule for rule in every if rule.relation], off)
        if warehouse.at_once() == 1:
            wait([relations])
        verdicts, failures = _ask(connection, every, off, held)
        said, lost = relations.result()
    return verdicts | said, [*lost, *failures]


@without_traces
def check(
    connection: duckdb.DuckDBPyConnection,
    file: ElectionFile,
    uncorrected: Sequence[Finding] = (),
    engine: Engine = in_duckdb,
) -> None:
    """Hold the core tables against every rule.

    Makes `core.findings`, `core.finding_places` (`places_as_frame`), `core.blames` (`place`, `rule`, `severity`,
    `status`: the figures that a finding is about) and `core.rules`.

    Args:
        connection: a database with the schema `core`.
        file: what `election.yml` says.
        uncorrected: the findings that there are without the declared corrections; those that a correction mends
            are kept, with the status `corrected`.
        engine: what asks the rules.

    Raises:
        InputError: an acceptance is stale, or names no rule.
        RuntimeError: no rule at all could be judged.
    """
    said = judge_all(connection, file, engine)
    findings, tallies, failures = said.findings, said.tallies, said.failures
    accept(findings, file)
    asked = [rules()[code] for code, tally in tallies.items() if tally.held + tally.broken]
    doing.at(f"looking for what is behind {len(findings):,} findings")
    failures += suggest(connection, findings, asked)
    keep_agreed(connection, said.held)
    blame(connection, findings)
    find_causes(connection, findings)
    findings += _failed(connection, failures, tallies, file)
    findings += mended(findings, uncorrected, file)
    _place(connection, findings)
    blames = [
        {"place": place, "rule": f.rule.code, "severity": severity, "status": f.status}
        for f in findings
        if f.status != "corrected"
        for place, severity in f.disputed.items()
    ]
    warehouse.load(connection, "core.findings", as_frame(findings))
    load_places(connection, findings)
    schema = dict.fromkeys(("place", "rule", "severity", "status"), pl.String)
    warehouse.load(connection, "core.blames", pl.DataFrame(blames, schema=schema))
    catalogue = [_entry(rules()[code], tally, file) for code, tally in tallies.items()]
    schema = {"law": pl.String, "set": pl.String}
    warehouse.load(connection, "core.rules", pl.DataFrame(catalogue, schema_overrides=schema))


@dataclass(frozen=True)
class Judged:
    """What the rules said of an election.

    Attributes:
        findings: what is broken.
        tallies: by rule, how often it held, was broken, and did not apply.
        failures: the rules that could not be judged.
        held: the agreements that hold, each as its figures (`source|locator|measure`), divided by spaces; the sums and
            ratios are in tables.
    """

    findings: list[Finding]
    tallies: dict[str, Tally]
    failures: list[Failure]
    held: list[pl.Series]


def judge_all(connection: duckdb.DuckDBPyConnection, file: ElectionFile, engine: Engine = in_duckdb) -> Judged:
    """Judge an election by every rule.

    Raises:
        RuntimeError: no rule at all could be judged.
    """
    findings: list[Finding] = []
    held: list[pl.Series] = []
    off = switched_off(file)
    there_are = _populations(connection, off)
    facts = facts_of(connection)
    tallies = {rule.code: Tally(0, 0, there_are[rule.code] or 0) for rule in rules().values()}
    never = {code for code, elections in off.items() if elections == set(file.election.events)}
    every = [rule for rule in rules().values() if rule.applies(facts) and rule.code not in {FAILURES, *never}]
    doing.at("checking rules", 0, len(every))
    verdicts, failures = engine(connection, every, off, held)
    for rule in every:
        if said := verdicts.get(rule.code):
            findings += findings_of(rule, said.broken, file.election.id) if said.broken.height else []
            tallies[rule.code] = _tally(said, there_are[rule.code])
    if len(failures) == len(every):
        raise RuntimeError(f"no rule could be judged: {failures[0].error}")
    return Judged(findings, tallies, failures, held)


def _ask(
    connection: duckdb.DuckDBPyConnection, every: Sequence[Rule], off: Off, held: list[pl.Series]
) -> tuple[dict[str, Verdict], list[Failure]]:
    """Judge the rules that declare no relation; `held` takes the places of the agreements that hold."""
    verdicts: dict[str, Verdict] = {}
    failures: list[Failure] = []
    asked = [rule for rule in every if rule.over]
    for rule, answer in chain(
        zip(asked, warehouse.frames(connection, [brief(rule, off) for rule in asked]), strict=True),
        lawful.answered(connection, [rule for rule in every if rule.law_asks]),
    ):
        doing.more()
        if answer is None:
            continue
        try:
            if isinstance(answer, Exception):
                raise answer
            if rule.law_asks and rule.code in off:
                answer = answer.filter(~pl.col("election_id").is_in(sorted(off[rule.code])))
            tell = partial(of_broken, connection, rule, off) if rule.over else None
            verdicts[rule.code] = verdict(rule, answer, held, tell)
        except Exception as error:
            failures.append(Failure(rule.code, "could not be judged", first_line(error)))
    return verdicts, failures


def _tally(said: Verdict, there_are: int | None) -> Tally:
    """How often a rule held, was broken, and did not apply, of so many things."""
    apply = said.subjects
    return Tally(said.held, said.broken.height, (apply if there_are is None else there_are) - apply)


def _failed(
    connection: duckdb.DuckDBPyConnection, failures: Sequence[Failure], tallies: dict[str, Tally], file: ElectionFile
) -> list[Finding]:
    """What numerim failed at, as findings."""
    load(connection, failures, file.election.id)
    rule = rules()[FAILURES]
    said = verdict(rule, warehouse.frame(connection, rule.question), [])
    tallies[FAILURES] = _tally(said, None)
    return findings_of(rule, said.broken, file.election.id)


def facts_of(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """What rules may need and is there: measures, outcome rules, and words of `NEEDS`."""
    needed = ""
    for table, words in NEEDED.items():
        told = ", ".join(f"CASE WHEN {there} THEN {warehouse.text(word)} END" for word, there in words.items())
        needed += f" UNION ALL SELECT [{told}] FROM {table}"
    there_are = warehouse.rows(
        connection,
        "SELECT list(DISTINCT measure::VARCHAR) FROM core.statements "
        f"UNION ALL SELECT list(DISTINCT outcome_rule) FROM core.contests{needed}",
    )
    return {word for (words,) in there_are for word in words or () if word is not None}


def _populations(connection: duckdb.DuckDBPyConnection, off: Off) -> dict[str, int | None]:
    """How many things there are that each rule is about, in elections where it is asked; None where nobody knows."""
    counted = " UNION ALL ".join(
        f"SELECT '{word}', {'election_id' if 'election_id' in each.key else 'NULL'}, count(*) "
        f"FROM (SELECT DISTINCT {', '.join(each.key)} FROM {each.among}) GROUP BY ALL"
        for word, each in EACH.items()
        if each.among
    )
    there_are: dict[str, dict[str | None, int]] = {word: {} for word, each in EACH.items() if each.among}
    for word, election, number in warehouse.rows(connection, counted):
        there_are[word][election] = number
    return {
        rule.code: sum(n for election, n in there_are[rule.each].items() if election not in off.get(rule.code, ()))
        if rule.each in there_are
        else None
        for rule in rules().values()
    }


def _place(connection: duckdb.DuckDBPyConnection, findings: Sequence[Finding]) -> None:
    """Say of findings about a unit that reports on which contest it does, and of those about a contest whose it is."""
    if any(f.contest_id is None and "round" in f.row for f in findings):
        units = {str(f.row["gp_unit_id"]) for f in findings if f.row.get("gp_unit_id") is not None}
        columns = ", ".join((*EACH["report"].key, "contest_id"))
        asked = "SELECT unnest(?::VARCHAR[]) AS gp_unit_id"
        reports = f"SELECT {columns} FROM core.reports SEMI JOIN ({asked}) USING (gp_unit_id)"
        contests = {row[:4]: row[4] for row in connection.execute(reports, [sorted(units)]).fetchall()}
        for finding in findings:
            unit = tuple(finding.row.get(column) for column in EACH["report"].key)
            finding.contest_id = finding.contest_id or contests.get(unit)
    decides = {
        row[:2]: row[2]
        for row in warehouse.rows(connection, "SELECT election_id, contest_id, gp_unit_id FROM core.contests")
    }
    for finding in findings:
        if finding.contest_id is not None:
            whose = decides.get((finding.election_id, finding.contest_id))
            finding.contest_id = finding.contest_id if whose is not None else None  # a figure of no single contest
            finding.gp_unit_id = finding.gp_unit_id or whose


def _entry(rule: Rule, tally: Tally, file: ElectionFile) -> dict[str, Any]:
    said = {name: event.set_rules.told(rule.code) for name, event in file.election.events.items()}
    told = [words if name == file.election.id else f"{words} ({name})" for name, words in said.items() if words]
    return {
        "code": rule.code,
        "title": rule.title,
        "family": rule.family,
        "severity": rule.severity,
        "held": tally.held,
        "broken": tally.broken,
        "not_applicable": tally.not_applicable,
        "each": EACH[rule.each].title,
        "applies": tally.held + tally.broken > 0,
        "why": rule.why,
        "law": rule.law or None,
        "set": "; ".join(told) or None,
    }
