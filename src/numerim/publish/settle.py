"""Several sources -> one clean table; what is disputed is held back.

`clean.*` are the tables of the contract as they are published. A figure that an open finding of severity `error`
blames stays out of them; of the others that state the same thing the source that `election.yml` ranks first is
believed. Nothing is lost: `clean.statements` says of every statement what became of it.
"""

from collections.abc import Iterable
from typing import Any

import duckdb
import polars as pl

from numerim import warehouse
from numerim.check.power import find_power
from numerim.declare.election import ElectionFile
from numerim.declare.licences import known_licences
from numerim.publish import around, fates, objected, results
from numerim.publish.contract import ContractError, ddl, see_key, validate
from numerim.publish.terms import granted, not_known
from numerim.read.ingest import RawFile
from numerim.schemas.parameter import OFF
from numerim.schemas.rule import rules
from numerim.schemas.table import Table, about, core_key, tables
from numerim.schemas.vocabulary import NIST_COUNT_TYPES, NIST_UNIT_TYPES, OFFICES

_DECLARED = ("elections", "gp_units", "gp_unit_parents", "parties", "contests", "selections", "names")
"""Tables that core has with the columns of the contract, and perhaps more."""

_TOLD = ("findings", "finding_places")
"""Tables that a check makes, too."""

_IN_CORE = {
    "contests": {"office": "office_word", "race": "office", "contest": "label", "law": "outcome_rule"},
    "selections": {"selection": "label"},
}
"""Columns of the contract that core has under another name: there a race is an office, for the rules."""


def settle(connection: duckdb.DuckDBPyConnection, election: str) -> None:
    """Make what a check tells from `core`: `clean.findings`, their places, and what becomes of every statement.

    Args:
        connection: a database that is checked.
        election: the id of the election.

    Raises:
        ContractError: a key of them stands there twice.
    """
    connection.execute("CREATE SCHEMA IF NOT EXISTS clean")
    fates.decide(connection, _stated(connection), _lacks(connection))
    for name in _TOLD:
        connection.execute(ddl("clean", name))
    _take(connection, "findings")
    fates.show(connection, election)
    connection.execute(_FINDING_PLACES)
    for name in _TOLD:
        see_key(connection, "clean", name)


def complete(connection: duckdb.DuckDBPyConnection, file: ElectionFile, raw: Iterable[RawFile]) -> None:
    """Fill all other tables, that only packages need, and hold `clean` against its contract: it can be published now.

    Args:
        connection: a database that is settled.
        file: what `election.yml` says.
        raw: the tables of the sources, of which one at a time is needed.

    Raises:
        ContractError: a clean table breaks its contract.
    """
    every = tables()
    for name in every:
        if name not in (*_TOLD, "statements"):
            connection.execute(ddl("clean", name))
    for name in _DECLARED:
        _take(connection, name)
    lacking = _lacks(connection)
    for name, model in _stated(connection).items():
        connection.execute(_published(name, model, any_lacking=name in lacking))
    _make_anew(connection, "contests", _SEATS)
    _load_words(connection, file)
    _load_files(connection, file)
    _load_settings(connection, file)
    find_power(connection)
    fates.write(connection, file.election.id)
    results.fill(connection)
    around.fill(connection, raw)
    objected.fill(connection, file)
    for name in every:
        validate(connection, name, key=name not in _TOLD)


