"""The core tables, made of resolved statements: a table a kind of figure, reports, and what is said of contests."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import duckdb

from numerim import warehouse
from numerim.model.ids import without_rows
from numerim.model.longform import (
    BY_KIND,
    FIGURES,
    FIGURES_AND_GAPS,
    FIGURES_OF,
    GAPPED,
    NO_GAPS,
    gapped,
    kinds_and_gaps,
)
from numerim.model.names import COMPARED, NAMED, OFTEN, REFERENCED, names
from numerim.schemas.table import Table, about, core_key, tables

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


def fill(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the tables of figures, `core.names`, and the units and parties that something refers to.

    Beside the tables of the contract: `core.reports`, the units that report, each with its contest; `core.lists`, the
    lists of the sources; `core.contest_votes` and `core.contest_shares`, what each source says of a whole contest;
    `core.figures`, all figures in one form, and `core.figures_and_gaps`, with those that are not given.
    """
    asked = "SELECT DISTINCT table_name, number IS NULL AND text IS NULL FROM core.statements"
    stated = {row[:2] for row in warehouse.rows(connection, asked)}
    for name, model in tables().items():
        if about(model).states:
            connection.execute(core_table(name, model, any_lacking=(name, True) in stated))
            is_added_to = name == "vote_counts" and ("line_votes", False) in stated
            if (name, False) in stated:
                connection.execute(_one(connection, name, model, is_added_to))
            else:  # far cheaper to plan
                connection.execute(_all(name, is_added_to))
    if ("line_votes", False) in stated:
        connection.execute(_LINES)
    connection.execute(_REPORTS)
    connection.execute(NAMED)
    connection.execute(names(any_often=bool(warehouse.rows(connection, OFTEN))))
    there = _with_rows(connection, [*COMPARED, *(table for table, _ in FIGURES_OF)])
    for of, (name, rows) in COMPARED.items():
        connection.execute(f"CREATE OR REPLACE TABLE core.{name} AS {rows}" if of in there else without_rows(name))
    connection.execute(REFERENCED)
    connection.execute(without_rows("steps"))  # what was known before, a check adds
    figures = " UNION ALL ".join(rows for of, rows in FIGURES_OF if of in there) or FIGURES
    with _in_order(connection):
        connection.execute(f"CREATE OR REPLACE TABLE core.figures AS {figures}")
    connection.execute(_NUMBERED)
    gaps = warehouse.rows(connection, "SELECT 1 FROM core.declared_lists WHERE given <> 'figure' LIMIT 1")
    for name in GAPPED if gaps else ():
        connection.execute(gapped(name, core_key(tables()[name])))
    for name in BY_KIND:
        connection.execute(kinds_and_gaps(name, about(tables()[name]).states, any_gap=bool(gaps)))
    connection.execute(
        f"CREATE OR REPLACE TABLE core.figures_and_gaps AS {FIGURES_AND_GAPS if gaps else NO_GAPS}"  # cheap to plan
    )


_NUMBERED = """
ALTER TABLE core.figures ADD COLUMN figure_id BIGINT;
UPDATE core.figures SET figure_id = rowid + 1;
"""
"""SQL: figures have the number of their row, which costs a third of what a window over all of them does."""


