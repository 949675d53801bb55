"""The figures near broken relations: which cells there are, and every relation that they take part in.

DuckDB looks for them among all relations of all rules; Python sees only those near a broken one.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import duckdb

from numerim import warehouse
from numerim.check.repair.relations import Cell, Key, Linear, Ratio, Relation, Sum
from numerim.check.repair.slips import Exact, Figure, figure
from numerim.schemas.relations.sum import SUM
from numerim.schemas.rule import EACH, Rule

_LARGE = 1000
"""Of a broken relation with more terms, only the blamed ones and those in another broken one may be changed."""

NEAR = 100
"""Through relations with more terms than this, one does not go on to further cells."""

_MANY = 3000
"""With more cells in broken relations than this, one does not go on to further cells at all."""


@dataclass(frozen=True)
class Near:
    """What lies near broken relations.

    Attributes:
        broken: the broken relations.
        cells: the cells by place.
        lines: file and line -> the numbers of its cells, each with what is printed there.
        by_spot: the cells by where they stand.
    """

    broken: Sequence[Relation]
    cells: Mapping[str, Cell]
    lines: Mapping[tuple[str, int], Mapping[int, Figure]]
    by_spot: Mapping[tuple[str, int, int], Cell]


def near(connection: duckdb.DuckDBPyConnection, broken: Sequence[Key], rules: Iterable[Rule]) -> Near:
    """Find the cells of broken relations, those around them, and all their relations."""
    declared = {rule.code: rule for rule in rules if rule.can_be_mended}
    asked = [key for key in dict.fromkeys(broken) if key[0] in declared]
    if not asked:
        return Near([], {}, {}, {})
    connection.execute(_pairs(declared.values()))
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE repair_keys AS SELECT unnest(?::BIGINT[]) AS i, unnest(?::VARCHAR[]) AS key",
        [list(range(len(asked))), ["\x1f".join(key) for key in asked]],
    )
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE repair_broken AS SELECT relation, min(i) AS i FROM "
        f"({' UNION ALL '.join(map(_named, declared.values()))}) JOIN repair_keys USING (key) GROUP BY relation"
    )
    connection.execute(_AROUND)
    if not warehouse.rows(connection, "SELECT 1 FROM repair_broken LIMIT 1"):
        return Near([], {}, {}, {})
    cells, alias = _cells(connection)
    relations = _relations(connection, declared, asked, cells, alias)
    to_mend = []
    for relation in relations:
        held = relation.holds({})
        relation.broken = not held and bool(relation.key)
        if held or relation.broken:  # one that is broken with nobody asking is known: it tells nothing
            for cell in relation.cells():
                cell.relations.append(relation)
        if relation.broken:
            to_mend.append(relation)
    lines: dict[tuple[str, int], dict[int, Figure]] = defaultdict(dict)
    for file, line, number, value, decimals in warehouse.rows(connection, "FROM repair_lines"):
        found = figure(value, decimals)
        if found is not None:
            lines[file, line][number] = found
    for made in _TABLES:
        connection.execute(f"DROP TABLE repair_{made}")
    by_spot = {cell.spot: cell for cell in cells.values() if cell.spot}
    return Near(to_mend, cells, lines, by_spot)


def _pairs(rules: Iterable[Rule]) -> str:
    """SQL that makes the table of the percentages of rules with what they are of, one row a figure and place."""
    codes = ", ".join(warehouse.text(rule.code) for rule in rules)
    roles = " UNION ALL ".join(
        f"SELECT hash(relation) AS relation, '{role}' AS role, {role == 's'}::INTEGER AS blamed, "
        f"{name}_place AS places FROM core.ratios WHERE rule IN ({codes})"
        for role, name in (("p", "part"), ("b", "base"), ("s", "share"))
    )
    return f"""
        CREATE OR REPLACE TEMP TABLE repair_sums AS SELECT sum_id AS relation FROM core.sums WHERE rule IN ({codes});
        CREATE OR REPLACE TEMP TABLE repair_pairs AS
        WITH roles AS ({roles})
        SELECT relation, role, blamed, hash(places) AS spot FROM roles WHERE NOT contains(places, ' ')
        UNION ALL SELECT relation, role, blamed, hash(place) FROM (
            SELECT relation, role, blamed, unnest(string_split(places, ' ')) AS place FROM roles
            WHERE contains(places, ' '))"""


_SPOTS = """
    SELECT t.sum_id AS relation, t.blamed, f.spot
    FROM (SELECT * FROM core.terms SEMI JOIN {0} ON relation = sum_id SEMI JOIN repair_sums r ON r.relation = sum_id) t
    JOIN core.spots f ON f.figure_id = t.figure_id
    UNION ALL SELECT relation, blamed, spot FROM repair_pairs SEMI JOIN {0} USING (relation)
