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
            select v.election_id, v.contest_id, v.gp_unit_id, v.selection_id, v.count_type, v.source_id, v.stated_in, r.unit_type, v.votes, v.place
            from core.one_vote_counts as v
            join core.reports as r on r.election_id = v.election_id and r.contest_id = v.contest_id
                and r.gp_unit_id = v.gp_unit_id and not r.is_whole
            where v.complete and v.said_by is null and v.{CURRENT}
        ), units as (
            select election_id, contest_id, source_id, stated_in, unit_type, gp_unit_id, min(place) as place
            from votes group by election_id, contest_id, source_id, stated_in, unit_type, gp_unit_id
        ), lists as (
            select election_id, contest_id, source_id, stated_in, unit_type, count(*) as units
            from units group by election_id, contest_id, source_id, stated_in, unit_type having count(*) > 2
        ), kinds as (
            select election_id, contest_id, source_id, stated_in, unit_type, selection_id, count_type, count(*) as units, min(votes) as fewest,
                max(case when votes = 0 then 1 else 0 end) as has_zero
            from votes group by election_id, contest_id, source_id, stated_in, unit_type, selection_id, count_type
        ), zeros as (
            select election_id, source_id, stated_in, max(has_zero) as prints_zero
            from kinds group by election_id, source_id, stated_in
        ), ballots as (
            select k.election_id, k.contest_id, k.source_id, k.stated_in, k.unit_type, k.selection_id, max(k.units) as units
            from kinds as k
            join zeros as z on z.election_id = k.election_id and z.source_id = k.source_id and z.stated_in = k.stated_in
            group by k.election_id, k.contest_id, k.source_id, k.stated_in, k.unit_type, k.selection_id
            having max(z.prints_zero) = 1 or min(k.fewest) >= 10
        ), judged as (
            select l.*, b.selection_id, b.units as has
            from lists as l
            join ballots as b on b.election_id = l.election_id and b.contest_id = l.contest_id and b.source_id = l.source_id
                and b.stated_in = l.stated_in and b.unit_type is not distinct from l.unit_type
        ), gaps as (
            select j.election_id, j.contest_id, j.source_id, j.stated_in, j.unit_type, j.selection_id, u.gp_unit_id, u.place
            from judged as j
            join units as u on u.election_id = j.election_id and u.contest_id = j.contest_id and u.source_id = j.source_id
                and u.stated_in = j.stated_in and u.unit_type is not distinct from j.unit_type
            left join votes as v on v.election_id = u.election_id and v.contest_id = u.contest_id
                and v.source_id = u.source_id and v.stated_in = u.stated_in and v.gp_unit_id = u.gp_unit_id
                and v.selection_id = j.selection_id
            where j.has < j.units and v.place is null
        )
        select j.election_id, j.contest_id, j.contest_id || ' ' || j.source_id || ' ' || j.stated_in as subject, c.label,
            j.source_id, j.stated_in, j.units, count(g.selection_id) as lacking,
            coalesce(min(n.name || ' has no figure for ' || s.label), '') as told,
            coalesce(string_agg(distinct s.label, '; ' order by s.label), '') as names,
            coalesce(string_agg(distinct g.place, ' ' order by g.place), '') as locators
        from judged as j
        join core.contests as c on c.election_id = j.election_id and c.contest_id = j.contest_id
        left join gaps as g on g.election_id = j.election_id and g.contest_id = j.contest_id and g.source_id = j.source_id
            and g.stated_in = j.stated_in and g.unit_type is not distinct from j.unit_type and g.selection_id = j.selection_id
        left join core.selections as s on s.election_id = g.election_id and s.contest_id = g.contest_id
            and s.selection_id = g.selection_id
        left join core.gp_units as n on n.gp_unit_id = g.gp_unit_id
        group by j.election_id, j.contest_id, j.source_id, j.stated_in, j.unit_type, c.label, j.units
    """,
    holds=pl.col("lacking") == 0,
    says="{label}: in some of the {units:unit|units} in “{stated_in}” ({source_id}) selections are missing that others have ({lacking:figure|figures} in all); for example, {told}",
    why="All units of one contest vote on the same ballot: rows were lost, or are listed under another name. In lists that leave zeros out, only selections with ten votes or more wherever they are listed are checked.",
)
