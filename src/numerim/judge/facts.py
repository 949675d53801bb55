"""From the rows of a file of a known layout to facts: one row a figure, in DuckDB.

`facts` has, for each cell of a figure that can be read:

- `line`, `cell`: where it stands, from 1;
- `a`, `u`, `c`, `s`: the ids of what the unit lies in, the unit, the contest and who is voted for (candidate and
  party); 0 where nothing is said. Names that differ in case, accents, punctuation or spaces have one id;
- `k`: the kind of ballots, '' for all kinds together;
- `measure`: `votes` of a selection; or `registered`, `cast`, `total`, `over`, `under`, `blank`, accounts of ballots
  (of the contest `c`, or of the unit where `c` is 0);
- `v`: the figure;
- `role`: `part` for a unit, `whole` for a row of totals.

A row that stands there again with the same figure counts once.

`cells` has the same for every cell, with what is `printed` and of which `form` that is; `votes` one row for all kinds of
ballots together; `names` says how ids are printed.
"""

import re
from dataclasses import dataclass, replace

import duckdb
import polars as pl

from numerim import warehouse
from numerim.errors import InputError
from numerim.judge.cells import Sheet
from numerim.judge.words import ACCOUNTS, KIND_OF_BALLOTS, NO_FIGURE, NO_STEM, PRIMARY, TOTAL, UNBOUND, WRITE_IN
from numerim.layouts import Layout, plain, recognise
from numerim.warehouse import text


@dataclass(frozen=True)
class Columns:
    """Which column of a file says what, by number from 0.

    Attributes:
        layout: the layout of the file.
        unit: who reports; None where only `within` says it.
        within: what that lies in.
        contest: what is voted on.
        candidate: who is voted for.
        party: on which line, where a column says it.
        figures: the number of a column with figures -> the kind of ballots, '' for all.
        mode: the column that says the kind of ballots of a row.
        accounts: `registered` and `cast` -> the column that has it in each row of a unit.
        left: the names of the columns that are of no use here.
    """

    layout: Layout
    unit: int | None
    within: tuple[int, ...]
    contest: tuple[int, ...]
    candidate: int
    party: int | None
    figures: dict[int, str]
    mode: int | None
    accounts: dict[str, int]
    left: tuple[str, ...]


def columns_of(sheet: Sheet) -> Columns:
    """Which column of a file says what.

    Raises:
        InputError: the columns are of no known layout, or a column that is needed stands there twice.
    """
    layout = recognise(sheet.header, sheet.shown)
    names = [plain(name) for name in sheet.header]
    if layout.of_contests:
        return Columns(layout, None, (), (), 0, 0, {}, None, {}, ())
    for name in {*layout.needs, *layout.contest, *layout.within}:
        if names.count(name) > 1:
            raise InputError(f"{sheet.shown}:L1", f"the column {name!r} stands there twice", "Rename or remove one.")

    def first(wanted: tuple[str, ...]) -> int | None:
        return next((names.index(name) for name in wanted if name in names), None)

    def every(wanted: tuple[str, ...]) -> tuple[int, ...]:
        return tuple(names.index(name) for name in wanted if name in names)

    votes, candidate, party = first(layout.votes), first(layout.candidate), first(layout.party)
    if votes is None or candidate is None:
        raise RuntimeError(f"{layout.name} must need a column of votes and one of candidates")
    figures = {votes: ""} | {i: name for i, name in enumerate(names) if i != votes and layout.is_kind(name)}
    unit, within, mode = first(layout.unit), every(layout.within), first(layout.mode)
    if unit is not None:
        within = (*within, *(i for i in every(layout.inner) if i != unit and _tells_apart(sheet, unit, within, i)))
    contest = every(layout.contest)
    rolls, cast = every(layout.registered), every(layout.cast)
    accounts = {"registered": rolls[0]} if rolls and (rolls[0] not in cast or len(cast) > 1) else {}
    cast = tuple(i for i in cast if i not in accounts.values())
    accounts |= {"cast": cast[0]} if cast and (accounts or names[cast[0]] not in layout.registered) else {}
    used = {unit, *within, *contest, candidate, party, *figures, mode, *accounts.values()}
    left = tuple(
        sheet.header[i].strip()
        for i, name in enumerate(names)
        if i not in used and name not in layout.passed and name.strip()
    )
    return Columns(layout, unit, within, contest, candidate, party, figures, mode, accounts, left)