"""
"""SQL: where the figures of relations stand that are in a table, by numbers."""

_TOUCHING = """
    SELECT sum_id AS relation FROM core.terms SEMI JOIN (
        FROM core.spots SEMI JOIN repair_cells USING (spot)) USING (figure_id)
    SEMI JOIN repair_sums ON relation = sum_id
    UNION SELECT relation FROM repair_pairs SEMI JOIN repair_cells USING (spot)
"""
"""SQL: the relations that a cell takes part in."""


def _named(rule: Rule) -> str:
    """SQL: the broken relations of a rule, each with the `key` of its finding."""
    columns = [*EACH[rule.each].key, "subject", "source_id"]
    texts = ", ".join(f"coalesce(CAST({c} AS VARCHAR), '')" for c in columns)
    table, relation = ("sums", "sum_id") if rule.primitive is SUM else ("ratios", "hash(relation)")
    return f"""
        SELECT {relation} AS relation, concat_ws(chr(31), {warehouse.text(rule.code)}, {texts}) AS key
        FROM core.{table} WHERE rule = {warehouse.text(rule.code)} AND NOT holds"""


_TABLES = (
    "sums",
    "pairs",
    "keys",
    "broken",
    "cells",
    "spots",
    "around",
    "touching",
    "short",
    "near",
    "near_terms",
    "near_places",
    "numbers",
    "values",
    "lines",
)

_AROUND = f"""
-- The cells of broken relations.
CREATE OR REPLACE TEMP TABLE repair_cells AS
SELECT DISTINCT place, hash(place) AS spot FROM core.statements WHERE hash(place) IN (
    SELECT spot FROM (
        SELECT spot, blamed, count(*) OVER (PARTITION BY relation) AS terms, count(*) OVER (PARTITION BY spot) AS times
        FROM ({_SPOTS.format("repair_broken")}))
    WHERE terms <= {_LARGE} OR blamed = 1 OR times > 1);

-- What is printed around them.
CREATE OR REPLACE TEMP TABLE repair_spots AS
SELECT place, source_id || '|' || path AS file, line, cell, number, decimals FROM core.statements
WHERE number IS NOT NULL AND (SELECT count(*) FROM repair_cells) <= {_MANY}
    AND (source_id, path) IN (
        SELECT DISTINCT (source_id, path) FROM core.statements SEMI JOIN repair_cells USING (place));
CREATE OR REPLACE TEMP TABLE repair_around AS
SELECT n.* FROM repair_spots n JOIN (SELECT DISTINCT s.file, s.line + d.step AS line
    FROM repair_spots s SEMI JOIN repair_cells USING (place), (VALUES (-1), (0), (1)) d(step)) l USING (file, line);

-- The cells around them, and those that share a relation with one of them.
CREATE OR REPLACE TEMP TABLE repair_touching AS {_TOUCHING};
CREATE OR REPLACE TEMP TABLE repair_short AS
SELECT relation FROM repair_touching WHERE (SELECT count(*) FROM repair_cells) <= {_MANY} AND relation NOT IN (
    SELECT sum_id FROM core.terms SEMI JOIN repair_touching ON relation = sum_id
    GROUP BY sum_id HAVING count(*) > {NEAR});
