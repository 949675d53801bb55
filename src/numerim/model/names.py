"""SQL: how sources spell what they name, and the units and parties that something refers to."""

from numerim.model.seeds import normal

_NAMED = {
    "gp_unit": {"gp_unit_id": "unit", "within_id": "within"},
    "party": {"named_party_id": "party", "coalition_id": "coalition", "category": "by_party"},
    "person": {"person_id": "candidate"},
}
"""What is named -> the columns of statements with its id, and how those begin that say what is printed, and where."""


MANY = 10_000
"""Of a name that stands in more cells of a file than these, the places of the first so many are kept."""


def _cells(kind: str) -> str:
    """SQL: the cells with names, one row a cell: it names the thing for all statements beside it."""
    own = "candidate" if kind == "person" else "''"
    every = " UNION ALL ".join(
        f"SELECT {of}, {own}, {named}_printed, source_id, path, {named}_at, statement_id, election_id "
        f"FROM core.statements WHERE {of} IS NOT NULL AND {named}_printed IS NOT NULL AND {named}_at IS NOT NULL"
        for of, named in _NAMED[kind].items()
    )
    return f"""
    SELECT '{kind}' AS kind, id, name, printed, source_id, path, stands_at, min(statement_id) AS statement_id,
        arg_min(election_id, statement_id) AS election_id
    FROM ({every}) AS every(id, name, printed, source_id, path, stands_at, statement_id, election_id) GROUP BY ALL"""


NAMED = f"""
CREATE OR REPLACE TEMP TABLE forms AS
SELECT 'gp_unit' AS kind, printed, any_value(form) AS form
FROM seed.gp_unit_names JOIN known.gp_units USING (gp_unit_id)
WHERE country = (SELECT any_value(country) FROM core.elections) GROUP BY printed
UNION ALL SELECT 'party', printed, any_value(form) FROM seed.party_names JOIN known.parties USING (party_id)
WHERE country = (SELECT any_value(country) FROM core.elections) GROUP BY printed
UNION ALL SELECT 'person', printed, any_value(form) FROM seed.people
WHERE country = (SELECT any_value(country) FROM core.elections) GROUP BY printed;

CREATE OR REPLACE TEMP TABLE named AS {" UNION ALL ".join(map(_cells, _NAMED))};
CREATE OR REPLACE TEMP TABLE often AS
SELECT kind, id, name, printed, source_id, path, count(*) AS times FROM named GROUP BY ALL HAVING count(*) > {MANY};
"""

OFTEN = "SELECT 1 FROM often LIMIT 1"
"""SQL: whether a name stands in very many cells of a file."""

_FIRST_OF_MANY = f"""(
    SELECT *, NULL::BIGINT AS times FROM named ANTI JOIN often USING (kind, id, name, printed, source_id, path)
    UNION ALL SELECT n.*, o.times FROM named n JOIN often o USING (kind, id, name, printed, source_id, path)
    QUALIFY row_number() OVER (PARTITION BY kind, id, name, printed, source_id, path ORDER BY statement_id) <= {MANY}
)"""
"""SQL: of such names, the first places alone."""


def names(any_often: bool) -> str:
    """SQL that makes `core.names`.

    Their places together may be a large part of all that is said: one step after the other, each of what is short.
    """
    cells, times = (_FIRST_OF_MANY, "coalesce(any_value(times), count(*))") if any_often else ("named", "count(*)")
    return f"""
CREATE OR REPLACE TEMP TABLE in_files AS
SELECT kind, id, name, printed, source_id, path, {times} AS times,
    list_sort(list(stands_at)) AS stands, arg_min(stands_at, statement_id) AS first_at,
    min(statement_id) AS statement_id, arg_min(election_id, statement_id) AS election_id
FROM {cells} GROUP BY kind, id, name, printed, source_id, path;
CREATE OR REPLACE TEMP TABLE in_sources AS
SELECT kind, id, name, printed, source_id, sum(times)::BIGINT AS times,
    arg_min(path || first_at, statement_id) AS locator,
    array_to_string(list_sort(list(array_to_string(list_transform(stands, lambda one: file || one), ' '))), ' ')
        AS places,
    arg_min(election_id, statement_id) AS election_id
FROM (SELECT *, source_id || '|' || path AS file FROM in_files)
GROUP BY kind, id, name, printed, source_id;
CREATE OR REPLACE TABLE core.names AS
SELECT n.kind, id, coalesce(u.name, p.name, n.name) AS name, n.printed, f.form, times, source_id, locator, places,
    election_id
FROM in_sources n LEFT JOIN forms f USING (kind, printed)
LEFT JOIN known.gp_units u ON n.kind = 'gp_unit' AND u.gp_unit_id = n.id
LEFT JOIN known.parties p ON n.kind = 'party' AND p.party_id = n.id
WHERE n.kind = 'person' OR u.gp_unit_id IS NOT NULL OR p.party_id IS NOT NULL
ORDER BY n.kind, id, source_id, n.printed;

-- Units that are taken as they are printed.
CREATE OR REPLACE TABLE core.taken_names AS
SELECT n.election_id, n.id, n.printed, n.source_id, n.places, g.unit_type,
    (g.country, g.unit_type) IN (SELECT (country, unit_type) FROM seed.gp_units WHERE unit_type <> 'country')
        AS of_seeds
FROM core.names n JOIN known.gp_units g ON g.gp_unit_id = n.id
WHERE n.kind = 'gp_unit' AND n.id NOT IN (SELECT gp_unit_id FROM seed.gp_units) AND g.unit_type <> 'country';
"""


