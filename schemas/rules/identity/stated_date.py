"""Dates of elections."""

import polars as pl

from numerim.schemas.rule import Rule

RULE = Rule(
    code="R104",
    title="The date that a source gives is the date of the election",
    severity="error",
    each="stated_dates",
    over="""
        select d.election_id, d.measure, d.election_id || ' ' || d.measure as subject, d.date as stated,
            cast(case when d.measure = 'held_on' then e.held_on else e.runoff_on end as varchar) as declared,
            d.place as locators
        from core.stated_dates as d join core.elections as e on e.election_id = d.election_id
        where d.measure in ('held_on', 'runoff_on')
    """,
    holds=pl.col("declared").str.starts_with(pl.col("stated")),
    says="the source states {stated} for {measure}; election.yml declares {declared}",
    why="A figure of another day is of another election. A date that is less precise (a month, a year) must contain the day.",
)
