"""Relations that hold -> how well each figure is held: by how many of them, and how large a slip passes all unseen.

A relation holds a figure if it bounds it on both sides: sums that must be equal, percentages with their part and base,
and statements that must agree. What is only at most something holds nothing (docs/decisions/031-power.md). It is asked
for what is published, and not by a check.
"""

import duckdb


def find_power(connection: duckdb.DuckDBPyConnection) -> None:
    """Make `core.power`: `place` of a figure, `held_by`, `unseen`; and `core.held`, each `place` of what holds.

    The relations of `core.held` (`relation`, a number) are sums, ratios and agreements between two figures or more.

    `held_by` counts the relations; those between the same figures are one. A slip of up to `unseen`, in the unit of the
    figure and of its printed decimals, to either side, would break none of them; 0 where each would. Figures that no
    relation holds are not in it.

    Args:
        connection: a database that is checked.
    """
    connection.execute(_HELD)
    connection.execute(_POWER)


_HELD = """
CREATE OR REPLACE TABLE core.held AS
WITH held AS (
    SELECT row_number() OVER () AS relation, trim(places) AS places FROM core.agreed
    UNION ALL SELECT hash(relation), concat_ws(' ', share_place, part_place, base_place) FROM core.ratios WHERE holds
    UNION ALL SELECT hash(relation), locators FROM core.agreements WHERE holds
    UNION ALL SELECT t.sum_id, coalesce(t.place, f.place)
        FROM core.terms t LEFT JOIN core.figures f ON f.figure_id = t.figure_id
        SEMI JOIN core.sums s ON s.sum_id = t.sum_id AND s.holds AND NOT s.at_most
        WHERE coalesce(t.place, f.place) <> '')
SELECT relation, place FROM (SELECT DISTINCT relation, unnest(string_split(places, ' ')) AS place FROM held)
QUALIFY count(*) OVER (PARTITION BY relation) > 1
"""

_SUMS = """
    SELECT relation, place, -(tolerance + difference) / weight AS one, (tolerance - difference) / weight AS other
    FROM (
        SELECT relation, place, any_value(tolerance) AS tolerance, any_value(difference) AS difference,
            sum(weight) AS weight
        FROM (
            SELECT s.relation, s.tolerance::DOUBLE AS tolerance, s.difference::DOUBLE AS difference,
                t.weight::DOUBLE AS weight, unnest(string_split(coalesce(t.place, f.place), ' ')) AS place
            FROM core.terms AS t JOIN core.sums AS s ON s.sum_id = t.sum_id
            LEFT JOIN core.figures AS f ON f.figure_id = t.figure_id
            WHERE s.holds AND NOT s.at_most AND coalesce(t.place, f.place) <> '')
        GROUP BY relation, place)
    WHERE weight <> 0
"""
"""A slip s of a figure with the weight w moves the difference D to D + ws, which tolerance T lets be up to T."""

_RATIOS = """
    WITH ratios AS (
        SELECT relation, part_place, base_place, share_place, part::DOUBLE AS part, base::DOUBLE AS base,
            share::DOUBLE AS share, half::DOUBLE AS half, share::DOUBLE * base::DOUBLE - 100 * part::DOUBLE AS off
        FROM core.ratios WHERE holds),
    parts AS (SELECT *, unnest(string_split(part_place, ' ')) AS place FROM ratios),
    bases AS (SELECT *, unnest(string_split(base_place, ' ')) AS place FROM ratios)
    -- |share · base - 100 · part| may be half · base: what each of the three can become
    SELECT relation, share_place AS place, -half - off / base AS one, half - off / base AS other FROM ratios
    UNION ALL SELECT relation, place, (off - half * base) / 100, (off + half * base) / 100 FROM parts
    WHERE NOT contains(' ' || base_place || ' ', ' ' || place || ' ')
    UNION ALL SELECT relation, place, (-half * base - off) / (share + half),
        CASE WHEN share > half THEN (half * base - off) / (share - half) END FROM bases
    WHERE NOT contains(' ' || part_place || ' ', ' ' || place || ' ')
    -- a part of the sum that is the base moves both
    UNION ALL SELECT relation, place, CASE WHEN share - half < 100 THEN (half * base - off) / (share - 100 - half) END,
        CASE WHEN share + half < 100 THEN (-half * base - off) / (share - 100 + half) END FROM bases
    WHERE contains(' ' || part_place || ' ', ' ' || place || ' ')
"""

_AGREEMENTS = """
    SELECT relation, place,
        max(low) OVER others - high AS one, min(high) OVER others - low AS other
    FROM (
        SELECT a.relation, v.place, v.low::DOUBLE AS low, v.high::DOUBLE AS high
        FROM (SELECT *, unnest(string_split(locators, ' ')) AS place FROM core.agreements WHERE holds) AS a
        JOIN core.voices AS v ON v.rule = a.rule AND v.place = a.place WHERE v.said_by = '')
    WINDOW others AS (
        PARTITION BY relation ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING EXCLUDE CURRENT ROW)
"""
"""Its interval may move until it no longer meets those of the others; only one that stands by itself is held."""

_POWER = f"""
CREATE OR REPLACE TABLE core.power AS
WITH related AS MATERIALIZED (
    FROM ({_SUMS}) UNION ALL FROM ({_RATIOS}) UNION ALL FROM ({_AGREEMENTS})),
bounded AS (
    SELECT relation, place, max(least(one, other)) AS low, min(greatest(one, other)) AS high FROM related
    WHERE abs(one) < 1e14 AND abs(other) < 1e14 GROUP BY relation, place),
sets AS (
    SELECT relation, hash(bit_xor(hash(place)), count(*)) AS figures FROM (SELECT DISTINCT relation, place FROM related)
    GROUP BY relation HAVING count(*) > 1),
printed AS (
    SELECT place, any_value(CASE WHEN decimals IS NULL THEN 1 ELSE power(10, -decimals) END) AS step,
        any_value(number)::DOUBLE AS figure
    FROM core.statements WHERE number IS NOT NULL GROUP BY place),
held AS (
    SELECT place, count(DISTINCT figures) AS held_by,
        greatest(max(low), CASE WHEN any_value(figure) >= 0 THEN -any_value(figure) END) AS low, min(high) AS high,
        any_value(step) AS step
    FROM bounded JOIN sets USING (relation) JOIN printed USING (place)
    GROUP BY place)
SELECT place, held_by,
    (greatest(floor(high / step + 1e-9), floor(-low / step + 1e-9), 0) * step)::DECIMAL(24, 6) AS unseen
FROM held
"""