COMPARED = {
    "alike": (
        "matched_names",
        f"""
SELECT n.election_id, n.kind, n.id, n.name, n.printed, n.source_id, n.places
FROM core.names n JOIN core.alike a ON a.kind = n.kind AND a.form = {normal("n.printed")}
    AND a.id = CASE n.kind WHEN 'person' THEN n.name ELSE n.id END""",
    ),
    "unclear": (
        "unclear_names",
        f"""
SELECT DISTINCT u.kind, p.printed, u.id, coalesce(g.name, q.name) AS name, g.unit_type
FROM core.unclear u
JOIN (
    SELECT 'gp_unit' AS kind, unit_printed AS printed FROM core.statements WHERE gp_unit_id IS NULL
    UNION SELECT 'gp_unit', within_printed FROM core.statements WHERE within_id IS NULL
    UNION SELECT 'party', party_printed FROM core.statements WHERE named_party_id IS NULL
    UNION SELECT 'party', coalition_printed FROM core.statements WHERE coalition_id IS NULL
    UNION SELECT 'party', by_party_printed FROM core.statements WHERE category IS NULL
) p ON p.kind = u.kind AND {normal("p.printed")} = u.form
LEFT JOIN known.gp_units g ON u.kind = 'gp_unit' AND g.gp_unit_id = u.id
LEFT JOIN known.parties q ON u.kind = 'party' AND q.party_id = u.id
WHERE u.kind IN ('gp_unit', 'party')""",
    ),
    "without_kind": (
        "bare_names",
        f"""
SELECT DISTINCT p.printed, w.bare FROM core.without_kind w
JOIN (
    SELECT unit_printed AS printed FROM core.statements UNION SELECT within_printed FROM core.statements
) p ON {normal("p.printed")} = w.form""",
    ),
}
"""What comparing names with the seeds made -> the table that is made of it, and its rows in SQL.

These are names that are those of the seeds but for how they are written, those that are so of two things, and names of
units that the seeds lack, without the word for their kind.
"""


REFERENCED = """
-- Where the sources together name as many units as are expected, these are they, known or not.
INSERT INTO core.expected BY NAME
SELECT * EXCLUDE named FROM (
    SELECT n.election_id, o.office, u.gp_unit_id, u.name, n.number,
        count(*) OVER (PARTITION BY n.election_id, o.office) AS named
    FROM core.expected_numbers n JOIN core.declared_offices o USING (election_id, unit_type)
    JOIN (SELECT DISTINCT election_id, decides_id FROM core.statements WHERE decides_id IS NOT NULL) s
        USING (election_id)
    JOIN known.gp_units u ON u.gp_unit_id = s.decides_id AND u.unit_type = n.unit_type
    WHERE NOT n.named)
WHERE named = number;

-- The units and parties that something refers to, and the units that those lie in.
CREATE OR REPLACE TABLE core.gp_units AS
WITH RECURSIVE used AS (
    SELECT gp_unit_id FROM core.statements WHERE gp_unit_id IS NOT NULL
    UNION SELECT within_id FROM core.statements WHERE within_id IS NOT NULL
    UNION SELECT gp_unit_id FROM core.expected
    UNION SELECT p.parent_id FROM core.parents p JOIN used USING (gp_unit_id)
)
SELECT gp_unit_id, name, unit_type, nullif(parent_id, '') AS parent_id, nullif(iso_3166_2, '') AS iso_3166_2,
    coalesce(level, unit_type) AS level
FROM known.gp_units LEFT JOIN core.unit_levels USING (unit_type) WHERE gp_unit_id IN (FROM used);

CREATE OR REPLACE TABLE core.gp_unit_parents AS
SELECT gp_unit_id, parent_id FROM core.parents WHERE gp_unit_id IN (SELECT gp_unit_id FROM core.gp_units);

CREATE OR REPLACE TABLE core.parties AS
SELECT party_id, name, nullif(name_en, '') AS name_en, nullif(acronym, '') AS acronym, kind FROM known.parties
WHERE party_id IN (
    SELECT unnest([party_id, named_party_id, coalition_id, CASE WHEN by_party_printed IS NOT NULL THEN category END])
    FROM core.statements UNION SELECT party_id FROM core.selections);

-- Where a source names what the seeds do not know: the names that could be meant.
CREATE OR REPLACE TABLE core.known_names AS
WITH here AS (SELECT any_value(country) AS country FROM core.elections),
every AS (
    SELECT 'gp_unit' AS kind, gp_unit_id AS id, name, unit_type FROM seed.gp_units WHERE country = (FROM here)
    UNION SELECT 'gp_unit', gp_unit_id, printed, unit_type FROM seed.gp_unit_names JOIN seed.gp_units USING (gp_unit_id)
    WHERE country = (FROM here)
    UNION SELECT 'party', party_id, unnest([name, name_en, acronym]), NULL FROM seed.parties WHERE country = (FROM here)
    UNION SELECT 'party', party_id, printed, NULL FROM seed.party_names JOIN seed.parties USING (party_id)
    WHERE country = (FROM here))
SELECT * FROM every
WHERE coalesce(name, '') <> '' AND CASE kind
    WHEN 'gp_unit' THEN EXISTS (FROM core.statements
        WHERE unit_printed IS NOT NULL AND gp_unit_id IS NULL OR within_printed IS NOT NULL AND within_id IS NULL)
        OR EXISTS (FROM core.taken_names)
    ELSE EXISTS (FROM core.statements
        WHERE party_printed IS NOT NULL AND party_id IS NULL OR coalition_printed IS NOT NULL AND coalition_id IS NULL
            OR by_party_printed IS NOT NULL AND category IS NULL) END;
"""
