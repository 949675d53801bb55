"""Hints for findings of rules that are no relation: a nought, a figure that nobody can read, a line typed twice."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from math import prod

import duckdb
import polars as pl

from numerim import warehouse
from numerim.check.repair.weigh import Change, Hint

COPIED = "R890"
"""The rule that two neighbouring units do not have the same figures throughout."""


def aside(
    connection: duckdb.DuckDBPyConnection, asked: Sequence[tuple[str, Sequence[str]]], of_sums: Sequence[Sequence[Hint]]
) -> list[list[Hint]]:
    """Hints for findings of rules that are no relation.

    Args:
        connection: the schema `core`.
        asked: of each finding its rule and the figures that take part.
        of_sums: the hints of sums and ratios.
    """
    if not asked:
        return []
    beside = noughts(connection, [places for _, places in asked])
    unread = left_over(connection, {places[0] for _, places in asked if len(places) == 1})
    found = []
    for (rule, places), nought in zip(asked, beside, strict=True):
        of_cell = unread.get(places[0], []) if len(places) == 1 else []
        found.append(copied(connection, places, of_sums) if rule == COPIED else nought or of_cell)
    return found


def noughts(connection: duckdb.DuckDBPyConnection, asked: Sequence[Sequence[str]]) -> list[list[Hint]]:
    """For findings whether a nought is among their figures that stands beside seats.

    Args:
        connection: the schema `core`.
        asked: of each finding the figures that take part.

    Returns:
        For each finding a hint a nought; what it should be nobody knows.
    """
    beside = {place: (seats, int(number)) for place, seats, number in warehouse.rows(connection, _NOUGHTS)}
    found = []
    for places in asked:
        there = set(places)
        noughts = [(place, beside[place]) for place in places if place in beside and beside[place][0] in there]
        found.append([_nought(place, number) for place, (_, number) in noughts])
    return found


def _nought(place: str, seats: int) -> Hint:
    told = f"{seats} seat{'' if seats == 1 else 's'} stand{'s' if seats == 1 else ''} beside it"
    return Hint((Change(place, "0", None, "zero"),), None, 1, 1, 0, (told,))


_NOUGHTS = """
    SELECT v.place, s.place, s.seats FROM core.one_vote_counts v
    JOIN core.one_seat_counts s ON s.election_id = v.election_id AND s.contest_id = v.contest_id
        AND s.selection_id = v.selection_id AND s.source_id = v.source_id AND s.said_by IS NOT DISTINCT FROM v.said_by
    JOIN core.contests c ON c.election_id = v.election_id AND c.contest_id = v.contest_id
        AND c.gp_unit_id = v.gp_unit_id
    WHERE v.votes = 0 AND s.seats > 0 AND NOT contains(v.place, ' ') AND NOT contains(s.place, ' ')"""


def left_over(connection: duckdb.DuckDBPyConnection, asked: Iterable[str]) -> dict[str, list[Hint]]:
    """What totals leave for cells that have no figure.

    Args:
        connection: the schema `core`.
        asked: cells without a figure.

    Returns:
        Of each cell for which a total leaves a figure a hint. Nothing is told where another figure of the same column
        or line is missing, too, nor where no other column or line makes its total: then who knows what is listed.
    """
    places = pl.DataFrame({"place": sorted(asked)}, schema={"place": pl.String})
    if places.is_empty():
        return {}
    connection.register("_lacking", places)
    rows = warehouse.rows(connection, _LEFT_OVER)
    connection.unregister("_lacking")
    by_value: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    printed: dict[str, str] = {}
    for place, value, left, why in rows:
        by_value[place][f"{Decimal(left):f}"].append(why)
        printed[place] = value or ""
    return {
        place: [
            Hint((Change(place, printed[place], left, "missing"),), None, 1, len(why), 0, tuple(why))
            for left, why in sorted(values.items(), key=lambda item: (-len(item[1]), item[0]))
        ]
        for place, values in by_value.items()
    }


_SOURCE = "election_id, source_id, coalesce(said_by, '') AS said_by"
_COLUMN = "office || ' ' || round || ' ' || measure"
_SAME = "{0}.election_id = a.election_id AND {0}.source_id = a.source_id AND {0}.said_by = a.said_by"
_LEFT_OVER = f"""
    WITH known AS (
        SELECT {_SOURCE}, contest_id AS contest, selection_id AS selection, gp_unit_id, votes AS figure
        FROM core.one_vote_counts
        UNION ALL SELECT {_SOURCE}, {_COLUMN}, '', gp_unit_id, ballots FROM core.one_ballot_counts),
    lacking AS (
        SELECT {_SOURCE}, contest_id AS contest, selection_id AS selection, gp_unit_id, place FROM core.no_vote_counts
        UNION ALL SELECT {_SOURCE}, {_COLUMN}, '', gp_unit_id, place FROM core.no_ballot_counts),
    asked AS (
        SELECT l.*, coalesce(g.level, g.unit_type) AS level, any_value(s.value) AS printed,
            any_value(s.office) || ' ' || any_value(s.round) || ' valid' AS valid
        FROM lacking l SEMI JOIN _lacking USING (place)
        JOIN core.statements s ON s.place = l.place JOIN core.gp_units g ON g.gp_unit_id = l.gp_unit_id
        GROUP BY ALL),
    columns AS (  -- the units of one level, and the unit that they lie in: of the column, and of others like it
        SELECT a.place, a.printed, w.ancestor_id, t.contest = a.contest AND t.selection = a.selection AS own,
            t.figure - sum(k.figure) AS left_over, bool_or(k.gp_unit_id = a.gp_unit_id) AS has_unit
        FROM asked a
        JOIN core.within w ON w.gp_unit_id = a.gp_unit_id AND w.ancestor_id <> a.gp_unit_id
        JOIN known t ON {_SAME.format("t")} AND (t.selection <> '') = (a.selection <> '')
            AND (t.contest = a.contest OR a.selection = '') AND t.gp_unit_id = w.ancestor_id
        JOIN core.within b ON b.ancestor_id = w.ancestor_id AND b.gp_unit_id <> w.ancestor_id
        JOIN core.gp_units g ON g.gp_unit_id = b.gp_unit_id AND coalesce(g.level, g.unit_type) = a.level
        JOIN known k ON {_SAME.format("k")} AND k.contest = t.contest AND k.selection = t.selection
            AND k.gp_unit_id = b.gp_unit_id
        WHERE NOT EXISTS (
            SELECT 1 FROM lacking o WHERE {_SAME.format("o")} AND o.contest = a.contest AND o.selection = a.selection
                AND o.place <> a.place)
        GROUP BY a.place, a.printed, w.ancestor_id, own, t.contest, t.selection, t.figure),
    lines AS (  -- the selections of a unit, and its valid ballots: of the unit, and of others
        SELECT a.place, a.printed, t.gp_unit_id = a.gp_unit_id AS own, t.figure - sum(k.figure) AS left_over
        FROM asked a
        JOIN known t ON {_SAME.format("t")} AND t.contest = a.valid
        JOIN known k ON {_SAME.format("k")} AND k.contest = a.contest AND k.gp_unit_id = t.gp_unit_id
        WHERE a.selection <> '' AND NOT EXISTS (
            SELECT 1 FROM lacking o WHERE {_SAME.format("o")} AND o.contest = a.contest
                AND o.gp_unit_id = a.gp_unit_id AND o.place <> a.place)
        GROUP BY a.place, a.printed, own, t.gp_unit_id, t.figure)
    -- Nothing says that all is listed where one figure lacks; that others make their totals does.
    SELECT place, printed, left_over, 'the total of ' || u.name || ' leaves it' FROM columns c
    JOIN core.gp_units u ON u.gp_unit_id = ancestor_id
    WHERE own AND left_over >= 0 AND EXISTS (
        SELECT 1 FROM columns o WHERE o.place = c.place AND o.ancestor_id = c.ancestor_id AND NOT o.own AND o.has_unit
            AND o.left_over = 0)
    UNION ALL SELECT place, printed, left_over, 'the valid ballots leave it' FROM lines l
    WHERE own AND left_over >= 0 AND EXISTS (
        SELECT 1 FROM lines o WHERE o.place = l.place AND NOT o.own AND o.left_over = 0)
    ORDER BY ALL"""


def copied(connection: duckdb.DuckDBPyConnection, places: Sequence[str], found: Iterable[Sequence[Hint]]) -> list[Hint]:
    """Which of two units with the same figures is the wrong one, by what totals leave for it.

    Args:
        connection: the schema `core`.
        places: the figures of the two units.
        found: the hints of sums and ratios.

    Returns:
        For each of the units for which a total leaves other figures a hint, the likelier first.
    """
    listed = ", ".join(f"({warehouse.text(place)})" for place in sorted(places))
    unit = dict(
        warehouse.rows(
            connection,
            f"SELECT place, gp_unit_id FROM core.statements WHERE place IN (SELECT col0 FROM (VALUES {listed}))",
        )
    )
    of_unit: dict[str, list[Change]] = defaultdict(list)
    likely: list[dict[str, float]] = []
    for hints in found:
        best: dict[str, Hint] = {}
        for hint in hints:
            if len(hint.changes) == 1 and hint.changes[0].place in unit and hint.likelihood:
                best.setdefault(unit[hint.changes[0].place], hint)
        for name, hint in best.items():
            of_unit[name].append(hint.changes[0])
        likely += [{name: hint.likelihood or 0.0 for name, hint in best.items()}] if best else []
    weights = {name: prod(of.get(name, 0.0) for of in likely) for name in of_unit}
    all_ = sum(weights.values()) + prod(max(0.0, 1 - sum(of.values())) for of in likely)
    made = [
        Hint(
            tuple(of_unit[name]),
            round(weight / all_, 4),
            len(likely),
            len(likely),
            0,
            ("that is what the totals leave for the unit",),
        )
        for name, weight in weights.items()
        if weight
    ]
    return sorted(made, key=lambda hint: -(hint.likelihood or 0))


def surest(of_sums: Iterable[Sequence[Hint]]) -> dict[str, Hint]:
    """The cells that sums and ratios say more likely than not are wrong -> the hint that says what each should be."""
    found: dict[str, Hint] = {}
    for hint in (hints[0] for hints in of_sums if hints):
        if (hint.likelihood or 0) > 0.5:
            for place in (place for change in hint.changes for place in change.place.split()):
                if place not in found or (found[place].likelihood or 0) < (hint.likelihood or 0):
                    found[place] = hint
    return found


def agreeing(hints: Sequence[Hint], sure: Mapping[str, Hint]) -> list[Hint]:
    """The same hints; one that says something else of a cell than a sum that is surer gives way to what the sum says.

    Args:
        hints: of a finding of a rule that is no relation.
        sure: what `surest` gives.
    """
    found = []
    for hint in hints:
        others = [
            sure[place]
            for change in hint.changes
            for place in change.place.split()
            if place in sure and _value(sure[place], place) != (change.value and Decimal(change.value))
        ]
        found.append(others[0] if others else hint)
    return list(dict.fromkeys(found))


def _value(hint: Hint, place: str) -> Decimal | str | None:
    return next(
        (change.value and Decimal(change.value) for change in hint.changes if place in change.place.split()), None
    )


def numbers(hints: Iterable[Hint]) -> list[Mapping[str, Decimal]]:
    """The figures that hints suggest: place -> figure; without hints that suggest none."""
    return [
        {place: Decimal(change.value) for change in hint.changes if change.value for place in change.place.split()}
        for hint in hints
        if all(change.value for change in hint.changes)
    ]
