"""Counts that go back from one version of a source to the next."""

from numerim.schemas.again import again
from numerim.schemas.relations.level import Levels
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R613",
    title="No count goes down from one version of a source to the next",
    severity="warning",
    each="statement",
    needs=("earlier version",),
    relation=Levels(
        f"""
        select e.election_id, e.gp_unit_id, u.name as label, l.source_id, e.source_id as than, 'at least' as must,
            coalesce(e.contest_id, e.office || '/' || cast(e.round as varchar)) || ' ' || e.gp_unit_id || ' ' || e.measure
                || coalesce(' ' || coalesce(e.selection_id, e.category), '') as subject,
            case e.measure when 'votes' then 'votes for ' || e.what when 'cast_men' then 'ballots cast by men'
                when 'cast_women' then 'ballots cast by women' when 'signatures' then 'voters who signed'
                when 'cast' then 'ballots cast' when 'units' then 'units that are counted'
                when 'polling_stations' then 'polling stations that are counted'
                when 'counted' then 'per cent of the ballots that are counted'
                else case e.scope when 'stated' then 'votes of ' || e.what else e.measure || ' ballots' end end as what,
            e.figure as bound, l.figure, e.half + l.half as half, e.place || ' ' || l.place as locators, l.place as blames
        from core.sources as v
        join core.sources as w on w.source_id = v.earlier_id and w.status = v.status
        join core.figures as e on e.source_id = v.earlier_id and e.scope in ('unit', 'stated')
        join core.figures as l on l.source_id = v.source_id and {again("e", "l")} and l.said_by = e.said_by
        join core.gp_units as u on u.gp_unit_id = e.gp_unit_id
        where e.measure in ('votes', 'cast', 'valid', 'invalid', 'blank', 'signatures', 'cast_men', 'cast_women', 'total_votes',
                'list_votes')
            or (e.measure in ('units', 'polling_stations') and e.category = 'counted')
            or (e.measure = 'counted' and e.scope = 'stated')
        """,
        but=("what", "than", "must", "half", "blames"),
    ),
    says="{label}: {bound} {what} in {than}, only {figure} in its later version {source_id}: {off} fewer",
    expected="bound",
    actual="figure",
    why="A count only grows. What a later version takes away was corrected or lost, and the source should say which.",
)
