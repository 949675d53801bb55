"""Does it matter? Whether another value of a figure in doubt would change the winner, the runoff pair or a seat.

The outcome of each contest that a finding touches is worked out by its law from the figures as they stand, and again
with every value that is stated or suggested instead: of another source, or of a repair hint.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import duckdb
import polars as pl

from numerim import warehouse
from numerim.check.lawful import Asked, contests
from numerim.check.otherwise import Cell, Change, Place, changed, result_of
from numerim.check.tipping import Thresholds, tipping_point
from numerim.schemas.law import Result

MATTERS = ("votes", "line_votes", "share", "seats", "valid", "cast", "registered", "outcome", "council_size")
"""Measures that an outcome may depend on."""

_MATTERS = tuple(f"|{measure}" for measure in MATTERS)

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


@dataclass(frozen=True)
class Impact:
    """Whether a doubt could matter.

    Attributes:
        word: a word of `IMPACTS`.
        would_take: what it would take for another outcome, where the word is `unknown` and that is known.
    """

    word: str
    would_take: str | None = None


def impacts(connection: duckdb.DuckDBPyConnection, doubts: Sequence[Doubt]) -> list[Impact | None]:
    """For each doubt whether it could matter.

    Args:
        connection: the schema `core`.
        doubts: what is in doubt, and what it could be instead.

    Returns:
        For each; None where no figure that an outcome depends on takes part.
    """
    about = [{p for p in doubt.places if p.endswith(_MATTERS)} for doubt in doubts]
    touched: set[Place] = set().union(*about)
    if not touched or len(doubts) > _MOST:
        return [Impact("unknown") if places else None for places in about]
    _find(connection, touched, {place for doubt in doubts for change in doubt.changes for place in change})
    names = warehouse.rows(connection, "SELECT DISTINCT contest_id FROM impact_cells WHERE is_touched")
    asked = contests(connection, {name for (name,) in names})
    known = {
        one.contest.contest_id: {key: said.places for key, said in one.contest.said.items()} for one in asked.values()
    }
    cells = _cells(connection, known, asked)
    thresholds: Thresholds = {}
    return [_judge(doubt, places, asked, cells, known, thresholds) for doubt, places in zip(doubts, about, strict=True)]


def _measure(place: Place) -> str:
    return place.rpartition("|")[2]


Known = Mapping[str, Mapping[str, Collection[Place]]]
"""Contest and source -> where all stands that an outcome may follow from."""


def _judge(
    doubt: Doubt,
    places: set[Place],
    asked: Mapping[str, Asked],
    cells: Mapping[Place, Cell],
    known: Known,
    thresholds: Thresholds,
) -> Impact | None:
    places = places & cells.keys()
    where = {place: cells[place].contest for place in places if _counts(place, cells, asked, known)}
    if not where:
        return None  # a figure of the whole country, say: no outcome depends on it
    tried = False
    for contest in sorted(set(where.values())):
        one = asked[contest]
        mentioned = {place.split("|")[0] for place, of in where.items() if of == contest}
        sources = [said for said in one.contest.said.values() if said.source_id in mentioned]
        stated = list(_stated(one, places))
        own = any(result.what == "seats" for result in stated)  # what is printed is no reason for itself
        results = [result for said in sources if (result := result_of(one, said, reckoned=own)) is not None]
        if len(mentioned) > 1 or stated:  # sources, or a source and its own figures, against each other
            tried = tried or len(results) + len(stated) > 1
            every = [*results, *stated]
            if any(not one_.meets(other) for one_ in every for other in every):
                return Impact("decisive")
        for change in [*doubt.changes, *_restated(places, cells, contest)]:
            for said in one.contest.said.values():
                other = changed(said, change, cells, contest)
                if other is None:
                    continue
                before, after = result_of(one, said), result_of(one, other, any(_measure(p) == "seats" for p in change))
                if before is None or after is None:
                    continue
                tried = True
                if not before.meets(after):
                    return Impact("decisive")
    if tried:
        return Impact("none")
    tipping = tipping_point(where, [asked[contest] for contest in sorted(set(where.values()))], cells, thresholds)
    return Impact("unknown", None if tipping is None else str(tipping))


def _counts(place: Place, cells: Mapping[Place, Cell], asked: Mapping[str, Asked], known: Known) -> bool:
    """Whether an outcome may follow from a figure: of a whole contest, or of somebody of whom its source has none."""
    cell = cells[place]
    terms = asked[cell.contest].contest.terms
    if cell.measure == "registered" and not (terms.quorum or terms.approval or terms.of == "registered"):
        return False
    source = place.partition("|")[0]
    said = asked[cell.contest].contest.said.get(source)
    if said is None or place in known[cell.contest][source] or not said.tallies:
        return True
    return cell.measure in ("votes", "share", "seats") and all(cell.selection not in one.lines for one in said.tallies)


def _stated(asked: Asked, places: set[Place]) -> Iterator[Result]:
    """The outcomes, and the seats, that sources state, where the doubt is about these."""
    every = asked.contest.said.values()
    known = {selection for said in every for tally in said.tallies for selection in tally.lines}
    for said in every:
        if any(place in places for one in said.outcomes for place in one.line.place.split()):
            for word in ("elected", "runoff"):
                chosen = {one.line.selection: 1 for one in said.of(word)}
                if chosen:
                    # A winner without figures, named otherwise than the figures are, contradicts nobody.
                    yield from [Result(word, chosen)] if not known or set(chosen) <= known else []
        for tally in said.seats.values():
            if tally.complete and any(place in places for line in tally.lines.values() for place in line.place.split()):
                yield Result("seats", {key: line.figure for key, line in tally.lines.items() if line.figure})


def _restated(places: set[Place], cells: Mapping[Place, Cell], contest: str) -> Iterator[Change]:
    """Each value that is stated of a selection somewhere, in the place of those stated elsewhere."""
    values: dict[tuple[Any, ...], dict[Place, Decimal]] = defaultdict(dict)
    for place in sorted(places):
        cell = cells.get(place)
        if cell is not None and cell.contest == contest:
            values[cell.measure, cell.selection, cell.whose][place] = cell.number
    for stated in values.values():
        for value in sorted(set(stated.values())):
            if any(other != value for other in stated.values()):
                yield dict.fromkeys(stated, value)


def _find(connection: duckdb.DuckDBPyConnection, touched: Iterable[Place], changed: Iterable[Place]) -> None:
    """Make `impact_cells`: the figures of contests at some places, each once."""
    for name, places in (("touched", touched), ("changed", changed)):
        connection.register(f"_{name}", pl.DataFrame({"place": list(places)}, schema={"place": pl.String}))
    connection.execute(_CELLS)
    for name in ("touched", "changed"):
        connection.unregister(f"_{name}")


_CELLS = """
    CREATE OR REPLACE TEMP TABLE impact_cells AS
    WITH asked AS (
        SELECT place, bool_or(is_touched) AS is_touched, bool_or(NOT is_touched) AS is_changed
        FROM (SELECT place, true AS is_touched FROM _touched UNION ALL SELECT place, false FROM _changed)
        GROUP BY place)
    SELECT s.place, coalesce(s.contest_id, r.contest_id) AS contest_id, s.source_id, s.measure,
        coalesce(s.selection_id, '') AS selection_id, coalesce(s.number, 0) AS number, s.gp_unit_id, s.count_type,
        CASE WHEN s.measure = 'line_votes' THEN s.party_id END AS party_id, a.is_touched, a.is_changed
    FROM core.statements s JOIN asked a USING (place)
    LEFT JOIN core.reports r ON s.contest_id IS NULL AND r.election_id = s.election_id AND r.office = s.office
        AND r.gp_unit_id = s.gp_unit_id AND r.round = s.round
    WHERE (s.number IS NOT NULL OR s.text IS NOT NULL)
        AND coalesce(s.contest_id, r.contest_id) IN (SELECT contest_id FROM core.contests)
    QUALIFY row_number() OVER (PARTITION BY s.place ORDER BY s.statement_id) = 1"""


def _cells(connection: duckdb.DuckDBPyConnection, known: Known, asked: Mapping[str, Asked]) -> dict[Place, Cell]:
    """Of the figures that `_find` found those that may count, that change, or of which several are given.

    The others are very many: the figures of stations, say, where those of the whole country are printed.
    """
    places = {p for of in known.values() for there in of.values() for p in there}
    listed = [
        (name, source, selection)
        for name, one in asked.items()
        for source, said in one.contest.said.items()
        if said.tallies
        for selection in {_ANY, *(selection for tally in said.tallies for selection in tally.lines)}
    ]
    connection.register("_known", pl.DataFrame({"place": list(places)}, schema={"place": pl.String}))
    schema = dict.fromkeys(("contest_id", "source_id", "selection_id"), pl.String)
    connection.register("_listed", pl.DataFrame(listed, schema=schema, orient="row"))
    rows = warehouse.rows(connection, _COUNTING)
    connection.unregister("_known")
    connection.unregister("_listed")
    return {row[0]: Cell(row[1], row[2], row[3], Decimal(row[4]), tuple(row[5:])) for row in rows}


_ANY = "#"
"""Stands for a figure that is not of a selection, in the list of those of which a source has figures."""

_COUNTING = f"""
    SELECT c.place, c.contest_id, c.measure, c.selection_id, c.number, c.gp_unit_id, c.count_type, c.party_id
    FROM (
        SELECT *, CASE WHEN measure IN ('votes', 'share', 'seats') THEN selection_id ELSE '{_ANY}' END AS whose,
            min(number) OVER same <> max(number) OVER same AS varies
        FROM impact_cells
        WINDOW same AS (PARTITION BY contest_id, measure, selection_id, gp_unit_id, count_type, party_id)) c
    LEFT JOIN _known k ON k.place = c.place
    LEFT JOIN _listed l ON l.contest_id = c.contest_id AND l.source_id = c.source_id AND l.selection_id = c.whose
    WHERE c.is_changed OR c.varies OR k.place IS NOT NULL OR l.contest_id IS NULL"""