def _take(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    """Fill a clean table from that in core."""
    core = _IN_CORE.get(name, {})
    columns = ", ".join(f"{core.get(c, c)} AS {c}" for c in tables()[name].to_schema().columns)
    connection.execute(f"INSERT INTO clean.{name} SELECT {columns} FROM core.{name} ORDER BY ALL")


def _stated(connection: duckdb.DuckDBPyConnection) -> dict[str, type[Table]]:
    """The tables of which the sources of an election state something, or say that they give nothing."""
    there_are = {name for (name,) in warehouse.rows(connection, "SELECT DISTINCT table_name FROM core.statements")}
    return {name: model for name, model in tables().items() if about(model).states and name in there_are}


def _lacks(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """The tables that keep rows of which a source says that it gives no figure, where one says so."""
    said = warehouse.rows(connection, "SELECT DISTINCT table_name FROM core.statements WHERE given <> 'figure'")
    return {name for (name,) in said if name and "given" in tables()[name].to_schema().columns}


def _published(name: str, model: type[Table], any_lacking: bool) -> str:
    columns = [{"doubts": "f.doubts", "race": "office"}.get(c, c) for c in model.to_schema().columns]
    published = f"""
    INSERT INTO clean.{name}
    SELECT {", ".join(columns)} FROM core.{name} t LEFT JOIN flags f USING (place)
    SEMI JOIN (SELECT statement_id FROM core.settled WHERE table_name = '{name}' AND fate = 'published') s
        USING (statement_id)
    ORDER BY {", ".join(core_key(model))};
    """
    if not any_lacking:
        return published
    nothing = {about(model).states: "NULL", "doubts": "f.doubts", "decimals": "NULL", "race": "office"}
    return f"""
    {published}
    INSERT INTO clean.{name}
    SELECT {", ".join(nothing.get(c, c) for c in model.to_schema().columns)}
    FROM lacking_{name} t LEFT JOIN flags f USING (place) WHERE comes = 1 ORDER BY {", ".join(core_key(model))};
    """


_FINDING_PLACES = f"""
CREATE OR REPLACE TEMP TABLE told_cells AS
WITH asked AS (SELECT DISTINCT source_id, locator FROM core.finding_places)
SELECT source_id, locator, measure, any_value(printed) AS printed, any_value(value) AS value FROM (
    SELECT source_id, locator, measure::VARCHAR AS measure, printed, {fates.VALUE} AS value
    FROM core.statements s SEMI JOIN asked USING (source_id, locator) LEFT JOIN core.settled t USING (statement_id)
    UNION ALL SELECT c.source_id, c.path || c.stands, '-', c.printed, NULL
    FROM raw.cells c SEMI JOIN asked a ON a.source_id = c.source_id AND a.locator = c.path || c.stands)
GROUP BY ALL;
INSERT INTO clean.finding_places
WITH of_names AS (FROM core.finding_places WHERE measure IS NULL),
names AS (
    SELECT unnest(string_split(places, ' ')) AS place, printed FROM core.names WHERE EXISTS (FROM of_names)),
named AS (SELECT place, string_agg(DISTINCT printed, '; ' ORDER BY printed) AS printed FROM names GROUP BY place),
whole AS (
    SELECT source_id, locator, any_value(printed) AS printed
    FROM told_cells SEMI JOIN of_names USING (source_id, locator) GROUP BY ALL)
SELECT p.election_id, p.finding_id, p.source_id, p.locator, p.measure, c.printed, c.value, p.role
FROM core.finding_places p LEFT JOIN told_cells c USING (source_id, locator, measure) WHERE p.measure IS NOT NULL
UNION ALL
SELECT p.election_id, p.finding_id, p.source_id, p.locator, '-', coalesce(w.printed, n.printed), NULL, p.role
FROM of_names p LEFT JOIN named n USING (place) LEFT JOIN whole w USING (source_id, locator)
ORDER BY ALL;
DROP TABLE told_cells;
"""

_SEATS = """
-- How many are elected: as the election says, or as the clean tables have it.
SELECT c.* REPLACE (coalesce(c.seats, t.total) AS seats)
FROM clean.contests c LEFT JOIN clean.reported_totals t ON t.measure = 'council_size' AND t.category = 'all'
    AND t.relation = 'equal' AND t.total > 0 AND t.election_id = c.election_id AND t.race = c.race
    AND t.gp_unit_id = c.gp_unit_id AND t.round = c.round
"""


def _make_anew(connection: duckdb.DuckDBPyConnection, name: str, select: str) -> None:
    """Make a clean table again from a question of itself.

    Of rows that are changed in place DuckDB knows less than of new ones, and so writes other bytes (`formats.parquet`).
    """
    connection.execute(ddl("clean", "anew", of=name))
    connection.execute(f"INSERT INTO clean.anew BY NAME {select}")
    then, now = (warehouse.rows(connection, f"SELECT count(*) FROM clean.{table}") for table in (name, "anew"))
    if then != now:
        raise ContractError(f"{name}: a row stands there twice")
    connection.execute(f"DROP TABLE clean.{name}; ALTER TABLE clean.anew RENAME TO {name}")


def _load_words(connection: duckdb.DuckDBPyConnection, file: ElectionFile) -> None:
    """Say what the words mean that stand in the package and that an election may add to."""
    election = file.election
    offices = {
        name: said.title.get("en", OFFICES.get(name, name))
        for event in election.events.values()
        for name, said in event.offices.items()
    }
    own = {name: said.type or NIST_UNIT_TYPES.get(name, "other") for name, said in election.units.items()}
    cast = {
        name: said.type or (name if name in NIST_COUNT_TYPES else "other") for name, said in election.ballots.items()
    }
    words = [
        *(("office", w, title, None, None) for w, title in (OFFICES | offices).items()),
        *(
            ("unit_type", w, title, election.units[w].within if w in own else None, own.get(w, NIST_UNIT_TYPES.get(w)))
            for w, title in election.unit_types.items()
        ),
        *(
            ("count_type", w, title, None, cast.get(w, w if w in NIST_COUNT_TYPES else None))
            for w, title in election.count_types.items()
        ),
        *(("measure", w, m.title, m.inside, None) for w, m in election.measures.items()),
    ]
    schema = dict.fromkeys(("kind", "word", "title", "inside", "nist"), pl.String)
    warehouse.load(connection, "raw.words", pl.DataFrame(words, schema=schema, orient="row"))
    connection.execute(
        """
        INSERT INTO clean.words SELECT w.* FROM raw.words w SEMI JOIN (
            SELECT DISTINCT 'office' AS kind, office_word::VARCHAR AS word FROM core.statements
            UNION ALL SELECT DISTINCT 'unit_type', unit_type FROM clean.gp_units
            UNION ALL SELECT DISTINCT 'count_type', count_type::VARCHAR FROM core.statements
            UNION ALL SELECT DISTINCT 'measure', measure::VARCHAR FROM core.statements) USING (kind, word)
        ORDER BY ALL
        """
    )


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
            "sha256": file.sha256(name, path),
            "document_sha256": source.document,
        }
        for name, source in file.election.sources.items()
        for path in source.files
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


def _load_settings(connection: duckdb.DuckDBPyConnection, file: ElectionFile) -> None:
    """Say what was set of the rules, and which were not asked."""
    set_here = {name: event.set_rules for name, event in file.election.events.items()}
    rows = [
        *((e, rule, name, value, None) for e, said in set_here.items() for (rule, name), value in said.values.items()),
        *((e, rule, OFF, None, reason) for e, said in set_here.items() for rule, reason in said.off.items()),
    ]
    number = pl.Decimal(24, 6)
    schema: dict[str, Any] = dict.fromkeys(("election_id", "rule", "setting"), pl.String)
    schema |= {"value": number, "reason": pl.String}
    warehouse.load(connection, "raw.settings", pl.DataFrame(rows, schema=schema, orient="row"))
    defaults = [(r.code, p.name, p.default) for r in rules().values() for p in r.parameters]
    schema = {"rule": pl.String, "setting": pl.String, "standard": number}
    warehouse.load(connection, "raw.defaults", pl.DataFrame(defaults, schema=schema, orient="row"))
    connection.execute(
        """
        INSERT INTO clean.rule_settings
        SELECT election_id, rule, setting, value, standard, reason
        FROM raw.settings LEFT JOIN raw.defaults USING (rule, setting) ORDER BY ALL
        """
    )
