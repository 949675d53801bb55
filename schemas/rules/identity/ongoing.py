"""Elections that go on."""

import polars as pl

from numerim.schemas.reported import CURRENT
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R123",
    title="An election that is said to go on has no results of a later one beside it",
    severity="warning",
    each="statement",
    needs=("ongoing",),
    over=f"""
        with marks as (
            select s.election_id, s.source_id, s.text, s.place from core.statements as s
            where s.measure = 'ongoing' and lower(s.text) not in ('no', 'false', '0', 'jo', 'ne', 'nein', 'non') and s.{CURRENT}
        ), later as (
            select m.election_id, m.source_id, m.place, max(e.held_on) as held_on, min(case when s.number is not null or s.measure = 'outcome' then s.place end) as example
            from marks as m
            join core.elections as own on own.election_id = m.election_id
            join core.statements as s on s.source_id = m.source_id and s.measure in ('votes', 'share', 'seats', 'outcome', 'turnout', 'cast')
            join core.elections as e on e.election_id = s.election_id and e.held_on > own.held_on
            group by m.election_id, m.source_id, m.place
        )
        select m.election_id, m.election_id || ' ' || m.source_id as subject, m.source_id, m.text,
            cast(own.held_on as varchar) as held_on, cast(l.held_on as varchar) as later, case when l.held_on is null then 0 else 1 end as over,
            m.place || coalesce(' ' || l.example, '') as locators, m.place as blames
        from marks as m
        join core.elections as own on own.election_id = m.election_id
        left join later as l on l.election_id = m.election_id and l.source_id = m.source_id and l.place = m.place
    """,
    holds=pl.col("over") == 0,
    says="{source_id} marks the election of {held_on} as going on (“{text}”), but has results of an election of {later} too",
    why="A mark that nobody took away when the count had ended makes final figures look preliminary.",
)
