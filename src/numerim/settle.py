"""Several sources -> one clean table; what is disputed is held back.

`clean.*` are the tables of the contract as they are published. A figure that an open finding of severity `error`
blames stays out of them; of the others that state the same thing the source that `election.yml` ranks first is
believed. Nothing is lost: `clean.statements` says of every statement what became of it.
"""

from typing import Any

import duckdb
import polars as pl

from numerim import warehouse
from numerim.contract import ddl, validate
from numerim.election import ElectionFile
from numerim.licences import known_licences
from numerim.terms import granted, not_known
from numerim.warehouse import text
from schemas.table import Table, about, tables
from schemas.vocabulary import MEASURES

_DECLARED = ("elections", "gp_units", "parties", "contests", "selections", "names", "findings", "rules")
"""Tables that core has with the columns of the contract, and perhaps more."""


def settle(connection: duckdb.DuckDBPyConnection, file: ElectionFile) -> None:
    """Make the schema `clean` from `core`.

    Raises:
        ContractError: a clean table breaks its contract.
    """
    connection.execute("CREATE SCHEMA IF NOT EXISTS clean")
    connection.execute(_HELD)
    every = tables()
    for name in every:
        connection.execute(ddl("clean", name))
    for name in _DECLARED:
        columns = ", ".join(every[name].to_schema().columns)
        connection.execute(f"INSERT INTO clean.{name} SELECT {columns} FROM core.{name} ORDER BY ALL")
    for name, model in every.items():
        if about(model).states:
            connection.execute(_chosen(name, model))
            connection.execute(_published(name, model))
    connection.execute(_fates(every, file.election.id))
    _load_files(connection, file)
    for name in every:
        validate(name, warehouse.frame(connection, f"FROM clean.{name}"))


_HELD = """
CREATE OR REPLACE TEMP TABLE held AS
SELECT DISTINCT place FROM core.blames WHERE severity = 'error' AND status = 'open';
CREATE OR REPLACE TEMP TABLE flags AS
SELECT place, string_agg(DISTINCT rule, ' ' ORDER BY rule) AS doubts FROM core.blames
WHERE severity <> 'info' GROUP BY place;
CREATE OR REPLACE TEMP TABLE parts AS
SELECT place, string_agg(DISTINCT rule, ' ' ORDER BY rule) AS rules
FROM (
    FROM core.finding_places
    UNION ALL  -- a finding about a name is about the cell, whatever that states
    SELECT s.place, p.rule FROM core.finding_places p
    JOIN core.statements s ON p.place = s.source_id || '|' || s.locator)
GROUP BY place;
"""


def _chosen(name: str, model: type[Table]) -> str:
    """SQL: for every statement of a table, which statement its row is made of."""
    key = ", ".join(about(model).key)
    if name == "outcomes":  # one contest has one outcome: all of it is taken from one source
        return f"""
        CREATE OR REPLACE TEMP TABLE chosen_{name} AS
        WITH believed AS (
            SELECT election_id, contest_id, arg_min(source_id, rank) AS source_id FROM core.{name} t
            WHERE place NOT IN (FROM held) GROUP BY ALL)
        SELECT t.statement_id, concat_ws(' ', t.election_id, t.contest_id, t.selection_id) AS table_key,
            t.outcome AS value,
            arg_min(t.statement_id, t.statement_id) FILTER (h.place IS NULL AND t.source_id = b.source_id)
                OVER (PARTITION BY {", ".join(f"t.{c}" for c in about(model).key)}) AS chosen_id,
            h.place IS NOT NULL AS is_held
        FROM core.{name} t LEFT JOIN held h USING (place)
        LEFT JOIN believed b ON b.election_id = t.election_id AND b.contest_id = t.contest_id;
        """
    decimal = str(model.to_schema().columns[about(model).states].dtype).startswith("Decimal")
    value = f"t.{about(model).states}::VARCHAR"
    value = f"regexp_replace({value}, '\\.?0+$', '')" if decimal else value
    text_key = " || ' ' || ".join(f"{c}::VARCHAR" for c in about(model).key)
    return f"""
    CREATE OR REPLACE TEMP TABLE chosen_{name} AS
    SELECT t.statement_id, {text_key} AS table_key, {value} AS value,
        arg_min(t.statement_id, t.statement_id) FILTER (h.place IS NULL) OVER (PARTITION BY {key}) AS chosen_id,
        h.place IS NOT NULL AS is_held
    FROM core.{name} t LEFT JOIN held h USING (place);
    """


