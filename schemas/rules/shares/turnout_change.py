"""Changes of turnout."""

import polars as pl

from numerim.schemas.rule import Rule

RULE = Rule(
    code="R406",
    title="A stated change of turnout is the difference between the two turnouts",
    severity="error",
    each="reported_shares",
    needs=("turnout_change",),
    over="""
        select d.election_id, d.office, d.gp_unit_id, d.round, d.measure, d.category, d.gp_unit_id || ' turnout' as subject, d.share as stated, t.share as turnout,
            before.share as turnout_before, before.election_id as election_before,
            abs(t.share - before.share) as computed,
            cast(0.5 * power(10, -d.decimals) as decimal(18, 8)) + cast(0.5 * power(10, -t.decimals) as decimal(18, 8))
                + cast(0.5 * power(10, -before.decimals) as decimal(18, 8)) as tolerance,
            d.place || ' ' || t.place || ' ' || before.place as locators, d.place as blames
        from core.one_reported_shares as d
        join core.one_reported_shares as t on t.election_id = d.election_id and t.office = d.office
            and t.gp_unit_id = d.gp_unit_id and t.round = d.round and t.source_id = d.source_id and t.measure = 'turnout'
            and t.relation = 'equal' and t.said_by is not distinct from d.said_by
        join core.elections as e on e.election_id = d.election_id
        join (select s.*, c.place as change_place, row_number() over (partition by c.place
                order by x.held_on desc, s.statement_id) as place_in_order
            from core.one_reported_shares as c
            join core.elections as y on y.election_id = c.election_id
            join core.one_reported_shares as s on s.gp_unit_id = c.gp_unit_id and s.office = c.office
                and s.round = c.round and s.source_id = c.source_id and s.measure = 'turnout' and s.relation = 'equal'
            join core.elections as x on x.election_id = s.election_id and x.held_on < y.held_on
            where c.measure = 'turnout_change') as before
            on before.change_place = d.place and before.place_in_order = 1
        where d.measure = 'turnout_change'
    """,
    holds=(pl.col("computed") - pl.col("stated").abs()).abs() <= pl.col("tolerance"),
    says="turnout is said to have changed by {stated:point|points}, but {turnout} and {turnout_before} ({election_before}) are {computed} apart",
    expected="computed",
    actual="stated",
    why="A change in points is the difference of two levels; each of the three figures may be off by half a unit of its last decimal place. The change is blamed. Which way it went is often an arrow that a copy has lost, so only its size is checked.",
)
