"""What becomes of every statement: published, agreed with, superseded, held back, or used.

`core.settled` has a row a statement; `clean.statements` is a view of it after a check, and a table of
a package, where it is also told how well each figure is held.
"""

from collections.abc import Collection, Mapping

import duckdb

from numerim import warehouse
from numerim.model.narrow import rows_of
from numerim.publish.contract import ContractError, ddl
from numerim.schemas.table import Table, about, core_key
from numerim.warehouse import text


def decide(connection: duckdb.DuckDBPyConnection, stated: Mapping[str, type[Table]], lacking: Collection[str]) -> None:
    """Make `core.settled`: of each statement its table and key, the value that was read, and what became of it.

    Makes also `core.found_in`, the rules of all findings that a statement is part of, and whether it is in doubt in
    one, and for this connection `held`, the places of figures that are held back, and `flags`, the rules that doubt
    one.

    Args:
        connection: a database that is checked.
        stated: the tables of which the sources state something.
        lacking: those that keep rows of which a source says that it gives no figure.
    """
    connection.execute(_HELD)
    for name, model in stated.items():
        connection.execute(_settled(name, model))
        if name in lacking:
            connection.execute(_lacking(name, model))
    connection.execute(_OTHERS)


def show(connection: duckdb.DuckDBPyConnection, election: str) -> None:
    """Make `clean.statements` a view of what was decided."""
    connection.execute(f"CREATE OR REPLACE VIEW clean.statements AS {_statements(connection, election, _AS_CHECKED)}")


def forget(connection: duckdb.DuckDBPyConnection) -> None:
    """Drop what was decided, once all is written that needs it."""
    connection.execute("DROP TABLE core.settled; DROP TABLE core.found_in")


def write(connection: duckdb.DuckDBPyConnection, election: str) -> None:
    """Make `clean.statements` a table, with how well each figure is held.

    Beside the statements, in their order, lies what became of them (`fates`), so that nothing needs to be looked up.
    """
    if warehouse.rows(connection, _IS_SHOWN):
        connection.execute("DROP VIEW clean.statements")
    connection.execute(ddl("clean", "statements"))
    connection.execute(_FATES)
    ((number,),) = warehouse.rows(connection, "SELECT count(*) FROM core.statements")
    for first in range(0, number, _AT_A_TIME):
        rows = f"{rows_of(connection)} WHERE rowid BETWEEN {first} AND {first + _AT_A_TIME - 1}"
        asked = f"SELECT min(statement_id), max(statement_id) FROM {rows}"
        connection.execute(_of_rows(rows, *warehouse.rows(connection, asked)[0]))
    if warehouse.rows(
        connection, f"SELECT 1 FROM {_BESIDE} WHERE s.statement_id IS DISTINCT FROM t.statement_id LIMIT 1"
    ):
        raise ContractError("statements: what became of them lies in another order")
    statements = _statements(connection, election, _BESIDE)
    connection.execute(f"INSERT INTO clean.statements {statements} ORDER BY election_id, source_id, locator, measure")
    connection.execute("DROP TABLE fates")


_IS_SHOWN = """
SELECT 1 FROM duckdb_views()
WHERE database_name = current_database() AND schema_name = 'clean' AND view_name = 'statements'
"""
_AT_A_TIME = 2_000_000
_BESIDE = "core.statements s POSITIONAL JOIN fates t"

_HELD = """
CREATE OR REPLACE TEMP TABLE held AS
SELECT DISTINCT place FROM core.blames WHERE severity = 'error' AND status = 'open';
CREATE OR REPLACE TEMP TABLE flags AS
SELECT place, string_agg(DISTINCT rule, ' ' ORDER BY rule) AS doubts FROM core.blames
WHERE severity <> 'info' GROUP BY place;
CREATE OR REPLACE TABLE core.found_in AS
WITH found AS (
    SELECT s.statement_id, p.rule, p.role FROM core.finding_places p JOIN core.statements s USING (place)
    UNION ALL  -- a finding about a name is about the cell, whatever that states
    SELECT s.statement_id, p.rule, p.role FROM core.finding_places p JOIN core.statements s USING (source_id, locator)
    WHERE p.measure IS NULL),
each_rule AS (SELECT statement_id, rule, bool_or(role = 'in_doubt') AS in_doubt FROM found GROUP BY ALL)
SELECT statement_id, array_to_string(list_sort(list(rule)), ' ') AS rules,  -- cheaper than an ordered string_agg
    bool_or(in_doubt) AS in_doubt
FROM each_rule GROUP BY statement_id;
CREATE OR REPLACE TABLE core.settled (
    table_name VARCHAR, statement_id BIGINT, table_key VARCHAR, value VARCHAR, fate VARCHAR);
"""


