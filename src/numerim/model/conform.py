"""A source's own words -> ids and numbers, losing nothing.

Raw tables become `core.statements`, one row a statement of one source, and from it the tables of the contract
that are made of statements: `core.vote_counts`, `core.outcomes` … A row of theirs has the columns of the published
table and besides: `statement_id`, `source_id`, `locator`, `place` (`source|locator`), `said_by`, `stated_in` (the
table of the source), `complete` (whether that
lists every selection), `all_units` (whether it lists every unit), `line` and `rank`.
"""

from collections.abc import Sequence
from functools import partial

import duckdb
import polars as pl

from numerim import doing, warehouse
from numerim.declare.election import ElectionFile, in_order
from numerim.declare.house import House
from numerim.errors import InputError, going_on, tell_all
from numerim.model import core, misread, narrow, seeds, selections
from numerim.model.declared import declare, unknown_exempt
from numerim.model.matching import match
from numerim.model.namesakes import which_units
from numerim.model.register import register
from numerim.model.sheets import sheets_of
from numerim.model.stated import NAMED, PLACED
from numerim.model.statements import take_statements
from numerim.model.temporary import without_traces
from numerim.model.values import Values
from numerim.model.visible import UNSEEN
from numerim.read.ingest import RawFile
from numerim.schemas.nearest import nearest
from numerim.schemas.vocabulary import BY_PARTY


@without_traces
def conform(
    connection: duckdb.DuckDBPyConnection,
    house: House,
    file: ElectionFile,
    raw: Sequence[RawFile],
    strict: bool = True,
    wrong: Sequence[InputError] = (),
    *,
    only_tables: bool = False,
) -> None:
    """Fill the schemas `raw`, `seed` and `core` of a database.

    Args:
        connection: the database.
        house: where the seeds are.
        file: what `election.yml` says.
        raw: the tables of its sources.
        strict: whether a column of which most figures cannot be read ends it.
        wrong: what is wrong with the sources already; it is told with what is found here.
        only_tables: whether only what is said of tables is asked, since the rest is not as it is written.

    Raises:
        InputError: what `election.yml` says does not fit the sources: most figures of a column cannot be read, a word
            is not in the closed list that it should be from … What stands on its own is told at once.
    """
    found = list(wrong)
    seeds.load(connection, house.reference)
    connection.execute("CREATE SCHEMA IF NOT EXISTS raw; CREATE SCHEMA IF NOT EXISTS core")
    connection.execute(_KNOWN)
    with going_on([] if only_tables else found):
        declare(connection, file)
    warehouse.load(connection, "raw.files", _files(file, raw))
    doing.at("reading statements")
    connection.execute("DROP TABLE IF EXISTS raw.cells")
    narrow.forget(connection)
    cells = sum(table.rows.height * table.rows.width for one in raw for table in one.tables)
    values = Values(connection, house, file, are_many=cells >= narrow.MANY)
    take_statements(file, raw, found, values.take, partial(_put_aside, connection))
    if not values.rows or only_tables:
        tell_all(in_order(found, file.shown))
        return
    doing.at(f"finding out what {values.rows:,} statements are about")
    is_lost = len(found) > len(wrong)
    try:
        values.see_columns(strict)
    except InputError as error:
        found.append(error)
        is_lost = True
    values.see_cells()
    unsaid = values.see_all()
    connection.execute(_MACROS)
    match(connection, file, house.reference)
    with going_on(found):
        register(connection, file)
        found += unknown_exempt(connection, file)
    if not values.in_order:
        connection.execute(_NUMBERED)
    before, resolved = _resolve(file, values)
    connection.execute(before)
    narrow.make(connection, "core.statements", resolved, unsaid)
    connection.execute(_read(values))
    narrow.forget(connection, ["raw.statements"])
    with going_on(found):
        misread.hold_words(connection, file)
    if not found or not is_lost:
        with going_on(found):
            selections.select(connection, file, unsaid)
            misread.hold_incomplete(connection, file, values.rows)
    if found:
        tell_all(in_order([*found, *_unknown_units(connection, file)], file.shown))
    warehouse.load(connection, "core.sheets", sheets_of(raw))
    core.fill(connection)


