"""Relations that hold -> how well each figure is held: by how many of them, and how large a slip passes all unseen.

A relation holds a figure if it bounds it on both sides: sums that must be equal, percentages with their part and base,
and statements that must agree. What is only at most something holds nothing (docs/decisions/031-power.md). It is asked
for what is published, and not by a check.
"""

import duckdb


def find_power(connection: duckdb.DuckDBPyConnection) -> None:
    """Make `core.power`: of a figure `statement_id`, `place`, `held_by`, `unseen`.

    `held_by` counts the relations; those between the same figures are one. A slip of up to `unseen`, in the unit of the
    figure and of its printed decimals, to either side, would break none of them; 0 where each would. Figures that no
    relation holds are not in it.

    Args:
        connection: a database that is checked.
    """
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE power_bounds (relation UBIGINT, spot UBIGINT, low DOUBLE, high DOUBLE)"
    )
    for kind in (_SUMS, _RATIOS, _AGREEMENTS):
        connection.execute(_BOUNDS.format(kind=kind))
    connection.execute(_POWER)


def find_held(connection: duckdb.DuckDBPyConnection, spots: str) -> None:
    """Make `core.held`, the relations that hold and in which one of some figures is.

    They are sums, ratios and agreements between two figures or more: `relation`, a number, and `spot`, the hash of the
    place of each of its figures.

    Args:
        connection: a database that is checked.
        spots: SQL of those figures, their spots.
    """
    connection.execute(_HELD.format(spots=spots))


_SPOTS = """CASE WHEN contains({0}, ' ') THEN list_transform(string_split(trim({0}), ' '), lambda one: hash(one))
    WHEN {0} IS NOT NULL THEN [hash({0})] END"""
"""SQL: the places in a text as numbers; to join, group and count these takes half the time that texts take."""

_HELD = f"""
CREATE OR REPLACE TABLE core.held AS
WITH others AS (
    SELECT row_number() OVER () AS relation, {_SPOTS.format("places")} AS spots
        FROM core.agreed WHERE trim(places) <> ''
    UNION ALL SELECT hash(relation), {_SPOTS.format("concat_ws(' ', share_place, part_place, base_place)")}
        FROM core.ratios WHERE holds
    UNION ALL SELECT hash(relation), {_SPOTS.format("locators")} FROM core.agreements WHERE holds),
held AS NOT MATERIALIZED (
    SELECT t.sum_id AS relation, p.spot FROM core.terms t JOIN core.spots p ON p.figure_id = t.figure_id
        SEMI JOIN core.sums s ON s.sum_id = t.sum_id AND s.holds AND NOT s.at_most
    UNION ALL SELECT relation, unnest(spots) FROM others),
near AS (FROM held SEMI JOIN (SELECT relation FROM held SEMI JOIN ({{spots}}) USING (spot)) USING (relation))
SELECT relation, spot FROM (SELECT DISTINCT relation, spot FROM near)
QUALIFY count(*) OVER (PARTITION BY relation) > 1
"""

_SUMS = """
    SELECT relation, spot, -(tolerance + difference) / weight AS one, (tolerance - difference) / weight AS other
    FROM (
        SELECT t.sum_id AS relation, p.spot, any_value(s.tolerance::DOUBLE) AS tolerance,
            any_value(s.difference::DOUBLE) AS difference, sum(t.weight::DOUBLE) AS weight
        FROM core.terms AS t JOIN core.sums AS s ON s.sum_id = t.sum_id AND s.holds AND NOT s.at_most
        JOIN core.spots AS p ON p.figure_id = t.figure_id
        GROUP BY t.sum_id, p.spot)
    WHERE weight <> 0
"""
"""A slip s of a figure with the weight w moves the difference D to D + ws, which tolerance T lets be up to T."""

