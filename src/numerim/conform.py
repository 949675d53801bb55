"""A source's own words -> ids and numbers, losing nothing.

Raw tables become `core.statements`, one row a statement of one source, and from it the tables of the contract
that are made of statements: `core.vote_counts`, `core.outcomes` … A row of theirs has the columns of the published
table and besides: `statement_id`, `source_id`, `locator`, `place` (`source|locator`), `said_by`, `stated_in` (the
table of the source), `complete` (whether that
lists every selection), `all_units` (whether it lists every unit), `line` and `rank`.
"""

from collections.abc import Sequence

import duckdb
import polars as pl

from numerim import seeds, warehouse
from numerim.election import ElectionFile
from numerim.errors import InputError, nearest
from numerim.figures import iso_date, meanings, read_figures
from numerim.house import House
from numerim.ingest import RawFile
from numerim.statements import read_statements
from schemas.table import Table, about, tables
from schemas.vocabulary import MEASURES, OFFICES, OUTCOMES, PARTY_KINDS, RELATIONS, UNIT_STATES

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

_BY_PARTY = ("total_votes", "total_seats", "total_share", "units_won", "ahead_of")


def conform(connection: duckdb.DuckDBPyConnection, house: House, file: ElectionFile, raw: Sequence[RawFile]) -> None:
    """Fill the schemas `raw`, `seed` and `core` of a database.

    Raises:
        InputError: a figure cannot be read, or a word is not in the closed list that it should be from.
    """
    seeds.load(connection, house.seeds)
    connection.execute("CREATE SCHEMA IF NOT EXISTS raw; CREATE SCHEMA IF NOT EXISTS core")
    _load_declared(connection, file)
    stated, others = read_statements(file, raw)
    warehouse.load(connection, "raw.cells", others)
    warehouse.load(connection, "raw.statements", _with_numbers(stated, house, file))
    connection.execute(_resolve(file))
    _check_words(connection, file)
    connection.execute(_SELECTIONS)
    for name, model in tables().items():
        if about(model).states:
            connection.execute(core_table(name, model))
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


def _load_declared(connection: duckdb.DuckDBPyConnection, file: ElectionFile) -> None:
    election = file.election
    events = [
        {
            "election_id": name,
            "title": event.title["en"],
            "country": election.country,
            "held_on": event.held_on,
            "runoff_on": event.runoff_on,
            "status": event.status,
        }
        for name, event in election.events.items()
    ]
    schema = {"runoff_on": pl.Date}
    warehouse.load(connection, "core.elections", pl.DataFrame(events, schema_overrides=schema))
    offices = [
        {"election_id": name, "office": office, "unit_type": said.unit, "outcome_rule": said.outcome_rule}
        for name, event in election.events.items()
        for office, said in event.offices.items()
    ]
    office_schema = dict.fromkeys(("election_id", "office", "unit_type", "outcome_rule"), pl.String)
    warehouse.load(connection, "core.offices", pl.DataFrame(offices, schema=office_schema))
    expected = [
        {"election_id": name, "unit_type": unit, "number": number}
        for name, event in election.events.items()
        for unit, number in event.expect.items()
    ]
    expected_schema = {"election_id": pl.String, "unit_type": pl.String, "number": pl.Int64}
    warehouse.load(connection, "raw.expected", pl.DataFrame(expected, schema=expected_schema))
    files = [
        {"source_id": name, "path": path, "rank": source.rank, "position": i}
        for name, source in election.sources.items()
        for i, path in enumerate(source.files)
    ]
    warehouse.load(connection, "raw.files", pl.DataFrame(files))
    connection.execute(
        f"""
        CREATE OR REPLACE TABLE core.council_sizes AS
        SELECT seats::BIGINT AS seats FROM seed.council_sizes WHERE country = '{election.country}';
        CREATE OR REPLACE TABLE core.coalition_members AS
        SELECT election_id, party_id, coalition_id FROM seed.coalition_members;
        CREATE OR REPLACE TABLE core.expected AS
        SELECT e.election_id, o.office, u.gp_unit_id, u.name, e.number
        FROM raw.expected e JOIN core.offices o USING (election_id, unit_type)
        JOIN seed.gp_units u ON u.unit_type = e.unit_type AND u.country = '{election.country}';
        """
    )
    for name, unit, number, known in warehouse.rows(
        connection,
        "SELECT election_id, e.unit_type, number, count(u.gp_unit_id) FROM raw.expected e LEFT JOIN seed.gp_units u "
        f"ON u.unit_type = e.unit_type AND u.country = '{election.country}' GROUP BY ALL",
    ):
        if number != known:
            raise InputError(
                file.place("expect", unit),
                f"{name} expects {number} units of type {unit}; seeds/gp_units.csv has {known} of {election.country}",
            )