def _unknown_units(connection: duckdb.DuckDBPyConnection, file: ElectionFile) -> list[InputError]:
    """The names of units that are not known; beside what is wrong, since they are mended together with it."""
    asked = """
        SELECT unit_printed, arg_min(locator, statement_id) FROM core.statements
        WHERE unit_printed IS NOT NULL AND gp_unit_id IS NULL GROUP BY 1 ORDER BY min(statement_id)"""
    rows = warehouse.rows(connection, asked)
    if not rows:
        return []
    names = "”, “".join(str(name) for name, _ in rows[:5]) + "”" + (f" and {len(rows) - 5} more" if rows[5:] else "")
    kinds = {office.unit for office in file.election.offices.values()}
    known = dict(
        warehouse.rows(
            connection,
            "SELECT printed, gp_unit_id FROM (FROM seed.gp_unit_names SELECT printed, gp_unit_id "
            "UNION ALL FROM seed.gp_units SELECT name, gp_unit_id) JOIN seed.gp_units USING (gp_unit_id) "
            f"WHERE country = {warehouse.text(file.election.country)} ORDER BY gp_unit_id",
        )
    )
    near = [f"    {one.row}\n" for one in nearest([str(name) for name, _ in rows], [known], _FORMS) if one.row]
    cure = f"Add their forms to {_FORMS}, or take what seeds/ lacks as it is printed; add:\n"
    if near:
        cure = f"Where the nearest known ones are meant, add to {_FORMS}:\n{''.join(near)}"
        cure += "  What seeds/ lacks is taken as it is printed; add:\n"
    cure += file.to_write((), [f"register: {{unit: {min(kinds) if kinds else 'municipality'}}}"])
    problem = f"“{names} {'are not units' if rows[1:] else 'is not a unit'} that numerim knows (R101)"
    return [InputError(file.in_source(str(rows[0][1])), problem, cure)]


_FORMS = "seeds/gp_unit_names.csv"


def _files(file: ElectionFile, raw: Sequence[RawFile]) -> pl.DataFrame:
    """Every `path` of the sources with the file that it is of, in their order: a workbook has a path a sheet."""
    paths = {(one.source, one.path + table.inside): one.path for one in raw for table in one.tables}
    turns = {source: [path for of, path in paths if of == source] for source in file.election.sources}
    rows = [
        {"source_id": source, "path": path, "file": paths[source, path], "rank": said.rank, "position": i}
        for source, said in file.election.sources.items()
        for i, path in enumerate(turns[source])
    ]
    schema = {"source_id": pl.String, "path": pl.String, "file": pl.String, "rank": pl.Int64, "position": pl.Int64}
    return pl.DataFrame(rows, schema=schema)


def _put_aside(connection: duckdb.DuckDBPyConnection, cells: pl.DataFrame) -> None:
    """Add cells to `raw.cells`."""
    connection.register("_cells", cells)
    connection.execute("CREATE TABLE IF NOT EXISTS raw.cells AS FROM _cells LIMIT 0; INSERT INTO raw.cells FROM _cells")
    connection.unregister("_cells")


_MACROS = f"""
CREATE OR REPLACE MACRO latin(t) AS translate(
    replace(replace(replace(lower(strip_accents(t)), 'љ', 'lj'), 'њ', 'nj'), 'џ', 'dz'),
    -- Characters that cannot be seen stand last: they are left out.
    'đðłøıæœßабвгдежзијклмнопрстћуфхцчшђџљњѓќѕαβγδεζηθικλμνξοπρσςτυφχψω{UNSEEN}',
    'ddloiaosabvgdeziijklmnoprstcufhccsdzlngksabgdeziuiklmnxoprsstufhpo');
-- What Arabic writing varies: vowel signs, the stroke that lengthens a word, the forms of alef, yeh and kaf.
CREATE OR REPLACE MACRO plainly(t) AS translate(
    regexp_replace(lower(nfc_normalize(t)), '[\\x{{0640}}\\x{{064B}}-\\x{{065F}}\\x{{0670}}]', '', 'g'),
    'أإآٱیىک', 'ااااييك');
-- A name with letters that are not known here keeps a mark of its own, so that two such names stay two.
-- The letters are made once and asked three times: what is written once is planned once.
CREATE OR REPLACE MACRO slug(t) AS CASE WHEN t IS NOT NULL THEN list_transform([latin(t)], lambda l: concat_ws('-',
    nullif(trim(regexp_replace(l, '[^a-z0-9]+', '-', 'g'), '-'), ''),
    CASE WHEN regexp_matches(regexp_replace(l, '[a-z]', '', 'g'), '\\pL') THEN left(md5(plainly(t)), 8)
        WHEN NOT regexp_matches(l, '[a-z0-9]') THEN 'x-' || left(md5(t), 10) END))[1] END;
"""


_KNOWN = """
-- What seeds/ know, and what an election registers besides; the seeds stay as they are.
CREATE SCHEMA IF NOT EXISTS known;
CREATE OR REPLACE TABLE known.gp_units AS FROM seed.gp_units;
CREATE OR REPLACE TABLE known.unit_forms AS SELECT *, false AS by_writing FROM seed.unit_forms;
CREATE OR REPLACE TABLE known.parties AS FROM seed.parties;
CREATE OR REPLACE TABLE known.party_forms AS FROM seed.party_forms;
CREATE OR REPLACE TABLE known.person_forms AS FROM seed.person_forms;
"""


