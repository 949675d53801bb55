"""Winners of counts that go on."""

import polars as pl

from numerim.schemas.rule import Rule

RULE = Rule(
    code="R528",
    title="Nobody is said to be elected before the count has ended",
    severity="warning",
    each="contest",
    needs=("outcome", "counted"),
    over="""
        select o.election_id, o.contest_id, o.contest_id as subject, c.label, l.label as winner, max(s.share) as counted,
            o.place || ' ' || string_agg(s.place, ' ' order by s.place) as locators, o.place as blames
        from core.one_outcomes as o
        join core.contests as c on c.election_id = o.election_id and c.contest_id = o.contest_id
        join core.selections as l on l.election_id = o.election_id and l.contest_id = o.contest_id
            and l.selection_id = o.selection_id
        join core.reported_shares as s on s.election_id = o.election_id and s.source_id = o.source_id
            and s.gp_unit_id = c.gp_unit_id and s.round = c.round and s.office in (c.office, 'all')
            and s.measure = 'counted' and s.relation in ('equal', 'less than')
        where o.outcome = 'elected'
        group by o.election_id, o.contest_id, c.label, l.label, o.place
    """,
    holds=pl.col("counted") >= 100,
    says="{label}: {winner} is said to be elected, but {counted} per cent were counted; whoever leads a count is not yet elected",
    actual="counted",
    why="Nobody is elected until the count has ended; before that, a source can only say who leads.",
)
