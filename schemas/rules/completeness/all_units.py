"""The number of units."""

import polars as pl

from numerim.schemas.rule import Rule

RULE = Rule(
    code="R704",
    title="The number of units that a source states is right",
    severity="warning",
    each="office",
    needs=("units",),
    over="""
        with known as (select election_id, office, max(number) as number from core.expected group by election_id, office),
        listed as (select election_id, office, max(case when all_units then 1 else 0 end) as is_listed
            from core.statements where contest_id is not null and round = 1 group by election_id, office),
        contests as (select election_id, office, count(distinct contest_id) as contests
            from core.contests where round = 1 group by election_id, office)
        select t.election_id, t.office, t.office || ' units' as subject, t.total as stated,
            coalesce(max(x.number), max(c.contests)) as there_are, max(x.number) as known,
            coalesce(max(s.is_listed), 0) as is_listed, t.place as locators
        from core.reported_totals as t
        left join known as x on x.election_id = t.election_id and (x.office = t.office or t.office = 'all')
        left join contests as c on c.election_id = t.election_id and c.office = t.office
        left join listed as s on s.election_id = t.election_id and s.office = t.office
        where t.measure = 'units' and t.category = 'all'
        group by t.election_id, t.office, t.total, t.place
    """,
    then=lambda data: data.filter(
        pl.col("known").is_not_null() | (pl.col("is_listed") == 1) | (pl.col("stated") < pl.col("there_are"))
    ),
    holds=pl.col("stated") == pl.col("there_are"),
    says="the source states {stated:unit|units}, but there are {there_are}",
    expected="there_are",
    actual="stated",
    why="The number of units is known from the seeds; of a by-election, from the contests that the sources list.",
)
