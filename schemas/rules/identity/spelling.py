"""Spellings of one person."""

import polars as pl

from numerim.schemas.rule import Rule

RULE = Rule(
    code="R106",
    title="A person’s name is spelled the same way everywhere",
    severity="info",
    each="name",
    over="""
        select min(n.election_id) as election_id, n.name as subject, n.name, count(distinct n.printed) as spellings,
            sum(case when n.form = 'misprint' then 1 else 0 end) as misprints,
            string_agg(distinct '“' || n.printed || '”', ', ' order by '“' || n.printed || '”') as printed,
            case when count(distinct n.printed) = 1 then 'is taken for' else 'are taken for one person,' end as verb,
            string_agg(n.places, ' ' order by n.places) as locators, '' as blames
        from core.names as n
        where n.kind = 'person' and coalesce(n.form, '') not in ('inflected', 'short')
        group by n.id, n.name
    """,
    holds=(pl.col("spellings") == 1) & (pl.col("misprints") == 0),
    says="{printed} {verb} {name}",
    why="The package takes the spellings for one person because seeds/people.csv says so, and you may disagree. A name inflected by the grammar of its sentence, or a surname alone, is not another spelling.",
)
