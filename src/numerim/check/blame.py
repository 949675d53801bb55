"""Which figures of a broken sum or ratio are in doubt, and which of them are held back.

A broken relation says that one of its figures is wrong, not which. The others can tell: a figure is cleared where the
change that would mend the relation would break another that holds, and where another source has the same figure. What
is not cleared is in doubt. It is held back only where it is singled out: it alone is in doubt, or it alone would mend
several broken relations with one change, and no other figure would mend the same. Where nothing is cleared, or
everything, all figures of the relation are in doubt.

What follows from a figure that is singled out (a winner, the largest list) is not in doubt for its sake: a rule that is
broken by it blames that figure. Where a rule that is no relation blames several figures and none is singled out, they
are published with the doubt beside them; not so names and outcomes, which are one claim.
"""

from collections.abc import Sequence

import duckdb

from numerim import warehouse
from numerim.check.finding import Finding


def blame(connection: duckdb.DuckDBPyConnection, findings: Sequence[Finding]) -> None:
    """Say of the findings about sums and ratios which figures are in doubt, and which are held back.

    Args:
        connection: with what `judge_relations` and `keep_agreed` make.
        findings: all findings; `in_doubt` and `held_back` are set of those about broken sums and ratios.
    """
    mine = {f.row["relation"]: f for f in findings if f.row.get("relation")}
    if not mine:
        _others(findings, [])
        return
    connection.execute(_MEMBERS)
    for relation, doubted, held in warehouse.rows(connection, _VERDICT):
        if finding := mine.get(relation):
            finding.in_doubt, finding.held_back = doubted.split(), held.split()
    _others(findings, list(mine.values()))


def _others(findings: Sequence[Finding], related: Sequence[Finding]) -> None:
    """What rules that are no relation put in doubt, and hold back.

    They blame what is singled out, an error only what an error singles out: a warning publishes it. Of several figures
    that they blame nothing tells which is wrong, and all are published; but names and outcomes are one claim.
    """
    singled: dict[str, set[str]] = {"error": set(), "warning": set(), "info": set()}
    for finding in related:
        singled[finding.rule.severity] |= set(finding.held_back or ())
    for finding in findings:
        if finding.in_doubt is not None:
            continue
        known = singled["error"] if finding.rule.severity == "error" else singled["error"] | singled["warning"]
        if doubted := [place for place in finding.places if place in known]:
            finding.in_doubt, finding.held_back = doubted, []
        elif len(finding.blames) > 1 and finding.rule.family not in _WHOLE and finding.rule.code not in _TOTALS:
            finding.held_back = []


_WHOLE = ("identity", "outcomes", "itself")
"""Families that blame what is one claim, however many cells it has: of whom figures are, and what follows from them."""

_TOTALS = ("R310", "R314")
"""Rules about rows that are of something else than they say: none of their figures is one of a unit."""


_MEMBERS = """
-- Places and relations are numbers here: of a total of 60,000 units there are as many of both. What would mend it is
-- asked of every printed place of a figure.
CREATE OR REPLACE TEMP TABLE blame_broken AS
SELECT s.relation AS name, s.sum_id AS relation, 't' AS role, coalesce(t.place, f.place) AS figure,
    -s.difference::DOUBLE / t.weight::DOUBLE AS need
FROM core.sums s JOIN core.terms t ON t.sum_id = s.sum_id LEFT JOIN core.figures f ON f.figure_id = t.figure_id
WHERE NOT s.holds AND coalesce(t.place, f.place) <> ''
UNION ALL SELECT relation, hash(relation), 's', share_place, (100 * part / base - share)::DOUBLE
FROM core.ratios WHERE NOT holds
UNION ALL SELECT relation, hash(relation), 'p', part_place,
    round(share::DOUBLE * base::DOUBLE / 100) - part::DOUBLE
FROM core.ratios WHERE NOT holds
UNION ALL SELECT relation, hash(relation), 'b', spot,
    CASE WHEN share > 0 THEN round(100 * part::DOUBLE / share::DOUBLE) - base::DOUBLE END
FROM (SELECT *, unnest(string_split(base_place, ' ')) AS spot FROM core.ratios WHERE NOT holds);

CREATE OR REPLACE TEMP TABLE blame_spots AS
SELECT relation, role, hash(figure) AS figure, hash(figure) AS spot, need FROM blame_broken
WHERE NOT contains(figure, ' ')
UNION ALL SELECT relation, role, hash(figure), hash(place), need
FROM (SELECT *, unnest(string_split(figure, ' ')) AS place FROM blame_broken WHERE contains(figure, ' '));

CREATE OR REPLACE TEMP TABLE blame_terms AS
WITH spots AS (SELECT DISTINCT spot FROM blame_spots),
pairs AS (SELECT relation, 's' AS role, share_place AS places FROM core.ratios
    UNION ALL SELECT relation, 'p', part_place FROM core.ratios
    UNION ALL SELECT relation, 'b', base_place FROM core.ratios),
placed AS (SELECT relation, role, hash(places) AS spot FROM pairs WHERE NOT contains(places, ' ')
    UNION ALL SELECT relation, role, hash(place) FROM (
        SELECT relation, role, unnest(string_split(places, ' ')) AS place FROM pairs WHERE contains(places, ' ')))
SELECT t.sum_id AS relation, f.spot, sum(t.weight)::DOUBLE AS weight, 0 AS s, 0 AS p, 0 AS b
FROM core.terms t JOIN (FROM core.spots SEMI JOIN spots USING (spot)) f ON f.figure_id = t.figure_id
SEMI JOIN core.sums s ON s.sum_id = t.sum_id GROUP BY ALL
UNION ALL
SELECT hash(relation), spot, 0, max((role = 's')::INT), max((role = 'p')::INT), max((role = 'b')::INT)
FROM placed SEMI JOIN spots USING (spot) GROUP BY ALL;

CREATE OR REPLACE TEMP TABLE blame_relations AS
SELECT sum_id AS relation, holds, at_most, difference::DOUBLE AS difference, tolerance::DOUBLE AS tolerance,
    NULL::DOUBLE AS share, NULL::DOUBLE AS part, NULL::DOUBLE AS base, NULL::DOUBLE AS half
FROM core.sums SEMI JOIN blame_terms t ON t.relation = sum_id
UNION ALL
SELECT hash(r.relation), holds, false, NULL, NULL, share::DOUBLE, part::DOUBLE, base::DOUBLE, half::DOUBLE
FROM core.ratios r SEMI JOIN blame_terms t ON t.relation = hash(r.relation);
"""

