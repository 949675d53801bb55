"""Candidates without a figure."""

import polars as pl

from numerim.schemas.reported import CURRENT
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R708",
    title="Everybody who is said to stand has a figure in a complete list",
    severity="warning",
    each="selection",
    needs=("candidacy",),
    over=f"""
        with figures as (
            select election_id, contest_id, selection_id, source_id, stated_in, kind, 'votes' as what, complete, place
            from core.contest_votes
            union all
            select election_id, contest_id, selection_id, source_id, stated_in, kind, 'share', complete, place
            from core.contest_shares
        ), lists as (
            select f.election_id, f.contest_id, f.source_id, f.what, min(f.stated_in) as stated_in, min(f.place) as place
            from figures as f
            where f.{CURRENT}
            group by f.election_id, f.contest_id, f.source_id, f.what
            having min(case when f.complete and f.kind in ('candidate', 'list') then 1 else 0 end) = 1
        ), standing as (
            select s.election_id, s.contest_id, s.selection_id, min(s.source_id) as source_id,
                string_agg(distinct s.place, ' ' order by s.place) as places
            from core.statements as s
            where s.measure = 'candidacy' and s.contest_id is not null and s.selection_id is not null and s.{CURRENT}
            group by s.election_id, s.contest_id, s.selection_id
        )
        select s.election_id, s.contest_id, s.selection_id, s.contest_id || ' ' || s.selection_id as subject, c.label,
            l.label as name, s.source_id as named_by, i.source_id as listed_by, i.stated_in, i.what, count(f.place) as figures,
            s.places || ' ' || i.place as locators, s.places as blames
        from standing as s
        join core.contests as c on c.election_id = s.election_id and c.contest_id = s.contest_id
        join core.selections as l on l.election_id = s.election_id and l.contest_id = s.contest_id
            and l.selection_id = s.selection_id and l.kind in ('candidate', 'list')
        join lists as i on i.election_id = s.election_id and i.contest_id = s.contest_id
        left join figures as f on f.election_id = i.election_id and f.contest_id = i.contest_id and f.source_id = i.source_id
            and f.what = i.what and f.selection_id in (s.selection_id, l.party_id, l.coalition_id)
        group by s.election_id, s.contest_id, s.selection_id, c.label, l.label, s.source_id, s.places, i.source_id, i.stated_in,
            i.what, i.place
    """,
    holds=pl.col("figures") > 0,
    says="{label}: {name} is said to stand ({named_by}), but “{stated_in}” ({listed_by}), which lists everybody, has no {what} for them",
    why="A list that is said to be complete has everybody who stood. Somebody who withdrew in time, or whose name is spelled differently, looks missing too. A list with a row for all others may have them there; it is not asked.",
)
