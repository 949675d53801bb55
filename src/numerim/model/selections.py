"""From statements to what they are about: contests, selections, lines, and what lies in no unit that has the office."""

from collections.abc import Sequence

import duckdb

from numerim import warehouse
from numerim.declare.election import ElectionFile
from numerim.errors import InputError
from numerim.model.ids import making, typed, without_rows
from numerim.model.narrow import make, rows_of
from numerim.model.several import SEVERAL
from numerim.schemas.law import those, words
from numerim.schemas.vocabulary import ASIDE, FUSION, SELECTION_KINDS


def select(connection: duckdb.DuckDBPyConnection, file: ElectionFile, unsaid: Sequence[str] = ()) -> None:
    """Find the contest and the selection that each statement of `core.statements` is about.

    A contest belongs to the unit of the type that its office has; what a polling station reports is of the contest
    of the municipality that it lies in.

    Args:
        connection: the database.
        file: what `election.yml` says.
        unsaid: the columns of `core.statements` in which nothing stands, where they are left out.

    Raises:
        InputError: votes of lists and of candidates on them would be counted side by side.
    """
    connection.execute(SEVERAL.format(by_size=_BY_SIZE))
    connection.execute(_DECIDING.format(fusion=_FUSION, by_size=_BY_SIZE))
    any_party = not {"party_id", "coalition_id"} <= {*unsaid}
    if any_party and warehouse.rows(connection, "SELECT 1 FROM above_office LIMIT 1"):
        connection.execute(_TOTALS.format(rows=rows_of(connection)))
    connection.execute(_CHOSEN.format(aside=_aside(), by_seats=_BY_SEATS, types=making()))
    make(connection, "core.statements", _STATEMENTS.format(typed=_TYPED), unsaid)
    connection.execute("DROP VIEW chosen; DROP VIEW ticketed")
    asked = "SELECT bool_or(number IS NULL AND text IS NULL), bool_or(is_astray) FROM core.statements"
    ((has_gaps, is_astray),) = warehouse.rows(connection, asked)
    connection.execute(_GAPS.format(rows=rows_of(connection)) if has_gaps else _NO_GAPS)
    connection.execute(_OFFICE_UNITS if is_astray else without_rows("office_units"))
    connection.execute(_CONTESTS.format(by_seats=_BY_SEATS))
    for locator, name in warehouse.rows(connection, _ON_LISTS):
        problem = f"{name} stands on a list whose votes are given too; both would be counted"
        cure = (
            "If the votes of its candidates make those of a list, write `list_votes` where the list's are `votes`; "
            "otherwise leave the candidates out (leave:)."
        )
        raise InputError(file.in_source(locator), problem, cure)


_ON_LISTS = """
SELECT c.locator, c.candidate FROM core.statements c JOIN core.statements l ON l.contest_id = c.contest_id
    AND l.gp_unit_id = c.gp_unit_id AND l.source_id = c.source_id AND l.party_id = c.party_id
WHERE c.contest_id IN (FROM of_lists) AND c.measure = 'votes' AND l.measure = 'votes'
    AND c.person_id IS NOT NULL AND l.person_id IS NULL AND c.aside IS NULL
ORDER BY c.statement_id LIMIT 1
"""


_BY_SEATS = words(those(of_lists=True))


_BY_SIZE = words(those(several=None))
"""SQL: the laws by which a voter has several votes where several are elected."""


_TYPED = ", ".join(
    typed(name, "s.")
    for name in (
        *("election_id", "office", "source_id", "path", "stated_in", "said_by", "poll_id", "count_type"),
        *("party_id", "named_party_id", "coalition_id", "category"),
    )
)
"""SQL: the ids of a statement, as of their types."""

_FUSION = f"(SELECT any_value(country) IN ({', '.join(map(warehouse.text, FUSION))}) FROM core.elections)"


