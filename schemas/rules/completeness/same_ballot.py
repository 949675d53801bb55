"""Selections that a unit lacks."""

import polars as pl

from numerim.schemas.reported import CURRENT
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R712",
    title="Every unit of a contest has every selection of its complete list",
    severity="warning",
    each="contest",
    needs=("votes", "parts"),
    over=f"""
        with votes as (
            select v.election_id, v.contest_id, v.gp_unit_id, v.selection_id, v.source_id, v.stated_in, r.unit_type, v.votes, v.place
            from core.one_vote_counts as v
            join core.reports as r on r.election_id = v.election_id and r.contest_id = v.contest_id
                and r.gp_unit_id = v.gp_unit_id and not r.is_whole
            where v.complete and v.said_by is null and v.{CURRENT}
        ), zeros as (
            select election_id, source_id, stated_in, max(case when votes = 0 then 1 else 0 end) as prints_zero
            from votes group by election_id, source_id, stated_in
        ), units as (
            select election_id, contest_id, source_id, stated_in, unit_type, gp_unit_id, min(place) as place
            from votes group by election_id, contest_id, source_id, stated_in, unit_type, gp_unit_id
        ), lists as (
            select election_id, contest_id, source_id, stated_in, unit_type, count(*) as units
            from units group by election_id, contest_id, source_id, stated_in, unit_type having count(*) > 2
        ), ballots as (
            select v.election_id, v.contest_id, v.source_id, v.stated_in, v.unit_type, v.selection_id
            from votes as v
            join zeros as z on z.election_id = v.election_id and z.source_id = v.source_id and z.stated_in = v.stated_in
            group by v.election_id, v.contest_id, v.source_id, v.stated_in, v.unit_type, v.selection_id
            having max(z.prints_zero) = 1 or min(v.votes) >= 10
        ), gaps as (
            select b.election_id, b.contest_id, b.source_id, b.stated_in, b.unit_type, u.gp_unit_id, b.selection_id,
                case when v.place is null then 1 else 0 end as lacks, u.place
            from ballots as b
            join units as u on u.election_id = b.election_id and u.contest_id = b.contest_id and u.source_id = b.source_id
                and u.stated_in = b.stated_in and u.unit_type is not distinct from b.unit_type
            left join votes as v on v.election_id = u.election_id and v.contest_id = u.contest_id
                and v.source_id = u.source_id and v.stated_in = u.stated_in and v.gp_unit_id = u.gp_unit_id
                and v.selection_id = b.selection_id
        )
        select g.election_id, g.contest_id, g.contest_id || ' ' || g.source_id || ' ' || g.stated_in as subject, c.label,
            g.source_id, g.stated_in, l.units, sum(g.lacks) as lacking,
            coalesce(min(case when g.lacks = 1 then n.name || ' has no figure for ' || s.label end), '') as told,
            coalesce(string_agg(distinct case when g.lacks = 1 then s.label end, '; '
                order by case when g.lacks = 1 then s.label end), '') as names,
            coalesce(string_agg(distinct case when g.lacks = 1 then g.place end, ' '
                order by case when g.lacks = 1 then g.place end), '') as locators
        from gaps as g
        join lists as l on l.election_id = g.election_id and l.contest_id = g.contest_id and l.source_id = g.source_id
            and l.stated_in = g.stated_in and l.unit_type is not distinct from g.unit_type
        join core.contests as c on c.election_id = g.election_id and c.contest_id = g.contest_id
        join core.selections as s on s.election_id = g.election_id and s.contest_id = g.contest_id
            and s.selection_id = g.selection_id
        join core.gp_units as n on n.gp_unit_id = g.gp_unit_id
        group by g.election_id, g.contest_id, g.source_id, g.stated_in, g.unit_type, c.label, l.units
    """,
    holds=pl.col("lacking") == 0,
    says="{label}: in some of the {units:unit|units} in “{stated_in}” ({source_id}) selections are missing that others have ({lacking:figure|figures} in all); for example, {told}",
    why="All units of one contest vote on the same ballot: rows were lost, or are listed under another name. In lists that leave zeros out, only selections with ten votes or more wherever they are listed are checked.",
)
