"""Votes in one source and shares in another."""

from numerim.schemas.relations.ratio import ROUNDING, Pairs
from numerim.schemas.reported import CURRENT
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R616",
    title="The votes in one source give the shares in another",
    severity="warning",
    each="selection",
    needs=("two sources", "votes", "share"),
    relation=Pairs(f"""
        with lists as (
            select v.election_id, v.contest_id, v.source_id, sum(v.votes) as votes,
                case when coalesce(sum(v.reports), 0) <= 100 then string_agg(v.place, ' ' order by v.place) else '' end as places
            from core.contest_votes as v
            where v.said_by is null and v.{CURRENT}
            group by v.election_id, v.contest_id, v.source_id
            having min(case when v.complete then 1 else 0 end) = 1
        ), bases as (
            select l.election_id, l.contest_id, l.source_id, l.votes as base, l.places
            from lists as l
            join core.contests as c on c.election_id = l.election_id and c.contest_id = l.contest_id
            left join core.offices as o on o.election_id = c.election_id and o.office = c.office
            where coalesce(o.shares_of, 'valid') = 'valid'
            union all
            select c.election_id, c.contest_id, b.source_id, b.ballots, b.place
            from core.contests as c
            join core.offices as o on o.election_id = c.election_id and o.office = c.office
            join core.one_ballot_counts as b on b.election_id = c.election_id and b.office = c.office
                and b.gp_unit_id = c.gp_unit_id and b.round = c.round and b.measure = o.shares_of and b.said_by is null
                and b.{CURRENT}
            where o.shares_of in ('cast', 'registered')
        )
        select s.election_id, s.contest_id, s.selection_id, s.contest_id || ' ' || s.selection_id as subject, c.label || ', ' || l.label as label,
            s.source_id || ' and ' || v.source_id as source_id, v.votes as part, v.place as part_place, b.base, b.places as base_place, s.share, s.half,
            s.place as share_place
        from core.contest_shares as s
        join core.contest_votes as v on v.election_id = s.election_id and v.contest_id = s.contest_id
            and v.selection_id = s.selection_id and v.source_id <> s.source_id and v.said_by is null
        join bases as b on b.election_id = v.election_id and b.contest_id = v.contest_id and b.source_id = v.source_id
        join core.contests as c on c.election_id = s.election_id and c.contest_id = s.contest_id
        join core.selections as l on l.election_id = s.election_id and l.contest_id = s.contest_id
            and l.selection_id = s.selection_id
        join core.sources as i on i.source_id = s.source_id and i.status <> 'partial'
        join core.sources as j on j.source_id = v.source_id and j.status = i.status
        where s.said_by is null and s.kind in ('candidate', 'list') and s.{CURRENT} and v.{CURRENT}
    """),
    parameters=(ROUNDING,),
    says="{label}: {source_id} do not fit together: {part} of {base:vote|votes} is {computed} per cent, but {share} is printed, which would be {would_be:vote|votes}",
    why="One contest has one count, whoever prints it. Only complete lists from the same stage of the count are compared.",
)
