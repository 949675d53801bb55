"""Turnout above what is declared."""

import polars as pl

from numerim.schemas.reported import CURRENT, TURNOUTS
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R802",
    title="Turnout is not above the declared level",
    severity="warning",
    each="report",
    needs=("level turnout",),
    over=f"""
        with counted as ({TURNOUTS}
        ), turnouts as (
            select election_id, office, gp_unit_id, round, voters, registered,
                cast(round(100.0 * voters / registered, 4) as decimal(24, 4)) as turnout,
                cast(0 as decimal(18, 8)) as half, locators
            from counted
            union all
            select t.election_id, t.office, t.gp_unit_id, t.round, cast(null as bigint), cast(null as bigint),
                cast(t.share as decimal(18, 4)), cast(0.5 * power(10, -t.decimals) as decimal(18, 8)), t.place
            from core.one_reported_shares as t
            left join counted as c on c.election_id = t.election_id and c.office = t.office
                and c.gp_unit_id = t.gp_unit_id and c.round = t.round and c.source_id = t.source_id
            where t.measure = 'turnout' and t.category = 'all' and t.relation <> 'less than' and t.{CURRENT}
                and c.source_id is null
        )
        select t.election_id, t.office, t.gp_unit_id, t.round, r.contest_id,
            t.office || ' ' || t.gp_unit_id || ' ' || cast(t.round as varchar) as subject, r.label, t.turnout,
            l.percent as level, t.half as tolerance,
            case when t.registered is not null then 100 * t.voters - l.percent * t.registered
                else t.turnout - t.half - l.percent end as above,
            case when t.registered is not null
                then ' (' || cast(t.voters as varchar) || ' of ' || cast(t.registered as varchar) || ' people)' else '' end as told,
            t.locators
        from turnouts as t
        join core.levels as l on l.election_id = t.election_id and l.level = 'turnout'
        join core.reports as r on r.election_id = t.election_id and r.office = t.office and r.gp_unit_id = t.gp_unit_id
            and r.round = t.round
    """,
    holds=pl.col("above") <= 0,
    says="{label}: {turnout} per cent of the people registered voted{told}, which is above the level of {level} per cent",
    expected="level",
    actual="turnout",
    why="Which turnout is unlikely is for people who know the country to say, under levels: turnout: in election.yml. A high turnout is no proof of anything; small units reach it easily.",
)