def _tells_apart(sheet: Sheet, unit: int, within: tuple[int, ...], inner: int) -> bool:
    """Whether units of one name lie in several of what a column names."""
    names = [f"c{i}" for i in (*within, unit)]
    filled = sheet.rows.filter(*(pl.col(f"c{i}").fill_null("").str.strip_chars() != "" for i in (unit, inner)))
    return filled.select({*names, f"c{inner}"}).n_unique() > filled.select(names).n_unique()


def make(connection: duckdb.DuckDBPyConnection, sheet: Sheet, columns: Columns) -> tuple[Columns, str]:
    """Make the tables: `names`, `cells`, `facts`, `votes`, `units` and `wholes` (which units a row of totals is of).

    Returns:
        The columns, those of accounts left out that are not of a unit or its contests; and what was taken for granted,
        in words, empty where nothing was.
    """
    warehouse.load(connection, "raw", sheet.rows)
    connection.execute(_MACROS)
    connection.execute(f"CREATE TABLE said AS {_said(columns)}")
    if not warehouse.rows(connection, "SELECT 1 FROM said WHERE unit <> '' LIMIT 1"):
        connection.execute("UPDATE said SET unit = within, within = ''")  # county by county
    taken = ""
    if columns.party is not None:
        by_accounts = bool(warehouse.rows(connection, _PRIMARIES)[0][0])
        is_called = re.search(PRIMARY, re.split(r"[/\\\\]", sheet.shown)[-1])
        by_name = not by_accounts and bool(is_called) and bool(warehouse.rows(connection, _EACH_PARTY)[0][0])
        if by_accounts or by_name:
            connection.execute("UPDATE said SET contest = contest || ' | ' || party WHERE party <> ''")
        if by_name:
            taken = "Each party is taken to have a contest of its own, as the file is called one of a primary."
    for sql in (_NAMES, _keyed(columns), _cells(columns)):
        connection.execute(sql)
    for measure, column in columns.accounts.items():
        connection.execute(f"CREATE OR REPLACE TEMP TABLE beside AS {_beside(column)}")
        if warehouse.rows(connection, _NO_ACCOUNT)[0][0]:
            rest = {one: i for one, i in columns.accounts.items() if i != column}
            columns = replace(columns, accounts=rest, left=(*columns.left, sheet.header[column].strip()))
        else:
            connection.execute(_account(measure, column))
    for sql in (_ROLES, _FACTS, _VOTES):
        connection.execute(sql)
    return columns, taken


_MACROS = r"""
    CREATE MACRO tidy(x) AS trim(regexp_replace(coalesce(x, ''), '[\s\p{Z}]+', ' ', 'g'));
    CREATE MACRO fold(x) AS coalesce(
        nullif(trim(regexp_replace(lower(strip_accents(coalesce(x, ''))), '[^\p{L}\p{N}]+', ' ', 'g')), ''), tidy(x));
"""
_WHAT = ("within", "unit", "contest", "office", "candidate", "party", "mode")


def _said(columns: Columns) -> str:
    def joined(numbers: tuple[int, ...]) -> str:
        cells = ", ".join(f"coalesce(c{i}, '')" for i in numbers)
        return f"array_to_string([{cells}], ' | ')" if numbers else "''"

    def one(number: int | None) -> str:
        return f"coalesce(c{number}, '')" if number is not None else "''"

    figures = ", ".join(f"coalesce(c{i}, '') AS f{i}" for i in columns.figures)
    return f"""
        SELECT line, {joined(columns.within)} AS within, {one(columns.unit)} AS unit, {joined(columns.contest)} AS contest,
            {one(columns.contest[0])} AS office, {one(columns.candidate)} AS candidate, {one(columns.party)} AS party,
            {one(columns.mode)} AS mode, {figures}
        FROM raw
    """


