"""Columns of totals among the selections that they are the totals of."""

import polars as pl

from numerim.schemas.rule import Rule

RULE = Rule(
    code="R312",
    title="No selection is the sum of the others",
    severity="warning",
    each="list",
    needs=("votes",),
    over="""
        with figures as (
            select s.election_id, s.source_id, s.path, s.stated_in, s.office, s.round, s.gp_unit_id, s.selection_id, s.said_by,
                min(s.contest_id) as contest_id, min(s.number) as figure, min(s.place) as place
            from core.statements as s
            where s.measure = 'votes' and s.count_type = 'total' and s.selection_id is not null and s.gp_unit_id is not null
            group by s.election_id, s.source_id, s.path, s.stated_in, s.office, s.round, s.gp_unit_id, s.selection_id, s.said_by
        ),
        beside as (
            select f.*, sum(f.figure) over (partition by election_id, source_id, path, stated_in, office, round, gp_unit_id, said_by) as together,
                sum(case when f.figure > 0 then 1 else 0 end)
                    over (partition by election_id, source_id, path, stated_in, office, round, gp_unit_id, said_by) as have_votes
            from figures as f
        ),
        selections as (
            select election_id, source_id, path, stated_in, office, round, selection_id, min(contest_id) as contest_id, count(*) as units,
                sum(case when 2 * figure = together then 1 else 0 end) as sums,
                sum(case when figure > 0 and have_votes > 2 then 1 else 0 end) as told_by,
                sum(case when figure > 0 and have_votes > 2 then length(cast(cast(figure as decimal(24, 0)) as varchar)) else 0 end) as digits
            from beside
            group by election_id, source_id, path, stated_in, office, round, selection_id
        ),
        lists as (
            select source_id, path, stated_in, min(election_id) as election_id
            from selections where told_by > 2
            group by source_id, path, stated_in
        ),
        totals as (
            select t.*, l.label, f.places
            from selections as t
            join (
                select election_id, source_id, path, stated_in, office, round, selection_id, string_agg(place, ' ' order by place) as places
                from figures group by election_id, source_id, path, stated_in, office, round, selection_id
            ) as f on f.election_id = t.election_id and f.source_id = t.source_id and f.path = t.path and f.stated_in = t.stated_in
                and f.office = t.office and f.round = t.round and f.selection_id = t.selection_id
            left join core.selections as l on l.election_id = t.election_id and l.contest_id = t.contest_id and l.selection_id = t.selection_id
            where t.sums = t.units and t.told_by > 2 and t.digits > 5
        )
        select coalesce(t.election_id, i.election_id) as election_id, i.source_id, i.path, i.stated_in,
            coalesce(t.office || ' ' || t.selection_id || ' ' || t.round, i.stated_in) as subject, coalesce(t.label, t.selection_id) as label,
            t.units, case when t.selection_id is null then 0 else 1 end as is_total, coalesce(t.places, '') as locators
        from lists as i
        left join totals as t on t.source_id = i.source_id and t.path = i.path and t.stated_in = i.stated_in
    """,
    holds=pl.col("is_total") == 0,
    says="“{label}” stands in “{stated_in}” among the selections, and in each of {units:unit|units} it has the votes of all others together: it is a column of totals, and every vote would be counted twice",
    why="An option is taken for a total if, in every unit, it has as many votes as all others together; at least three units must show it, each with two other options that have votes. In small contests that can be chance, so the figures are published.",
)
