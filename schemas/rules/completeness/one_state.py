"""Contests in several states at once."""

import polars as pl

from numerim.schemas.law import goes_on
from numerim.schemas.reported import CURRENT
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R709",
    title="A source gives a contest one state only",
    severity="warning",
    each="contest",
    over=f"""
        select o.election_id, o.contest_id, o.contest_id as subject, c.label, o.source_id,
            count(distinct case when o.outcome in ('leading', 'undecided') then 'open'
                when {goes_on()} then 'decided' else o.outcome end) as states,
            string_agg(distinct o.outcome || ' (“' || o.stated_in || '”)', ', '
                order by o.outcome || ' (“' || o.stated_in || '”)') as told,
            string_agg(distinct o.place, ' ' order by o.place) as locators
        from core.one_outcomes as o
        join core.contests as c on c.election_id = o.election_id and c.contest_id = o.contest_id
        where o.outcome <> 'largest' and o.said_by is null and o.{CURRENT}
        group by o.election_id, o.contest_id, c.label, o.source_id
    """,
    holds=pl.col("states") == 1,
    says="{label}: {source_id} says different things of it: {told}",
    why="A contest is decided, goes to a second round, or is not decided yet. A unit that stands in two lists at once was put into one by mistake, or one list is of an earlier hour. Another rule finds first rounds that both have a winner and go to a second.",
)