def _published(name: str, model: type[Table]) -> str:
    columns = [c if c != "doubts" else "f.doubts" for c in model.to_schema().columns]
    return f"""
    INSERT INTO clean.{name}
    SELECT {", ".join(columns)} FROM core.{name} t LEFT JOIN flags f USING (place)
    WHERE statement_id IN (SELECT chosen_id FROM chosen_{name} WHERE chosen_id IS NOT NULL)
    ORDER BY {", ".join(about(model).key)};
    """


def _fates(every: dict[str, type[Table]], election: str) -> str:
    """SQL that fills `clean.statements`."""
    settled = " UNION ALL ".join(
        f"SELECT '{name}' AS table_name, c.*, p.value AS published FROM chosen_{name} c "
        f"LEFT JOIN chosen_{name} p ON p.statement_id = c.chosen_id"
        for name, model in every.items()
        if about(model).states
    )
    kinds = ", ".join(f"('{name}', '{m.kind}', {'true' if m.table else 'false'})" for name, m in MEASURES.items())
    return f"""
    CREATE OR REPLACE TEMP TABLE settled AS {settled};
    CREATE OR REPLACE TEMP TABLE kinds AS SELECT * FROM (VALUES {kinds}) v(measure, kind, has_table);
    INSERT INTO clean.statements
    SELECT s.election_id, s.source_id, s.locator, s.sentence, s.span, s.subject_span, s.sentence_span, s.printed,
        s.corrected, s.measure,
        coalesce(t.value, s.text, regexp_replace(s.number::VARCHAR, '\\.?0+$', '')) AS value,
        t.table_name, t.table_key, s.said_by,
        CASE
            WHEN s.measure = 'context' THEN 'context'
            WHEN t.statement_id IS NULL AND k.has_table THEN 'held_back'
            WHEN t.statement_id IS NULL THEN CASE WHEN h.place IS NULL THEN 'used' ELSE 'held_back' END
            WHEN t.is_held THEN 'held_back'
            WHEN t.statement_id = t.chosen_id THEN 'published'
            WHEN t.value = t.published THEN 'agrees'
            ELSE 'superseded'
        END AS fate,
        f.rules, nullif(concat_ws('; ', s.how, s.note), '') AS note
    FROM core.statements s JOIN kinds k USING (measure)
    LEFT JOIN settled t USING (statement_id) LEFT JOIN held h USING (place)
    LEFT JOIN parts f USING (place)
    UNION ALL
    SELECT {text(election)}, source_id, path || ':L' || line || '.C' || cell, NULL, NULL, NULL, NULL, printed, NULL,
        '-', NULL, NULL, NULL, NULL, fate, NULL, string_agg(DISTINCT note, '; ' ORDER BY note)
    FROM raw.cells GROUP BY ALL
    ORDER BY ALL;
    """


def _load_files(connection: duckdb.DuckDBPyConnection, file: ElectionFile) -> None:
    licences = known_licences(connection)
    allowed = {name: granted(source, licences) for name, source in file.election.sources.items()}
    sources = [
        {
            "source_id": name,
            "path": path,
            "title": source.title,
            "publisher": source.publisher,
            "language": source.language,
            "licence": source.licence,
            "terms": allowed[name].publish,
            "attribution": allowed[name].attribution,
            "url": source.url,
            "retrieved": source.retrieved,
            "not_known": " ".join(not_known(source)) or None,
            "status": file.election.status_of(name),
            "dated": source.dated,
            "rank": source.rank,
            "sha256": said.sha256,
            "document_sha256": source.document,
        }
        for name, source in file.election.sources.items()
        for path, said in source.files.items()
    ]
    texts = ("publisher", "attribution", "url", "not_known", "document_sha256")
    typed: dict[str, Any] = {**dict.fromkeys(texts, pl.String), "retrieved": pl.Date, "dated": pl.Date}
    warehouse.load(
        connection,
        "raw.sources",
        pl.DataFrame(sources, schema_overrides=typed),
    )
    connection.execute(
        """
        INSERT INTO clean.sources
        SELECT r.source_id, r.path, title, publisher, language, licence, terms, attribution, url, retrieved, not_known,
            status, dated, r.rank, sha256, document_sha256, count(s.statement_id)
        FROM raw.sources r LEFT JOIN core.statements s ON s.source_id = r.source_id AND s.path = r.path
        GROUP BY ALL ORDER BY ALL
        """
    )
    corrections = [
        {"source_id": c.source, "locator": c.at, "expect": c.expect, "value": c.set, "reason": c.reason}
        for c in file.election.corrections
    ]
    schema = dict.fromkeys(("source_id", "locator", "expect", "value", "reason"), pl.String)
    warehouse.load(connection, "raw.corrections", pl.DataFrame(corrections, schema=schema))
    connection.execute("INSERT INTO clean.corrections SELECT * FROM raw.corrections ORDER BY ALL")
