"""The sheets that answer: Results, who got what and where, and Findings, what does not fit; each leads to the other."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from numerim import warehouse
from numerim.publish.draft import Draft
from numerim.publish.headlines.doubts import Doubt
from numerim.publish.workbook.book import MOST_TEXT
from numerim.publish.workbook.parts import Link, Part, column_of, measured, records, table_part
from numerim.schemas.table import FIRST
from numerim.schemas.vocabulary import OFFICES

NAME: Final = "Results"
"""The sheet of results."""
FINDINGS: Final = "Findings"
"""The sheet of findings."""
_COLOUR = "#548235"
_ANSWERS = (
    *("unit", "office", "district", "held_on", "round", "list", "party", "coalition", "votes", "share", "seats"),
    *("outcome", "rank", "lead", "turnout", "registered", "ballots_cast", "valid", "held_back", "doubts", "locator"),
    *("source_id", "source_status", "votes_printed", "share_printed", "seats_printed", "outcome_printed", "election"),
    *("contest_id", "selection_id"),
)
"""What people ask for, first where they look first."""
_ALWAYS = ("unit", "office", "list", "contest_id", "selection_id")
_PRINTED = ("votes_printed", "share_printed", "seats_printed", "outcome_printed")
"""What only those ask for who miss a figure."""
_WON = ("elected", "largest")
_FINDINGS = (
    *(
        "severity",
        "impact",
        "would_take",
        "says",
        "cause_says",
        "status",
        "reason",
        "expected",
        "actual",
        "locator",
        "rule",
        "claim",
    ),
    *("contest_id", "finding_id"),
)
_MOST_LINKS = 20_000
"""Rows beyond which cells have no links; a sheet holds 65,530."""


def results_part(draft: Draft, findings: Sequence[Doubt]) -> Part | None:
    """What the sheet Results holds: `results` without columns that say nothing; None where it has no row.

    Args:
        draft: the release.
        findings: the findings, in the order of their sheet.
    """
    part = table_part(draft, FIRST)
    if not part.rows:
        return None
    filled = _filled(draft)
    names = [name for name in _ANSWERS if name in _ALWAYS or name in filled]
    at = {name: n for n, name in enumerate(names)}
    sources = {name: source.url for name, source in draft.file.election.sources.items()}
    rows = {(doubt.rule, doubt.contest_id): row for row, doubt in reversed(list(enumerate(findings, 2)))}
    anywhere = {doubt.rule: row for row, doubt in reversed(list(enumerate(findings, 2)))}

    def source(record: tuple[Any, ...]) -> str | None:
        return sources.get(record[at["source_id"]])

    def finding(record: tuple[Any, ...]) -> str | None:
        rule = record[at["doubts"]].split(" ")[0]
        row = rows.get((rule, record[at["contest_id"]])) or anywhere.get(rule)
        return f"internal:{FINDINGS}!A{row}" if row else None

    links: dict[str, Link] = {"locator": source, "doubts": finding} if part.rows <= _MOST_LINKS else {}
    return replace(
        part,
        name=NAME,
        told=f"{part.told} Columns that would be empty, and those for programs, are in {draft.path_of(FIRST)} only.",
        columns=[column_of(f"{FIRST}.{name}") for name in names],
        sql=_ORDERED.format(columns=", ".join(f"r.{name}" for name in names), own=warehouse.text(draft.package)),
        decimals=len(names),
        colour=_COLOUR,
        widths={name: min(part.widths[name], 24 if name in ("party", "coalition") else 32) for name in names},
        links=links,
        frozen=1,
        printed=names.index("locator") + 1,
        strong=("list", at["outcome"], _WON) if "outcome" in at else None,
    )


def _filled(draft: Draft) -> set[str]:
    """The columns that say something; those of printed figures only where one is held back."""
    asked = ", ".join(f"count({name}) > 0" for name in _ANSWERS)
    more = "max(round) > 1, count(DISTINCT election_id) > 1, count(DISTINCT source_status) > 1"
    rows = warehouse.rows(draft.connection, f"SELECT {asked}, {more} FROM clean.results")
    *has, rounds, elections, statuses = rows[0]
    filled = {name for name, there in zip(_ANSWERS, has, strict=True) if there}
    alike = {"round": rounds, "election": elections, "held_on": elections, "source_status": statuses}
    filled -= {name for name, differs in alike.items() if not differs}
    return filled if "held_back" in filled else filled - set(_PRINTED)


def findings_part(draft: Draft, findings: Sequence[Doubt], results: Part | None) -> Part | None:
    """What the sheet Findings holds, those that matter most first; None where there is none.

    Args:
        draft: the release.
        findings: the findings, in their order.
        results: the sheet Results, to which a finding about a contest leads.
    """
    if not findings:
        return None
    part = table_part(draft, "findings")
    own = [name for name in _FINDINGS if name != "locator"]
    has = warehouse.rows(
        draft.connection, f"SELECT {', '.join(f'count({name}) > 0' for name in own)} FROM clean.findings"
    )
    empty = {name for name, there in zip(own, has[0], strict=True) if not there}
    filled = [name for name in _FINDINGS if name not in empty]
    contests: dict[str, int] = {}
    if results and not results.too_long and results.rows <= _MOST_LINKS:
        at = [column.name for column in results.columns].index("contest_id")
        for row, record in enumerate(records(draft, results), 2):
            contests.setdefault(record[at], row)
    contest = filled.index("contest_id") if "contest_id" in filled else 0

    def answer(record: tuple[Any, ...]) -> str | None:
        row = contests.get(record[contest])
        return f"internal:{NAME}!A{row}" if row else None

    order = ", ".join(warehouse.text(doubt.finding_id) for doubt in findings)
    sql = f"SELECT {', '.join(filled)} FROM ({_PLACED}) ORDER BY list_position([{order}], finding_id), election_id"
    _, widths = measured(draft, filled, f"SELECT {', '.join(filled)} FROM ({_PLACED})")
    return replace(
        part,
        name=FINDINGS,
        told=f"{part.told} Hints, operands and tolerance are in {draft.path_of('findings')} only.",
        columns=[
            replace(column_of("finding_places.locator" if n == "locator" else f"findings.{n}"), name=_headed(n))
            for n in filled
        ],
        sql=sql,
        widths={
            _headed(name): min(widths[name], {"says": 60, "claim": 40, "cause_says": 40}.get(name, 34))
            for name in filled
        },
        links={"contest_id": answer},
        printed=filled.index("claim") + 1,
        wraps=("says", _headed("claim"), "cause_says", "locator", "reason", "contest_id", "finding_id"),
    )


def _headed(name: str) -> str:
    """What a column of the sheet Findings is called: what a rule claims is not to be taken for what was found."""
    return "what_should_hold" if name == "claim" else name


_PLACED = f"""
    SELECT f.*, p.locator FROM findings f LEFT JOIN (
        SELECT finding_id, string_agg(locator, chr(10) ORDER BY role, source_id, locator) AS locator
        FROM (SELECT *, row_number() OVER (PARTITION BY finding_id ORDER BY role, source_id, locator) AS turn
            FROM (SELECT finding_id, min(role) AS role, source_id, locator FROM finding_places GROUP BY ALL))
        WHERE turn <= {MOST_TEXT}
        GROUP BY finding_id) p USING (finding_id)
"""
"""The findings, each with its places, one a line, those in doubt first: of very many as many as a cell could hold."""

_ORDERED = f"""
    SELECT {{columns}}, coalesce(s.decimals, 0) FROM results r
    LEFT JOIN vote_shares s ON s.election_id = r.election_id AND s.contest_id = r.contest_id
        AND s.selection_id = r.selection_id AND s.gp_unit_id = r.unit_id
    ORDER BY r.election_id <> {{own}}, r.election_id, list_position({list(OFFICES)}, r.office), r.office, r.unit,
        r.round, r.contest_id, r.rank NULLS LAST, r.list, r.selection_id
"""
"""The rows of the table, with how many decimals their share is printed with; the package's own election first."""
