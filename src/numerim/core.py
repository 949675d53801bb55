"""The core tables, made of resolved statements: contests, selections, names, and one table a kind of figure."""

import duckdb

from numerim import warehouse
from schemas.table import Table, about, tables
from schemas.vocabulary import MEASURES

BESIDES = (
    "statement_id",
    "source_id",
    "locator",
    "place",
    "said_by",
    "stated_in",
    "complete",
    "all_units",
    "line",
    "rank",
)
"""The columns that every core table has beside those of the contract."""


def select(connection: duckdb.DuckDBPyConnection) -> None:
    """Find the contest and the selection that each statement of `core.statements` is about."""
    connection.execute(_SELECTIONS)


def fill(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the tables of figures, `core.names`, and the units and parties that something refers to."""
    for name, model in tables().items():
        if about(model).states:
            connection.execute(core_table(name, model))
            connection.execute(_one(name, model))
    connection.execute(_NAMES)
    connection.execute(_REFERENCED)


def core_table(name: str, model: type[Table]) -> str:
    """SQL that makes the core table of a table that is made of statements."""
    states = about(model).states
    spec = model.to_schema().columns[states]
    dtype = str(spec.dtype)
    value = {"String": "text", "Int64": "number::BIGINT"}.get(dtype, "number::DECIMAL(12, 6)")
    made = {states: value, "doubts": "NULL::VARCHAR"}
    own = [c for c in model.to_schema().columns if c not in BESIDES]
    selected = [f"{made[c]} AS {c}" if c in made else c for c in own]
    measures = [warehouse.text(m) for m, spec in MEASURES.items() if spec.table == name]
    known = [f"{c} IS NOT NULL" for c in about(model).key]
    return (
        f"CREATE OR REPLACE TABLE core.{name} AS SELECT {', '.join([*selected, *BESIDES])} FROM core.statements "
        f"WHERE measure IN ({', '.join(measures)}) AND {' AND '.join(known)}"
    )


def _one(name: str, model: type[Table]) -> str:
    """SQL that makes `core.one_<table>`: what each source says of a thing, once.

    A source that repeats a figure states it once; `place` then has every place. Of different figures for one thing
    the first counts (that they differ is another rule's finding). Who is credited (`said_by`) is told apart.
    """
    by = ", ".join([*about(model).key, "source_id", "said_by"])
    value = about(model).states
    return f"""
    CREATE OR REPLACE TABLE core.one_{name} AS
    SELECT * EXCLUDE (places, first_value) REPLACE (places AS place) FROM (
        SELECT *, first_value({value}) OVER (PARTITION BY {by} ORDER BY statement_id) AS first_value,
            string_agg(place, ' ') OVER (PARTITION BY {by}, {value}) AS places FROM core.{name})
    QUALIFY row_number() OVER (PARTITION BY {by} ORDER BY statement_id) = 1
    ORDER BY statement_id"""


_SELECTIONS = """
CREATE OR REPLACE TEMP TABLE tickets AS
SELECT statement_id, election_id, office || '/' || gp_unit_id || '/' || round AS contest_id,
    slug(candidate) AS candidate_id, candidate,
    CASE WHEN party_kind = 'coalition' THEN NULL ELSE party_id END AS party_id,
    coalesce(coalition_id, CASE WHEN party_kind = 'coalition' THEN party_id END) AS coalition_id,
    party_kind, scope
FROM core.statements
WHERE scope IN ('contest', 'contest-wide', 'poll') AND gp_unit_id IS NOT NULL AND office <> 'all'
    AND (party_printed IS NULL OR party_id IS NOT NULL)
    AND (coalition_printed IS NULL OR coalition_id IS NOT NULL);

-- A statement that names only a party, or only a coalition, is about that party's one candidate, if it has just one.
CREATE OR REPLACE TEMP TABLE of_party AS
SELECT election_id, contest_id, party_id, min(candidate_id) AS candidate_id FROM tickets
WHERE candidate_id IS NOT NULL AND party_id IS NOT NULL AND party_kind <> 'independent'
GROUP BY ALL HAVING count(DISTINCT candidate_id) = 1;
CREATE OR REPLACE TEMP TABLE of_coalition AS
SELECT election_id, contest_id, coalition_id, min(candidate_id) AS candidate_id FROM tickets
WHERE candidate_id IS NOT NULL AND coalition_id IS NOT NULL
GROUP BY ALL HAVING count(DISTINCT candidate_id) = 1;
CREATE OR REPLACE TEMP TABLE chosen AS
SELECT t.*, coalesce(t.candidate_id, p.candidate_id, c.candidate_id, t.party_id, t.coalition_id, 'unnamed')
    AS selection_id
FROM tickets t
LEFT JOIN of_party p ON t.candidate_id IS NULL AND p.election_id = t.election_id AND p.contest_id = t.contest_id
    AND p.party_id = t.party_id
LEFT JOIN of_coalition c ON t.candidate_id IS NULL AND t.party_id IS NULL AND c.election_id = t.election_id
    AND c.contest_id = t.contest_id AND c.coalition_id = t.coalition_id;

CREATE OR REPLACE TABLE core.statements AS
SELECT s.*, c.contest_id, CASE WHEN s.scope <> 'contest-wide' AND s.measure <> 'poll_lead' THEN c.selection_id END
    AS selection_id
FROM core.statements s LEFT JOIN chosen c USING (statement_id)
ORDER BY statement_id;

CREATE OR REPLACE TABLE core.contests AS
SELECT s.election_id, s.contest_id, s.office, s.gp_unit_id, s.round, any_value(o.outcome_rule) AS outcome_rule,
    arg_min(s.source_id, statement_id) AS source_id, arg_min(s.locator, statement_id) AS locator,
    s.office || ' of ' || any_value(u.name) || ', ' || any_value(e.held_on)
        || CASE WHEN s.round > 1 THEN ', round ' || s.round ELSE '' END AS label
FROM core.statements s JOIN seed.gp_units u USING (gp_unit_id) JOIN core.elections e USING (election_id)
LEFT JOIN core.offices o ON o.election_id = s.election_id AND o.office = s.office
WHERE s.contest_id IS NOT NULL
GROUP BY s.election_id, s.contest_id, s.office, s.gp_unit_id, s.round;

CREATE OR REPLACE TABLE core.selections AS
SELECT c.election_id, c.contest_id, c.selection_id,
    CASE WHEN c.selection_id = 'unnamed' THEN 'unnamed' WHEN bool_or(c.candidate_id IS NOT NULL) THEN 'candidate'
        WHEN any_value(p.kind) = 'remainder' THEN 'remainder' ELSE 'list' END AS kind,
    arg_min(c.candidate, c.statement_id) FILTER (c.candidate IS NOT NULL) AS candidate,
    arg_min(c.party_id, c.statement_id) FILTER (c.party_id IS NOT NULL) AS party_id,
    arg_min(c.coalition_id, c.statement_id) FILTER (c.coalition_id IS NOT NULL) AS coalition_id,
    arg_min(s.source_id, c.statement_id) AS source_id, arg_min(s.locator, c.statement_id) AS locator,
    coalesce(arg_min(c.candidate, c.statement_id) FILTER (c.candidate IS NOT NULL),
        any_value(coalesce(nullif(p.acronym, ''), nullif(p.name_en, ''), p.name)),
        any_value(coalesce(nullif(k.acronym, ''), nullif(k.name_en, ''), k.name)), 'somebody not named') AS label
FROM chosen c JOIN core.statements s USING (statement_id)
LEFT JOIN seed.parties p ON p.party_id = c.party_id
LEFT JOIN seed.parties k ON k.party_id = c.coalition_id
WHERE s.selection_id IS NOT NULL
GROUP BY c.election_id, c.contest_id, c.selection_id;
"""

_NAMES = """
CREATE OR REPLACE TEMP TABLE forms AS
SELECT 'gp_unit' AS kind, printed, any_value(form) AS form
FROM seed.gp_unit_names JOIN seed.gp_units USING (gp_unit_id)
WHERE country = (SELECT any_value(country) FROM core.elections) GROUP BY printed
UNION ALL SELECT 'party', printed, any_value(form) FROM seed.party_names JOIN seed.parties USING (party_id)
WHERE country = (SELECT any_value(country) FROM core.elections) GROUP BY printed
UNION ALL SELECT 'person', printed, form FROM seed.people
WHERE country = (SELECT any_value(country) FROM core.elections);

CREATE OR REPLACE TABLE core.names AS
SELECT kind, id, name, printed, any_value(form) AS form, count(DISTINCT path || stands_at) AS times, source_id,
    arg_min(path || ':' || stands_at, statement_id) AS locator,
    string_agg(DISTINCT source_id || '|' || path || ':' || stands_at, ' '
        ORDER BY source_id || '|' || path || ':' || stands_at) AS places,
    arg_min(election_id, statement_id) AS election_id
FROM (
    SELECT 'gp_unit' AS kind, gp_unit_id AS id, u.name, unit_printed AS printed, unit_at AS stands_at,
        statement_id, source_id, path, election_id
    FROM core.statements JOIN seed.gp_units u USING (gp_unit_id)
    UNION ALL
    SELECT 'gp_unit', within_id, u.name, within_printed, within_at, statement_id, source_id, path, election_id
    FROM core.statements JOIN seed.gp_units u ON u.gp_unit_id = within_id
    UNION ALL
    SELECT 'party', p.party_id, p.name, party_printed, party_at, statement_id, source_id, path, election_id
    FROM core.statements JOIN seed.parties p USING (party_id)
    UNION ALL
    SELECT 'party', coalition_id, p.name, coalition_printed, coalition_at, statement_id, source_id, path, election_id
    FROM core.statements JOIN seed.parties p ON p.party_id = coalition_id
    UNION ALL
    SELECT 'party', category, p.name, by_party_printed, by_party_at, statement_id, source_id, path, election_id
    FROM core.statements JOIN seed.parties p ON p.party_id = category
    UNION ALL
    SELECT 'person', slug(candidate), candidate, candidate_printed, candidate_at, statement_id, source_id, path,
        election_id
    FROM core.statements
) LEFT JOIN forms USING (kind, printed)
WHERE printed IS NOT NULL AND id IS NOT NULL AND stands_at IS NOT NULL
GROUP BY kind, id, name, printed, source_id
ORDER BY kind, id, source_id, printed;
"""


_REFERENCED = """
-- The units and parties that something refers to, and the units that those lie in.
CREATE OR REPLACE TABLE core.gp_units AS
WITH RECURSIVE used AS (
    SELECT gp_unit_id FROM core.statements WHERE gp_unit_id IS NOT NULL
    UNION SELECT within_id FROM core.statements WHERE within_id IS NOT NULL
    UNION SELECT gp_unit_id FROM core.expected
    UNION SELECT u.parent_id FROM seed.gp_units u JOIN used USING (gp_unit_id) WHERE u.parent_id <> ''
)
SELECT gp_unit_id, name, unit_type, nullif(parent_id, '') AS parent_id, nullif(iso_3166_2, '') AS iso_3166_2
FROM seed.gp_units WHERE gp_unit_id IN (FROM used);

CREATE OR REPLACE TABLE core.parties AS
SELECT party_id, name, nullif(name_en, '') AS name_en, nullif(acronym, '') AS acronym, kind FROM seed.parties
WHERE party_id IN (
    SELECT unnest([party_id, coalition_id, CASE WHEN by_party_printed IS NOT NULL THEN category END])
    FROM core.statements);
"""