def _aside() -> str:
    """SQL: what may stand among the persons of a list -> its kind, and its name for people."""
    told = ", ".join(
        f"({', '.join(warehouse.text(part) for part in (word, kind, _ASIDE_TOLD.get(word, SELECTION_KINDS[kind])))})"
        for word, kind in ASIDE.items()
    )
    return f"(VALUES {told}) v(aside, kind, told)"


_ASIDE_TOLD = {
    "yes": "Yes",
    "no": "No",
    "write-in": "Write-in",
    "none-of-the-above": "None of the above",
    "others": "Others",
}


_DECIDING = """
-- An office that is not declared has no outcome rule; what its shares are of is taken for granted. A race is an office
-- with its district, where it has several; the rules know races as offices.
CREATE OR REPLACE TABLE core.offices AS
SELECT r.election_id, r.office, r.office_word, d.unit_type, d.outcome_rule,
    coalesce(d.majority_of, 'valid') AS majority_of, coalesce(d.shares_of, 'valid') AS shares_of, d.terms,
    d.one_vote AND NOT (d.outcome_rule IN {by_size} AND coalesce(d.terms, '') NOT LIKE '%"votes"%' AND EXISTS (
        SELECT 1 FROM core.statements s WHERE s.election_id = r.election_id AND s.office = r.office
            AND s.measure = 'council_size' AND s.number > 1))
        AND (r.election_id, r.office) NOT IN (FROM several) AS one_vote,
    coalesce(d.threshold, 0)::DECIMAL(9, 6) AS threshold,
    coalesce(d.title, r.office_word) AS title, d.kind, d.seats, d.law, coalesce(d.fusion, {fusion}) AS fusion,
    d.across
FROM (
    SELECT DISTINCT election_id, office, office_word FROM core.statements WHERE office_word <> 'all'
    UNION SELECT election_id, office, office FROM core.declared_offices) r
LEFT JOIN core.declared_offices d ON d.election_id = r.election_id AND d.office = r.office_word;

CREATE OR REPLACE TEMP TABLE of_units AS
SELECT DISTINCT election_id, office, gp_unit_id, round FROM core.statements WHERE gp_unit_id IS NOT NULL;

CREATE OR REPLACE TABLE core.within AS
WITH RECURSIVE above AS (
    SELECT DISTINCT gp_unit_id, gp_unit_id AS ancestor_id FROM of_units
    UNION SELECT a.gp_unit_id, p.parent_id FROM above a JOIN core.parents p ON p.gp_unit_id = a.ancestor_id
)
SELECT a.gp_unit_id, a.ancestor_id, u.unit_type AS ancestor_type
FROM above a JOIN known.gp_units u ON u.gp_unit_id = a.ancestor_id;

-- Whose contest a unit reports on: that of the unit above it, or itself, that has the office.
CREATE OR REPLACE TEMP TABLE deciding AS
SELECT o.election_id, o.office, w.gp_unit_id, min(w.ancestor_id) AS decides_id
FROM core.offices o JOIN core.within w ON w.ancestor_type = o.unit_type GROUP BY ALL;

-- Units that neither have an office, nor lie in one that has it, nor have such units in them.
CREATE OR REPLACE TEMP TABLE astray AS
SELECT DISTINCT s.election_id, s.office, s.gp_unit_id
FROM of_units s JOIN core.offices o ON o.election_id = s.election_id AND o.office = s.office
WHERE o.unit_type IS NOT NULL
    AND s.gp_unit_id NOT IN (SELECT gp_unit_id FROM core.within WHERE ancestor_type = o.unit_type)
    AND s.gp_unit_id NOT IN (
        SELECT p.ancestor_id FROM core.within p JOIN known.gp_units u ON u.gp_unit_id = p.gp_unit_id
        WHERE u.unit_type = o.unit_type)
    AND s.gp_unit_id NOT IN (
        SELECT u.gp_unit_id FROM known.gp_units u
        WHERE u.unit_type = 'country' OR list_contains(coalesce(o.across, []), u.unit_type));

-- Units in which such units lie: what is said of a party there is its total over several contests.
CREATE OR REPLACE TEMP TABLE above_office AS
SELECT DISTINCT s.election_id, s.office, s.gp_unit_id
FROM of_units s JOIN core.offices o ON o.election_id = s.election_id AND o.office = s.office
JOIN known.gp_units u ON u.gp_unit_id = s.gp_unit_id
WHERE o.unit_type IS NOT NULL AND u.unit_type <> o.unit_type
    AND s.gp_unit_id NOT IN (SELECT gp_unit_id FROM core.within WHERE ancestor_type = o.unit_type)
    AND (u.unit_type = 'country' OR s.gp_unit_id IN (
        SELECT p.ancestor_id FROM core.within p JOIN known.gp_units d ON d.gp_unit_id = p.gp_unit_id
        WHERE d.unit_type = o.unit_type));
"""

