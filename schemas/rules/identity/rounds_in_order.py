"""The order of the rounds."""

import polars as pl

from numerim.schemas.rule import Rule

RULE = Rule(
    code="R112",
    title="The second round is later than the first",
    severity="warning",
    each="election",
    over="""
        select e.election_id, e.election_id as subject, e.title, cast(e.held_on as varchar) as held_on,
            cast(e.runoff_on as varchar) as runoff_on, '' as locators
        from core.elections as e
        where e.runoff_on is not null
    """,
    holds=pl.col("runoff_on") > pl.col("held_on"),
    says="{title}: the second round is declared for {runoff_on}, the first for {held_on}",
    why="Who meets in the second round is known only after the first. Both days are in election.yml.",
)
