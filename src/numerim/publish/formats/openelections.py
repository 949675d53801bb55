"""`openelections/*.csv`: the votes in the layout of OpenElections, a file for each day and level that reports.

A file is named as there: day, country, `special` for by-elections, `runoff` for a second round, the level. Its columns
are theirs: `county`, `municipality` and `precinct` as far as the level has them, `office`, `district`, `party`,
`candidate`, `votes`. People registered and ballots cast stand, as there, as offices without a candidate.

What the layout has no place for is left out and not bent to fit: shares, seats, outcomes, doubts, sources; votes by
kind of ballot or by line; rounds whose day is not known. What is held back has no row.
"""

from typing import Final

from numerim import warehouse
from numerim.publish.draft import Draft
from numerim.publish.formats import Stage
from numerim.publish.forms import Form
from numerim.publish.large import is_large
from numerim.warehouse import text

STAGE: Final[Stage] = "made"
FORMS: Final = (
    Form(
        "openelections/*.csv",
        "Votes in the layout of OpenElections (CSV)",
        "The votes by day and level, in the columns of OpenElections; shares, seats and outcomes have no place there.",
        "text/csv",
        file_type="CSV",
        standard="https://openelections.net/",
    ),
)

_COUNTED: Final = {"registered": "Registered Voters", "cast": "Ballots Cast"}
"""A measure -> the office as which OpenElections lists it."""
_PLACES: Final = {"precinct": 3, "municipality": 2}
"""A level -> how many columns say where it is; others have the first."""

_VOTES = f"""
CREATE OR REPLACE TEMP TABLE openelections_votes AS
WITH RECURSIVE
above AS (  -- every unit and those that it lies in, itself included
    SELECT gp_unit_id, gp_unit_id AS other, 0 AS far FROM clean.gp_units
    UNION ALL SELECT a.gp_unit_id, u.parent_id, far + 1
    FROM above a JOIN clean.gp_units u ON u.gp_unit_id = a.other WHERE u.parent_id IS NOT NULL),
kinds AS (  -- of a unit: one that votes are cast in, one that runs itself, or as it is called
    SELECT gp_unit_id, name, CASE WHEN coalesce(nist, unit_type) IN ('precinct', 'vote-center') THEN 'precinct'
        WHEN coalesce(nist, unit_type) IN ('municipality', 'city', 'town', 'township', 'borough', 'village')
            THEN 'municipality' ELSE unit_type END AS kind
    FROM clean.gp_units LEFT JOIN clean.words w ON w.kind = 'unit_type' AND word = unit_type),
places AS (
    SELECT a.gp_unit_id, any_value(name) FILTER (far = 0) AS name, any_value(kind) FILTER (far = 0) AS level,
        any_value(name) FILTER (far = 1) AS within,
        arg_max(name, far) FILTER (kind NOT IN ('country', 'state', 'municipality', 'precinct') AND far > 0) AS county,
        arg_min(name, far) FILTER (kind = 'municipality' AND far > 0) AS municipality
    FROM above a JOIN kinds k ON k.gp_unit_id = a.other GROUP BY a.gp_unit_id),
named AS (
    SELECT gp_unit_id, level,
        CASE WHEN level IN ('precinct', 'municipality') THEN county
            WHEN level NOT IN ('country', 'state') THEN name END AS county,
        CASE level WHEN 'precinct' THEN municipality WHEN 'municipality' THEN name END AS municipality,
        CASE level WHEN 'precinct' THEN  -- a station is named with the unit that it lies in
            CASE WHEN starts_with(name, within || ', ') THEN name[length(within) + 3:] ELSE name END END AS precinct
    FROM places),
counts AS (
    SELECT election_id, contest_id, unit_id AS gp_unit_id, selection_id, votes FROM clean.results
    WHERE votes IS NOT NULL
    UNION ALL
    SELECT v.election_id, contest_id, v.gp_unit_id, selection_id, votes
    FROM clean.vote_counts v JOIN clean.contests c USING (election_id, contest_id)
    WHERE count_type = 'total' AND votes IS NOT NULL AND v.gp_unit_id <> c.gp_unit_id),
days AS (
    SELECT election_id, country, held_on AS day, 1 AS round FROM clean.elections
    UNION ALL SELECT election_id, country, runoff_on, 2 FROM clean.elections WHERE runoff_on IS NOT NULL),
lines AS (
    SELECT r.election_id, r.round, n.*, false AS counted,
        upper(r.office[1]) || replace(r.office[2:], '-', ' ') AS office, r.contest_id, r.rank,
        CASE WHEN r.unit IN (n.county, n.municipality, n.precinct) OR p.level IN ('country', 'state') THEN r.district
            ELSE concat_ws(', ', r.unit, r.district) END AS district,
        coalesce(r.party, r.coalition) AS party, coalesce(r.candidate, r.list) AS candidate, r.selection_id, c.votes
    FROM counts c JOIN clean.results r USING (election_id, contest_id, selection_id)
    JOIN named n ON n.gp_unit_id = c.gp_unit_id JOIN places p ON p.gp_unit_id = r.unit_id
    UNION ALL
    SELECT b.election_id, b.round, n.*, true, CASE b.measure {
    " ".join(f"WHEN '{measure}' THEN '{office}'" for measure, office in _COUNTED.items())
} END, NULL, NULL, NULL, NULL, NULL, NULL, b.ballots
    FROM clean.ballot_counts b JOIN named n USING (gp_unit_id)
    WHERE b.race = 'all' AND count_type = 'total' AND given = 'figure' AND b.measure IN {tuple(_COUNTED)})
SELECT strftime(day, '%Y%m%d') || '__' || lower(country) || '__'
    || CASE WHEN split_part(l.election_id, '-', 2) = 'by' THEN 'special__' ELSE '' END || 'general'
    || CASE WHEN round > 1 THEN '__runoff' ELSE '' END || '__' || level AS file, *
FROM lines l JOIN days d USING (election_id, round)
-- People and ballots without votes beside them are no results.
WHERE NOT counted OR EXISTS (FROM lines v WHERE NOT v.counted AND v.election_id = l.election_id
    AND v.round = l.round AND v.level = l.level);
"""


def has(draft: Draft) -> bool:
    """Whether there are votes for a file."""
    return bool(draft.once(_files))


def export(draft: Draft) -> None:
    """Write a file for each day and level that has votes."""
    if not (files := draft.once(_files)):
        return
    folder = draft.folder / "openelections"
    folder.mkdir()
    for file, level in files:
        places = ("county", "municipality", "precinct")[: _PLACES.get(level, 1)]
        draft.connection.execute(
            f"""
            COPY (
                SELECT {", ".join(places)}, office, district, party, candidate, votes
                FROM openelections_votes WHERE file = {text(file)}
                ORDER BY {", ".join(places)}, gp_unit_id, counted DESC, contest_id, office DESC, rank, selection_id
            ) TO {text(str(folder / f"{file}.csv"))} (FORMAT csv, HEADER, DELIMITER ',', QUOTE '\"')
            """
        )


def _files(draft: Draft) -> list[tuple[str, str]]:
    """The files, each with its level; one that would be large is left out, and `vote_counts` has its votes."""
    draft.connection.execute(_VOTES)
    found = warehouse.rows(
        draft.connection,
        "SELECT file, level, count(*) FROM openelections_votes GROUP BY ALL HAVING NOT bool_and(counted) ORDER BY file",
    )
    return [(file, level) for file, level, lines in found if not is_large(lines)]
