"""What changed between a count that goes on and the final one."""

import polars as pl

from numerim.schemas.again import again
from numerim.schemas.relation import shown
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R615",
    title="Preliminary figures are the same as the final ones",
    severity="info",
    each="statement",
    needs=("two sources",),
    over=f"""
        with pairs as (
            select e.source_id as earlier_id, e.status as earlier_status, l.source_id as later_id, l.status as later_status
            from core.sources as e
            join core.sources as l on l.source_id <> e.source_id and (l.earlier_id = e.source_id
                or (e.status <> 'final' and l.status = 'final' and not coalesce(e.superseded, false)
                    and not coalesce(l.superseded, false)))
        ), compared as (
            select p.*, e.election_id, e.gp_unit_id, e.office,
                coalesce(e.contest_id, e.election_id || '/' || e.office || '/' || e.gp_unit_id || '/' || cast(e.round as varchar)) as contest_id,
                case e.measure when 'votes' then 'votes for ' || e.what when 'share' then 'per cent for ' || e.what
                    when 'seats' then 'seats for ' || e.what
                    else replace(e.measure, '_', ' ') || case when e.scope = 'stated' and e.category <> 'all' then ' ' || e.what else '' end end as told,
                {shown("e.figure")} as before, {shown("l.figure")} as after,
                case when abs(l.figure - e.figure) > e.half + l.half then 1 else 0 end as changed,
                e.place || ' ' || l.place as places, abs(l.figure - e.figure) as apart, e.measure, e.selection_id, e.category
            from pairs as p
            join core.figures as e on e.source_id = p.earlier_id
                and (e.scope in ('unit', 'stated') or (e.scope = 'contest' and e.measure = 'seats'))
            join core.figures as l on l.source_id = p.later_id and {again("e", "l")} and l.said_by = e.said_by
        ), ranked as (
            select *, row_number() over (partition by election_id, contest_id, earlier_id, later_id order by changed desc, apart desc,
                gp_unit_id, measure, selection_id, category) as position
            from compared
        )
        select x.election_id, x.contest_id, x.contest_id || ' ' || x.earlier_id || ' ' || x.later_id as subject,
            coalesce(max(c.label), max(x.office || ' of ' || u.name), x.contest_id) as label, x.earlier_id as earlier, x.earlier_status, x.later_id as later,
            x.later_status, count(*) as figures, sum(x.changed) as changed,
            string_agg(case when x.changed = 1 and x.position <= 5 then x.told
                || case when u.gp_unit_id <> c.gp_unit_id then ' in ' || u.name else '' end || ' ' || x.before
                || ' → ' || x.after end, ', ' order by x.position) as told,
            coalesce(string_agg(case when x.position <= 5 then x.places end, ' ' order by x.position), '') as locators, '' as blames
        from ranked as x
        left join core.contests as c on c.election_id = x.election_id and c.contest_id = x.contest_id
        left join core.gp_units as u on u.gp_unit_id = x.gp_unit_id
        group by x.election_id, x.contest_id, x.earlier_id, x.earlier_status, x.later_id, x.later_status
    """,
    holds=pl.col("changed") == 0,
    says="{label}: {changed:figure|figures} of {figures} changed between {earlier} ({earlier_status}) and {later} ({later_status}), most of all {told}",
    actual="changed",
    why="An unfinished count changes, and no other rule mentions it. Up to five figures of each contest are reported, the largest changes first.",
)
