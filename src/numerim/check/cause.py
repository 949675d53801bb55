"""Several findings with one reason: a figure that is misprinted breaks its sum, its share and its total.

Only what the findings themselves leave no doubt about is told as a cause; findings without one stand for themselves.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

import duckdb
import polars as pl

from numerim import warehouse
from numerim.check.finding import Finding
from numerim.check.leads import find_leads
from numerim.check.recurring import find_recurring
from numerim.schemas.vocabulary import SEVERITIES

_LIKELY = 0.5
"""A first hint with this likelihood is likelier than all else together."""

_SEVERAL = 3
"""So few figures of a column or row that do not fit are not yet a column or row that does not."""


def find_causes(connection: duckdb.DuckDBPyConnection, findings: Sequence[Finding]) -> None:
    """Say of findings that have one reason which finding stands for it, and the reason.

    Two kinds are told: most figures of one measure in one column or row of a list break one rule, each of them alone
    in doubt; or the likeliest change that would mend a finding is the same for several, or the same figure is the only
    one in doubt in several. Whatever is not open, or only tells, has no cause;
    nor do findings about different elections have one together.

    Args:
        connection: the schema `core`.
        findings: all findings, with their hints; `cause` and `cause_says` are set.
    """
    find_leads(findings)
    find_recurring(connection, findings)
    by_election: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.status == "open" and finding.rule.severity != "info" and finding.cause is None:
            by_election[finding.election_id].append(finding)
    for of_one in by_election.values():
        _displaced(connection, of_one)
        _same_change([f for f in of_one if f.cause is None])


def _displaced(connection: duckdb.DuckDBPyConnection, findings: Sequence[Finding]) -> None:
    """Columns and rows most of whose figures break one rule; of names, which each are told, the figures say nothing."""
    figures = [f for f in findings if f.rule.each != "name"]
    alone = [(f, f.blames[0]) for f in figures if len(f.blames) == 1 and f.blames[0].count("|") == 2]
    often = {rule for rule, n in Counter(f.rule.code for f, _ in alone).items() if n >= _SEVERAL}
    alone = [(f, place) for f, place in alone if f.rule.code in often]
    if not alone:
        return
    stands, lengths = _lines_of_lists(connection, {place for _, place in alone})
    groups: dict[tuple[str, Line], dict[str, list[Finding]]] = defaultdict(lambda: defaultdict(list))
    for finding, place in alone:
        for line in stands.get(place, ()):
            groups[(finding.rule.code, line)][place].append(finding)
    for (rule, line), places in sorted(groups.items(), key=lambda group: (-len(group[1]), group[0])):
        there = [f for found in places.values() for f in found if f.cause is None]
        (_, stated_in, measure, kind, number), of = line, lengths[line]
        if len(there) >= _SEVERAL and len(places) >= _SEVERAL and 2 * len(places) > of:
            told = (
                f"{len(places)} of the {of} figures of {measure} in {kind} {number} of “{stated_in}” break rule {rule}"
            )
            _name(there, told)


Line = tuple[str, str, str, str, int]
"""A source and file, a list, a measure, `column` or `line`, and its number."""


def _lines_of_lists(
    connection: duckdb.DuckDBPyConnection, places: set[str]
) -> tuple[dict[str, list[Line]], dict[Line, int]]:
    """The column and the row that each figure stands in, and how many figures of its measure each of these has."""
    connection.register("_places", pl.DataFrame({"place": sorted(places)}))
    rows = warehouse.rows(connection, _STANDS)
    connection.unregister("_places")
    stands: dict[str, list[Line]] = {}
    lengths: dict[Line, int] = {}
    for place, file, stated_in, measure, cell, in_column, line, in_line in rows:
        lines: list[Line] = [(file, stated_in, measure, "column", cell), (file, stated_in, measure, "line", line)]
        stands[place] = lines
        lengths |= dict(zip(lines, (in_column, in_line), strict=True))
    return stands, lengths


_STANDS = """
    WITH figures AS (
        SELECT DISTINCT place, source_id || '|' || path AS file, stated_in, measure, line, cell
        FROM core.statements SEMI JOIN (
            SELECT DISTINCT source_id, path, stated_in, measure FROM core.statements SEMI JOIN _places USING (place))
            USING (source_id, path, stated_in, measure)
        WHERE number IS NOT NULL),
    asked AS (FROM figures SEMI JOIN _places USING (place)),
    columns AS (
        SELECT file, stated_in, measure, cell, count(*) AS n
        FROM figures SEMI JOIN asked USING (file, stated_in, measure, cell) GROUP BY ALL),
    lines AS (
        SELECT file, stated_in, measure, line, count(*) AS n
        FROM figures SEMI JOIN asked USING (file, stated_in, measure, line) GROUP BY ALL)
    SELECT place, file, stated_in, measure, cell, c.n, line, l.n
    FROM asked JOIN columns c USING (file, stated_in, measure, cell) JOIN lines l USING (file, stated_in, measure, line)