_TOTALS = """
CREATE OR REPLACE TEMP TABLE totals AS
SELECT s.statement_id, t.measure, coalesce(s.party_id, s.coalition_id) AS category,
    coalesce(s.party_printed, s.coalition_printed) AS printed, coalesce(s.party_at, s.coalition_at) AS printed_at
FROM core.statements s JOIN above_office USING (election_id, office, gp_unit_id)
JOIN (VALUES ('votes', 'total_votes'), ('seats', 'total_seats'), ('share', 'total_share')) t(stated, measure)
    ON t.stated = s.measure
WHERE s.candidate IS NULL AND s.aside IS NULL AND s.count_type = 'total'
    AND coalesce(s.party_id, s.coalition_id) IS NOT NULL;
UPDATE {rows} s SET measure = t.measure, category = t.category, by_party_printed = t.printed,
    by_party_at = t.printed_at, scope = 'unit', place = regexp_replace(s.place, '[a-z_]+$', t.measure)
FROM totals t WHERE t.statement_id = s.statement_id;
"""
"""SQL: what is said of a party in such units is its total over several contests."""

_CHOSEN = """
CREATE OR REPLACE TEMP TABLE asides AS FROM {aside};

-- What lies in no unit that has the office is of no contest. Of statements that are of none, `ticket_of` is null.
CREATE OR REPLACE TEMP VIEW ticketed AS
SELECT s.*, coalesce(d.decides_id, CASE WHEN o.unit_type IS NULL THEN s.gp_unit_id END) AS decides_id,
    CASE WHEN s.scope IN ('contest', 'contest-wide', 'poll') AND s.gp_unit_id IS NOT NULL AND s.office <> 'all'
        AND (s.party_printed IS NULL OR s.party_id IS NOT NULL)
        AND (s.coalition_printed IS NULL OR s.coalition_id IS NOT NULL) THEN s.office END AS ticket_of,
    CASE WHEN s.aside IS NULL THEN s.person_id END AS candidate_id,
    CASE WHEN s.party_kind = 'coalition' THEN NULL ELSE s.party_id END AS its_party,
    coalesce(s.coalition_id, CASE WHEN s.party_kind = 'coalition' THEN s.party_id END) AS its_coalition
FROM core.statements s LEFT JOIN deciding d USING (election_id, office, gp_unit_id)
LEFT JOIN (SELECT election_id, office, unit_type FROM core.offices) o USING (election_id, office);

-- What statements name that are of one contest, each once: a place on its ballot.
CREATE OR REPLACE TEMP TABLE tickets AS
SELECT *, election_id || '/' || office_word || '/' || decides_id || coalesce('/' || district_id, '') || '/' || round
    AS contest_id
FROM (
    SELECT election_id, ticket_of AS office, any_value(office_word) AS office_word,
        any_value(district_id) AS district_id, round, decides_id, candidate_id, aside, ballot_number,
        its_party AS party_id, its_coalition AS coalition_id,
        bool_or(party_kind <> 'independent') AS is_partisan,
        bool_or(measure IN ('seats', 'candidates')) AS has_list
    FROM ticketed WHERE ticket_of IS NOT NULL
    GROUP BY election_id, ticket_of, round, decides_id, candidate_id, aside, ballot_number, its_party, its_coalition);

-- Namesakes in one contest are told apart by their numbers on the ballot.
CREATE OR REPLACE TEMP TABLE namesakes AS
SELECT contest_id, candidate_id FROM tickets WHERE candidate_id IS NOT NULL AND ballot_number IS NOT NULL
GROUP BY ALL HAVING count(DISTINCT ballot_number) > 1;

-- Contests of lists: there a party has votes of its own, however many of its candidates are named.
CREATE OR REPLACE TEMP TABLE of_lists AS
SELECT DISTINCT t.contest_id FROM tickets t JOIN core.offices o ON o.election_id = t.election_id AND o.office = t.office
WHERE t.contest_id IS NOT NULL
    AND (o.kind = 'list' OR o.outcome_rule IN {by_seats} OR t.has_list);

-- A statement that names only a party, or only a coalition, is about that party's one candidate, if it has just one.
CREATE OR REPLACE TEMP TABLE of_party AS
SELECT election_id, contest_id, party_id, min(candidate_id) AS candidate_id FROM tickets
WHERE candidate_id IS NOT NULL AND party_id IS NOT NULL AND is_partisan
    AND contest_id NOT IN (FROM of_lists)
GROUP BY ALL HAVING count(DISTINCT candidate_id) = 1;
CREATE OR REPLACE TEMP TABLE of_coalition AS
SELECT election_id, contest_id, coalition_id, min(candidate_id) AS candidate_id FROM tickets
WHERE candidate_id IS NOT NULL AND coalition_id IS NOT NULL AND contest_id NOT IN (FROM of_lists)
GROUP BY ALL HAVING count(DISTINCT candidate_id) = 1;
CREATE OR REPLACE TEMP TABLE choices AS
SELECT t.*, coalesce(t.aside,
        t.candidate_id || CASE WHEN n.candidate_id IS NULL THEN '' ELSE coalesce('-' || t.ballot_number, '') END,
        p.candidate_id, c.candidate_id, t.party_id, t.coalition_id, 'unnamed') AS selection_id
FROM tickets t
LEFT JOIN namesakes n ON n.contest_id = t.contest_id AND n.candidate_id = t.candidate_id
LEFT JOIN of_party p ON t.candidate_id IS NULL AND p.election_id = t.election_id AND p.contest_id = t.contest_id
    AND p.party_id = t.party_id
LEFT JOIN of_coalition c ON t.candidate_id IS NULL AND t.party_id IS NULL AND c.election_id = t.election_id
    AND c.contest_id = t.contest_id AND c.coalition_id = t.coalition_id;
CREATE OR REPLACE TEMP VIEW chosen AS
SELECT s.*, c.contest_id, c.selection_id, c.office IS NOT NULL AS is_ticket
FROM ticketed s LEFT JOIN choices c ON c.election_id = s.election_id AND c.office = s.ticket_of AND c.round = s.round
    AND c.decides_id IS NOT DISTINCT FROM s.decides_id AND c.candidate_id IS NOT DISTINCT FROM s.candidate_id
    AND c.aside IS NOT DISTINCT FROM s.aside AND c.ballot_number IS NOT DISTINCT FROM s.ballot_number
    AND c.party_id IS NOT DISTINCT FROM s.its_party AND c.coalition_id IS NOT DISTINCT FROM s.its_coalition;

-- Where the law knows lines, and a source lists a candidate several times in a unit, each time for another party, the
-- votes are those of a line.
CREATE OR REPLACE TEMP TABLE fused AS
SELECT DISTINCT source_id, contest_id, selection_id FROM (
    SELECT s.source_id, s.contest_id, s.selection_id
    FROM chosen s JOIN (FROM core.offices WHERE fusion) o ON o.election_id = s.election_id AND o.office = s.ticket_of
    WHERE s.measure = 'votes' AND s.candidate_id IS NOT NULL AND s.its_party IS NOT NULL
    GROUP BY s.source_id, s.contest_id, s.selection_id, s.gp_unit_id, s.count_type
    HAVING count(DISTINCT s.its_party) > 1);

-- The units that may report, each with the contest on which it does.
CREATE OR REPLACE TEMP TABLE reporting AS
SELECT *, election_id || '/' || split_part(office, '/', 1) || '/' || coalesce(decides_id, gp_unit_id)
    || CASE WHEN contains(office, '/') THEN '/' || split_part(office, '/', 2) ELSE '' END || '/' || round AS contest_id
FROM of_units LEFT JOIN deciding USING (election_id, office, gp_unit_id);

{types}
"""

