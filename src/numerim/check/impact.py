"""Does it matter? Whether another value of a figure in doubt would change the winner, the runoff pair or a seat.

The outcome of each contest that a finding touches is worked out by its outcome rule from the figures as they stand, and
again with every value that is stated or suggested instead: of another source, or of a repair hint.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import duckdb

from numerim import warehouse
from numerim.check.apportion import apportion
from numerim.schemas.vocabulary import SEAT_METHODS

Place = str
Change = Mapping[Place, Decimal]
"""Other values of figures: place -> value."""

MATTERS = ("votes", "line_votes", "share", "seats", "valid", "cast", "outcome", "council_size")
"""Measures that an outcome may depend on."""

_MOST = 2_000
"""Findings beyond which none is worked out: that many doubts are one doubt about the whole source."""


@dataclass(frozen=True)
class Doubt:
    """A finding as it is seen from here.

    Attributes:
        places: every figure that takes part, `source|path:Lx.Cy|measure`.
        changes: other values that were suggested.
    """

    places: frozenset[Place]
    changes: Sequence[Change] = ()


@dataclass
class _Figures:
    """What one source says of one contest.

    Attributes:
        rule: the outcome rule.
        round: the round.
        majority_of: what a majority is of.
        shares_of: what printed shares are of.
        threshold: the least share that takes part in the seats.
        cells: place -> (measure, selection, value).
        complete: measures of which every selection is there.
        outcomes: the outcomes that the source states: selection -> outcome.
        aggregates: the selections that stand for several, or for somebody not named.
        units: measure -> the units that report it.
    """

    rule: str | None
    round: int
    majority_of: str
    shares_of: str
    threshold: Decimal
    cells: dict[Place, tuple[str, str, Decimal]] = field(default_factory=dict)
    complete: set[str] = field(default_factory=set)
    outcomes: dict[str, str] = field(default_factory=dict)
    aggregates: set[str] = field(default_factory=set)
    units: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))


def impacts(connection: duckdb.DuckDBPyConnection, doubts: Sequence[Doubt]) -> list[str | None]:
    """For each doubt whether it could matter.

    Args:
        connection: the schema `core`.
        doubts: what is in doubt, and what it could be instead.

    Returns:
        A word of `IMPACTS` for each; None where no figure that an outcome depends on takes part.
    """
    about = [{p for p in doubt.places if p.rpartition("|")[2] in MATTERS} for doubt in doubts]
    touched = set().union(*about) if about else set()
    if not touched or len(doubts) > _MOST:
        return ["unknown" if places else None for places in about]
    contests = _contests(connection, touched)
    where = {place: key for key, of_source in contests.items() for said in of_source.values() for place in said.cells}
    return [_judge(doubt, places, contests, where) for doubt, places in zip(doubts, about, strict=True)]


Contest = tuple[str, str]


def _judge(
    doubt: Doubt,
    places: set[Place],
    contests: dict[Contest, dict[str, _Figures]],
    where: dict[Place, Contest],
) -> str | None:
    if not places:
        return None
    if not any(place in where for place in places):
        return None  # a figure of the whole country, say: no outcome depends on it
    tried = False
    for contest in sorted({where[place] for place in places if place in where}):
        of_source = contests[contest]
        mentioned = {p.split("|")[0] for p in places if where.get(p) == contest}
        told = [said for name, said in of_source.items() if name in mentioned]
        results = [r for said in told if (r := _result(said, {})) is not None]
        known = {selection for said in of_source.values() for _, selection, _ in said.cells.values()}
        stated = [r for said in of_source.values() if (r := _stated(said, places)) is not None]
        figured = {s for said in of_source.values() for m, s, _ in said.cells.values() if m in ("votes", "share")}
        # A winner without figures, named otherwise than the figures are, contradicts nobody.
        stated = [r for r in stated if {s for s, _ in r[1]} <= (figured or known)]
        if len(mentioned) > 1 or stated:  # sources, or a source and its own figures, against each other
            tried = tried or len(results) + len(stated) > 1
            if any(not _same(one, other) for one in results for other in [*results, *stated]) or any(
                not _same(one, other) for one in stated for other in stated
            ):
                return "decisive"
        for change in [*doubt.changes, *_restated(of_source, places)]:
            for said in of_source.values():
                if not set(change) & set(said.cells):
                    continue
                before, after = _result(said, {}), _result(said, change)
                if before is None or after is None:
                    continue
                tried = True
                if not _same(before, after):
                    return "decisive"
    return "none" if tried else "unknown"


def _restated(of_source: dict[str, _Figures], places: set[Place]) -> Iterable[Change]:
    """Each value that is stated of a selection somewhere, in the place of those stated elsewhere."""
    values: dict[tuple[str, str], dict[Place, Decimal]] = defaultdict(dict)
    for said in of_source.values():
        for place, (measure, selection, value) in said.cells.items():
            if place in places:
                values[(measure, selection)][place] = value
    for stated in values.values():
        for value in set(stated.values()):
            if any(other != value for other in stated.values()):
                yield dict.fromkeys(stated, value)


Result = tuple[str, frozenset[tuple[str, int]]]
"""What comes of a contest: `elected`, `runoff`, `seats` or `tie`, and the selections with how much each has of it."""


def _same(one: Result, other: Result) -> bool:
    """Whether two results agree. A tie of the first place is broken by lot, so it agrees with any of its own."""
    if one == other:
        return True
    tied, sure = (one, other) if one[0] == "tie" else (other, one)
    return tied[0] == "tie" and sure[0] == "elected" and sure[1] <= tied[1]


def _stated(said: _Figures, places: set[Place]) -> Result | None:
    """The outcome that a source states, where the doubt is about it."""
    if not any(place in places and measure == "outcome" for place, (measure, _, _) in said.cells.items()):
        return None
    for word in ("elected", "runoff"):
        chosen = frozenset((s, 1) for s, outcome in said.outcomes.items() if outcome == word)
        if chosen:
            return word, chosen
    return None


def _result(said: _Figures, change: Change) -> Result | None:
    """What follows from the figures of a source by the outcome rule; None where they do not tell."""
    figures: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for place, (measure, selection, value) in said.cells.items():
        figures[measure][selection] += change.get(place, value)
    if said.rule in SEAT_METHODS or (said.rule is None and figures["seats"]):
        if not figures["seats"]:
            return None
        printed: Result = ("seats", frozenset((s, int(n)) for s, n in figures["seats"].items() if n))
        if said.rule is None or not {"votes", "seats"} <= said.complete:
            return printed
        given = _seats(said, figures)
        return printed if given is None or any("|seats" in place for place in change) else given
    measure = "votes" if figures["votes"] else "share"
    ranked = sorted(
        ((s, v) for s, v in figures[measure].items() if s not in said.aggregates), key=lambda item: (-item[1], item[0])
    )
    if said.rule is None or len(ranked) < 2 or measure not in said.complete | {"share"}:
        return None
    rest = Decimal(0) if measure in said.complete else max(Decimal(0), 100 - sum(figures["share"].values()))
    rest += sum((v for s, v in figures[measure].items() if s in said.aggregates), Decimal(0))
    first, second = ranked[0][1], ranked[1][1]
    if said.rule == "two_round_majority" and said.round == 1:
        whole = sum(figures[measure].values(), Decimal(0))
        if measure == "share" and said.shares_of == said.majority_of:
            whole = Decimal(100)
        elif measure == "share" and (said.majority_of != "valid" or "share" not in said.complete):
            return None  # the shares are of something else, and do not tell how many that is
        if measure == "votes" and said.units[said.majority_of] >= said.units["votes"]:
            whole = figures[said.majority_of].get("", whole)
        elif measure == "votes" and said.majority_of == "cast":
            return None
        if 2 * first > whole:
            return "elected", frozenset({(ranked[0][0], 1)})
        third = max([value for _, value in ranked[2:]] + [rest], default=Decimal(0))
        if second <= third and third > 0:
            return ("tie", frozenset((s, 1) for s, v in ranked if v >= third)) if second == third else None
        return "runoff", frozenset((s, 1) for s, _ in ranked[:2])
    if first <= rest:
        return None
    if first == second:
        return "tie", frozenset((s, 1) for s, v in ranked if v == first)
    return "elected", frozenset({(ranked[0][0], 1)})


def _seats(said: _Figures, figures: Mapping[str, Mapping[str, Decimal]]) -> Result | None:
    """The seats that the votes give, where no lot decides."""
    votes = {s: int(n) for s, n in figures["votes"].items()}
    size = int(figures["council_size"].get("", sum(figures["seats"].values())))
    if said.aggregates & set(votes):
        return None
    if size <= 0 or not any(votes.values()) or min(votes.values()) < 0:
        return None
    share, of = said.threshold.as_integer_ratio()
    if not any(n and n * 100 * of >= share * sum(votes.values()) for n in votes.values()):
        return None
    given = apportion(votes, size, str(said.rule), said.threshold)
    if given.by_lot:
        return None
    return "seats", frozenset((str(s), n) for s, n in given.seats.items() if n)


def _contests(connection: duckdb.DuckDBPyConnection, places: set[Place]) -> dict[Contest, dict[str, _Figures]]:
    """The contests that the places are about -> what each source says of them."""
    listed = ", ".join(f"({warehouse.text(place)})" for place in sorted(places))
    rows = warehouse.rows(
        connection,
        f"""
        WITH doubted AS (SELECT DISTINCT r.election_id, r.contest_id FROM core.statements s
            JOIN core.reports r ON r.election_id = s.election_id AND r.office = s.office AND r.gp_unit_id = s.gp_unit_id
                AND r.round = s.round
            WHERE s.place IN (SELECT col0 FROM (VALUES {listed}))
            UNION SELECT DISTINCT election_id, contest_id FROM core.statements
            WHERE contest_id IS NOT NULL AND place IN (SELECT col0 FROM (VALUES {listed}))),
        figures AS (
            SELECT s.*, r.contest_id AS of_contest, r.is_whole,
                count(DISTINCT coalesce(s.selection_id, '')) FILTER (r.is_whole) OVER of_source
                    = count(DISTINCT coalesce(s.selection_id, '')) OVER of_source AS has_whole,
                row_number() OVER (PARTITION BY s.election_id, s.office, s.gp_unit_id, s.round, s.source_id, s.measure,
                    s.selection_id, s.count_type, CASE WHEN s.measure = 'line_votes' THEN s.party_id END
                    ORDER BY s.statement_id) AS time
            FROM core.statements s
            JOIN (SELECT election_id, office, gp_unit_id, round, contest_id, is_whole FROM core.reports
                UNION SELECT election_id, office, gp_unit_id, round, contest_id, true FROM core.contests) r
                ON r.election_id = s.election_id AND r.office = s.office AND r.gp_unit_id = s.gp_unit_id
                AND r.round = s.round
            WHERE s.measure IN ({", ".join(warehouse.text(m) for m in MATTERS)}) AND s.count_type = 'total'
                AND (s.number IS NOT NULL OR s.text IS NOT NULL)
                AND NOT (s.measure = 'line_votes' AND EXISTS (
                    SELECT 1 FROM core.statements v WHERE v.measure = 'votes' AND v.count_type = 'total'
                        AND v.contest_id = s.contest_id AND v.selection_id = s.selection_id
                        AND v.source_id = s.source_id AND v.gp_unit_id = s.gp_unit_id))
            WINDOW of_source AS (PARTITION BY r.election_id, r.contest_id, s.source_id, s.measure))
        SELECT f.election_id, f.of_contest, c.outcome_rule, c.round, coalesce(o.majority_of, 'valid'),
            coalesce(o.shares_of, 'valid'), coalesce(o.threshold, 0), f.source_id, f.place,
            CASE WHEN f.measure = 'line_votes' THEN 'votes' ELSE f.measure END,
            coalesce(f.selection_id, ''), f.number, f.text, f.complete, f.gp_unit_id,
            coalesce(k.kind IN ('remainder', 'unnamed'), false)
        FROM figures f
        JOIN doubted d ON d.election_id = f.election_id AND d.contest_id = f.of_contest
        JOIN core.contests c ON c.election_id = f.election_id AND c.contest_id = f.of_contest
        LEFT JOIN core.offices o ON o.election_id = f.election_id AND o.office = f.office
        LEFT JOIN core.selections k ON k.election_id = f.election_id AND k.contest_id = f.of_contest
            AND k.selection_id = f.selection_id
        WHERE f.time = 1 AND f.is_whole = f.has_whole
        ORDER BY f.statement_id
        """,
    )
    contests: dict[Contest, dict[str, _Figures]] = defaultdict(dict)
    for row in rows:
        _add(contests[(row[0], row[1])], row)
    return contests


def _add(of_source: dict[str, _Figures], row: tuple[Any, ...]) -> None:
    rule, number, majority_of, shares_of, threshold, source, place, measure, selection = row[2:11]
    value, text, complete, unit, many = row[11:]
    said = of_source.setdefault(source, _Figures(rule, number, majority_of, shares_of, Decimal(threshold)))
    said.cells[place] = (measure, selection, value if value is not None else Decimal(0))
    said.units[measure].add(unit)
    if many:
        said.aggregates.add(selection)
    if complete:
        said.complete.add(measure)
    if measure == "outcome":
        said.outcomes[selection] = text
