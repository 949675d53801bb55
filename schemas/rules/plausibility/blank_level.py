"""Blank ballots above what is declared."""

import polars as pl

from numerim.schemas.reported import CURRENT
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R804",
    title="The share of blank ballots is not above the declared level",
    severity="warning",
    each="report",
    needs=("level blank",),
    over=f"""
        with counts as (
            select election_id, office, gp_unit_id, round, source_id, said_by,
                max(case when measure = 'blank' then ballots end) as part,
                coalesce(max(case when measure = 'cast' then ballots end), max(case when measure = 'valid' then ballots end)
                    + max(case when measure = 'invalid' then ballots end)
                    + coalesce(max(case when measure = 'blank' then ballots end), 0)) as whole,
                string_agg(case when measure in ('blank', 'cast') then place end, ' '
                    order by case when measure in ('blank', 'cast') then place end) as compared,
                string_agg(place, ' ' order by place) as every, count(case when measure = 'cast' then 1 end) as counted
            from core.one_ballot_counts as b
            where b.measure in ('cast', 'valid', 'invalid', 'blank') and b.{CURRENT}
            group by election_id, office, gp_unit_id, round, source_id, said_by
        )
        select c.election_id, c.office, c.gp_unit_id, c.round, r.contest_id,
            c.office || ' ' || c.gp_unit_id || ' ' || cast(c.round as varchar) as subject, r.label, c.part, c.whole,
            cast(round(100.0 * c.part / c.whole, 2) as decimal(24, 2)) as share, l.percent as level,
            100 * c.part - l.percent * c.whole as above,
            case when c.counted > 0 then c.compared else c.every end as locators
        from counts as c
        join core.levels as l on l.election_id = c.election_id and l.level = 'blank'
        join core.reports as r on r.election_id = c.election_id and r.office = c.office and r.gp_unit_id = c.gp_unit_id
            and r.round = c.round
        where c.part is not null and c.whole > 0
    """,
    holds=pl.col("above") <= 0,
    says="{label}: {share} per cent of the ballots are blank ({part} of {whole}), which is above the level of {level} per cent",
    expected="level",
    actual="share",
    why="How many blank ballots are unlikely is for people who know the country to say, under levels: blank: in election.yml. The share is of the ballots cast; where these are not given, of the valid, invalid and blank ones together.",
)