INSERT INTO repair_cells
SELECT DISTINCT place, hash(place) FROM (
    SELECT place FROM repair_around
    UNION ALL SELECT place FROM core.statements WHERE hash(place) IN (
        SELECT spot FROM ({_SPOTS.format("repair_short")})))
ANTI JOIN repair_cells USING (place);

CREATE OR REPLACE TEMP TABLE repair_near AS {_TOUCHING};

-- Their terms, each with its place if one of the cells is there, and the number that stands there: `same` is one figure
-- that is repeated, `sum` one that is made of several, `fixed` what no cell gives.
CREATE OR REPLACE TEMP TABLE repair_near_terms AS
WITH figures AS (SELECT figure_id, place FROM core.figures SEMI JOIN (
    FROM core.spots SEMI JOIN repair_cells USING (spot)) USING (figure_id))
SELECT row_number() OVER () AS term, * FROM (
    SELECT t.sum_id AS relation, 't' AS role, CAST(t.weight AS DECIMAL(18, 8)) AS weight, t.blamed, t.figure, t.half,
        coalesce(t.place, f.place, '') AS place
    FROM (SELECT * FROM core.terms SEMI JOIN repair_near ON relation = sum_id) t
    LEFT JOIN figures f ON f.figure_id = t.figure_id
    UNION ALL SELECT hash(relation), role, 1, (role = 's')::INTEGER,
        CASE role WHEN 'p' THEN part WHEN 'b' THEN base ELSE share END, CASE role WHEN 's' THEN half ELSE 0 END,
        CASE role WHEN 'p' THEN part_place WHEN 'b' THEN base_place ELSE share_place END
    FROM (SELECT * FROM core.ratios SEMI JOIN repair_near n ON n.relation = hash(core.ratios.relation)),
        (VALUES ('p'), ('b'), ('s')) AS roles(role));
CREATE OR REPLACE TEMP TABLE repair_near_places AS
SELECT term, place FROM repair_near_terms WHERE place <> '' AND NOT contains(place, ' ')
UNION ALL SELECT DISTINCT term, unnest(string_split(place, ' ')) FROM repair_near_terms WHERE contains(place, ' ');
CREATE OR REPLACE TEMP TABLE repair_numbers AS
SELECT place, any_value(number) AS number, any_value(decimals) AS decimals, any_value(source_id || '|' || path) AS file,
    any_value(line) AS line, any_value(cell) AS cell
FROM core.statements SEMI JOIN repair_near_places USING (place)
GROUP BY place HAVING count(DISTINCT number) = 1;
CREATE OR REPLACE TEMP TABLE repair_values AS
SELECT t.term, t.relation, t.role, t.weight, t.blamed, t.half, n.*, c.together, c.how,
    CASE WHEN c.how = 'same' THEN t.figure ELSE n.number END AS value
FROM repair_near_terms t
JOIN (
    SELECT term, CASE WHEN count(number) < count(*) THEN 'fixed'
            WHEN min(number) = any_value(figure) AND max(number) = any_value(figure) THEN 'same'
            WHEN sum(number) = any_value(figure) AND any_value(half) = 0 THEN 'sum' ELSE 'fixed' END AS how,
        CASE WHEN count(*) > 1 THEN array_to_string(list_sort(list(p.place)), ' ') ELSE min(p.place) END AS together
    FROM repair_near_places p JOIN repair_near_terms USING (term) LEFT JOIN repair_numbers n ON n.place = p.place
    GROUP BY term) c USING (term)
