"""One broken rule about one thing, with the numbers that break it."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

import duckdb
import polars as pl

from numerim import warehouse
from numerim.check.headline import in_order, suspected
from numerim.locator import as_one_reads
from numerim.schemas.rule import Rule
from numerim.schemas.sentence import sentence
from numerim.schemas.table import tables

_NOT_OPERANDS = (
    *("election_id", "contest_id", "gp_unit_id", "subject", "locators", "blames", "mends", "slip", "holds", "relation"),
    *("share_place", "part_place", "base_place", "spelled", "contests"),
)
_PLACED = (
    *("finding_id", "election_id", "rule", "severity", "status"),
    *("place", "source_id", "locator", "measure", "role"),
)


@dataclass
class Finding:
    """A finding.

    Attributes:
        finding_id: rule, election and subject, divided by slashes.
        rule: the rule that is broken.
        election_id: the election that it is about.
        row: the row of the rule's answer.
        contest_id: the contest that it is about, where it is about one.
        gp_unit_id: the unit that it is about, or that of the contest.
        status: what was decided about it, a word of `STATUSES`.
        reason: why, where something was.
        hints: changes that would mend it, as JSON has them.
        cause: the finding that stands for all with the same reason; None where no other has it.
        cause_says: that reason, in words.
        in_doubt: the figures that are in doubt; None where they are those that the rule blames.
        held_back: of these, those that are held back; None where it is all, if the rule is an error.
        impact: a word of `IMPACTS`; None where no figure of a contest takes part.
        would_take: what it would take for another outcome, where that is not known to be so.
    """

    finding_id: str
    rule: Rule
    election_id: str
    row: Mapping[str, Any]
    contest_id: str | None = None
    gp_unit_id: str | None = None
    status: str = "open"
    reason: str | None = None
    hints: list[dict[str, Any]] = field(default_factory=list)
    in_doubt: list[str] | None = None
    held_back: list[str] | None = None
    impact: str | None = None
    would_take: str | None = None
    cause: str | None = None
    cause_says: str | None = None

    @property
    def subject(self) -> str:
        """What it is about."""
        return str(self.row["subject"])

    @cached_property
    def places(self) -> list[str]:
        """Every figure that takes part: `source|path:Lx.Cy|measure`, in order."""
        return sorted(set(str(self.row["locators"] or "").split()))

    @property
    def locators(self) -> list[str]:
        """Where those stand: `source|path:Lx.Cy`."""
        return list(dict.fromkeys("|".join(place.split("|")[:2]) for place in self.places))

    @cached_property
    def blames(self) -> list[str]:
        """The figures that the rule blames: those that are derived from others before these."""
        return str(self.row.get("blames", self.row["locators"]) or "").split()

    @property
    def disputed(self) -> dict[str, str]:
        """The figures in doubt, with the severity that the doubt has for each: only an error is held back."""
        severity = self.rule.severity
        doubted = self.blames if self.in_doubt is None else self.in_doubt
        held = set(doubted if self.held_back is None else self.held_back)
        return {place: severity if place in held or severity != "error" else "warning" for place in doubted}

    def published(self) -> dict[str, Any]:
        """The row of the table `findings`."""
        operands = {name: plain(value) for name, value in self.row.items() if name not in _NOT_OPERANDS}
        expected, actual = self.rule.figures
        likelihood = self.hints[0]["likelihood"] if self.hints else None
        return {
            "finding_id": self.finding_id,
            "rule": self.rule.code,
            "claim": self.rule.title,
            "severity": self.rule.severity,
            "status": self.status,
            "impact": self.impact,
            "would_take": self.would_take,
            "cause": self.cause,
            "cause_says": self.cause_says,
            "election_id": self.election_id,
            "contest_id": self.contest_id,
            "gp_unit_id": self.gp_unit_id,
            "subject": self.subject,
            "says": sentence(self.rule.says, self.row),
            "operands": json.dumps(operands, ensure_ascii=False),
            "expected": figure(self.row.get(expected)),
            "actual": figure(self.row.get(actual)),
            "tolerance": figure(self.row.get("tolerance")),
            "hints": json.dumps(self.hints, ensure_ascii=False) if self.hints else None,
            "likelihood": Decimal(str(likelihood)) if likelihood is not None else None,
            "reason": self.reason,
        }


def findings_of(rule: Rule, broken: pl.DataFrame, election: str) -> list[Finding]:
    """The findings that the broken rows of a rule's answer make.

    Args:
        rule: the rule.
        broken: those rows.
        election: the election that a row without one is about.
    """
    found: list[Finding] = []
    seen: dict[str, int] = {}
    rest = [name for name in broken.columns if name not in ("election_id", "subject", "relation")]
    for row in broken.sort("election_id", "subject", *rest).iter_rows(named=True):
        about = row["election_id"] or election
        name = named(rule.code, about, str(row["subject"]))
        seen[name] = seen.get(name, 0) + 1
        name = name if seen[name] == 1 else f"{name}#{seen[name]}"
        found.append(Finding(name, rule, about, row, row.get("contest_id") or None, row.get("gp_unit_id") or None))
    return found


def named(rule: str, election: str, subject: str) -> str:
    """The id of a finding, in which the election stands once even if the subject begins with it."""
    own = subject.removeprefix(election)
    rest = own.lstrip("/ ") if own != subject and (not own or own[0] in "/ ") else subject
    return "/".join(part for part in (rule, election, rest) if part)


def as_frame(findings: Sequence[Finding]) -> pl.DataFrame:
    """Findings as rows of the table `findings`."""
    columns = tables()["findings"].to_schema().columns
    schema: dict[str, Any] = {**dict.fromkeys(columns, pl.String), "likelihood": pl.Decimal(12, 6)}
    return pl.DataFrame([f.published() for f in findings], schema=schema)


def load_places(connection: duckdb.DuckDBPyConnection, findings: Sequence[Finding]) -> None:
    """Make `core.finding_places` (`places_as_frame`), so many places at a time."""
    warehouse.load(connection, "core.finding_places", places_as_frame([]))
    for some in _at_a_time(findings):
        connection.register("_frame", places_as_frame(some))
        connection.execute("INSERT INTO core.finding_places FROM _frame")
        connection.unregister("_frame")


def _at_a_time(findings: Sequence[Finding]) -> Iterator[list[Finding]]:
    some: list[Finding] = []
    places = 0
    for f in findings:
        if some and places + len(f.places) > _AT_A_TIME:
            yield some
            some, places = [], 0
        some.append(f)
        places += len(f.places)
    yield some


_AT_A_TIME = 200_000


def places_as_frame(findings: Sequence[Finding]) -> pl.DataFrame:
    """Every place of every finding: `place`, its parts, `role`, and `finding_id` to `status` of the finding.

    `measure` is null where a finding is about a name, or a cell as such.
    """
    of: dict[str, list[str]] = {name: [] for name in _PLACED if name not in ("source_id", "locator", "measure")}
    for f in findings:
        disputed = set(f.disputed) if f.rule.severity != "info" else set()
        places = sorted({*f.places, *disputed}) if disputed - set(f.places) else f.places
        of["place"] += places
        of["role"] += ["in_doubt" if place in disputed else "takes_part" for place in places]
        for name, value in (
            ("finding_id", f.finding_id),
            ("election_id", f.election_id),
            ("rule", f.rule.code),
            ("severity", f.rule.severity),
            ("status", f.status),
        ):
            of[name] += [value] * len(places)
    parts = pl.col("place").str.split("|")
    taken_apart = {
        name: parts.list.get(i, null_on_oob=True) for i, name in enumerate(("source_id", "locator", "measure"))
    }
    return pl.DataFrame(of, schema=dict.fromkeys(of, pl.String)).with_columns(**taken_apart).select(_PLACED)


def told(connection: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """The findings of a settled election; see `each_told`."""
    return list(each_told(connection))


def each_told(connection: duckdb.DuckDBPyConnection) -> Iterator[dict[str, Any]]:
    """The findings of a settled election one by one, open ones first, then the gravest; one may have very many places.

    They have the columns of `findings`, `places` and `suspected`.
    `places` are the rows of `finding_places` without the columns that name the finding, as `in_order` sorts them.
    `suspected` are the changes of the first hint where that is clear.
    """
    columns = [*tables()["findings"].to_schema().columns]
    grave = "CASE severity WHEN 'error' THEN 1 WHEN 'warning' THEN 2 ELSE 3 END"
    order = f"status <> 'open', {grave}, rule, subject, finding_id"
    rows = warehouse.rows(connection, f"SELECT {', '.join(columns)} FROM clean.findings ORDER BY {order}")
    findings = [dict(zip(columns, row, strict=True)) for row in rows]
    asked = "SELECT finding_id, count(*) FROM clean.finding_places GROUP BY finding_id"
    for some in _few_at_a_time(findings, dict(warehouse.rows(connection, asked))):
        places = _places(connection, [] if len(some) == len(findings) else [one["finding_id"] for one in some])
        for one in some:
            mine = [dict(zip(_PLACE, place, strict=True)) for _, *place in places(one["finding_id"])]
            yield {**one, "places": in_order(one, mine), "suspected": suspected(one)}


def _few_at_a_time(findings: list[dict[str, Any]], places: Mapping[str, int]) -> Iterator[list[dict[str, Any]]]:
    """Findings in their order, so many that they have no more than `_AT_A_TIME` places, or one."""
    some: list[dict[str, Any]] = []
    number = 0
    for one in findings:
        own = places.get(one["finding_id"], 0)
        if some and number + own > _AT_A_TIME:
            yield some
            some, number = [], 0
        some.append(one)
        number += own
    yield some


_PLACE = ("source_id", "locator", "measure", "printed", "value", "role")
_AT_A_TIME = 200_000
"""The places of so many at most lie in memory at once, or of one finding."""


def _places(connection: duckdb.DuckDBPyConnection, ids: Sequence[str]) -> Callable[[str], Iterator[tuple[Any, ...]]]:
    """What gives, by the id of one of these findings, its places as they are read; of all, where none is named."""
    of = f"finding_id IN ({', '.join(map(warehouse.text, ids))})" if ids else "true"
    placed = warehouse.frame(connection, f"SELECT finding_id, {', '.join(_PLACE)} FROM clean.finding_places WHERE {of}")
    read = as_one_reads(placed["locator"])
    placed = placed.with_columns(at=read.to_struct()).sort("finding_id", "source_id", "at", *_PLACE[2:]).drop("at")
    begins = placed.with_row_index("at").group_by("finding_id").agg(pl.col("at").min(), pl.len()).iter_rows()
    where = {finding: (at, number) for finding, at, number in begins}
    return lambda finding: placed.slice(*where.get(finding, (0, 0))).iter_rows()


def plain(value: Any) -> Any:
    """A value as JSON has it: decimals as the shortest number, days as text."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, float):
        return round(value, 6)
    return value if value is None or isinstance(value, (str, int, bool)) else str(value)


def figure(value: Any) -> str | None:
    """A figure as text, without superfluous zeros."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return None if value is None else f"{value:.6g}" if isinstance(value, float) else str(value)