_STATEMENTS = """
SELECT s.* EXCLUDE (ticket_of, candidate_id, its_party, its_coalition, is_ticket) REPLACE (
        {typed},
        (CASE WHEN f.source_id IS NULL THEN s.measure ELSE 'line_votes' END)::core.measure AS measure,
        CASE WHEN f.source_id IS NULL THEN s.place ELSE regexp_replace(s.place, 'votes$', 'line_votes') END AS place,
        s.contest_id::core.contest_id AS contest_id,
        CASE WHEN s.is_ticket THEN s.decides_id END AS decides_id,
        CASE WHEN s.scope <> 'contest-wide' AND s.measure <> 'poll_lead' AND s.contest_id IS NOT NULL
            THEN s.selection_id END::core.selection_id AS selection_id),
    s.complete OR s.all_units AS listed, m.table_name,
    (s.is_ticket AND s.decides_id IS NULL) OR (s.scope = 'unit' AND a.gp_unit_id IS NOT NULL) AS is_astray
FROM chosen s
LEFT JOIN fused f ON s.measure = 'votes' AND s.party_id IS NOT NULL AND f.source_id = s.source_id
    AND f.contest_id = s.contest_id AND f.selection_id = s.selection_id
LEFT JOIN astray a ON a.election_id = s.election_id AND a.office = s.office AND a.gp_unit_id = s.gp_unit_id
JOIN core.measures m ON m.measure = CASE WHEN f.source_id IS NULL THEN s.measure ELSE 'line_votes' END
"""

