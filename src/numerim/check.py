"""Core tables + rules -> findings."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import duckdb
import pandera.polars as pa
import polars as pl

from numerim import warehouse
from numerim.election import ElectionFile
from numerim.errors import InputError
from schemas.rule import Rule, rules

_NOT_OPERANDS = ("election_id", "subject", "locators", "blames")


@dataclass(frozen=True)
class Tally:
    """How often a rule held and how often it was broken; it does not apply where both are 0."""

    held: int
    broken: int


def check(connection: duckdb.DuckDBPyConnection, file: ElectionFile) -> None:
    """Hold the core tables against every rule.

    Makes `core.findings`, `core.blames` (`place`, `rule`, `severity`, `status`: the figures that a finding is
    about) and `core.rules`.

    Raises:
        InputError: an acceptance is stale, or names no rule.
    """
    findings: list[dict[str, Any]] = []
    catalogue = []
    for rule in rules().values():
        answer, holds = judge(connection, rule)
        broken = answer.filter(~holds)
        findings += _findings(rule, broken, file)
        catalogue.append(_entry(rule, Tally(int(holds.sum()), broken.height)))
    _accept(findings, file)
    blames = [
        {"place": place, "rule": f["rule"], "severity": f["severity"], "status": f["status"]}
        for f in findings
        for place in f.pop("blames").split()
    ]
    text = dict.fromkeys(_FINDING, pl.String)
    warehouse.load(connection, "core.findings", pl.DataFrame(findings, schema=text))
    schema = dict.fromkeys(("place", "rule", "severity", "status"), pl.String)
    warehouse.load(connection, "core.blames", pl.DataFrame(blames, schema=schema))
    warehouse.load(connection, "core.rules", pl.DataFrame(catalogue, schema_overrides={"law": pl.String}))


def judge(connection: duckdb.DuckDBPyConnection, rule: Rule) -> tuple[pl.DataFrame, pl.Series]:
    """Ask a rule's question and judge every row of the answer.

    Returns:
        The answer, and for each row whether the claim holds. A claim that comes out null is broken.
    """
    answer = warehouse.frame(connection, rule.over)
    if answer.is_empty():
        return answer, pl.Series("holds", [], dtype=pl.Boolean)
    whole = [c for c, t in answer.schema.items() if isinstance(t, pl.Decimal) and t.scale == 0]
    answer = answer.with_columns(pl.col(whole).cast(pl.Int64)) if whole else answer
    claim = pa.Check(lambda data: data.lazyframe.select(rule.holds.fill_null(False).alias("holds")), error=rule.code)
    try:
        pa.DataFrameSchema(checks=claim).validate(answer, lazy=True)
        broken: Iterable[int] = ()
    except pa.errors.SchemaErrors as error:
        cases = error.failure_cases
        unexpected = cases.filter((pl.col("check") != rule.code) | pl.col("index").is_null())
        if unexpected.height:
            raise RuntimeError(f"{rule.code} could not be judged: {unexpected['failure_case'][0]}") from error
        broken = cases["index"].to_list()
    where = set(broken)
    return answer, pl.Series("holds", [i not in where for i in range(answer.height)], dtype=pl.Boolean)


_FINDING = (
    "finding_id",
    "rule",
    "severity",
    "status",
    "election_id",
    "subject",
    "says",
    "operands",
    "locators",
    "reason",
)


def _findings(rule: Rule, broken: pl.DataFrame, file: ElectionFile) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    seen: dict[str, int] = {}
    for row in broken.sort("election_id", "subject", *_rest(broken)).iter_rows(named=True):
        operands = {name: plain(value) for name, value in row.items() if name not in _NOT_OPERANDS}
        election = row["election_id"] or file.election.id
        name = f"{rule.code}/{election}/{row['subject']}"
        seen[name] = seen.get(name, 0) + 1
        shown = {key: readable(value) for key, value in row.items()}
        places = sorted(set(str(row["locators"] or "").split()))
        locators = " ".join(dict.fromkeys("|".join(place.split("|")[:2]) for place in places))
        found.append(
            {
                "finding_id": name if seen[name] == 1 else f"{name}#{seen[name]}",
                "rule": rule.code,
                "severity": rule.severity,
                "status": "open",
                "election_id": election,
                "subject": row["subject"],
                "says": rule.says.format_map(shown),
                "operands": json.dumps(operands, ensure_ascii=False),
                "locators": locators or None,
                "reason": None,
                "blames": str(row.get("blames", row["locators"]) or ""),
            }
        )
    return found


def _rest(frame: pl.DataFrame) -> list[str]:
    return [name for name in frame.columns if name not in ("election_id", "subject")]


def _accept(findings: list[dict[str, Any]], file: ElectionFile) -> None:
    known = rules()
    for i, acceptance in enumerate(file.election.accept):
        place = file.place("accept", i)
        if acceptance.rule not in known:
            raise InputError(place, f"there is no rule {acceptance.rule!r}", "`numerim show` lists them.")
        hits = [f for f in findings if (f["rule"], f["subject"]) == (acceptance.rule, acceptance.subject)]
        if not hits:
            raise InputError(
                place,
                f"the acceptance is stale: {acceptance.rule} finds nothing about {acceptance.subject!r}",
                "Remove it.",
            )
        for finding in hits:
            finding["status"] = "accepted"
            finding["reason"] = acceptance.reason


def _entry(rule: Rule, tally: Tally) -> dict[str, Any]:
    return {
        "code": rule.code,
        "title": rule.title,
        "family": rule.family,
        "severity": rule.severity,
        "held": tally.held,
        "broken": tally.broken,
        "applies": tally.held + tally.broken > 0,
        "why": rule.why,
        "law": rule.law or None,
    }


def plain(value: Any) -> Any:
    """A value as JSON has it: decimals as the shortest number, days as text."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, float):
        return round(value, 6)
    return value if value is None or isinstance(value, (str, int, bool)) else str(value)


def readable(value: Any) -> str:
    """A value as a person reads it: thousands divided, no superfluous zeros."""
    if isinstance(value, bool) or value is None:
        return str(value)
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, Decimal):
        return f"{value.normalize():,f}"
    if isinstance(value, float):
        return f"{value:,.2f}".rstrip("0").rstrip(".")
    return str(value)