JOIN repair_near_places p USING (term)
JOIN repair_numbers n ON n.place = p.place
SEMI JOIN repair_cells ON repair_cells.place = n.place
WHERE c.how <> 'fixed';
CREATE OR REPLACE TEMP TABLE repair_lines AS
SELECT file, line, cell, any_value(number), any_value(decimals) FROM repair_around
GROUP BY file, line, cell HAVING count(*) = 1;
"""


def _cells(connection: duckdb.DuckDBPyConnection) -> tuple[dict[str, Cell], dict[str, str]]:
    """The cells by place, and for each single place the cell that stands there."""
    alias: dict[str, str] = {}
    repeated = "SELECT DISTINCT together FROM repair_values WHERE how = 'same' ORDER BY len(together) DESC, together"
    for (together,) in warehouse.rows(connection, repeated):
        known = next((alias[p] for p in together.split() if p in alias), together)
        for place in together.split():
            alias.setdefault(place, known)
    cells: dict[str, Cell] = {}
    for place, number, decimals, file, line, spot in warehouse.rows(
        connection, "SELECT DISTINCT place, number, decimals, file, line, cell FROM repair_values ORDER BY place"
    ):
        name = alias.setdefault(place, place)
        printed = figure(number, decimals)
        if name in cells or printed is None:
            continue
        cells[name] = Cell(name, printed, (file, line, spot) if name == place and line and spot else None)
    return cells, alias


def _relations(
    connection: duckdb.DuckDBPyConnection,
    rules: Mapping[str, Rule],
    asked: Sequence[Key],
    cells: Mapping[str, Cell],
    alias: Mapping[str, str],
) -> list[Relation]:
    known: dict[int, Any] = {}
    made = """
        SELECT t.relation, any_value(r.rule), any_value(b.i), sum(t.weight * t.figure) FILTER (role IN ('t', 's')),
            sum(t.figure) FILTER (role = 'p'), sum(t.figure) FILTER (role = 'b'), sum(abs(t.weight) * t.half),
            count(*)
        FROM repair_near_terms t LEFT JOIN repair_broken b USING (relation) JOIN (
            SELECT sum_id AS relation, rule FROM core.sums UNION ALL SELECT hash(relation), rule FROM core.ratios
        ) r ON r.relation = t.relation
        GROUP BY t.relation ORDER BY min(r.rule), any_value(b.i), list_sort(list(place)), t.relation"""
    for name, code, i, total, part, base, half, size in warehouse.rows(connection, made):
        key = () if i is None else asked[i]
        if rules[code].primitive is SUM:
            fixed = Sum(fixed=_exact(total))
            known[name] = Linear(key, terms=fixed, fixed_half=_exact(half), at_most=rules[code].at_most)
        else:
            parts, bases = Sum(fixed=_exact(part)), Sum(fixed=_exact(base))
            known[name] = Ratio(key, part=parts, base=bases, fixed_share=Fraction(total), fixed_half=Fraction(half))
        known[name].size = size
    taken = """
        SELECT relation, role, weight, blamed, half, any_value(place), value FROM repair_values
        WHERE how = 'same' GROUP BY term, relation, role, weight, blamed, half, value, together
        UNION ALL SELECT relation, role, weight, blamed, half, place, value FROM repair_values WHERE how = 'sum'"""
    for name, role, weight, blamed, half, place, value in sorted(warehouse.rows(connection, taken), key=lambda r: r[5]):
        cell = cells.get(alias[place])
        if cell is not None and cell.printed.exact == _exact(value):
            _take(known[name], cell, role, weight, blamed, half)
    return list(known.values())


def _take(relation: Any, cell: Cell, role: str, weight: Decimal, blamed: int, half: Decimal) -> None:
    """Let a figure that was counted as fixed be one that may change."""
    if blamed:
        relation.blamed.add(cell)
    if role == "s":
        relation.share = cell
        relation.times = relation.fixed_half / cell.printed.half if cell.printed.half else Fraction(1)
        return
    total = relation.terms if role == "t" else relation.part if role == "p" else relation.base
    times = _exact(weight)
    total.weights[cell] = total.weights.get(cell, 0) + times
    total.fixed -= times * cell.printed.exact
    if half and _exact(half) == cell.printed.half:
        relation.halves[cell] = relation.halves.get(cell, 0) + max(times, -times)
        relation.fixed_half -= max(times, -times) * cell.printed.half


def _exact(number: Decimal) -> Exact:
    """A decimal number as a whole number, or, where it is none, as a fraction."""
    over, under = number.as_integer_ratio()
    return over if under == 1 else Fraction(over, under)