_GAPS = """
-- A list in which a figure is not given, or cannot be read, is not complete, whatever is declared. Where it is one of
-- a kind of ballots and the total is given, that goes for the kinds only.
CREATE OR REPLACE TEMP TABLE gaps AS
SELECT g.election_id, g.office, g.contest_id, g.gp_unit_id, g.round, g.source_id, g.said_by, g.measure,
    bool_and(t.source_id IS NOT NULL) AS has_totals,
    bool_or(g.given = 'figure' OR (g.count_type <> 'total' AND t.source_id IS NULL)) AS is_lost
FROM core.statements g
LEFT JOIN (
    SELECT DISTINCT election_id, office, contest_id, gp_unit_id, round, source_id, said_by, measure, selection_id,
        party_id
    FROM core.statements WHERE count_type = 'total' AND number IS NOT NULL) t
    ON g.count_type <> 'total' AND t.election_id = g.election_id AND t.office = g.office
    AND t.contest_id IS NOT DISTINCT FROM g.contest_id AND t.gp_unit_id = g.gp_unit_id AND t.round = g.round
    AND t.source_id = g.source_id AND t.said_by IS NOT DISTINCT FROM g.said_by AND t.measure = g.measure
    AND t.selection_id IS NOT DISTINCT FROM g.selection_id AND t.party_id IS NOT DISTINCT FROM g.party_id
WHERE g.number IS NULL AND g.text IS NULL GROUP BY ALL;
CREATE OR REPLACE TABLE core.declared_lists AS  -- what is declared of lists with gaps, if nothing else is lacking
SELECT s.election_id, s.place, s.source_id, s.gp_unit_id, s.count_type, s.given,
    s.complete AND l.measure IS NULL AS complete, s.all_units AND l.measure IS NULL AS all_units
FROM core.statements s LEFT JOIN (
    SELECT DISTINCT election_id, office, contest_id, round, source_id, said_by, measure FROM gaps WHERE is_lost) l
    ON l.election_id = s.election_id AND l.office = s.office AND l.contest_id IS NOT DISTINCT FROM s.contest_id
    AND l.round = s.round AND l.source_id = s.source_id AND l.said_by IS NOT DISTINCT FROM s.said_by
    AND l.measure = s.measure
WHERE (s.complete OR s.all_units OR s.given <> 'figure') AND EXISTS (FROM gaps);
UPDATE {rows} SET complete = false, all_units = false WHERE statement_id IN (
    SELECT statement_id FROM core.statements s JOIN gaps g ON g.election_id = s.election_id AND g.office = s.office
    AND g.contest_id IS NOT DISTINCT FROM s.contest_id
    AND g.gp_unit_id IS NOT DISTINCT FROM s.gp_unit_id AND g.round = s.round AND g.source_id = s.source_id
    AND g.said_by IS NOT DISTINCT FROM s.said_by AND g.measure = s.measure
    AND (NOT g.has_totals OR s.count_type <> 'total'));
UPDATE {rows} SET all_units = false WHERE statement_id IN (
    SELECT statement_id FROM core.statements s
    JOIN (SELECT * EXCLUDE (gp_unit_id, has_totals), bool_and(has_totals) AS has_totals FROM gaps GROUP BY ALL) g
    ON s.all_units AND g.election_id = s.election_id AND g.office = s.office
    AND g.contest_id IS NOT DISTINCT FROM s.contest_id AND g.round = s.round AND g.source_id = s.source_id
    AND g.said_by IS NOT DISTINCT FROM s.said_by AND g.measure = s.measure
    AND (NOT g.has_totals OR s.count_type <> 'total'));
"""
_NO_GAPS = """
CREATE OR REPLACE TABLE core.declared_lists AS
SELECT election_id, place, source_id, gp_unit_id, count_type, given, complete, all_units FROM core.statements LIMIT 0
"""