def _settled(name: str, model: type[Table]) -> str:
    """SQL that puts into `core.settled` what becomes of all statements of a table: of a key, the first is published."""
    states, key = about(model).states, core_key(model)
    believed, of = "h.place IS NULL", f"core.{name} t LEFT JOIN held h USING (place)"
    if name == "outcomes":  # one contest has one outcome: all of it is taken from one source
        believed += " AND t.source_id = b.source_id"
        of += """ LEFT JOIN (
            SELECT election_id, contest_id, arg_min(source_id, rank) AS source_id FROM core.outcomes
            WHERE place NOT IN (FROM held) GROUP BY ALL) b
            ON b.election_id = t.election_id AND b.contest_id = t.contest_id"""
    decimal = str(model.to_schema().columns[states].dtype).startswith("Decimal")
    value = f"rtrim(rtrim({states}::VARCHAR, '0'), '.')" if decimal else f"{states}::VARCHAR"
    return f"""
    INSERT INTO core.settled
    SELECT '{name}', statement_id, {_key_in_words(key)}, {value},
        CASE WHEN is_held THEN 'held_back' WHEN statement_id = chosen THEN 'published'
            WHEN {states} IS NOT DISTINCT FROM published THEN 'agrees' ELSE 'superseded' END
    FROM (
        SELECT t.statement_id, {", ".join(f"t.{c}" for c in (*key, states))}, h.place IS NOT NULL AS is_held,
            arg_min(t.statement_id, t.statement_id) FILTER ({believed}) OVER same AS chosen,
            arg_min(t.{states}, t.statement_id) FILTER ({believed}) OVER same AS published
        FROM {of} WINDOW same AS (PARTITION BY {", ".join(f"t.{c}" for c in key)}));
    """


def _key_in_words(key: Collection[str]) -> str:
    return f"concat_ws(' ', {', '.join(key)})"


def _lacking(name: str, model: type[Table]) -> str:
    """SQL: the rows of which a source says that it gives no figure, where no source gives one; they are chosen, too."""
    same = " AND ".join(f"c.{part} = t.{part}" for part in core_key(model))
    return f"""
    CREATE OR REPLACE TEMP TABLE lacking_{name} AS
    SELECT *, row_number() OVER (PARTITION BY {", ".join(core_key(model))} ORDER BY rank, statement_id) AS comes
    FROM core.no_{name} t WHERE given <> 'figure' AND NOT EXISTS (SELECT 1 FROM core.{name} c WHERE {same});
    INSERT INTO core.settled
    SELECT '{name}', statement_id, {_key_in_words(core_key(model))}, NULL,
        CASE WHEN l.statement_id IS NULL THEN 'agrees' ELSE 'published' END
    FROM core.no_{name} LEFT JOIN (SELECT statement_id FROM lacking_{name} WHERE comes = 1) l USING (statement_id)
    WHERE given <> 'figure';
    """


_OTHERS = """
INSERT INTO core.settled
SELECT NULL, s.statement_id, NULL, NULL, CASE WHEN s.measure = 'context' THEN 'context'
    WHEN m.table_name IS NOT NULL OR h.place IS NOT NULL THEN 'held_back' ELSE 'used' END
FROM core.statements s ANTI JOIN core.settled t USING (statement_id)
JOIN core.measures m USING (measure) LEFT JOIN held h USING (place)
"""
"""SQL that puts those statements into `core.settled` that are in no table."""

_AS_CHECKED = """
core.statements s JOIN (SELECT *, NULL::BIGINT AS held_by, NULL::DECIMAL(24, 6) AS unseen FROM core.settled) t
USING (statement_id) LEFT JOIN core.found_in USING (statement_id)
"""
"""What became of each statement; how well a figure is held is asked for a package alone."""


VALUE = "coalesce(t.value, s.text, rtrim(rtrim(s.number::VARCHAR, '0'), '.'))"

_TWICE = """
SELECT 1 FROM raw.cells HAVING count(*) > count(DISTINCT hash(source_id, path, stands, printed, fate))
"""
"""SQL: whether a cell without a figure is there more than once; to group all of them takes long."""


def _statements(connection: duckdb.DuckDBPyConnection, election: str, of: str) -> str:
    """SQL of `clean.statements`, of statements with what became of them."""
    note = "nullif(note, '') FROM raw.cells"
    if warehouse.rows(connection, _TWICE):
        note = "nullif(array_to_string(list_sort(list_distinct(list(note))), '; '), '') FROM raw.cells GROUP BY ALL"
    return f"""
    SELECT s.election_id, s.source_id, s.locator, s.sentence, s.span, s.subject_span, s.sentence_span, s.printed,
        s.corrected, s.measure, s.given, {VALUE} AS value, s.low, s.high, t.table_name, t.table_key, s.said_by,
        t.fate, rules, held_by, unseen AS slip_unseen, nullif(concat_ws('; ', s.how, s.note), '') AS note
    FROM {of}
    UNION ALL
    SELECT {text(election)}, source_id, path || stands, NULL, NULL, NULL, NULL, printed, NULL,
        '-', NULL, NULL, NULL, NULL, NULL, NULL, NULL, fate, NULL, NULL, NULL, {note}
    """


_FATES = """
CREATE OR REPLACE TEMP TABLE fates (statement_id BIGINT, table_name VARCHAR, table_key VARCHAR, value VARCHAR,
    fate VARCHAR, rules VARCHAR, held_by BIGINT, unseen DECIMAL(24, 6))
"""


def _of_rows(rows: str, first: int, last: int) -> str:
    """SQL that puts into `fates` what became of some rows of statements, of which these are the numbers."""
    few = f"statement_id BETWEEN {first} AND {last}"
    counts = "s.number IS NOT NULL AND s.measure NOT IN ('context', 'registration')"
    return f"""
    INSERT INTO fates
    SELECT statement_id, t.table_name, t.table_key, t.value, t.fate, f.rules,
        CASE WHEN {counts} THEN coalesce(p.held_by, 0) END, CASE WHEN {counts} THEN p.unseen END
    FROM (SELECT rowid AS row, statement_id, number, measure FROM {rows}) s
    LEFT JOIN (FROM core.settled WHERE {few}) t USING (statement_id)
    LEFT JOIN (FROM core.found_in WHERE {few}) f USING (statement_id)
    LEFT JOIN (FROM core.power WHERE {few}) p USING (statement_id)
    ORDER BY s.row
    """