_OF_NOBODY = "|".join(
    " ".join(word.split()) for measure in ("over", "under", "blank", "total") for word in ACCOUNTS[measure].split(";")
)
_PRIMARIES = f"""
    WITH accounts AS (
        SELECT count(DISTINCT fold(party)) FILTER (fold(party) <> '') AS parties
        FROM said WHERE regexp_full_match(fold(candidate), {text(_OF_NOBODY)}) OR regexp_matches(fold(candidate), {text(WRITE_IN)})
        GROUP BY within, unit, contest, fold(candidate), mode
    )
    SELECT coalesce(2 * count(*) FILTER (parties > 1) > count(*), FALSE) FROM accounts
"""
"""Whether each party votes for itself, as in a primary: write-ins, blank, over- and under-votes are counted by party."""
_EACH_PARTY = f"""
    WITH named AS (
        SELECT contest, fold(party) AS party FROM said
        WHERE tidy(candidate) <> '' AND NOT regexp_matches(fold(candidate), {text(TOTAL)})
            AND NOT regexp_full_match(fold(candidate), {text(_OF_NOBODY)}) AND NOT regexp_matches(fold(candidate), {text(WRITE_IN)})
    ),
    contests AS (
        SELECT count(DISTINCT party) FILTER (party <> '') AS parties,
            bool_or(party = '' OR regexp_matches(party, {text(UNBOUND)})) AS unbound FROM named GROUP BY contest
    )
    SELECT coalesce(bool_or(parties > 1) AND NOT bool_or(parties > 1 AND unbound), FALSE) FROM contests
"""
"""Whether candidates of several parties stand in contests, and nowhere with somebody who is of none: in a primary where all
stand together there are such."""


_NAMES = f"""
    CREATE TABLE names AS
        WITH printed AS ({" UNION ALL ".join(f"SELECT DISTINCT '{what}' AS what, {what} AS printed FROM said" for what in _WHAT)}),
        folded AS (
            SELECT what, printed, tidy(printed) AS tidy, CASE WHEN what IN ('within', 'contest')
                THEN trim(array_to_string([fold(x) FOR x IN string_split(printed, ' | ')], ' | '), '| ') ELSE fold(printed) END AS key
            FROM printed
        )
        SELECT *, CASE WHEN key = '' THEN 0 ELSE dense_rank() OVER (PARTITION BY what, key = '' ORDER BY key) END::INTEGER AS id,
            dense_rank() OVER (PARTITION BY what ORDER BY tidy)::INTEGER AS way
        FROM folded
"""


def _keyed(columns: Columns) -> str:
    accounts = ", ".join(
        f"({text(measure)}, {text(' '.join(word.split()))})"
        for measure, words in ACCOUNTS.items()
        for word in words.split(";")
    )
    whole = ", ".join(map(text, sorted(columns.layout.whole_modes))) or "''"
    joins = " ".join(
        f"JOIN names AS {what} ON {what}.what = '{what}' AND {what}.printed = said.{what}" for what in _WHAT
    )
    figures = ", ".join(f"f{i}" for i in columns.figures)
    return f"""
        CREATE TABLE accounts AS FROM (VALUES {accounts}) AS t(measure, word);
        CREATE TABLE keyed AS
            SELECT said.line, within.id AS a, unit.id AS u, unit.way AS unit_way, candidate.way AS candidate_way, party.id AS party,
                CASE WHEN by_office.measure IS NOT NULL THEN 0 ELSE contest.id END AS c, candidate.id AS candidate,
                {_SELECTION} AS s, CASE WHEN mode.key IN ({whole}) THEN '' ELSE mode.key END AS mode,
                coalesce(by_office.measure, by_candidate.measure, 'votes') AS measure,
                candidate.id = 0 OR regexp_matches(candidate.key, {text(WRITE_IN)}) AS anybody, {figures}
            FROM said {joins}
            LEFT JOIN accounts AS by_candidate ON by_candidate.word = candidate.key
            LEFT JOIN accounts AS by_office ON by_office.word = office.key
                AND (candidate.key = '' OR candidate.key = office.key OR candidate.key IN ('total', 'totals'));
        DROP TABLE said;
    """