def _read(values: Values) -> str:
    """SQL that ends with `raw.statements`: all that they say is in `core.statements` but where rarer things stand."""
    left = [f"{role}_at" for role in PLACED if role not in NAMED and f"{role}_at" in values.told]
    stands = f"unnest([{', '.join(left or ['NULL::VARCHAR'])}])"
    return f"""
    CREATE OR REPLACE TABLE raw.named AS SELECT DISTINCT * FROM (
        SELECT source_id, path, {stands} AS stands FROM raw.statements {"" if left else "LIMIT 0"})
    WHERE stands IS NOT NULL;
    DROP VIEW said;
    """


_NUMBERED = """
CREATE OR REPLACE TEMP TABLE numbered AS
SELECT s.rowid AS at, row_number() OVER (ORDER BY r.rank, r.position, s.line, s.cell, s.measure) AS statement_id
FROM raw.statements s JOIN raw.files r USING (source_id, path);
"""
"""SQL: the numbers of statements, where they do not lie in their order."""


def _resolve(file: ElectionFile, values: Values) -> tuple[str, str]:
    """SQL of what statements are resolved by, and of `core.statements`, but for contests and selections.

    It costs milliseconds to plan one `slug`, so ids are made once, and only of what is told.
    """
    told = values.told
    country = warehouse.text(file.election.country)
    by_party = ", ".join(warehouse.text(m) for m in BY_PARTY)
    party, coalition, person = seeds.normal("s.party"), seeds.normal("s.coalition"), seeds.normal("candidate")
    category = seeds.normal("coalesce(s.category, s.party)")
    poll = "slug(s.pollster || ' ' || s.fieldwork_iso)" if "pollster" in told else "NULL::VARCHAR"
    district = "slug(district_printed)" if "district" in told else "NULL::VARCHAR"
    person_id = "slug(name)" if {"candidate", "option"} & set(told) else "NULL::VARCHAR"
    before = f"""
    CREATE OR REPLACE TEMP TABLE unit_words AS  -- a name stands in many rows: its form is made once
        SELECT name, {seeds.normal("name")} AS form FROM (
            SELECT unit_named AS name FROM raw.statements UNION SELECT within FROM raw.statements)
        WHERE name IS NOT NULL;
    CREATE OR REPLACE TEMP VIEW said AS
    SELECT s.* EXCLUDE (candidate), {"s.rowid + 1" if values.in_order else "n.statement_id"} AS statement_id,
        coalesce(s.candidate, s.option) AS candidate,
        coalesce(s.election, day.election_id, {warehouse.text(file.election.id)}) AS election_id,
        day.election_id AS day_election_id, day.round AS day_round, coalesce(s.office, 'all') AS office_word,
        nullif(trim(s.district), '') AS district_printed, {district} AS district_id,
        unit_word.form AS unit_form, within_word.form AS within_form
    FROM raw.statements s {"" if values.in_order else "JOIN numbered n ON n.at = s.rowid"}
    LEFT JOIN (VALUES {_days(file)}) day(election_id, held_on, round, is_first)
        ON day.held_on = s.election_day_iso AND (s.election = day.election_id OR (s.election IS NULL AND day.is_first))
    LEFT JOIN unit_words unit_word ON unit_word.name = s.unit_named
    LEFT JOIN unit_words within_word ON within_word.name = s.within;

    {which_units(country)}
    CREATE OR REPLACE TEMP TABLE parties AS
        SELECT form, party_id, kind FROM known.party_forms JOIN known.parties p USING (party_id)
        WHERE p.country = {country};
    CREATE OR REPLACE TEMP TABLE wings AS  -- the part of a party that stood with a coalition, which itself did not
        SELECT election_id, party_id, coalition_id, member_id FROM seed.coalition_members WHERE member_id <> '';
    CREATE OR REPLACE TEMP TABLE people AS
        SELECT *, min(name) OVER same <> max(name) OVER same AS has_names FROM (
            SELECT candidate, name, {person_id} AS person_id FROM (
                SELECT p.candidate, coalesce(known.name, regexp_replace(trim(p.candidate), '\\s+', ' ', 'g')) AS name
                FROM (SELECT candidate, {person} AS form FROM (SELECT DISTINCT candidate FROM said)) p
                LEFT JOIN (SELECT form, name FROM known.person_forms WHERE country = {country}) known USING (form)
                WHERE p.candidate IS NOT NULL))
        WINDOW same AS (PARTITION BY person_id);
    CREATE OR REPLACE TEMP TABLE first_names AS  -- of people whose name is written in several ways in a unit
        SELECT s.unit, p.person_id, arg_min(p.name, s.statement_id) AS name
        FROM said s JOIN people p ON p.candidate = s.candidate AND p.has_names
        GROUP BY s.unit, p.person_id;
    """
    resolved = f"""
    SELECT
        s.statement_id,
        s.source_id, s.path, s.line, s.cell, s.path || s.stands AS locator,
        s.source_id || '|' || s.path || s.stands || '|' || s.measure AS place,
        r.rank, s.stated_in, s.complete, s.all_units, s.printed, s.corrected, s.measure, c.scope, s.value, s.given,
        s.written, s.misread,
        s.number, s.decimals, s.text, s.how, s.note, s.doubt, s.sentence,
        s.span, s.subject_span, s.sentence_span, s.election_id, s.election_day, s.day_election_id, s.day_round,
        s.office_word, s.district_printed, s.district_id,
        s.office_word || coalesce('/' || s.district_id, '') AS office,
        coalesce(TRY_CAST(s.round AS BIGINT), s.day_round, 1) AS round, s.round AS round_printed,
        s.unit AS unit_printed,
        CASE WHEN s.unit IS NULL AND c.scope IN ('unit', 'election') THEN home.gp_unit_id ELSE u.gp_unit_id
            END AS gp_unit_id,
        s.within AS within_printed, coalesce(u.within_id, w.gp_unit_id) AS within_id,
        s.party AS party_printed, coalesce(wing.member_id, p.party_id) AS party_id,
        p.party_id AS named_party_id, p.kind AS party_kind,
        s.coalition AS coalition_printed, k.party_id AS coalition_id,
        s.candidate AS candidate_printed, s.option IS NOT NULL AS is_option, s.aside,
        TRY_CAST(s.ballot_number AS BIGINT) AS ballot_number, s.ballot_number AS ballot_number_printed,
        person.person_id, coalesce(f.name, person.name) AS candidate,
        CASE WHEN s.measure IN ({by_party}) THEN coalesce(s.category, s.party) END AS by_party_printed,
        CASE WHEN s.measure IN ({by_party}) THEN cat.party_id ELSE coalesce(s.category, 'all') END AS category,
        coalesce(s.relation, 'equal') AS relation,
        round(CASE coalesce(s.relation, 'equal') WHEN 'equal' THEN s.number - coalesce(0.5 * power(10, -s.decimals), 0)
            WHEN 'more than' THEN s.number END::DOUBLE, 7) AS low,
        round(CASE coalesce(s.relation, 'equal') WHEN 'equal' THEN s.number + coalesce(0.5 * power(10, -s.decimals), 0)
            WHEN 'less than' THEN s.number END::DOUBLE, 7) AS high,
        s.according_to AS said_by,
        s.unit_at, s.within_at, s.candidate_at, s.party_at, s.coalition_at,
        coalesce(s.category_at, s.party_at) AS by_party_at,
        coalesce(s.count_type, 'total') AS count_type,
        s.pollster, s.fieldwork_iso AS fieldwork, {poll} AS poll_id, s.acronym
    FROM said s
    JOIN raw.files r USING (source_id, path)
    JOIN core.measures c USING (measure)
    JOIN known.gp_units home ON home.country = {country} AND home.unit_type = 'country'
    LEFT JOIN units u ON u.election_id = s.election_id AND u.office_word = s.office_word AND u.unit_form = s.unit_form
        AND u.within_form IS NOT DISTINCT FROM s.within_form AND u.said_type IS NOT DISTINCT FROM s.said_type
        AND u.taken_type IS NOT DISTINCT FROM s.unit_type
    LEFT JOIN withins w ON w.form = s.within_form
    LEFT JOIN parties p ON p.form = {party}
    LEFT JOIN parties k ON k.form = {coalition}
    LEFT JOIN wings wing ON wing.election_id = s.election_id AND wing.party_id = p.party_id
        AND wing.coalition_id = k.party_id
    LEFT JOIN parties cat ON cat.form = {category}
    LEFT JOIN people person ON person.candidate = s.candidate
    LEFT JOIN first_names f ON f.person_id = person.person_id AND f.unit IS NOT DISTINCT FROM s.unit
    """
    return before, resolved


def _days(file: ElectionFile) -> str:
    """SQL: the days of every election, the first round's and the second's, and whose a day is if nobody says."""
    days: dict[tuple[str, str], int] = {}
    for turn, day in ((1, "held_on"), (2, "runoff_on")):
        for name, event in file.election.events.items():
            if (on := getattr(event, day)) is not None:
                days.setdefault((on.isoformat(), name), turn)
    firsts = dict(reversed(days))
    return ", ".join(
        f"({warehouse.text(name)}, {warehouse.text(day)}, {turn}, {firsts[day] == name})"
        for (day, name), turn in days.items()
    )