@contextmanager
def _in_order(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Let rows of several questions lie as these are asked: two threads would mix them."""
    ((threads,),) = warehouse.rows(connection, "SELECT current_setting('threads')")
    connection.execute("SET threads = 1")
    try:
        yield
    finally:
        connection.execute(f"SET threads = {threads}")


def _with_rows(connection: duckdb.DuckDBPyConnection, names: Sequence[str]) -> set[str]:
    """Those of some core tables that have rows: of the others nothing needs to be asked, which is cheap to plan."""
    asked = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (FROM core.{name})" for name in dict.fromkeys(names))
    return {name for (name,) in warehouse.rows(connection, asked)}


def core_table(name: str, model: type[Table], any_lacking: bool = True) -> str:
    """SQL that makes the core table of a table that is made of statements.

    Args:
        name: the table.
        model: its columns.
        any_lacking: whether there are statements without a figure.
    """
    states = about(model).states
    spec = model.to_schema().columns[states]
    dtype = str(spec.dtype)
    value = {"String": "text", "Int64": "number::BIGINT"}.get(dtype, "number::DECIMAL(12, 6)")
    made = {states: value, "doubts": "NULL::VARCHAR", "race": "office"}
    own = ["office" if c == "race" else c for c in model.to_schema().columns if c not in BESIDES]
    selected = [f"{made[c]} AS {c}" if c in made else c for c in own]
    known = [f"{c} IS NOT NULL" for c in core_key(model)]
    rows = (
        f"SELECT {', '.join([*selected, *BESIDES])} FROM core.statements "
        f"WHERE table_name = {warehouse.text(name)} AND {' AND '.join(known)}"
    )
    there = "(number IS NOT NULL OR text IS NOT NULL)"
    without = f"{rows} AND NOT {there}" if any_lacking else f"FROM core.{name} LIMIT 0"
    lacking = f"CREATE OR REPLACE TABLE core.no_{name} AS {without};" if "given" in own else ""
    return f"CREATE OR REPLACE TABLE core.{name} AS {rows} AND {there}; {lacking}"


def _all(name: str, is_added_to: bool) -> str:
    """SQL that makes `core.one_<table>` of all rows: a table of its own only where it gets others."""
    return f"CREATE OR REPLACE {'TABLE' if is_added_to else 'VIEW'} core.one_{name} AS FROM core.{name};"


def _one(connection: duckdb.DuckDBPyConnection, name: str, model: type[Table], is_added_to: bool) -> str:
    """SQL that makes `core.one_<table>`: what each source says of a thing, once.

    A source that repeats a figure states it once; `place` then has every place. Of different figures for one thing
    the first counts (that they differ is another rule's finding). Who is credited (`said_by`) is told apart.
    """
    by = ", ".join([*core_key(model), "source_id", "said_by"])
    value = about(model).states
    by_type = f"SELECT 1 FROM core.{name} WHERE count_type <> 'total' LIMIT 1"
    has_types = "count_type" in core_key(model) and bool(warehouse.rows(connection, by_type))
    whole = _whole(name, model) if has_types else ""
    repeated = f"SELECT 1 FROM (SELECT hash({by}) AS thing FROM core.{name}) GROUP BY thing HAVING count(*) > 1 LIMIT 1"
    if not warehouse.rows(connection, repeated):
        return _all(name, is_added_to or has_types) + whole
    return f"""
    CREATE OR REPLACE TABLE core.one_{name} AS
    SELECT * EXCLUDE (places, thing) REPLACE (places AS place) FROM (
        SELECT *, string_agg(place, ' ' ORDER BY statement_id) OVER (PARTITION BY thing, {value}) AS places
        FROM (SELECT *, hash({by}) AS thing FROM core.{name}))
    QUALIFY row_number() OVER (PARTITION BY thing ORDER BY statement_id) = 1
    ORDER BY statement_id;
    {whole}"""


def _whole(name: str, model: type[Table]) -> str:
    """SQL: `core.one_<table>` has each figure for all ballots, as it is printed or else as the sum of its types.

    So a total that stands beside its parts is not counted twice.
    """
    keys = [*(c for c in core_key(model) if c != "count_type"), "source_id", "said_by"]
    value = about(model).states
    same = " AND ".join(f"t.{c} IS NOT DISTINCT FROM p.{c}" for c in keys)
    lacks = f"AND NOT EXISTS (SELECT 1 FROM core.no_{name} t WHERE {same})"
    return f"""
    INSERT INTO core.one_{name} BY NAME
    SELECT {", ".join(keys)}, 'total' AS count_type, sum({value})::BIGINT AS {value},
        string_agg(place, ' ' ORDER BY statement_id) AS place, min(statement_id) AS statement_id,
        min(locator) AS locator, min(stated_in) AS stated_in, bool_and(complete) AS complete,
        bool_and(all_units) AS all_units, min(line) AS line, min(rank) AS rank, 'figure' AS given
    FROM (
        SELECT p.*, count(DISTINCT CASE WHEN count_type <> 'total' THEN count_type END) OVER (
            PARTITION BY election_id, source_id, said_by, stated_in, u.unit_type) AS types
        FROM core.one_{name} p LEFT JOIN known.gp_units u USING (gp_unit_id)) p
    WHERE count_type <> 'total' AND NOT EXISTS (SELECT 1 FROM core.one_{name} t WHERE t.count_type = 'total' AND {same})
        AND NOT (count_type IN ('absentee-in-person', 'absentee-mail') AND EXISTS (
            SELECT 1 FROM core.one_{name} t WHERE t.count_type = 'absentee' AND {same}))
        {lacks}
    GROUP BY {", ".join(keys)} HAVING count(*) > 1 OR (max(types) > 1 AND bool_and(all_units));
    DELETE FROM core.one_{name} WHERE count_type <> 'total';"""


_LINES = """
-- The votes of a candidate of several lines are those of all of them.
INSERT INTO core.one_vote_counts BY NAME
SELECT election_id, contest_id, gp_unit_id, selection_id, source_id, said_by, count_type, sum(votes)::BIGINT AS votes,
    string_agg(place, ' ' ORDER BY statement_id) AS place, min(statement_id) AS statement_id,
    min(locator) AS locator, min(stated_in) AS stated_in, bool_and(complete) AS complete,
    bool_and(all_units) AS all_units, min(line) AS line, min(rank) AS rank, 'figure' AS given
FROM core.one_line_votes l
WHERE NOT EXISTS (SELECT 1 FROM core.one_vote_counts v WHERE v.contest_id = l.contest_id AND v.gp_unit_id = l.gp_unit_id
        AND v.selection_id = l.selection_id AND v.source_id = l.source_id AND v.count_type = l.count_type
        AND v.said_by IS NOT DISTINCT FROM l.said_by)
    AND NOT EXISTS (  -- a line whose votes nobody knows
        SELECT 1 FROM core.no_line_votes v ANTI JOIN core.one_line_votes t ON t.contest_id = v.contest_id
            AND t.gp_unit_id = v.gp_unit_id AND t.selection_id = v.selection_id AND t.source_id = v.source_id
            AND t.party_id = v.party_id
        WHERE v.contest_id = l.contest_id AND v.gp_unit_id = l.gp_unit_id AND v.selection_id = l.selection_id
            AND v.source_id = l.source_id)
GROUP BY election_id, contest_id, gp_unit_id, selection_id, source_id, said_by, count_type;
"""


_REPORTS = """
CREATE OR REPLACE TABLE core.reports AS
SELECT r.*, coalesce(
        c.label, CASE WHEN r.office IN ('all', 'contest') THEN '' ELSE r.office || ' of ' END || u.name
            || CASE WHEN r.round > 1 THEN ', round ' || r.round ELSE '' END)
    || CASE WHEN c.gp_unit_id <> r.gp_unit_id THEN ', ' || u.name ELSE '' END AS label,
    coalesce(c.gp_unit_id = r.gp_unit_id, false) AS is_whole, u.unit_type, u.parent_id,
    coalesce(b.level, u.unit_type) AS level
FROM (
    SELECT r.election_id, r.office, r.gp_unit_id, r.round, p.contest_id::core.contest_id AS contest_id
    FROM (
        SELECT election_id, office, gp_unit_id, round FROM core.one_ballot_counts
        UNION SELECT election_id, office, gp_unit_id, round FROM core.statements
        WHERE measure IN ('votes', 'line_votes', 'share', 'turnout') AND gp_unit_id IS NOT NULL) r
    JOIN reporting p USING (election_id, office, gp_unit_id, round)
) r
JOIN known.gp_units u ON u.gp_unit_id = r.gp_unit_id
LEFT JOIN core.unit_levels b USING (unit_type)
LEFT JOIN core.contests c ON c.election_id = r.election_id AND c.contest_id = r.contest_id;

CREATE OR REPLACE TABLE core.lists AS
SELECT DISTINCT source_id, path, stated_in FROM core.statements;

-- What a source says of a whole contest: the figure of its own unit, or else the sum over all units that report.
CREATE OR REPLACE TABLE core.contest_votes AS
WITH figures AS (
    SELECT v.election_id, v.contest_id, v.selection_id, v.gp_unit_id, v.source_id, v.said_by, v.votes, v.complete,
        v.all_units, v.stated_in, v.place, v.rank, v.statement_id, r.is_whole, r.level, s.kind
    FROM core.one_vote_counts v
    JOIN core.contests c ON c.election_id = v.election_id AND c.contest_id = v.contest_id
    JOIN core.reports r ON r.election_id = v.election_id AND r.office = c.office AND r.gp_unit_id = v.gp_unit_id
        AND r.round = c.round
    JOIN core.selections s ON s.election_id = v.election_id AND s.contest_id = v.contest_id
        AND s.selection_id = v.selection_id),
wholes AS (
    SELECT election_id, contest_id, source_id, said_by,
        count(DISTINCT selection_id) FILTER (is_whole) = count(DISTINCT selection_id) AS has_whole
    FROM figures GROUP BY ALL),
levels AS (  -- where units of two levels report, the fewer: the higher level
    SELECT election_id, contest_id, source_id, arg_min(level, {u: units, t: level}) AS highest FROM (
        SELECT election_id, contest_id, source_id, level, count(DISTINCT gp_unit_id) AS units
        FROM figures WHERE NOT is_whole GROUP BY ALL)
    GROUP BY ALL)
SELECT election_id, contest_id, selection_id, source_id, f.said_by, kind, sum(votes)::BIGINT AS votes,
    bool_and(complete) AS complete, min(stated_in) AS stated_in, count(*) AS reports,
    string_agg(place, ' ' ORDER BY statement_id) AS place, min(rank) AS rank, min(statement_id) AS statement_id
FROM figures f JOIN wholes w USING (election_id, contest_id, source_id)
LEFT JOIN levels USING (election_id, contest_id, source_id)
WHERE f.said_by IS NOT DISTINCT FROM w.said_by AND (
    (is_whole AND (has_whole OR levels.highest IS NULL))
    OR (NOT is_whole AND NOT has_whole AND all_units AND f.level = levels.highest))
GROUP BY election_id, contest_id, selection_id, source_id, f.said_by, kind;

CREATE OR REPLACE TABLE core.contest_shares AS
SELECT v.election_id, v.contest_id, v.selection_id, v.source_id, v.said_by, s.kind, v.share, v.decimals,
    (0.5 * power(10, -v.decimals))::DECIMAL(18, 8) AS half, v.complete, v.stated_in, v.place
FROM core.one_vote_shares v
JOIN core.contests c ON c.election_id = v.election_id AND c.contest_id = v.contest_id AND c.gp_unit_id = v.gp_unit_id
JOIN core.selections s ON s.election_id = v.election_id AND s.contest_id = v.contest_id
    AND s.selection_id = v.selection_id;
"""
