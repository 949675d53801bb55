"""Figures where they stand: `clean.source_rows` and `clean.source_headers`, from the rows that were read.

Only rows in which a figure of the package stands, published or held back, and of many rows only those in which one is
in doubt. Of a source that may be reproduced all cells are there; where only figures and names are taken from it, those
that have no word in them or that a statement was read from; else none. What was transcribed from sentences has no row.
"""

from collections.abc import Iterable

import duckdb

from numerim import warehouse
from numerim.read.ingest import RawFile
from numerim.read.rows import rows_of

MANY = 20_000
"""So many rows of an election are published as a whole."""


def fill(connection: duckdb.DuckDBPyConnection, raw: Iterable[RawFile], many: int = MANY) -> None:
    """Fill both tables from the rows of the sources.

    Args:
        connection: a database whose other clean tables are settled, with what `fates.decide` made.
        raw: the tables of the sources; they are read only where a row of them is wanted.
        many: where more rows than these have figures, only those with one in doubt are taken.
    """
    connection.execute(_WANTED.format(many=many))
    wanted = warehouse.frame(connection, "SELECT source_id, path, line FROM around_wanted")
    if wanted.is_empty():
        return
    headers, rows = rows_of(raw, wanted)
    connection.register("around_headers", headers)
    connection.register("around_lines", rows)
    connection.execute(_CELLS)
    connection.execute(_FILL)
    for name in ("around_headers", "around_lines"):
        connection.unregister(name)


_WANTED = """
CREATE OR REPLACE TEMP TABLE around_wanted AS
WITH transcribed AS (SELECT DISTINCT source_id, path FROM core.statements
    WHERE sentence IS NOT NULL OR span IS NOT NULL),
rows AS (
    SELECT s.source_id, s.path, s.line, bool_or(t.fate = 'held_back' OR coalesce(p.in_doubt, false)) AS in_doubt
    FROM core.statements s JOIN core.settled t USING (statement_id) LEFT JOIN core.found_in p USING (statement_id)
    ANTI JOIN transcribed d ON d.source_id = s.source_id AND d.path = s.path
    WHERE t.fate IN ('published', 'agrees', 'superseded', 'held_back') GROUP BY ALL)
SELECT r.*, w.terms
FROM rows r JOIN raw.files f USING (source_id, path)
JOIN (SELECT DISTINCT source_id, path, terms FROM clean.sources) w ON w.source_id = r.source_id AND w.path = f.file
WHERE w.terms IN ('all', 'figures') AND (in_doubt OR (SELECT count(*) FROM rows) <= {many});
"""

_NAMED = "".join(
    f"""
UNION SELECT source_id, path::VARCHAR || {role}_at FROM core.statements SEMI JOIN asked
    ON asked.source_id = statements.source_id AND asked.locator = statements.path || statements.{role}_at"""
    for role in ("unit", "within", "candidate", "party", "coalition", "by_party")
)

_CELLS = rf"""
CREATE OR REPLACE TEMP TABLE around_all AS
FROM (SELECT w.source_id, r.row, w.terms, r.headers_id, unnest(h.cells) AS cell, unnest(r.texts) AS text,
        unnest(r.places) AS locator, generate_subscripts(h.cells, 1) AS turn
    FROM around_wanted w JOIN around_lines r USING (source_id, path, line)
    JOIN around_headers h USING (source_id, headers_id))
WHERE text IS NOT NULL;
-- Of those, the ones that a figure or a name was read from, or that say what the figures of their row are of.
CREATE OR REPLACE TEMP TABLE around_read AS
WITH asked AS (SELECT source_id, locator FROM around_all WHERE terms <> 'all')
SELECT source_id, locator FROM core.statements SEMI JOIN asked USING (source_id, locator)
UNION SELECT source_id, path || stands AS locator FROM raw.cells SEMI JOIN asked
    ON asked.source_id = cells.source_id AND asked.locator = cells.path || cells.stands WHERE fate = 'used'
UNION SELECT source_id, path || stands FROM raw.named SEMI JOIN asked
    ON asked.source_id = named.source_id AND asked.locator = named.path || named.stands{_NAMED};
CREATE OR REPLACE TEMP TABLE around_cells AS
SELECT c.source_id, c.row, c.headers_id, c.cell, c.turn,
    CASE WHEN c.terms = 'all' OR a.locator IS NOT NULL OR NOT regexp_matches(c.text, '\pL') THEN c.text END AS text
FROM around_all c LEFT JOIN around_read a USING (source_id, locator);
"""

_FILL = """
INSERT INTO clean.source_headers
SELECT headers_id, source_id, table_name, to_json(map(cells, names))::VARCHAR
FROM around_headers WHERE (source_id, headers_id) IN (SELECT (source_id, headers_id) FROM around_cells) ORDER BY ALL;
INSERT INTO clean.source_rows
SELECT source_id, row, headers_id, to_json(map(list(cell ORDER BY turn), list(text ORDER BY turn)))::VARCHAR
FROM around_cells GROUP BY source_id, row, headers_id ORDER BY ALL;
"""
