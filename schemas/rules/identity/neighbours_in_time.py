"""The elections before and after."""

import polars as pl

from numerim.schemas.rule import Rule

RULE = Rule(
    code="R114",
    title="The previous election is earlier, and the next one later",
    severity="warning",
    each="stated_dates",
    over="""
        select d.election_id, d.measure, d.election_id || ' ' || d.measure as subject, d.date as stated,
            cast(e.held_on as varchar) as held_on, case when d.measure = 'previous_year' then 'before' else 'after' end as side,
            case when d.measure = 'previous_year' then substring(d.date, 1, 4) else substring(cast(e.held_on as varchar), 1, 4) end as earlier,
            case when d.measure = 'previous_year' then substring(cast(e.held_on as varchar), 1, 4) else substring(d.date, 1, 4) end as later,
            d.place as locators
        from core.stated_dates as d
        join core.elections as e on e.election_id = d.election_id
        where d.measure in ('previous_year', 'next_year')
    """,
    holds=pl.col("earlier") <= pl.col("later"),
    says="the election {side} that of {held_on} is said to be of {stated}",
    why="A source that dates the previous election after this one is about another election. Two elections may fall in one year.",
)
