"""Offices of which a voter has several votes, as the figures themselves leave no doubt."""

_MEASURES = "('votes', 'valid', 'cast', 'registered', 'undervotes', 'overvotes')"
_BY = "election_id, office, round, gp_unit_id, source_id, said_by"

_SUMMED = f"""
    SELECT election_id, office, sum(figure) FILTER (measure = 'votes') AS votes,
        max(figure) FILTER (measure = 'votes') AS most, max(figure) FILTER (measure = 'valid') AS valid,
        greatest(max(figure) FILTER (measure = 'cast'), max(figure) FILTER (measure = 'registered')) AS people,
        coalesce(max(figure) FILTER (measure = 'undervotes'), 0)
            + coalesce(max(figure) FILTER (measure = 'overvotes'), 0) AS lost
    FROM {{figures}} GROUP BY {_BY} HAVING votes > 0 AND greatest(valid, people) > 0"""

_FIGURES = f"""
    SELECT {_BY}, measure, {{figure}} AS figure FROM core.statements SEMI JOIN {{offices}} USING (election_id, office)
    WHERE gp_unit_id IS NOT NULL AND number IS NOT NULL AND count_type = 'total' AND measure IN {_MEASURES}"""

_SHOW = """
    SELECT election_id, office FROM {units} GROUP BY election_id, office
    HAVING 2 * count(*) FILTER (lost > 0 AND votes + lost >= 2 * valid AND {multiple}) > count(valid)
        OR count(people) >= 3 AND 5 * count(*) FILTER (votes - most > greatest(people, valid) AND most <= people)
            >= 4 * count(people)"""

SEVERAL = f"""
CREATE OR REPLACE TEMP TABLE several AS
WITH open_ones AS (
    SELECT r.election_id, r.office FROM (SELECT DISTINCT election_id, office, office_word FROM core.statements) r
    LEFT JOIN core.declared_offices d ON d.election_id = r.election_id AND d.office = r.office_word
    WHERE d.one_vote IS NULL OR d.outcome_rule IN {{by_size}} AND d.seats IS NULL
        AND coalesce(d.terms, '') NOT LIKE '%"votes"%' AND coalesce(d.terms, '') NOT LIKE '%"seats"%'),
every AS ({_FIGURES.format(figure="number", offices="open_ones")}),
all_units AS ({_SUMMED.format(figures="every")}),
likely AS ({_SHOW.format(units="all_units", multiple="true")}),
once AS ({_FIGURES.format(figure="max(number)", offices="likely")}
    GROUP BY {_BY}, measure, candidate, party_id, coalition_id),
units AS ({_SUMMED.format(figures="once")})
{_SHOW.format(units="units", multiple="(votes + lost) % valid = 0")}
"""
"""SQL: the races of which no law says how many votes a voter has, and of which most units show that these are several.

Votes and those that are lost are a multiple of the valid ballots; or all votes but the largest figure, which alone may
be a slip or a total, are more than the people who voted. What a source states twice is told apart where that seems so.
"""
