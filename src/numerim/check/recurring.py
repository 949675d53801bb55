"""One thing found in many places: a few ballots off in 83 units, 69 shares of another base, 35 names without accents.

Five findings of one rule, office, round and source are one cause where they are alike. What stands out stays a finding
of its own: a far larger difference, a figure that blame singles out, whatever could be decisive.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from decimal import Decimal

import duckdb

from numerim import warehouse
from numerim.check.finding import Finding
from numerim.schemas.relations.ratio import BASES as GIVEN
from numerim.schemas.relations.ratio import RATIO
from numerim.schemas.relations.sum import SUM
from numerim.schemas.sentence import readable
from numerim.schemas.vocabulary import BASES, MANY, SEVERITIES

_FEW, _PART = Decimal(10), Decimal("0.005")
"""So many ballots, or this part of the total, are a few."""

_TIMES = 5
"""What is so many times as far off as the middle one stands out, if it is more than a few ballots."""

_MOST = Decimal("0.8")
"""This part of all that were judged are nearly all: then the figures are of something else, and not misprinted."""

_NAMED = 3
"""So many of the places that are furthest off are named in the sentence."""

_COUNTS = ("seats", "council_size", "total_seats")
"""Counts of which one is a lot."""

_SAME = ("office", "round", "source_id", "measure", "category", "count_type")
_NOUNS = {"report": "units", "contest": "contests", "selection": "selections"}


def find_recurring(connection: duckdb.DuckDBPyConnection, findings: Sequence[Finding]) -> None:
    """Say of open findings of one kind in many places which one stands for them, and what they have in common.

    Args:
        connection: with what `judge_relations` makes.
        findings: the open findings, with what blame and impact say; `cause` and `cause_says` are set, and nothing is
            held back of shares that are right of another base.
    """
    free = [f for f in findings if f.status == "open" and f.cause is None]
    _of_another_base(connection, [f for f in free if f.rule.code in _OF_SHARES], free)
    groups: dict[Hashable, list[Finding]] = defaultdict(list)
    for finding in free:
        singled = finding.held_back or finding.impact == "decisive"
        if finding.cause is None and not singled and finding.rule.primitive in (SUM, RATIO) and _size(finding):
            same = (finding.row.get(name) for name in _SAME)
            groups[(finding.election_id, finding.rule.code, *same)].append(finding)
    judged = _judged(connection) if any(len(group) >= MANY for group in groups.values()) else {}
    for key, group in groups.items():
        if len(group) >= MANY:
            _alike(group, judged.get(key, len(group)))
    _names([f for f in findings if f.status == "open" and f.rule.family == "identity"])


def _size(finding: Finding) -> tuple[Decimal, Decimal, Decimal] | None:
    """How far a finding is off (below zero where too little is there), what is little, and of how much."""
    expected, actual = (finding.row.get(name) for name in finding.rule.figures)
    if expected is None or actual is None or any(place.rpartition("|")[2] in _COUNTS for place in finding.places):
        return None
    off, whole = Decimal(actual) - Decimal(expected), max(abs(Decimal(actual)), abs(Decimal(expected)))
    if finding.rule.primitive is RATIO:
        return off, 2 * Decimal(finding.row["half"]), whole
    return (off, max(_FEW, whole * _PART), whole) if Decimal(finding.row["tolerance"]) == 0 else None


def _alike(group: Sequence[Finding], judged: int) -> None:
    """Findings that are each a little off, or nearly all that there are, and all to one side."""
    sizes = {f.finding_id: size for f in group if (size := _size(f)) is not None}
    off = {f.finding_id: abs(sizes[f.finding_id][0]) for f in group}
    little = [f for f in group if off[f.finding_id] <= sizes[f.finding_id][1]]
    if len(little) >= MANY:
        middle = _TIMES * _middle(off[f.finding_id] for f in little)
        ratio = group[0].rule.primitive is RATIO
        little = [f for f in little if ratio or off[f.finding_id] <= max(_FEW, middle)]
    if len(little) >= MANY:
        said = _cut(little, sizes) if group[0].rule.primitive is RATIO else ""
        _name(little, f"{_in_how_many(little, judged)}, {_by(little, off)}{said}", off)
        return
    if group[0].rule.primitive is not SUM:
        return
    for sign, word in ((1, "less"), (-1, "more")):
        part = {f.finding_id: off[f.finding_id] / sizes[f.finding_id][2] for f in group}
        side = [f for f in group if (sizes[f.finding_id][0] > 0) == (sign > 0)]
        if len(side) < max(Decimal(MANY), _MOST * judged):
            continue
        middle = _TIMES * _middle(part[f.finding_id] for f in side)
        side = [f for f in side if part[f.finding_id] <= middle]
        if len(side) >= MANY and group[0].rule.figures == ("summed", "whole"):
            told = f"the parts always add up to {word} than the whole: a part is missing, or is counted differently"
            _name(side, f"{_in_how_many(side, judged)}, {_by(side, off)}; {told}", off)


def _middle(sizes: Iterable[Decimal]) -> Decimal:
    ordered = sorted(sizes)
    return (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2


def _cut(group: Sequence[Finding], sizes: Mapping[str, tuple[Decimal, Decimal, Decimal]]) -> str:
    """Whether percentages that are at most one digit off are all too low, as those are that are cut."""
    code, half = group[0].rule.code, Decimal(group[0].row.get("half", 0)).normalize()
    if half and half.as_tuple().digits != (5,):  # it is said already that they may be more than half a digit off
        return ""
    cure = f"if all of them are, say so in election.yml: rules: {{{code}: {{rounding: 1}}}}"
    return f"; they are cut off, not rounded ({cure})" if all(sizes[f.finding_id][0] < 0 for f in group) else ""


def _in_how_many(group: Sequence[Finding], judged: int) -> str:
    of = _NOUNS.get(group[0].rule.each, "cases")
    how_many = f"all {readable(judged)}" if len(group) == judged else f"{readable(len(group))} of {readable(judged)}"
    return f"“{group[0].rule.title}” is broken in {how_many} {of}"


def _by(group: Sequence[Finding], off: Mapping[str, Decimal]) -> str:
    """How far they are off, and where most."""
    unit = " per cent" if group[0].rule.primitive is RATIO else ""
    sizes = [off[f.finding_id] for f in group]
    least, most = min(sizes), max(sizes)
    if least == most:
        return f"by {readable(most)}{unit} each"
    first = sorted(group, key=lambda f: (-off[f.finding_id], f.finding_id))[:_NAMED]
    named = [f"{f.row['label']} ({readable(off[f.finding_id])})" for f in first if 2 * off[f.finding_id] > most]
    return f"by {readable(least)} to {readable(most)}{unit}; most in {'; '.join(named)}"


def _judged(connection: duckdb.DuckDBPyConnection) -> dict[Hashable, int]:
    """How many relations were judged, by what those have in common that can have one cause."""
    sums = "SELECT election_id, rule, office, round, source_id, measure, category, count_type FROM core.{}"
    both = " UNION ALL ".join(sums.format(kind) for kind in ("sums", "ratios"))
    rows = warehouse.rows(connection, f"SELECT *, count(*) FROM ({both}) GROUP BY ALL")
    return {tuple(row[:-1]): row[-1] for row in rows}


_OF_SHARES = ("R411", "R418")
"""The rules about shares of what `shares_of:` declares."""


_OF_ALL_SHARES = ("R401", "R402", "R409")
"""The rules about all shares of a contest, which are broken where these are of something else."""


def _of_another_base(
    connection: duckdb.DuckDBPyConnection, findings: Sequence[Finding], others: Sequence[Finding]
) -> None:
    """Shares that do not fit what they are declared to be of, and fit something else that the source gives.

    Args:
        connection: with the ratios.
        findings: those about such shares.
        others: all findings, of which some follow.
    """
    if len(findings) < MANY:
        return
    by_relation = {str(f.row["relation"]): f for f in findings}
    groups: dict[tuple[str, str, str, str], list[Finding]] = defaultdict(list)
    for election, office, source, measure, relation in warehouse.rows(connection, _FITS):
        if relation in by_relation:
            groups[election, office, source, measure].append(by_relation[relation])
    for (_, office, _, measure), group in sorted(groups.items(), key=lambda one: (-len(one[1]), one[0])):
        free = [f for f in group if f.cause is None]
        units = {f.row.get("gp_unit_id") for f in free}
        if len(free) < MANY or len(units) < 2:
            continue
        base = BASES[measure]
        where = f"in {len(units)} units"
        told = (
            f"{readable(len(free))} shares {where} are of {base[:1].lower()}{base[1:]}: "
            f"with `shares_of: {measure}` for the office {office} in election.yml they are checked as such"
        )
        shares = {place for f in free for place in _shares(f)}
        free += [f for f in others if f.rule.code in _OF_ALL_SHARES and f.cause is None and _shares(f) <= shares]
        head = min(f.finding_id for f in free if f.rule.code in _OF_SHARES)
        for finding in free:
            finding.cause, finding.cause_says = head, told
            finding.held_back, finding.hints = [], []  # the share is right, of something else


def _shares(finding: Finding) -> set[str]:
    return {place for place in finding.places if place.endswith("share")}


_FITS = f"""
WITH bases AS ({GIVEN})
SELECT r.election_id, r.office, r.source_id, b.measure, r.relation
FROM core.ratios r JOIN bases b ON b.election_id = r.election_id AND b.office = r.office
    AND b.gp_unit_id = r.gp_unit_id AND b.round = r.round AND b.source_id = r.source_id AND b.said_by = ''
WHERE NOT r.holds AND r.rule IN {_OF_SHARES} AND b.figure > 0 AND b.figure <> r.base
    AND abs(r.share * b.figure - 100 * r.part) <= r.half * b.figure
ORDER BY ALL
"""
"""SQL: the broken shares with another base that they fit."""


def _names(findings: Sequence[Finding]) -> None:
    """Names that are known ones but for what writing varies, or that are like no known one, and what follows."""
    groups: dict[Hashable, list[Finding]] = defaultdict(list)
    for finding in findings:
        if spelled := finding.row.get("spelled"):
            groups[finding.election_id, finding.rule.code, spelled].append(finding)
    for group in groups.values():
        if len(group) >= MANY:
            _name(
                group,
                f"{readable(len(group))} names {group[0].row['spelled']}",
                {f.finding_id: Decimal(0) for f in group},
            )


def _name(group: Sequence[Finding], told: str, off: Mapping[str, Decimal]) -> None:
    """Let the gravest of some findings, that which is furthest off, stand for all."""
    grave = [*SEVERITIES]
    head = min(group, key=lambda f: (grave.index(f.rule.severity), -off[f.finding_id], f.finding_id))
    for finding in group:
        finding.cause, finding.cause_says = head.finding_id, told
