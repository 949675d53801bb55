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
        with figures as (
            select s.election_id, s.office, s.gp_unit_id, s.round, s.source_id, s.stated_in,
                max(case when s.measure = 'registered' then 1 else 0 end) as registered,
                max(case when s.measure = 'registered_men' then 1 else 0 end) as men,
                max(case when s.measure = 'registered_women' then 1 else 0 end) as women,
                max(case when s.measure = 'cast' then 1 else 0 end) as was_cast,
                max(case when s.measure = 'valid' then 1 else 0 end) as valid,
                max(case when s.measure = 'invalid' then 1 else 0 end) as invalid,
                max(case when s.measure = 'received' then 1 else 0 end) as received,
                max(case when s.measure = 'issued' then 1 else 0 end) as issued,
                max(case when s.measure = 'unused' then 1 else 0 end) as unused,
                max(case when s.measure = 'votes' and s.complete then 1 else 0 end) as votes,
                min(case when s.measure in ('registered_men', 'valid', 'issued', 'votes') then s.place end) as place
            from core.statements as s
            where s.gp_unit_id is not null and s.count_type = 'total'
                and s.measure in ('registered', 'registered_men', 'registered_women', 'cast', 'valid', 'invalid', 'received', 'issued', 'unused', 'votes')
            group by s.election_id, s.office, s.gp_unit_id, s.round, s.source_id, s.stated_in
        ),
        totals as (
            select f.election_id, f.office, f.gp_unit_id, f.round, f.source_id, f.stated_in, f.place, 'registered' as total, f.registered as is_there
            from figures as f where f.men + f.women = 2
            union all
            select f.election_id, f.office, f.gp_unit_id, f.round, f.source_id, f.stated_in, f.place, 'cast', f.was_cast
            from figures as f where f.valid + f.invalid = 2
            union all
            select f.election_id, f.office, f.gp_unit_id, f.round, f.source_id, f.stated_in, f.place, 'received', f.received
            from figures as f where f.issued + f.unused = 2
            union all
            select f.election_id, f.office, f.gp_unit_id, f.round, f.source_id, f.stated_in, f.place, 'valid', f.valid
            from figures as f where f.votes = 1
        ),
        peers as (
            select t.*, r.label, sum(t.is_there) over (partition by t.election_id, t.office, t.round, t.source_id, t.stated_in, t.total, r.unit_type)
                    as have_it,
                count(*) over (partition by t.election_id, t.office, t.round, t.source_id, t.stated_in, t.total, r.unit_type) as units
            from totals as t
            join core.reports as r on r.election_id = t.election_id and r.office = t.office and r.gp_unit_id = t.gp_unit_id
                and r.round = t.round
        )
        select p.election_id, p.office, p.gp_unit_id, p.round, p.office || ' ' || p.gp_unit_id || ' ' || p.round || ' ' || p.total as subject,
            p.label, p.total, p.stated_in, p.is_there, p.have_it, p.units, p.place as locators, '' as blames
        from peers as p
        where 2 * p.have_it > p.units
    """,
    holds=pl.col("is_there") == 1,
    says="{label}: “{stated_in}” prints no figure for {total}, though it prints the parts, and has it for {have_it} of {units:unit|units}",
    why="A total that most units of a list have and one lacks was left out or slipped into another cell. A sum in its place would be our figure, not the source’s.",
)
