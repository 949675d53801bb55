"""Decided contests that are decided otherwise in the next version of a source."""

import polars as pl

from numerim.schemas.rule import Rule

RULE = Rule(
    code="R614",
    title="A contest that is decided stays decided in the next version of a source",
    severity="warning",
    each="contest",
    needs=("earlier version",),
    over="""
        with stated as (
            select o.election_id, o.contest_id, o.source_id, o.label,
                max(case when o.outcome in ('elected', 'runoff') then 1 else 0 end) as decided,
                max(case when o.kind = 'unnamed' then 1 else 0 end) as unnamed,
                coalesce(string_agg(distinct case when o.outcome in ('elected', 'runoff') then o.outcome end, ' '
                    order by case when o.outcome in ('elected', 'runoff') then o.outcome end), '') as what,
                coalesce(string_agg(distinct case when o.outcome in ('elected', 'runoff')
                    then o.outcome || ' ' || o.selection_id end, ' '
                    order by case when o.outcome in ('elected', 'runoff') then o.outcome || ' ' || o.selection_id end), '') as who,
                string_agg(distinct o.name || ' ' || o.outcome, ', ' order by o.name || ' ' || o.outcome) as told,
                string_agg(o.place, ' ' order by o.place) as locators
            from each_outcome as o
            where o.outcome <> 'largest'
            group by o.election_id, o.contest_id, o.source_id, o.label
        )
        select e.election_id, e.contest_id, e.contest_id as subject, e.label, e.source_id as earlier, e.told as before,
            l.source_id as later, l.told as after,
            case when e.what = l.what and (e.who = l.who or e.unnamed = 1 or l.unnamed = 1) then 1 else 0 end as same,
            e.locators || ' ' || l.locators as locators, l.locators as blames
        from core.sources as v
        join stated as e on e.source_id = v.earlier_id and e.decided = 1
        join stated as l on l.source_id = v.source_id and l.election_id = e.election_id and l.contest_id = e.contest_id
    """,
    holds=pl.col("same") == 1,
    says="{label}: {earlier} says {before}, its later version {later} says {after}",
    why="Who is elected was decided when it was said. A later version that says otherwise follows a recount or a court, or one of the two is a slip.",
)