_OFFICE_UNITS = """
-- Where figures lie in no unit that has the office: the names that could be meant.
CREATE OR REPLACE TABLE core.office_units AS
SELECT o.election_id, o.office, f.gp_unit_id, f.name, f.unit_type = o.unit_type AS has_office FROM (
    SELECT DISTINCT election_id, office FROM core.statements WHERE is_astray) a
JOIN core.offices o USING (election_id, office)
JOIN seed.gp_units f ON f.unit_type = o.unit_type OR f.parent_id IN (
    SELECT p.gp_unit_id FROM known.gp_units p WHERE p.unit_type = o.unit_type)
WHERE f.country = (SELECT any_value(country) FROM core.elections);
"""

_CONTESTS = """
CREATE OR REPLACE TABLE core.contests AS
SELECT s.election_id, s.contest_id, s.office, s.office_word, any_value(s.district_printed) AS district,
    s.decides_id AS gp_unit_id, s.round,
    CASE WHEN s.round = 1 THEN any_value(e.held_on) WHEN s.round = 2 THEN any_value(e.runoff_on) END AS held_on,
    coalesce(any_value(o.kind), CASE WHEN bool_or(s.is_option) THEN 'ballot-measure'
        WHEN bool_or(s.measure = 'seats') OR any_value(o.outcome_rule) IN {by_seats} THEN 'list'
        WHEN s.office_word = 'mayor' THEN 'candidate'
        WHEN s.office_word = 'council' AND bool_or(s.party_id IS NOT NULL AND s.candidate IS NULL) THEN 'list'
        WHEN bool_or(s.candidate IS NOT NULL AND s.scope = 'contest' AND s.aside IS NULL) THEN 'candidate'
        WHEN bool_or(s.party_id IS NOT NULL AND s.scope = 'contest') THEN 'list' ELSE 'candidate' END) AS kind,
    any_value(o.seats) AS seats, any_value(o.outcome_rule) AS outcome_rule, any_value(o.law) AS statute,
    any_value(o.terms) AS terms,
    any_value(o.majority_of) AS majority_of, any_value(o.shares_of) AS shares_of, any_value(o.threshold) AS threshold,
    arg_min(s.source_id, {{p: s.scope = 'poll', i: s.statement_id}}) AS source_id,
    arg_min(s.locator, {{p: s.scope = 'poll', i: s.statement_id}}) AS locator,
    any_value(o.title) || ' of ' || any_value(u.name)
        || coalesce(', ' || any_value(s.district_printed), '') || ', ' || any_value(e.held_on)
        || CASE WHEN s.round > 1 THEN ', round ' || s.round ELSE '' END AS label
FROM core.statements s JOIN known.gp_units u ON u.gp_unit_id = s.decides_id JOIN core.elections e USING (election_id)
LEFT JOIN core.offices o ON o.election_id = s.election_id AND o.office = s.office
WHERE s.contest_id IS NOT NULL
GROUP BY s.election_id, s.contest_id, s.office, s.office_word, s.decides_id, s.round;

CREATE OR REPLACE TABLE core.selections AS
SELECT c.election_id, c.contest_id, c.selection_id,
    CASE WHEN c.selection_id = 'unnamed' THEN 'unnamed'
        WHEN any_value(c.aside) IS NOT NULL AND any_value(t.kind) <> 'option' THEN any_value(t.kind)
        WHEN bool_or(c.is_option) OR any_value(t.kind) = 'option'
            OR any_value(k.kind) IN ('ballot-measure', 'retention') THEN 'option'
        WHEN bool_or(c.is_named) THEN 'candidate'
        WHEN any_value(p.kind) = 'remainder' THEN 'remainder' ELSE 'list' END AS kind,
    arg_min(c.candidate, c.statement_id) FILTER (c.candidate IS NOT NULL AND NOT c.is_option AND c.aside IS NULL)
        AS candidate,
    arg_min(c.party_id, c.statement_id) FILTER (c.party_id IS NOT NULL) AS party_id,
    arg_min(c.coalition_id, c.statement_id) FILTER (c.coalition_id IS NOT NULL) AS coalition_id,
    arg_min(c.ballot_number, c.statement_id) FILTER (c.ballot_number IS NOT NULL) AS ballot_number,
    (arg_min(c.number, c.statement_id) FILTER (c.measure = 'candidates'))::BIGINT AS candidates,
    arg_min(c.source_id, {{p: c.scope = 'poll', i: c.statement_id}}) AS source_id,
    arg_min(c.locator, {{p: c.scope = 'poll', i: c.statement_id}}) AS locator,
    coalesce(arg_min(c.candidate, c.statement_id) FILTER (c.candidate IS NOT NULL AND c.aside IS NULL),
        any_value(t.told),
        any_value(coalesce(nullif(p.acronym, ''), nullif(p.name_en, ''), p.name)),
        any_value(coalesce(nullif(l.acronym, ''), nullif(l.name_en, ''), l.name)), 'somebody not named') AS label
FROM (
    SELECT election_id::VARCHAR AS election_id, contest_id::VARCHAR AS contest_id,
        selection_id::VARCHAR AS selection_id, statement_id, aside, is_option, candidate, ballot_number, number,
        measure, source_id, locator, scope,
        aside IS NULL AND person_id IS NOT NULL AS is_named,
        CASE WHEN party_kind = 'coalition' THEN NULL ELSE party_id END::VARCHAR AS party_id,
        coalesce(coalition_id, CASE WHEN party_kind = 'coalition' THEN party_id END)::VARCHAR AS coalition_id
    FROM core.statements WHERE selection_id IS NOT NULL) c
LEFT JOIN asides t ON t.aside = c.aside
LEFT JOIN core.contests k ON k.contest_id = c.contest_id
LEFT JOIN known.parties p ON p.party_id = c.party_id
LEFT JOIN known.parties l ON l.party_id = c.coalition_id
GROUP BY c.election_id, c.contest_id, c.selection_id;

-- One statement may name the party, another the coalition of a selection.
UPDATE core.selections s SET party_id = m.member_id FROM seed.coalition_members m
WHERE m.member_id <> '' AND m.election_id = s.election_id AND m.party_id = s.party_id
    AND m.coalition_id = s.coalition_id;
"""
