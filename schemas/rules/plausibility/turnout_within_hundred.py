"""Printed turnout above the whole."""

import polars as pl

from numerim.schemas.reported import CURRENT
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R801",
    title="Printed turnout is not above 100 per cent",
    severity="error",
    each="report",
    over=f"""
        select t.election_id, t.office, t.gp_unit_id, t.round, r.contest_id,
            t.office || ' ' || t.gp_unit_id || ' ' || cast(t.round as varchar) as subject, r.label, t.share,
            100 + coalesce(l.percent, 0) as most, cast(0.5 * power(10, -t.decimals) as decimal(18, 8)) as tolerance,
            t.place as locators
        from core.one_reported_shares as t
        join core.reports as r on r.election_id = t.election_id and r.office = t.office and r.gp_unit_id = t.gp_unit_id
            and r.round = t.round
        left join core.levels as l on l.election_id = t.election_id and l.level = 'same_day'
        where t.measure = 'turnout' and t.category = 'all' and t.relation <> 'less than' and t.{CURRENT}
    """,
    holds=pl.col("share") <= pl.col("most") + pl.col("tolerance"),
    says="{label}: turnout is printed as {share} per cent; more than {most} per cent of the people registered cannot have voted",
    expected="most",
    actual="share",
    why="Nobody votes twice. Where people may register on the day, levels: same_day: in election.yml says by how much turnout may exceed 100; the printed figure may be off by half a unit of its last decimal place.",
)