_SELECTION = "candidate.id * 1000000::BIGINT + party.id"
CANDIDATE, PARTY = "(s // 1000000)", "(s % 1000000)"
"""SQL: the ids of the candidate and of the party in the key of a selection."""


_THOUSANDS = "[, \u00a0\u202f\u2009’]"
"""What may stand between thousands; a stop may stand before decimals, too, and is none."""


def _cells(columns: Columns) -> str:
    marks = ", ".join(map(text, NO_FIGURE))
    every = " UNION ALL ".join(
        f"SELECT * EXCLUDE ({', '.join(f'f{j}' for j in columns.figures)}), {i + 1} AS cell, "
        f"{text(kind.replace('_', ' '))} AS kind, f{i} AS printed FROM keyed"
        for i, kind in columns.figures.items()
    )
    printed = " UNION ".join(f"SELECT DISTINCT f{i} AS printed FROM keyed" for i in columns.figures)
    return rf"""
        CREATE TABLE figures AS
            SELECT printed, tidy(printed) AS t,
                CASE WHEN regexp_full_match(t, '[-+−]?[0-9]{{1,18}}(\.0+)?') THEN cast(regexp_replace(replace(t, '−', '-'), '\.0+$', '') AS BIGINT)
                    WHEN regexp_full_match(t, '-?[0-9]{{1,3}}({_THOUSANDS}[0-9]{{3}}){{1,5}}') THEN cast(regexp_replace(t, '{_THOUSANDS}', '', 'g') AS BIGINT) END AS v,
                CASE WHEN v IS NOT NULL THEN 'figure' WHEN fold(t) IN ({marks}) OR NOT regexp_matches(t, '[\p{{L}}\p{{N}}]') THEN 'none'
                    ELSE 'unread' END AS form
            FROM ({printed});
        CREATE TABLE cells AS
            SELECT c.* EXCLUDE (printed, mode, kind), trim(mode || ' ' || kind) AS k, v, form, c.printed
            FROM ({every}) AS c JOIN figures USING (printed) WHERE measure <> 'turnout';
        DROP TABLE keyed;
    """


def _beside(column: int) -> str:
    """SQL: what an account that stands in each row of a unit has in each contest there, and in how many ways."""
    return f"""
        SELECT a, u, c, min(line) AS line, min(unit_way) AS unit_way, min_by(printed, line) AS printed, min(n) AS n,
            count(*) AS times, count(DISTINCT printed) AS ways
        FROM (SELECT cells.*, tidy(c{column}) AS printed, try_cast(regexp_replace(printed, {text(_THOUSANDS)}, '', 'g') AS BIGINT) AS n
            FROM (SELECT DISTINCT line, a, u, unit_way, c FROM cells WHERE measure = 'votes') AS cells JOIN raw USING (line)
            WHERE tidy(c{column}) <> '')
        GROUP BY a, u, c
    """


_NO_ACCOUNT = """
    WITH units AS (SELECT max(ways) > 1 AS differs FROM beside GROUP BY a, u HAVING max(times) > 1)
    SELECT count(*) FILTER (differs) > greatest(0.1 * count(*), CASE WHEN bool_and(differs) THEN 0 ELSE 1 END) FROM units
"""
"""Whether the rows of one contest differ in all units, or in more than a slip's worth: the column is of who is voted for."""