def _with_numbers(stated: pl.DataFrame, house: House, file: ElectionFile) -> pl.DataFrame:
    """The statements with their values read. Every figure that cannot be read is named."""
    years = {name: event.held_on.year for name, event in file.election.events.items()}
    year = pl.coalesce(pl.col("election"), pl.lit(file.election.id)).replace_strict(
        years, default=file.election.held_on.year, return_dtype=pl.Int64
    )
    read = []
    for (source,), of_source in stated.group_by("source_id", maintain_order=True):
        said = file.election.sources[str(source)]
        words = seeds.words(house.seeds, said.language)
        days = [
            iso_date(pl.col(c).str.strip_chars(), meanings(words, "month"), year).alias(f"{c}_iso")
            for c in ("fieldwork", "election_day")
        ]
        read.append(read_figures(of_source, said.numbers, words, year).with_columns(days))
    statements = pl.concat(read)
    bad = statements.filter(pl.col("number").is_null() & pl.col("text").is_null())
    if bad.height:
        kinds = {"count": "a whole number", "share": "a percentage", "points": "a difference", "date": "a date"}
        told = [
            (
                file.in_source(one["path"], one["line"], one["cell"]),
                f"{one['value']!r} is not {kinds.get(MEASURES[one['measure']].kind, 'a value')} ({one['measure']})",
            )
            for one in bad.head(20).iter_rows(named=True)
        ]
        raise InputError(
            told[0][0],
            "\n  ".join([told[0][1], *(": ".join(more) for more in told[1:])]),
            "How a source writes numbers stands under numbers: and missing:; a slip is declared under corrections:.",
        )
    for day in ("fieldwork", "election_day"):
        bad = statements.filter(pl.col(day).is_not_null() & pl.col(f"{day}_iso").is_null())
        if bad.height:
            place = file.in_source(bad["path"][0], bad["line"][0])
            raise InputError(place, f"{bad[day][0]!r} is not a date that numerim can read")
    return statements


