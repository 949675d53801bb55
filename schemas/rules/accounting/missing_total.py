"""Totals that are missing beside their parts."""

import polars as pl

from numerim.schemas.rule import Rule

RULE = Rule(
    code="R210",
    title="No total is missing where its parts are printed",
    severity="warning",
    each="report",
    needs=("votes|valid|issued|registered_men",),
    over="""
        with kinds as (
            select 'registered' as total, 'registered_men' as one, 'registered_women' as other
            union all select 'cast', 'valid', 'invalid'
            union all select 'received', 'issued', 'unused'
            union all select 'valid', 'votes', 'votes'
        ),
        totals as (
            select s.election_id, s.office, s.gp_unit_id, s.round, s.source_id, s.stated_in, k.total, r.label, r.unit_type,
                max(case when s.measure = k.total then 1 else 0 end) as is_there, min(case when s.measure = k.one then s.place end) as place
            from core.statements as s
            join kinds as k on s.measure in (k.total, k.one, k.other) and (s.measure <> 'votes' or s.complete)
            join core.reports as r on r.election_id = s.election_id and r.office = s.office and r.gp_unit_id = s.gp_unit_id
                and r.round = s.round
            where s.count_type = 'total'
            group by s.election_id, s.office, s.gp_unit_id, s.round, s.source_id, s.stated_in, k.total, r.label, r.unit_type
            having max(case when s.measure = k.one then 1 else 0 end) + max(case when s.measure = k.other then 1 else 0 end) = 2
        ),
        peers as (
            select t.*, sum(t.is_there) over (partition by t.election_id, t.office, t.round, t.source_id, t.stated_in, t.total, t.unit_type) as have_it,
                count(*) over (partition by t.election_id, t.office, t.round, t.source_id, t.stated_in, t.total, t.unit_type) as units
            from totals as t
        )
        select p.*, p.office || ' ' || p.gp_unit_id || ' ' || p.round || ' ' || p.total as subject, p.place as locators, '' as blames
        from peers as p
        where 2 * p.have_it > p.units
    """,
    holds=pl.col("is_there") == 1,
    says="{label}: “{stated_in}” prints no figure for {total}, though it prints the parts, and has it for {have_it} of {units:unit|units}",
    why="A total that is missing in one unit and printed in most was left out, or slipped into another cell. A sum in its place would be our figure, not the source’s.",
)
