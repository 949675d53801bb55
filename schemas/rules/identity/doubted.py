"""Figures that whoever read them doubts."""

import polars as pl

from numerim.schemas.rule import Rule

RULE = Rule(
    code="R120",
    title="Whoever read a figure does not doubt it",
    severity="warning",
    each="list",
    over="""
        with doubted as (
            select s.election_id, s.source_id, s.path, s.stated_in, s.contest_id, s.gp_unit_id, s.measure, s.locator, s.place,
                s.value, s.doubt, coalesce(c.label || ': ', '') as label, coalesce(' of ' || coalesce(s.candidate, s.party_printed, s.category, s.unit_printed), '') as of_whom
            from core.statements as s
            left join core.contests as c on c.election_id = s.election_id and c.contest_id = s.contest_id
            where s.doubt is not null
        )
        select coalesce(d.election_id, i.election_id) as election_id, i.source_id, i.path, i.stated_in, d.contest_id, d.gp_unit_id,
            coalesce(d.measure || ' ' || d.locator, i.stated_in) as subject, coalesce(d.label, '') as label, d.measure, d.value, d.of_whom, d.doubt,
            case when d.place is null then 0 else 1 end as doubted, coalesce(d.place, '') as locators
        from (select source_id, path, stated_in, min(election_id) as election_id from core.statements
            group by source_id, path, stated_in) as i
        left join doubted as d on d.source_id = i.source_id and d.path = i.path and d.stated_in = i.stated_in
    """,
    holds=pl.col("doubted") == 0,
    says="{label}{value} is read as {measure}{of_whom}, but may be something else: {doubt}",
    why="A sentence can often be read in two ways, a scan is hard to read, a column has two meanings. Who reads it knows, and says so in a column `doubt` of the transcription or under doubts: in election.yml. The figure is published with the doubt beside it.",
)