def _resolve(file: ElectionFile) -> str:
    """SQL that makes `core.statements` but for contests and selections."""
    country = warehouse.text(file.election.country)
    scopes = ", ".join(f"('{name}', '{m.scope}')" for name, m in MEASURES.items())
    by_party = ", ".join(warehouse.text(m) for m in _BY_PARTY)
    unit, within, party = seeds.normal("s.unit"), seeds.normal("s.within"), seeds.normal("s.party")
    coalition, person = seeds.normal("s.coalition"), seeds.normal("s.candidate")
    category = seeds.normal("coalesce(s.category, s.party)")
    kinds = "CASE unit_type WHEN 'municipality' THEN 1 WHEN 'polling_station' THEN 2 WHEN 'county' THEN 3 ELSE 4 END"
    return f"""
    CREATE OR REPLACE MACRO slug(t) AS
        trim(regexp_replace(lower(strip_accents(t)), '[^a-z0-9]+', '-', 'g'), '-');
    CREATE OR REPLACE TEMP TABLE scopes AS SELECT * FROM (VALUES {scopes}) v(measure, scope);
    CREATE OR REPLACE TEMP TABLE units AS
        SELECT form, arg_min(gp_unit_id, {kinds}) AS gp_unit_id, arg_max(gp_unit_id, {kinds}) AS widest
        FROM seed.unit_forms WHERE country = {country} AND unit_type <> 'country' GROUP BY form;
    CREATE OR REPLACE TEMP TABLE parties AS
        SELECT form, party_id, kind FROM seed.party_forms JOIN seed.parties p USING (party_id)
        WHERE p.country = {country};
    CREATE OR REPLACE TABLE core.statements AS
    SELECT
        row_number() OVER (ORDER BY r.rank, r.position, s.line, s.cell, s.measure) AS statement_id,
        s.source_id, s.path, s.line, s.cell, s.path || ':L' || s.line || '.C' || s.cell AS locator,
        s.source_id || '|' || s.path || ':L' || s.line || '.C' || s.cell AS place,
        r.rank, s.stated_in, s.complete, s.all_units, s.printed, s.corrected, s.measure, c.scope, s.value,
        s.number, s.decimals, s.text, s.how, s.note,
        coalesce(s.election, day.election_id, {warehouse.text(file.election.id)}) AS election_id,
        s.election_day, day.election_id AS day_election_id, coalesce(s.office, 'all') AS office,
        TRY_CAST(coalesce(s.round, '1') AS BIGINT) AS round, s.round AS round_printed,
        s.unit AS unit_printed,
        CASE WHEN s.unit IS NULL AND c.scope IN ('unit', 'election') THEN home.gp_unit_id ELSE u.gp_unit_id END
            AS gp_unit_id,
        s.within AS within_printed, w.widest AS within_id,
        s.party AS party_printed, p.party_id, p.kind AS party_kind,
        s.coalition AS coalition_printed, k.party_id AS coalition_id,
        s.candidate AS candidate_printed,
        coalesce(person.name, regexp_replace(trim(s.candidate), '\\s+', ' ', 'g')) AS candidate,
        CASE WHEN s.measure IN ({by_party}) THEN coalesce(s.category, s.party) END AS by_party_printed,
        CASE WHEN s.measure IN ({by_party}) THEN cat.party_id ELSE coalesce(s.category, 'all') END AS category,
        coalesce(s.relation, 'equal') AS relation, s.according_to AS said_by,
        s.unit_at, s.within_at, s.candidate_at, s.party_at, s.coalition_at,
        coalesce(s.category_at, s.party_at) AS by_party_at,
        s.pollster, s.fieldwork_iso AS fieldwork, slug(s.pollster || ' ' || s.fieldwork_iso) AS poll_id, s.acronym
    FROM raw.statements s
    JOIN raw.files r USING (source_id, path)
    JOIN scopes c USING (measure)
    JOIN seed.gp_units home ON home.country = {country} AND home.unit_type = 'country'
    LEFT JOIN core.elections day ON day.held_on = TRY_CAST(s.election_day_iso AS DATE)
    LEFT JOIN units u ON u.form = {unit}
    LEFT JOIN units w ON w.form = {within}
    LEFT JOIN parties p ON p.form = {party}
    LEFT JOIN parties k ON k.form = {coalition}
    LEFT JOIN parties cat ON cat.form = {category}
    LEFT JOIN (SELECT form, name FROM seed.person_forms WHERE country = {country}) person
        ON person.form = {person};
    """


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


def _check_words(connection: duckdb.DuckDBPyConnection, file: ElectionFile) -> None:
    """Words that must be from a closed list are."""
    days = [event.held_on.isoformat() for event in file.election.events.values()]
    lists: list[tuple[str, str, str, list[str]]] = [
        ("election", "election_id", "true", list(file.election.events)),
        ("day of an election", "election_day", "day_election_id IS NULL", days),
        ("office", "office", "true", list(OFFICES)),
        ("round", "round_printed", "round IS NULL", ["1", "2"]),
        ("relation", "relation", "true", list(RELATIONS)),
        ("outcome", "text", "measure = 'outcome'", list(OUTCOMES)),
        ("state of a unit", "category", "measure = 'units'", list(UNIT_STATES)),
        ("kind of a subject", "category", "measure = 'subjects'", ["all", *PARTY_KINDS]),
    ]
    for what, column, which, known in lists:
        inside = ", ".join(warehouse.text(word) for word in known)
        bad = warehouse.rows(
            connection,
            f"SELECT path, line, {column} FROM core.statements WHERE {which} AND {column} NOT IN ({inside}) "
            "ORDER BY statement_id LIMIT 1",
        )
        for path, line, word in bad:
            raise InputError(file.in_source(path, line), f"unknown {what}: {word!r}", nearest(str(word), known))
