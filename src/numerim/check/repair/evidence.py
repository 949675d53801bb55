"""What the figures around a cell say of it: what it should be near to, and which others it repeats.

A figure of a unit is held against three things: how many voted there in its other contests (`size`), what the same
party has there in them (`party`), and what share the candidate has elsewhere (`share`). Each tells by how much the
logarithm of the figure is off what is usual for its column, and how far figures of that column usually are off. DuckDB
works this out for all cells in question at once.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from math import exp, log

import duckdb
import polars as pl

from numerim import warehouse
from numerim.check.repair.slips import Figure

_UNITS = 5
"""In fewer units nobody can say what is usual."""

_REFERENCES = 12
"""Against so many other columns a figure is held at most: those that most units have."""

_WEIGHT = 0.7
"""How much each kind of evidence counts: less than all, since they are not independent of each other."""

_LEAST = 0.03
"""No column is taken for more regular than this, as a part of a figure."""

_CHANCE = 0.3
"""How much of the chance of a count (its square root) the figures of one unit do not have in common."""

_TAIL = 3
"""Degrees of freedom of the distribution (Student's) of how far figures are off: few, so nothing is impossible."""

_TELLS = 3.0
"""So many times likelier must evidence make a figure to be told of."""


@dataclass(frozen=True)
class Usual:
    """How a figure, or a sum that it is in, is held against what is usual.

    Attributes:
        kind: `size`, `party` or `share`.
        rest: what else the sum has.
        off: by how much its logarithm is off.
        spread: how far others usually are.
    """

    kind: str
    rest: float
    off: float
    spread: float

    def about(self, printed: float) -> float:
        """What would be usual for the figure, or for the sum."""
        return max((printed + self.rest + 0.5) * exp(-self.off) - 0.5, 0.0)

    def likelier(self, printed: float, value: float) -> float:
        """The natural logarithm of how much likelier another figure is than the printed one."""
        moved = self.off + log((value + self.rest + 0.5) / (printed + self.rest + 0.5))
        around = max(self.spread, _LEAST) ** 2 + _CHANCE / (self.about(printed) + 1)
        apart = log(1 + self.off**2 / around / _TAIL) - log(1 + moved**2 / around / _TAIL)
        return _WEIGHT * (_TAIL + 1) / 2 * apart


@dataclass(frozen=True)
class Around:
    """What is known of a cell from around it.

    Attributes:
        unit: the unit that it is of, with its election and source.
        figure: the figure that it is, or is a part of.
        usual: what that is held against.
        beside: the figures of its column in the units before and after it.
        again: how many other figures of the unit are those of the unit before, and after, too.
        same: how many other selections of the unit have the same figure.
        others: how many others there are.
    """

    unit: str
    figure: float
    usual: tuple[Usual, ...]
    beside: tuple[float | None, float | None]
    again: tuple[int, int]
    same: int
    others: int

    def likelier(self, printed: Figure, value: Figure) -> float:
        """How much likelier another figure is than the printed one; 1 where nothing tells."""
        then = self._then(printed, value)
        return exp(max(-_MOST, min(_MOST, sum(one.likelier(self.figure, then) for one in self.usual))))

    def because(self, printed: Figure, value: Figure) -> list[str]:
        """What of this speaks for another figure, in words."""
        then = self._then(printed, value)
        told = [words for figure, words in zip(self.beside, _REPEATED, strict=True) if figure == self.figure]
        if any(figure == self.figure and n for figure, n in zip(self.beside, self.again, strict=True)):
            told.append("other figures of this unit repeat those of its neighbour, too")
        for one in self.usual:
            if one.likelier(self.figure, then) > log(_TELLS):
                about, makes = round(one.about(self.figure)), round(then + one.rest)
                told.append(_TOLD[one.kind].format(about=about, then=makes))
        return told

    def _then(self, printed: Figure, value: Figure) -> float:
        return max(self.figure + float(value.value - printed.value), 0.0)


_MOST = 60.0
_REPEATED = (
    "it repeats the figure of the unit before it",
    "it is also the figure of the unit after it",
)
_TOLD = {
    "size": "then the unit has {then:,} here; its other contests suggest {about:,}",
    "party": "the party’s votes in the other contests of the unit suggest {about:,}",
    "share": "the candidate’s share in the other units suggests {about:,}",
}


def evidence(connection: duckdb.DuckDBPyConnection, places: Collection[str]) -> Mapping[str, Around]:
    """What is known of cells from around them.

    Args:
        connection: the schema `core`.
        places: the cells, `source|locator|measure`, one place each.

    Returns:
        A place with what is known; those of which nothing is are left out.
    """
    if not places:
        return {}
    connection.register("_asked", pl.DataFrame({"place": sorted(places)}))
    connection.execute(_MADE)
    rows = warehouse.rows(connection, "FROM hint_told")
    connection.unregister("_asked")
    for name in _TABLES:
        connection.execute(f"DROP TABLE hint_{name}")
    found = {}
    for place, unit, value, size, before, after, again, again_after, same, others, *offs in rows:
        usual = []
        for i, kind in enumerate(("size", "party", "share")):
            off, spread = offs[2 * i : 2 * i + 2]
            if off is not None and spread is not None:
                usual.append(Usual(kind, size - value if kind == "size" else 0.0, off, spread))
        found[place] = Around(unit, value, tuple(usual), (before, after), (again, again_after), same, others)
    return found


_TABLES = ("figures", "asked", "sizes", "size_off", "told")

_OFF = "ln({}::DOUBLE + 0.5)"
_SPREAD = "1.4826 * median(abs({}))"
"""The median is not moved by a few figures that are wrong; times this it is the standard deviation of normal errors."""

_MADE = f"""
-- Every figure that counts people, ballots or votes, in the elections and sources of the cells; what its level,
-- its column and its unit are, each with the source, is a number.
CREATE OR REPLACE TEMP TABLE hint_figures AS
WITH figures AS (
    SELECT election_id, contest_id AS contest, selection_id AS selection, source_id, coalesce(said_by, '') AS said_by,
        gp_unit_id, votes::DOUBLE AS figure, place, statement_id FROM core.one_vote_counts
    UNION ALL SELECT election_id, office || ' ' || round || ' ' || measure, NULL, source_id, coalesce(said_by, ''),
        gp_unit_id, ballots::DOUBLE, place, statement_id FROM core.one_ballot_counts),
about AS (SELECT election_id, source_id, said_by FROM (SELECT *, unnest(string_split(place, ' ')) AS spot FROM figures)
    SEMI JOIN _asked ON _asked.place = spot GROUP BY ALL)
SELECT f.*, s.party_id AS party,
    hash(f.election_id, f.source_id, f.said_by, coalesce(g.level, g.unit_type)) AS of_level,
    hash(f.election_id, f.source_id, f.said_by, coalesce(g.level, g.unit_type), f.contest, f.selection) AS of_column,
    hash(f.election_id, f.source_id, f.said_by, f.gp_unit_id) AS of_unit
FROM figures f
SEMI JOIN about a ON a.election_id = f.election_id AND a.source_id = f.source_id AND a.said_by = f.said_by
JOIN core.gp_units g ON g.gp_unit_id = f.gp_unit_id
LEFT JOIN core.selections s
    ON s.election_id = f.election_id AND s.contest_id = f.contest AND s.selection_id = f.selection;

CREATE OR REPLACE TEMP TABLE hint_asked AS
SELECT * FROM (SELECT *, unnest(string_split(place, ' ')) AS spot FROM hint_figures)
SEMI JOIN _asked ON _asked.place = spot;

-- How large each contest is in each unit, and by how much that is off what it is beside other contests.
CREATE OR REPLACE TEMP TABLE hint_sizes AS
SELECT of_level, of_unit, contest, sum(figure) AS size, count(*) AS listed FROM hint_figures GROUP BY ALL;
CREATE OR REPLACE TEMP TABLE hint_size_off AS
WITH known AS (
    SELECT of_level, contest FROM hint_sizes GROUP BY of_level, contest HAVING count(*) >= {_UNITS}
    QUALIFY row_number() OVER (PARTITION BY of_level ORDER BY count(*) DESC, contest) <= {_REFERENCES}),
pairs AS (
    SELECT a.of_level, a.contest, a.of_unit, b.contest AS other,
        {_OFF.format("a.size")} - {_OFF.format("b.size")} AS off
    FROM hint_sizes a
    SEMI JOIN hint_asked q ON q.of_level = a.of_level AND q.contest = a.contest
    JOIN hint_sizes b ON b.of_unit = a.of_unit AND b.contest <> a.contest
    SEMI JOIN known k ON k.of_level = b.of_level AND k.contest = b.contest),
usual AS (
    SELECT of_level, contest, other, median(off) AS usual FROM pairs GROUP BY ALL HAVING count(*) >= {_UNITS})
SELECT contest, of_unit, median(off - usual) AS off
FROM pairs JOIN usual USING (of_level, contest, other) GROUP BY ALL;

-- What each figure of a column is off, in each way.
CREATE OR REPLACE TEMP TABLE hint_told AS
WITH of_size AS (
    SELECT f.*, s.size, s.listed FROM hint_figures f
    SEMI JOIN hint_asked q ON q.of_level = f.of_level AND q.contest = f.contest
    JOIN hint_sizes s ON s.of_unit = f.of_unit AND s.contest = f.contest),
known AS (
    SELECT of_column FROM hint_figures WHERE party IS NOT NULL
    GROUP BY of_column, of_level, contest, selection HAVING count(*) >= {_UNITS}
    QUALIFY row_number() OVER (
        PARTITION BY of_level, any_value(party) ORDER BY count(*) DESC, contest, selection) <= {_REFERENCES}),
pairs AS (
    SELECT a.statement_id, a.of_column, b.of_column AS other,
        {_OFF.format("a.figure")} - {_OFF.format("b.figure")} AS off
    FROM of_size a
    JOIN hint_figures b ON b.of_unit = a.of_unit AND b.party = a.party AND b.contest <> a.contest
    SEMI JOIN known k ON k.of_column = b.of_column),
usual AS (
    SELECT of_column, other, median(off) AS usual FROM pairs GROUP BY ALL HAVING count(*) >= {_UNITS}),
party AS (
    SELECT statement_id, median(off - usual) AS off
    FROM pairs JOIN usual USING (of_column, other) GROUP BY statement_id),
every AS (
    SELECT f.*, e.off AS size_off, p.off AS party_off,
        CASE WHEN f.listed > 1 THEN {_OFF.format("f.figure")} - {_OFF.format("(f.size - f.figure)")} END AS odds
    FROM of_size f
    LEFT JOIN hint_size_off e ON e.of_unit = f.of_unit AND e.contest = f.contest
    LEFT JOIN party p ON p.statement_id = f.statement_id),
columns AS (SELECT of_column, median(odds) AS usual, count(*) AS units FROM every GROUP BY of_column),
shared AS (SELECT e.*, e.odds - c.usual AS share_off, c.units FROM every e JOIN columns c USING (of_column)),
spreads AS (
    SELECT of_column, {_SPREAD.format("size_off")} AS size_spread, {_SPREAD.format("party_off")} AS party_spread,
        {_SPREAD.format("share_off")} AS share_spread
    FROM shared GROUP BY of_column),
beside AS (
    SELECT statement_id, lag(figure) OVER ordered AS before, lead(figure) OVER ordered AS after FROM of_size
    WINDOW ordered AS (PARTITION BY of_column ORDER BY statement_id)),
repeated AS (
    SELECT *, coalesce(figure = before AND figure >= 10, false)::INTEGER AS is_before,
        coalesce(figure = after AND figure >= 10, false)::INTEGER AS is_after
    FROM (FROM shared SEMI JOIN hint_asked USING (of_unit)) JOIN beside USING (statement_id)),
off AS (
    SELECT r.*, size_spread, party_spread, share_spread,
        sum(is_before) OVER unit - is_before AS again_before, sum(is_after) OVER unit - is_after AS again_after,
        count(*) OVER (PARTITION BY of_unit, contest, figure) - 1 AS same_there
    FROM repeated r JOIN spreads USING (of_column) WINDOW unit AS (PARTITION BY of_unit))
SELECT q.spot, concat_ws(' ', q.election_id, q.source_id, q.said_by, q.gp_unit_id), q.figure, o.size, o.before, o.after,
    o.again_before, o.again_after, o.same_there, o.listed - 1, o.size_off, o.size_spread, o.party_off, o.party_spread,
    CASE WHEN o.units >= {_UNITS} AND o.party_off IS NULL THEN o.share_off END, o.share_spread
FROM hint_asked q JOIN off o ON o.statement_id = q.statement_id ORDER BY q.spot;
"""
