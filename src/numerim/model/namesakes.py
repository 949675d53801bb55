"""Which unit a name means, where several have it: a county and its town, polling stations of many places."""


def which_units(country: str) -> str:
    """SQL: which unit each name means (`units`), and the unit that a name of what others lie in means (`withins`).

    Of namesakes that one is meant that is of the type that its rows are said to be of, then the one that lies in the
    unit that the row names, then the one of the kind that has the office, then one that lies in such a unit, then
    the one of the type that `register:` says. Where a name is matched by its writing only, the kinds of units that any
    office has count, then the kind of which most other names of the office's rows are; if still two are left, neither
    is meant (`core.unclear`).
    """
    kinds = "CASE unit_type WHEN 'municipality' THEN 1 WHEN 'polling_station' THEN 2 WHEN 'county' THEN 3 " + (
        "WHEN 'country' THEN 5 ELSE 4 END"
    )
    same = "PARTITION BY election_id, office_word, unit_form, within_form, said_type, taken_type"
    return f"""
    CREATE OR REPLACE TABLE core.parents AS
        SELECT gp_unit_id, parent_id FROM known.gp_units WHERE parent_id <> ''
        UNION SELECT gp_unit_id, parent_id FROM seed.gp_unit_parents;
    CREATE OR REPLACE TEMP TABLE withins AS
        SELECT form, arg_max(gp_unit_id, {kinds}) AS gp_unit_id
        FROM known.unit_forms WHERE country = {country} GROUP BY form;
    CREATE OR REPLACE TEMP TABLE candidates AS
        SELECT a.*, o.unit_type AS office_type, f.gp_unit_id, f.unit_type, f.is_inner, f.by_writing
        FROM (
            SELECT DISTINCT election_id, office_word, unit_form, within_form, said_type, unit_type AS taken_type
                FROM said
            WHERE unit_form IS NOT NULL) a
        LEFT JOIN core.declared_offices o ON o.election_id = a.election_id AND o.office = a.office_word
        JOIN (
            SELECT form, NULL AS within_form, gp_unit_id, unit_type, 0 AS is_inner,
                coalesce(by_writing, false) AS by_writing
            FROM known.unit_forms WHERE country = {country}
            UNION ALL SELECT form, within_form, gp_unit_id, unit_type, 1, false FROM core.registered_units
            JOIN known.gp_units USING (gp_unit_id)
        ) f ON f.form = a.unit_form AND (f.is_inner = 0 OR f.within_form = a.within_form);
    CREATE OR REPLACE TEMP TABLE above AS
        WITH RECURSIVE above AS (
            SELECT DISTINCT gp_unit_id, gp_unit_id AS ancestor_id, 0 AS steps FROM candidates
            UNION SELECT a.gp_unit_id, p.parent_id, a.steps + 1
            FROM above a JOIN core.parents p ON p.gp_unit_id = a.ancestor_id WHERE a.steps < 20
        )
        SELECT a.gp_unit_id, a.ancestor_id, min(a.steps) AS steps, any_value(u.unit_type) AS unit_type
        FROM above a JOIN known.gp_units u ON u.gp_unit_id = a.ancestor_id GROUP BY a.gp_unit_id, a.ancestor_id;
    CREATE OR REPLACE TEMP TABLE fitting AS
    WITH lies AS (
        SELECT DISTINCT c.gp_unit_id, c.within_form,
            arg_min(a.ancestor_id, a.steps) OVER (PARTITION BY c.gp_unit_id, c.within_form) AS within_id
        FROM (SELECT DISTINCT gp_unit_id, within_form FROM candidates WHERE within_form IS NOT NULL) c
        JOIN above a ON a.gp_unit_id = c.gp_unit_id AND a.steps > 0
        JOIN known.unit_forms f ON f.gp_unit_id = a.ancestor_id AND f.form = c.within_form AND f.country = {country}
    ),
    office AS (
        SELECT DISTINCT c.gp_unit_id, c.office_type FROM candidates c
        JOIN above a ON a.gp_unit_id = c.gp_unit_id AND a.unit_type = c.office_type
    ),
    every AS (  -- types of which every name of the rows of an office could be
        SELECT *, max(names) OVER (PARTITION BY election_id, office_word, said_type, taken_type) AS most FROM (
            SELECT election_id, office_word, said_type, taken_type, unit_type, count(DISTINCT unit_form) AS names
            FROM candidates GROUP BY ALL)
    ),
    ranked AS (
        SELECT c.election_id, c.office_word, c.unit_form, c.within_form, c.said_type, c.taken_type, c.gp_unit_id,
            c.unit_type, c.by_writing, l.within_id,
            256 * coalesce(c.unit_type <> c.said_type, false)::INTEGER + 128 * (c.is_inner = 0)::INTEGER
                + 64 * (l.within_id IS NULL)::INTEGER
                + 32 * (c.is_inner = 1 AND c.unit_type IS DISTINCT FROM c.taken_type)::INTEGER
                + 16 * (c.unit_type IS DISTINCT FROM c.office_type)::INTEGER + 8 * (o.gp_unit_id IS NULL)::INTEGER
                + 4 * coalesce(c.unit_type <> c.taken_type, false)::INTEGER
                + 2 * (c.by_writing AND c.office_type IS NULL AND d.unit_type IS NULL)::INTEGER
                + coalesce(c.by_writing AND e.names < e.most, true)::INTEGER AS fit
        FROM candidates c
        LEFT JOIN lies l ON l.gp_unit_id = c.gp_unit_id AND l.within_form = c.within_form
        LEFT JOIN office o ON o.gp_unit_id = c.gp_unit_id AND o.office_type = c.office_type
        LEFT JOIN (SELECT DISTINCT election_id, unit_type FROM core.declared_offices) d
            ON d.election_id = c.election_id AND d.unit_type = c.unit_type
        LEFT JOIN every e ON e.election_id = c.election_id AND e.office_word = c.office_word
            AND e.said_type IS NOT DISTINCT FROM c.said_type AND e.taken_type IS NOT DISTINCT FROM c.taken_type
            AND e.unit_type = c.unit_type
    )
    SELECT *, by_writing AND count(*) OVER same > 1 AS is_unclear
    FROM (FROM ranked QUALIFY fit = min(fit) OVER ({same}))
    WINDOW same AS ({same});
    INSERT INTO core.unclear SELECT DISTINCT 'gp_unit', unit_form, gp_unit_id FROM fitting WHERE is_unclear;
    CREATE OR REPLACE TEMP TABLE units AS
    SELECT * FROM fitting WHERE NOT is_unclear
    QUALIFY row_number() OVER (
        {same}
        ORDER BY {kinds}, gp_unit_id) = 1;
    """