_FITS = """CASE WHEN r.share IS NULL THEN
            CASE WHEN r.at_most THEN r.difference + t.weight * c.need ELSE abs(r.difference + t.weight * c.need) END
                <= r.tolerance + 1e-9
        ELSE r.base + t.b * c.need > 0
            AND abs((r.share + t.s * c.need) * (r.base + t.b * c.need) - 100 * (r.part + t.p * c.need))
                <= r.half * (r.base + t.b * c.need) + 1e-6 END"""
"""SQL: whether a relation `r` would hold after a change `c` of a figure that takes part in it as `t`."""

_VERDICT = f"""
WITH same AS (  -- relations between the same figures count as one
    SELECT relation, hash(bit_xor(spot), count(*)) AS which FROM (SELECT DISTINCT relation, spot FROM blame_spots)
    GROUP BY relation),
after AS (
    SELECT c.relation, c.figure, r.relation AS other, r.holds, coalesce({_FITS}, false) AS fits, t.p = 1 AS is_part
    FROM blame_spots c JOIN blame_terms t USING (spot) JOIN blame_relations r ON r.relation = t.relation),
agreed AS (
    SELECT DISTINCT hash(spot) AS spot FROM (
        SELECT places, unnest(string_split(trim(places), ' ')) AS spot
        FROM (SELECT places FROM core.agreed UNION ALL SELECT locators FROM core.agreements WHERE holds)
        WHERE len(list_distinct(list_transform(
            string_split(trim(places), ' '), lambda place: split_part(place, '|', 1)))) > 1)),
cleared AS (  -- a share may have been worked out from the figure that is wrong
    SELECT relation, figure, bool_or(for_good) AS for_good FROM (
        SELECT relation, figure, NOT is_part AS for_good FROM after WHERE holds AND NOT fits
        UNION ALL SELECT relation, figure, true FROM blame_spots SEMI JOIN agreed USING (spot))
    GROUP BY relation, figure),
named AS (SELECT name, relation, figure AS places, hash(figure) AS figure FROM blame_broken),
suspected AS (
    SELECT a.relation, a.figure, bool_or(c.for_good IS NOT NULL) AS cleared,
        count(DISTINCT s.which) FILTER (a.fits AND NOT a.holds) AS mends,
        list_sort(list(DISTINCT a.other) FILTER (a.fits AND NOT a.holds)) AS mended
    FROM after a LEFT JOIN cleared c ON c.relation = a.relation AND c.figure = a.figure
    LEFT JOIN same s ON s.relation = a.other
    WHERE NOT coalesce(c.for_good, false) GROUP BY a.relation, a.figure),
weighed AS (
    SELECT *, count(*) FILTER (NOT cleared) OVER of_relation AS suspects,
        count(*) FILTER (mends > 1) OVER of_relation AS strong
    FROM suspected WINDOW of_relation AS (PARTITION BY relation)),
alone AS (
    SELECT *, (NOT cleared AND suspects = 1 AND strong = 0) OR (strong = 1 AND mends > 1) AS is_alone FROM weighed),
told AS (  -- of two figures either of which would mend the same relations, neither is singled out
    SELECT *, is_alone AND count(DISTINCT figure) FILTER (is_alone) OVER mending = 1 AS singled
    FROM alone WINDOW mending AS (PARTITION BY coalesce(mended, [relation]))),
doubted AS (
    SELECT *, bool_or(singled) OVER (PARTITION BY relation) AS known FROM told)
SELECT n.name, string_agg(DISTINCT n.places, ' ' ORDER BY n.places),
    coalesce(string_agg(DISTINCT n.places, ' ' ORDER BY n.places) FILTER (d.singled), '')
FROM doubted d JOIN named n ON n.relation = d.relation AND n.figure = d.figure
WHERE CASE WHEN d.known THEN d.singled ELSE NOT d.cleared END GROUP BY n.name
UNION ALL  -- of figures all of which are cleared, any may be wrong all the same
SELECT name, string_agg(DISTINCT places, ' ' ORDER BY places), ''
FROM named n ANTI JOIN (FROM doubted WHERE known OR NOT cleared) d ON d.relation = n.relation GROUP BY name
"""