"""


def _doubted(finding: Finding) -> Sequence[str]:
    """What a finding puts in doubt: what its rule blames, or what is left of that once others have cleared the rest."""
    return finding.in_doubt if finding.in_doubt is not None and len(finding.blames) > 1 else finding.blames


Change = tuple[tuple[str, str], ...]
"""Places, each with what would have to stand there; empty where nobody knows."""


def _same_change(findings: Sequence[Finding]) -> None:
    """Findings that the same change would mend, or in which the same figure alone is in doubt."""
    mended: dict[Change, list[Finding]] = defaultdict(list)
    disputed: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        if (change := _likeliest(finding)) is not None:
            mended[change].append(finding)
        elif len(doubted := _doubted(finding)) == 1 and not finding.hints:
            disputed[doubted[0]].append(finding)
    single = Counter(place for change in mended for place in _places(change))
    for place, found in disputed.items():
        joins = [change for change in mended if len(change) == 1 and place in _places(change)]
        if single[place] == 1 and joins:
            mended[joins[0]] += found
        elif not single[place] and len(found) > 1:
            _name(found, f"{_where(place)} is the one figure that all {len(found)} findings put in doubt")
    for change, found in mended.items():
        found += _no_total_for_all(found, findings)
        if len(found) > 1:
            told = " and ".join(f"{_where(place)} were {value}" for place, value in change)
            _name(found, f"{len(found)} findings would be resolved if {told}")


def _no_total_for_all(found: Sequence[Finding], findings: Sequence[Finding]) -> list[Finding]:
    """Of findings that no total fits the votes and shares of a unit (R409): those of a unit whose sums are broken.

    The total of a broken sum is among those that do not fit, so it is said twice.
    """
    sums = [set(f.places) for f in found if f.rule.code in ("R203", "R411")]
    return [f for f in findings if f.rule.code == "R409" and f not in found and any(s <= set(f.places) for s in sums)]


def _likeliest(finding: Finding) -> Change | None:
    """The change that its first hint suggests, if that is likelier than all else together."""
    if not finding.hints:
        return None
    first = finding.hints[0]
    if first["likelihood"] is None or first["likelihood"] < _LIKELY:
        return None
    return tuple(sorted((change["place"], change["value"]) for change in first["changes"]))


def _places(change: Change) -> Iterable[str]:
    return [place for places, _ in change for place in places.split()]


def _where(place: str) -> str:
    return place.split()[0].split("|")[1]


def _name(found: Sequence[Finding], told: str) -> None:
    """Let the gravest of some findings, the first by its id, stand for the cause of all."""
    grave = [*SEVERITIES]
    head = min(found, key=lambda f: (grave.index(f.rule.severity), f.finding_id))
    for finding in found:
        finding.cause, finding.cause_says = head.finding_id, told
