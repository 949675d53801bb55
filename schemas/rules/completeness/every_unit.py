"""Units that are missing."""

import polars as pl

from numerim.schemas.rule import Rule

RULE = Rule(
    code="R701",
    title="Every expected unit appears in a list of all units",
    severity="warning",
    each="list",
    over="""
        with listed as (
            select distinct election_id, office, round, source_id, path, stated_in, decides_id
            from core.statements where all_units and contest_id is not null
        )
        select l.election_id, l.office || ' ' || l.stated_in as subject, l.office, l.stated_in, l.path, l.source_id,
            count(*) as expected, case when count(*) - count(s.decides_id) = 1 then 'is' else 'are' end as verb, count(*) - count(s.decides_id) as missing,
            string_agg(case when s.decides_id is null then x.name end, ', ' order by x.name) as names, '' as locators
        from (select distinct election_id, office, round, source_id, path, stated_in from listed) as l
        join core.expected as x on x.election_id = l.election_id and x.office = l.office
        left join listed as s on s.election_id = l.election_id and s.office = l.office and s.round = l.round
            and s.source_id = l.source_id and s.path = l.path and s.stated_in = l.stated_in and s.decides_id = x.gp_unit_id
        where l.round = 1
        group by l.election_id, l.office, l.round, l.source_id, l.path, l.stated_in
    """,
    holds=pl.col("missing") == 0,
    says="“{stated_in}” ({source_id}) is read as a list of all {expected:unit|units} with a contest for {office}, but {names} {verb} missing",
    why="A list of all units that lacks one says nothing about that one; it does not mean that nobody voted there. A unit is there where one within it is, such as a polling station.",
)
