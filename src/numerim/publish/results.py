"""The clean tables -> `clean.results`: what could be voted for, one a row, with all that is known of it side by side.

Of the votes in a whole contest there is one figure: the one that a source prints for all ballots, or else the sum of
what one source prints by kinds of ballots, by lines, or by units where it lists all of them. As everywhere, a figure
that an open error disputes is not believed, and of the others the source that `election.yml` ranks first.
"""

import duckdb

from numerim.check.power import find_held


def fill(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill `clean.results` from the other tables of `clean` and from `core`."""
    for sql in (_STATED, _RECKONED, _BALLOTS, _PLACES):
        connection.execute(sql)
    find_held(connection, "SELECT DISTINCT spot FROM result_own")
    for sql in (_HELD_BY, _FIGURES, _RESULTS):
        connection.execute(sql)


_STATED = """
-- What is printed for a whole contest: of each figure of a selection the statement that is published; where none is,
-- the one that would be believed first.
CREATE OR REPLACE TEMP TABLE result_stated AS
WITH clean AS (
    SELECT contest_id, selection_id, 'votes' AS figure, v.source_id, v.locator, given
    FROM clean.vote_counts v JOIN clean.contests c USING (contest_id, gp_unit_id) WHERE count_type = 'total'
    UNION ALL SELECT contest_id, selection_id, 'share', v.source_id, v.locator, given
    FROM clean.vote_shares v JOIN clean.contests c USING (contest_id, gp_unit_id)
    UNION ALL SELECT contest_id, selection_id, 'seats', source_id, locator, given FROM clean.seat_counts
    UNION ALL SELECT contest_id, selection_id, 'outcome', source_id, locator, 'figure' FROM clean.outcomes),
said AS (
    SELECT s.contest_id, s.selection_id,
        CASE s.table_name WHEN 'vote_counts' THEN 'votes' WHEN 'vote_shares' THEN 'share'
            WHEN 'seat_counts' THEN 'seats' ELSE 'outcome' END AS figure,
        s.statement_id, s.source_id, s.locator, s.place, s.printed, s.corrected, s.given
    FROM core.statements s JOIN core.contests c USING (contest_id)
    WHERE s.selection_id IS NOT NULL AND (s.table_name IN ('seat_counts', 'outcomes')
        OR (s.table_name = 'vote_shares' AND s.gp_unit_id = c.gp_unit_id)
        OR (s.table_name = 'vote_counts' AND s.gp_unit_id = c.gp_unit_id AND s.count_type = 'total')))
SELECT s.contest_id, s.selection_id, s.figure, s.source_id, s.locator, s.place, s.printed, s.corrected,
    coalesce(c.given, CASE WHEN s.given = 'figure' THEN 'held_back' ELSE s.given END) AS given
FROM said s LEFT JOIN clean c USING (contest_id, selection_id, figure)
QUALIFY row_number() OVER (PARTITION BY s.contest_id, s.selection_id, s.figure
    ORDER BY s.source_id = c.source_id AND s.locator = c.locator DESC NULLS LAST, s.given <> 'figure',
        s.statement_id) = 1;
"""

_RECKONED = """
-- Where nothing printed for a whole contest is believed: the sums over kinds of ballots, lines or units, their terms.
CREATE OR REPLACE TEMP TABLE result_sums AS
SELECT row_number() OVER (ORDER BY contest_id, selection_id, rank, statement_id) AS sum_id,
    contest_id, selection_id, votes, string_split(place, ' ') AS places
FROM core.contest_votes v
WHERE NOT EXISTS (SELECT 1 FROM result_stated s WHERE s.figure = 'votes' AND s.given = 'figure'
    AND s.contest_id = v.contest_id AND s.selection_id = v.selection_id);
CREATE OR REPLACE TEMP TABLE result_reckoned AS
WITH disputed AS (
    SELECT DISTINCT sum_id FROM (SELECT sum_id, unnest(places) AS place FROM result_sums)
    WHERE place IN (SELECT place FROM core.blames WHERE severity = 'error' AND status = 'open'))
SELECT contest_id, selection_id, votes, places, sum_id NOT IN (FROM disputed) AS is_clean FROM result_sums
QUALIFY row_number() OVER (PARTITION BY contest_id, selection_id ORDER BY is_clean DESC, sum_id) = 1;
-- Where a source says of a part that it does not publish it, there is no sum.
CREATE OR REPLACE TEMP TABLE result_lacking AS
SELECT contest_id, selection_id, CASE WHEN bool_or(given = 'withheld') THEN 'withheld' ELSE 'not_given' END AS given
FROM (FROM core.no_vote_counts UNION ALL BY NAME FROM core.no_line_votes)
GROUP BY contest_id, selection_id;
"""

_BALLOTS = """
-- The people and ballots of the unit and round of a contest: of its race, or else of the election as a whole.
CREATE OR REPLACE TEMP TABLE result_ballots AS
WITH figures AS (
    SELECT election_id, race, gp_unit_id, round, measure, ballots::DECIMAL(24, 6) AS value,
        source_id || '|' || locator || '|' || measure AS places
    FROM clean.ballot_counts WHERE count_type = 'total' AND given = 'figure'
    UNION ALL  -- or the sum of kinds of ballots
    SELECT election_id, office, gp_unit_id, round, measure, ballots, place FROM core.one_ballot_counts o
    WHERE NOT EXISTS (SELECT 1 FROM core.ballot_counts c WHERE c.election_id = o.election_id AND c.office = o.office
            AND c.gp_unit_id = o.gp_unit_id AND c.round = o.round AND c.measure = o.measure AND c.count_type = 'total')
        AND NOT EXISTS (SELECT 1 FROM core.blames b WHERE b.severity = 'error' AND b.status = 'open'
            AND contains(' ' || o.place || ' ', ' ' || b.place || ' '))
    QUALIFY row_number() OVER (
        PARTITION BY election_id, office, gp_unit_id, round, measure ORDER BY rank, statement_id) = 1
    UNION ALL
    SELECT election_id, race, gp_unit_id, round, measure, share, source_id || '|' || locator || '|' || measure
    FROM clean.reported_shares WHERE measure = 'turnout' AND category = 'all' AND relation = 'equal')
SELECT c.contest_id, f.measure, arg_min(f.value, f.race = 'all') AS value, arg_min(f.places, f.race = 'all') AS places
FROM figures f JOIN clean.contests c ON c.election_id = f.election_id AND c.gp_unit_id = f.gp_unit_id
    AND c.round = f.round AND (f.race = c.race OR f.race = 'all')
WHERE f.measure IN ('registered', 'cast', 'valid', 'turnout')
GROUP BY c.contest_id, f.measure;
-- Those that are stated and held back.
CREATE OR REPLACE TEMP TABLE result_ballots_held AS
SELECT DISTINCT c.contest_id, s.measure, s.place AS places
FROM core.statements s
JOIN core.contests c ON c.election_id = s.election_id AND c.gp_unit_id = s.gp_unit_id AND c.round = s.round
    AND (s.office = c.office OR s.office = 'all')
WHERE s.measure IN ('registered', 'cast', 'valid', 'turnout')
    AND s.place IN (SELECT place FROM core.blames WHERE severity = 'error' AND status = 'open')
    AND NOT EXISTS (SELECT 1 FROM result_ballots b WHERE b.contest_id = c.contest_id AND b.measure = s.measure);
"""

_HELD_FIGURES = ("votes", "share", "seats")
"""Figures of a selection of which it is told how well they are held."""

_PLACES = f"""
-- Every place that a row's figures are from, and what is found about it.
CREATE OR REPLACE TEMP TABLE result_found AS
WITH places AS (
    SELECT contest_id, selection_id, place FROM result_stated
    UNION ALL SELECT contest_id, selection_id, unnest(places) FROM result_reckoned
    UNION ALL SELECT contest_id, selection_id, unnest(string_split(places, ' '))
    FROM (SELECT contest_id, places FROM result_ballots UNION ALL SELECT contest_id, places FROM result_ballots_held)
    JOIN clean.selections USING (contest_id)),
found AS (
    SELECT place, rule, severity <> 'info' AS disputes FROM core.blames
    UNION SELECT place, rule, false FROM core.finding_places
    UNION  -- a finding about a name is about the cell, whatever that states
    SELECT s.place, p.rule, false FROM core.finding_places p
    JOIN core.statements s ON p.place = s.source_id || '|' || s.locator)
SELECT contest_id, selection_id, string_agg(DISTINCT rule, ' ' ORDER BY rule) FILTER (disputes) AS doubts,
    string_agg(DISTINCT rule, ' ' ORDER BY rule) AS findings
FROM places JOIN found USING (place)
GROUP BY contest_id, selection_id;
-- How well each figure that a source prints is held.
CREATE OR REPLACE TEMP TABLE result_power AS
SELECT contest_id, selection_id,
    {
    ", ".join(
        f"any_value({what}) FILTER (figure = '{figure}') AS {figure}_{name}"
        for figure in _HELD_FIGURES
        for what, name in (("coalesce(held_by, 0)", "held_by"), ("unseen", "slip_unseen"))
    )
}
FROM result_stated LEFT JOIN core.power USING (place)
WHERE given = 'figure' GROUP BY contest_id, selection_id;
CREATE OR REPLACE TEMP TABLE result_own AS
SELECT contest_id, selection_id, hash(place) AS spot FROM result_stated
UNION SELECT contest_id, selection_id, hash(unnest(places)) FROM result_reckoned;
"""

_HELD_BY = """
-- How many relations between two figures or more hold, in which one of its own is.
CREATE OR REPLACE TEMP TABLE result_held AS
SELECT contest_id, selection_id, count(DISTINCT relation) AS held_by
FROM result_own JOIN core.held USING (spot) GROUP BY contest_id, selection_id;
"""

_FIGURES = """
-- The figures of each selection, and by which of them those of a contest are ranked.
CREATE OR REPLACE TEMP TABLE result_figures AS
WITH stated AS (
    SELECT contest_id, selection_id,
        any_value(printed) FILTER (figure = 'votes') AS votes_printed,
        any_value(given) FILTER (figure = 'votes') AS votes_given,
        any_value(corrected) FILTER (figure = 'votes') AS votes_corrected,
        any_value(printed) FILTER (figure = 'share') AS share_printed,
        any_value(given) FILTER (figure = 'share') AS share_given,
        any_value(printed) FILTER (figure = 'seats') AS seats_printed,
        any_value(given) FILTER (figure = 'seats') AS seats_given,
        any_value(printed) FILTER (figure = 'outcome') AS outcome_printed,
        any_value(given) FILTER (figure = 'outcome') AS outcome_given
    FROM result_stated GROUP BY ALL),
figures AS (
    SELECT s.contest_id, s.selection_id, f.votes_printed,
        CASE WHEN r.is_clean THEN r.votes ELSE v.votes END AS votes,
        CASE WHEN f.votes_given = 'figure' AND f.votes_corrected IS NULL THEN 'printed'
            WHEN f.votes_given = 'figure' THEN 'corrected'
            WHEN r.is_clean THEN 'reckoned'
            WHEN f.votes_given IS NOT NULL THEN f.votes_given
            WHEN NOT r.is_clean THEN 'held_back'
            ELSE coalesce(l.given, 'not_listed') END AS votes_are,
        f.share_printed, h.share, f.share_given, f.seats_printed, n.seats, f.seats_given,
        f.outcome_printed, o.outcome, f.outcome_given, f.votes_given, s.kind IN ('remainder', 'unnamed') AS is_many
    FROM clean.selections s JOIN clean.contests c USING (contest_id)
    LEFT JOIN stated f USING (contest_id, selection_id)
    LEFT JOIN result_reckoned r USING (contest_id, selection_id)
    LEFT JOIN result_lacking l USING (contest_id, selection_id)
    LEFT JOIN (FROM clean.vote_counts WHERE count_type = 'total') v
        ON v.contest_id = s.contest_id AND v.selection_id = s.selection_id AND v.gp_unit_id = c.gp_unit_id
    LEFT JOIN clean.vote_shares h
        ON h.contest_id = s.contest_id AND h.selection_id = s.selection_id AND h.gp_unit_id = c.gp_unit_id
    LEFT JOIN clean.seat_counts n ON n.contest_id = s.contest_id AND n.selection_id = s.selection_id
    LEFT JOIN clean.outcomes o ON o.contest_id = s.contest_id AND o.selection_id = s.selection_id),
-- By votes, else by shares, else by seats: the one that most have, of those in which nothing is lacking.
known AS (
    SELECT contest_id,
        CASE WHEN bool_or(votes_are IN ('held_back', 'withheld', 'not_given')) THEN 0 ELSE count(votes) END AS of_votes,
        CASE WHEN bool_or(share_given <> 'figure') THEN 0 ELSE count(share) END AS of_share,
        CASE WHEN bool_or(seats_given <> 'figure') THEN 0 ELSE count(seats) END AS of_seats
    FROM figures WHERE NOT is_many GROUP BY contest_id),
everybody AS (  -- who is listed alone where everybody is listed stood alone
    SELECT contest_id FROM core.contest_votes WHERE complete
    UNION SELECT contest_id FROM core.contest_shares WHERE complete
    UNION SELECT contest_id FROM core.one_seat_counts WHERE complete),
ranked AS (
    SELECT contest_id, CASE
        WHEN greatest(of_votes, of_share, of_seats) < if(contest_id IN (FROM everybody), 1, 2) THEN NULL
        WHEN of_votes >= greatest(of_share, of_seats) THEN 'votes'
        WHEN of_share >= of_seats THEN 'share' ELSE 'seats' END AS ranked_by
    FROM known)
SELECT f.*, r.ranked_by, CASE WHEN NOT is_many THEN
    CASE ranked_by WHEN 'votes' THEN votes WHEN 'share' THEN share WHEN 'seats' THEN seats END END AS ranked
FROM figures f LEFT JOIN ranked r USING (contest_id);
"""

_NAME = "coalesce(nullif({0}.acronym, ''), nullif({0}.name_en, ''), {0}.name)"

_RESULTS = f"""
INSERT INTO clean.results BY NAME
WITH ballots AS (
    SELECT contest_id, any_value(value) FILTER (measure = 'registered') AS registered,
        any_value(value) FILTER (measure = 'cast') AS ballots_cast,
        any_value(value) FILTER (measure = 'valid') AS valid,
        any_value(value) FILTER (measure = 'turnout') AS turnout
    FROM result_ballots GROUP BY contest_id),
held AS (
    SELECT contest_id, string_agg(measure, ' '
        ORDER BY list_position(['registered', 'ballots_cast', 'valid', 'turnout'], measure)) AS measures
    FROM (SELECT DISTINCT contest_id, CASE measure WHEN 'cast' THEN 'ballots_cast' ELSE measure END AS measure
        FROM result_ballots_held)
    GROUP BY contest_id),
lines AS (
    SELECT contest_id, selection_id, string_agg(name, '; ' ORDER BY first) AS parties FROM (
        SELECT l.contest_id, l.selection_id, {_NAME.format("p")} AS name, min(l.statement_id) AS first
        FROM core.one_line_votes l JOIN clean.parties p USING (party_id) GROUP BY ALL)
    GROUP BY contest_id, selection_id HAVING count(*) > 1),
sources AS (
    SELECT source_id, any_value(url) AS url, any_value(status) AS status,
        list_position(['partial', 'preliminary', 'final'], any_value(status)) AS far
    FROM clean.sources GROUP BY source_id),
stands AS (
    SELECT contest_id, selection_id, string_agg(place, ' ' ORDER BY place_of) AS locators,
        arg_min(place, place_of) AS first, arg_min(status, far) AS status
    FROM (
        SELECT contest_id, selection_id, source_id || '|' || locator AS place,
            list_position(['votes', 'share', 'seats', 'outcome'], figure) AS place_of FROM result_stated
        UNION  -- a sum before what is held back in its favour
        SELECT contest_id, selection_id, regexp_replace(places[1], '\\|[^|]*$', ''), 0 FROM result_reckoned
        WHERE is_clean OR NOT EXISTS (FROM result_stated s WHERE s.figure = 'votes'
            AND s.contest_id = result_reckoned.contest_id AND s.selection_id = result_reckoned.selection_id))
    JOIN sources ON sources.source_id = split_part(place, '|', 1)
    GROUP BY contest_id, selection_id)
SELECT c.election_id, e.title AS election, e.status AS election_status, c.held_on, e.country,
    c.contest_id, c.contest, c.kind AS contest_kind, c.office, c.district, c.gp_unit_id AS unit_id,
    u.name AS unit, u.unit_type, w.name AS within, c.round, c.law, c.majority_of, c.threshold, c.seats AS contest_seats,
    b.registered::BIGINT AS registered, b.ballots_cast::BIGINT AS ballots_cast, b.valid::BIGINT AS valid, b.turnout,
    s.selection_id, s.selection AS list, s.kind AS selection_kind, s.candidate,
    p.party_id, {_NAME.format("p")} AS party, p.kind AS party_kind, l.parties,
    s.coalition_id, {_NAME.format("k")} AS coalition, s.ballot_number,
    f.votes_printed, f.votes, f.votes_are, f.share_printed, f.share, c.shares_of AS base, f.seats_printed, f.seats,
    f.outcome_printed, f.outcome,
    CASE WHEN f.ranked IS NOT NULL THEN
        rank() OVER (PARTITION BY c.contest_id ORDER BY f.ranked DESC NULLS LAST) END AS rank,
    CASE WHEN f.ranked IS NOT NULL THEN f.ranked_by END AS ranked_by,
    CASE WHEN f.ranked = max(f.ranked) OVER (PARTITION BY c.contest_id) THEN
        f.ranked - max(f.ranked) OVER (PARTITION BY c.contest_id
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING EXCLUDE CURRENT ROW) END AS lead,
    nullif(concat_ws(' ', CASE WHEN 'held_back' IN (f.votes_are, f.votes_given) THEN 'votes' END,
        CASE WHEN f.share_given = 'held_back' THEN 'share' END, CASE WHEN f.seats_given = 'held_back' THEN 'seats' END,
        CASE WHEN f.outcome_given = 'held_back' THEN 'outcome' END, h.measures), '') AS held_back,
    d.doubts, d.findings, coalesce(n.held_by, 0) AS held_by,
    {", ".join(f"q.{figure}_held_by, q.{figure}_slip_unseen" for figure in _HELD_FIGURES)},
    t.source_id, coalesce(a.status, t.status) AS source_status, t.url AS source_url,
    coalesce(split_part(a.first, '|', 2), s.locator) AS locator, a.locators
FROM clean.selections s JOIN clean.contests c USING (contest_id) JOIN result_figures f USING (contest_id, selection_id)
JOIN clean.elections e ON e.election_id = c.election_id JOIN clean.gp_units u ON u.gp_unit_id = c.gp_unit_id
LEFT JOIN clean.gp_units w ON w.gp_unit_id = u.parent_id
LEFT JOIN clean.parties p ON p.party_id = coalesce(s.party_id, s.coalition_id)
LEFT JOIN clean.parties k ON k.party_id = s.coalition_id
LEFT JOIN ballots b USING (contest_id) LEFT JOIN held h USING (contest_id)
LEFT JOIN lines l ON l.contest_id = s.contest_id AND l.selection_id = s.selection_id
LEFT JOIN stands a ON a.contest_id = s.contest_id AND a.selection_id = s.selection_id
LEFT JOIN result_held n ON n.contest_id = s.contest_id AND n.selection_id = s.selection_id
LEFT JOIN result_power q ON q.contest_id = s.contest_id AND q.selection_id = s.selection_id
LEFT JOIN result_found d ON d.contest_id = s.contest_id AND d.selection_id = s.selection_id
LEFT JOIN sources t ON t.source_id = coalesce(split_part(a.first, '|', 1), s.source_id);
"""