def _account(measure: str, column: int) -> str:
    """SQL: the figures of such an account, once for each contest; none of a unit where rows of a contest differ."""
    return f"""
        INSERT INTO cells BY NAME
        SELECT line, a, u, unit_way, 0 AS candidate_way, 0 AS party, c, 0 AS candidate, 0 AS s, {text(measure)} AS measure,
            TRUE AS anybody, {column + 1} AS cell, '' AS k, n AS v, 'figure' AS form, printed
        FROM beside WHERE n >= 0 QUALIFY max(ways) OVER (PARTITION BY a, u) = 1
    """


_ROLES = f"""
    CREATE TABLE units AS
        SELECT a, u, an.key AS within, un.key AS unit, CASE WHEN u = 0 AND a <> 0 AND (count(*) OVER (PARTITION BY a) > 1 OR regexp_matches(an.key, {text(TOTAL)}))
            OR u = 0 AND a = 0 AND count(*) OVER () > 2 AND NOT EXISTS (SELECT 1 FROM cells WHERE u = 0 AND a = 0 AND NOT anybody GROUP BY c, s, k, measure HAVING count(*) > 1)
            OR regexp_matches(un.key, {text(TOTAL)})
            AND NOT regexp_matches(un.key, {text(KIND_OF_BALLOTS)}) THEN 'whole' ELSE 'part' END AS role
        FROM (SELECT DISTINCT a, u FROM cells)
        JOIN (SELECT DISTINCT id, key FROM names WHERE what = 'within') AS an ON an.id = a
        JOIN (SELECT DISTINCT id, key FROM names WHERE what = 'unit') AS un ON un.id = u;
    UPDATE units SET role = 'part' WHERE role = 'whole' AND regexp_matches(unit, '(county|election|district|state) ?wide') AND (a, u) IN (
        SELECT w.a, w.u FROM cells AS w JOIN (
            SELECT a, c, s, k, max(v) AS most FROM cells JOIN units USING (a, u) WHERE role = 'part' GROUP BY ALL) AS p
            ON p.a = w.a AND p.c = w.c AND p.s = w.s AND p.k = w.k AND p.most > 0
        WHERE w.v IS NOT NULL GROUP BY w.a, w.u HAVING count(*) > 1 AND 2 * count(*) FILTER (w.v < p.most) > count(*));
    CREATE TABLE wholes AS
        WITH stems AS (
            SELECT a, u, trim(array_to_string([w FOR w IN string_split(unit, ' ')
                IF NOT regexp_matches(w, {text(TOTAL)}) AND NOT list_contains({sorted(NO_STEM)!r}, w)], ' ')) AS stem,
                regexp_matches(within, {text(TOTAL)}) OR u = 0 AND a = 0 AS everywhere
            FROM units WHERE role = 'whole'
        )
        SELECT stems.a, stems.u, parts.a AS part_a, parts.u AS part_u
        FROM stems JOIN units AS parts ON parts.role = 'part' AND (parts.a = stems.a OR (stems.everywhere AND parts.a <> stems.a))
        QUALIFY stem = '' OR count(*) FILTER (starts_with(parts.unit, stem)) OVER (PARTITION BY stems.a, stems.u) = 0
            OR starts_with(parts.unit, stem);
"""

_FACTS = """
    CREATE TABLE facts AS
        SELECT min(line) AS line, min_by(cell, line) AS cell, a, u, c, s, k, measure, v, role
        FROM cells JOIN units USING (a, u) WHERE v IS NOT NULL GROUP BY a, u, c, s, k, measure, v, role
"""

_VOTES = """
    CREATE TABLE votes AS
        SELECT a, u, c, s, measure, role, coalesce(any_value(v) FILTER (k = ''), sum(v))::BIGINT AS v,
            coalesce(min(line) FILTER (k = ''), min(line)) AS line, coalesce(min(cell) FILTER (k = ''), min(cell)) AS cell,
            count(*) FILTER (k = '') AS wholes, count(*) AS figures
        FROM facts GROUP BY a, u, c, s, measure, role
"""
