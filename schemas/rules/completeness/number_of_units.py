"""The number of units whose names nobody knows beforehand."""

import polars as pl

from numerim.schemas.rule import Rule

RULE = Rule(
    code="R707",
    title="A list of all units has as many units as expected",
    severity="warning",
    each="list",
    needs=("expected numbers",),
    over="""
        with recursive known as (
            select distinct x.election_id, u.unit_type
            from core.expected as x
            join core.gp_units as u on u.gp_unit_id = x.gp_unit_id
        ),
        wanted as (
            select n.* from core.expected_numbers as n
            left join known as k on k.election_id = n.election_id and k.unit_type = n.unit_type
            where k.election_id is null
        ),
        listed as (
            select s.election_id, s.source_id, s.path, s.stated_in, s.office, n.unit_type, n.number,
                count(distinct s.gp_unit_id) as units
            from core.statements as s
            join core.gp_units as u on u.gp_unit_id = s.gp_unit_id
            join wanted as n on n.election_id = s.election_id and n.unit_type = u.unit_type
            where s.all_units and s.contest_id is not null and s.round = 1 and s.office not like '%/%'
            group by s.election_id, s.source_id, s.path, s.stated_in, s.office, n.unit_type, n.number
        ),
        above as (
            select distinct election_id, gp_unit_id from core.statements where gp_unit_id is not null
            union
            select a.election_id, u.parent_id as gp_unit_id
            from above as a join core.gp_units as u on u.gp_unit_id = a.gp_unit_id
            where u.parent_id is not null
        ),
        anywhere as (
            select n.election_id, n.unit_type, n.number, n.named, count(u.gp_unit_id) as units
            from wanted as n
            left join above as a on a.election_id = n.election_id
            left join core.gp_units as u on u.gp_unit_id = a.gp_unit_id and u.unit_type = n.unit_type
            where not exists (
                select 1 from listed as l where l.election_id = n.election_id and l.unit_type = n.unit_type
            )
            group by n.election_id, n.unit_type, n.number, n.named
        ),
        counted as (
            select election_id, '' as source_id, '' as path, '' as stated_in, 'all' as office, unit_type, number, units,
                'all ' || unit_type as subject, 'the sources together have, of type ' || unit_type || ',' as what
            from anywhere where not named
            union all
            select election_id, source_id, path, stated_in, office, unit_type, number, units,
                office || ' ' || unit_type || ' ' || stated_in as subject,
                '“' || stated_in || '” (' || source_id || '), which should list every ' || unit_type || ', has' as what
            from listed
        )
        select election_id, source_id, path, stated_in, office, subject, unit_type, what, number as expected,
            units as listed, abs(number - units) as apart,
            case when units < number then 'missing' else 'too many' end as which, '' as locators
        from counted
    """,
    holds=pl.col("listed") == pl.col("expected"),
    says="{what} {listed} of the {expected:unit that is|units that are} expected: {apart} {which} ({office})",
    expected="expected",
    actual="listed",
    why="expect: in election.yml says how many polling stations and the like there are. A unit that is listed under two names is one too many.",
)