_RATIOS = f"""
    WITH ratios AS (
        SELECT hash(relation) AS relation, hash(share_place) AS share_spot, {_SPOTS.format("part_place")} AS part_spots,
            {_SPOTS.format("base_place")} AS base_spots, part::DOUBLE AS part, base::DOUBLE AS base,
            share::DOUBLE AS share, half::DOUBLE AS half, share::DOUBLE * base::DOUBLE - 100 * part::DOUBLE AS off
        FROM core.ratios WHERE holds),
    parts AS (SELECT *, unnest(part_spots) AS spot FROM ratios),
    bases AS (SELECT *, unnest(base_spots) AS spot FROM ratios)
    -- |share · base - 100 · part| may be half · base: what each of the three can become
    SELECT relation, share_spot AS spot, -half - off / base AS one, half - off / base AS other FROM ratios
    UNION ALL SELECT relation, spot, (off - half * base) / 100, (off + half * base) / 100 FROM parts
    WHERE NOT list_contains(base_spots, spot)
    UNION ALL SELECT relation, spot, (-half * base - off) / (share + half),
        CASE WHEN share > half THEN (half * base - off) / (share - half) END FROM bases
    WHERE NOT list_contains(part_spots, spot)
    -- a part of the sum that is the base moves both
    UNION ALL SELECT relation, spot, CASE WHEN share - half < 100 THEN (half * base - off) / (share - 100 - half) END,
        CASE WHEN share + half < 100 THEN (-half * base - off) / (share - 100 + half) END FROM bases
    WHERE list_contains(part_spots, spot)
"""

_AGREEMENTS = """
    SELECT relation, hash(place) AS spot,
        max(low) OVER others - high AS one, min(high) OVER others - low AS other
    FROM (
        SELECT hash(a.relation) AS relation, v.place, v.low::DOUBLE AS low, v.high::DOUBLE AS high
        FROM (SELECT *, unnest(string_split(locators, ' ')) AS place FROM core.agreements WHERE holds) AS a
        JOIN core.voices AS v ON v.rule = a.rule AND v.place = a.place WHERE v.said_by = '')
    WINDOW others AS (
        PARTITION BY relation ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING EXCLUDE CURRENT ROW)
"""
"""Its interval may move until it no longer meets those of the others; only one that stands by itself is held."""

_BOUNDS = """
INSERT INTO power_bounds
SELECT relation, spot, max(CASE WHEN is_near THEN least(one, other) END),
    min(CASE WHEN is_near THEN greatest(one, other) END)
FROM (SELECT *, abs(one) < 1e14 AND abs(other) < 1e14 AS is_near FROM ({kind}))
GROUP BY relation, spot
"""
"""How far each figure may move in either direction, by a kind of relation."""

_POWER = """
CREATE OR REPLACE TEMP TABLE power_held AS
WITH sets AS (
    SELECT relation, hash(bit_xor(hash(spot)), count(*)) AS figures FROM power_bounds
    GROUP BY relation HAVING count(*) > 1),
each_set AS (  -- grouped twice, which takes half of what a count of what is distinct does
    SELECT spot, figures, max(low) AS low, min(high) AS high FROM power_bounds JOIN sets USING (relation)
    WHERE low IS NOT NULL GROUP BY spot, figures)
SELECT spot, count(*) AS held_by, max(low) AS low, min(high) AS high FROM each_set GROUP BY spot;
DROP TABLE power_bounds;
CREATE OR REPLACE TABLE core.power AS
WITH printed AS (
    SELECT statement_id, place, hash(place) AS spot,
        CASE WHEN decimals IS NULL THEN 1 ELSE power(10, -decimals) END AS step, number::DOUBLE AS figure
    FROM core.statements WHERE number IS NOT NULL),
placed AS (
    SELECT statement_id, place, held_by, step, high, greatest(low, CASE WHEN figure >= 0 THEN -figure END) AS low
    FROM power_held JOIN printed USING (spot))
SELECT statement_id, place, held_by,
    (greatest(floor(high / step + 1e-9), floor(-low / step + 1e-9), 0) * step)::DECIMAL(24, 6) AS unseen
FROM placed;
DROP TABLE power_held;
"""
