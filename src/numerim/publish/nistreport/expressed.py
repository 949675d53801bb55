"""What of the schema `clean` has a place in the standard. Whoever tells what is left out asks the same tables."""

import duckdb

_EXPRESSED = """
CREATE OR REPLACE TEMP TABLE nist_parties AS
FROM clean.parties WHERE kind IN ('party', 'coalition', 'citizen_initiative');

CREATE OR REPLACE TEMP TABLE nist_selections AS
SELECT s.election_id, c.round, s.contest_id, s.selection_id, s.kind, s.candidate, p.party_id,
    k.party_id AS coalition_id, o.outcome
FROM clean.selections s
JOIN clean.contests c USING (election_id, contest_id)
JOIN clean.elections e USING (election_id)
LEFT JOIN nist_parties p ON p.party_id = s.party_id
LEFT JOIN nist_parties k ON k.party_id = s.coalition_id
LEFT JOIN clean.outcomes o USING (election_id, contest_id, selection_id)
-- An election has to have a day, and of rounds only the first two have one.
WHERE (c.round = 1 OR c.round = 2 AND e.runoff_on IS NOT NULL)
    AND (s.kind = 'candidate' OR s.kind = 'list' AND coalesce(p.party_id, k.party_id) IS NOT NULL);

CREATE OR REPLACE TEMP TABLE nist_contests AS
SELECT c.election_id, c.round, c.contest_id, c.race, c.gp_unit_id, c.law, c.terms, c.kind AS contest_kind, c.seats,
    upper(c.office[1]) || c.office[2:] || ' of ' || u.name || coalesce(', ' || c.district, '') AS name
FROM clean.contests c JOIN clean.gp_units u USING (gp_unit_id)
SEMI JOIN nist_selections USING (election_id, contest_id);

CREATE OR REPLACE TEMP TABLE nist_elections AS
SELECT election_id, round, title, status, CASE round WHEN 1 THEN held_on ELSE runoff_on END AS held_on
FROM clean.elections JOIN (SELECT DISTINCT election_id, round FROM nist_contests) USING (election_id);

-- Neither BallotCounts nor ReportingUnit knows of offices, and ReportingUnit not of elections either: a figure has
-- its place where there is no other that it could be mistaken for.
CREATE OR REPLACE TEMP TABLE nist_ballots AS
SELECT election_id, round, gp_unit_id, measure, count_type, min(ballots) AS ballots, count(*) AS figures
FROM clean.ballot_counts SEMI JOIN nist_elections USING (election_id, round)
WHERE given = 'figure' AND (measure = 'cast' OR (measure IN ('registered', 'signatures') AND count_type = 'total'
    AND (SELECT count(*) FROM nist_elections) = 1))
GROUP BY election_id, round, gp_unit_id, measure, count_type HAVING count(DISTINCT ballots) = 1;
"""

_OF_ALL = """
CREATE OR REPLACE TEMP TABLE nist_votes AS FROM clean.vote_counts;
CREATE OR REPLACE TEMP TABLE nist_units AS SELECT gp_unit_id FROM clean.gp_units;
"""

_OF_CONTESTS = """
CREATE OR REPLACE TEMP TABLE nist_units AS
WITH RECURSIVE above AS (
    SELECT gp_unit_id FROM nist_contests UNION SELECT parent_id FROM above JOIN clean.gp_units USING (gp_unit_id)
    WHERE parent_id IS NOT NULL)
FROM above;
CREATE OR REPLACE TEMP TABLE nist_votes AS
FROM clean.vote_counts SEMI JOIN nist_contests USING (election_id, contest_id, gp_unit_id);
DELETE FROM nist_ballots WHERE gp_unit_id NOT IN (SELECT gp_unit_id FROM nist_contests);
"""


def express(connection: duckdb.DuckDBPyConnection, *, only_contests: bool) -> None:
    """Decide what of the schema `clean` can be expressed.

    Makes the tables `nist_parties`, `nist_selections`, `nist_contests`, `nist_elections` (one row a round),
    `nist_ballots`, `nist_votes` and `nist_units`; of a large release they have counts and units of whole contests
    only, for a report is read in one go. A selection can be expressed if a source names the person or the party that
    is voted for: the standard knows no selection that stands for many, or for nobody in particular.
    """
    connection.execute(_EXPRESSED)
    connection.execute(_OF_CONTESTS if only_contests else _OF_ALL)
