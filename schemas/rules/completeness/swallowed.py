"""Contests whose rows stand under a neighbour."""

import polars as pl

from numerim.schemas.rule import Rule

RULE = Rule(
    code="R710",
    title="The rows of a missing unit are not listed under another",
    severity="warning",
    each="list",
    needs=("all units",),
    over="""
        with listed as (
            select distinct s.election_id, s.office, s.source_id, s.path, s.stated_in, s.decides_id
            from core.statements as s where s.all_units and s.contest_id is not null and s.round = 1
        ), gaps as (
            select l.election_id, l.office, l.source_id, l.path, l.stated_in, count(*) as missing,
                string_agg(x.name, ', ' order by x.name) as names
            from (select distinct election_id, office, source_id, path, stated_in from listed) as l
            join core.expected as x on x.election_id = l.election_id and x.office = l.office
            left join listed as s
                on s.election_id = l.election_id and s.office = l.office and s.source_id = l.source_id and s.path = l.path
                and s.stated_in = l.stated_in and s.decides_id = x.gp_unit_id
            where s.decides_id is null
            group by l.election_id, l.office, l.source_id, l.path, l.stated_in
        ), suspects as (
            select l.* from core.statements as l
            join gaps as g on g.election_id = l.election_id and g.office = l.office and g.source_id = l.source_id
                and g.path = l.path and g.stated_in = l.stated_in
            where l.all_units and l.contest_id is not null and l.round = 1
        ), sums as (
            select election_id, office, source_id, path, stated_in, contest_id,
                'its shares add up to ' || cast(cast(sum(number) as double) as varchar) || ' per cent' as told,
                case when sum(number) > 100 + sum(cast(0.5 * power(10, -decimals) as decimal(18, 8))) then 1 else 0 end as broken,
                string_agg(place, ' ' order by place) as places
            from suspects where measure = 'share' and gp_unit_id = decides_id and said_by is null
            group by election_id, office, source_id, path, stated_in, contest_id
            union all
            select election_id, office, source_id, path, stated_in, contest_id,
                cast(count(distinct selection_id) as varchar) || ' are said to be elected',
                case when count(distinct selection_id) > 1 then 1 else 0 end, string_agg(place, ' ' order by place)
            from suspects where measure = 'outcome' and text = 'elected' and office = 'mayor' and said_by is null
            group by election_id, office, source_id, path, stated_in, contest_id
            union all
            select s.election_id, s.office, s.source_id, s.path, s.stated_in, s.contest_id,
                'its lists have ' || cast(cast(sum(s.number) as bigint) as varchar) || ' seats, of a council of '
                    || cast(max(z.size) as varchar),
                case when sum(s.number) > max(z.size) then 1 else 0 end, string_agg(s.place, ' ' order by s.place)
            from suspects as s
            join (select contest_id, cast(max(number) as bigint) as size from core.statements
                where measure = 'council_size' and contest_id is not null group by contest_id) as z on z.contest_id = s.contest_id
            where s.measure = 'seats' and s.gp_unit_id = s.decides_id and s.said_by is null
            group by s.election_id, s.office, s.source_id, s.path, s.stated_in, s.contest_id
            union all
            select election_id, office, source_id, path, stated_in, contest_id, 'it has one selection twice',
                case when count(distinct line) > 1 then 1 else 0 end, string_agg(place, ' ' order by place)
            from suspects where measure in ('votes', 'share', 'seats') and said_by is null
            group by election_id, office, source_id, path, stated_in, contest_id, gp_unit_id, measure, count_type, selection_id
        ), broken as (
            select b.election_id, b.office, b.source_id, b.path, b.stated_in, b.contest_id, c.label, min(b.told) as told,
                max(b.places) as places
            from sums as b
            join core.contests as c on c.election_id = b.election_id and c.contest_id = b.contest_id
            where b.broken = 1
            group by b.election_id, b.office, b.source_id, b.path, b.stated_in, b.contest_id, c.label
        )
        select g.election_id, g.office, g.source_id, g.path, g.stated_in, g.office || ' ' || g.stated_in as subject, g.missing,
            g.names, count(b.contest_id) as overfull,
            coalesce(string_agg(b.label || ' (' || b.told || ')', ', ' order by b.label), '') as told,
            coalesce(string_agg(b.contest_id, ' ' order by b.label), '') as contests,
            coalesce(string_agg(b.places, ' ' order by b.label), '') as locators
        from gaps as g
        left join broken as b on b.election_id = g.election_id and b.office = g.office and b.source_id = g.source_id
            and b.path = g.path and b.stated_in = g.stated_in
        group by g.election_id, g.office, g.source_id, g.path, g.stated_in, g.missing, g.names
    """,
    holds=pl.col("overfull") == 0,
    says="“{stated_in}” ({source_id}) does not have {names}, and has too much of {told}: the rows of the one may be listed under the other",
    why="A name that is lost, or read as its neighbour’s, puts the rows of two contests under one: one unit is missing, and the sums of another do not add up.",
)
