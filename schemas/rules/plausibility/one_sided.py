"""Units in which nearly everybody votes for one selection."""

from numerim.schemas.parameter import number, percent, value_of
from numerim.schemas.relations.level import Levels
from numerim.schemas.reported import CURRENT
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R806",
    title="No selection has nearly all votes of a unit with many",
    severity="info",
    each="report",
    needs=("votes|share",),
    relation=Levels(
        f"""
        with units as (
            select v.election_id, v.contest_id, v.gp_unit_id, v.source_id, v.said_by, max(v.votes) as leader_votes,
                sum(v.votes) as votes, count(case when coalesce(l.kind, '') <> 'write-in' then 1 end) as stood, string_agg(v.place, ' ' order by v.place) as locators
            from core.one_vote_counts as v
            join core.selections as l on l.election_id = v.election_id and l.contest_id = v.contest_id
                and l.selection_id = v.selection_id
            where v.complete and v.{CURRENT}
            group by v.election_id, v.contest_id, v.gp_unit_id, v.source_id, v.said_by
            having count(*) > 1 and sum(v.votes) > {value_of("R806", "votes", "v.election_id")}
        )
        select u.election_id, r.office, u.gp_unit_id, r.round,
            r.office || ' ' || u.gp_unit_id || ' ' || cast(r.round as varchar) as subject, u.source_id,
            r.label || ': ' || min(l.label) as label, u.leader_votes as figure, u.votes as per,
            case when u.stood < 2 then 100 else {value_of("R806", "above", "u.election_id")} end as bound,
            max(u.locators) as locators, min(v.place) as blames
        from units as u
        join core.reports as r on r.election_id = u.election_id and r.contest_id = u.contest_id
            and r.gp_unit_id = u.gp_unit_id
        join core.one_vote_counts as v on v.election_id = u.election_id and v.contest_id = u.contest_id
            and v.gp_unit_id = u.gp_unit_id and v.source_id = u.source_id and v.said_by is not distinct from u.said_by
            and v.votes = u.leader_votes
        join core.selections as l on l.election_id = v.election_id and l.contest_id = v.contest_id
            and l.selection_id = v.selection_id
        group by u.election_id, r.office, u.gp_unit_id, r.round, u.contest_id, u.source_id, u.said_by, r.label,
            u.leader_votes, u.votes, u.stood
    """,
        but=("per", "blames"),
    ),
    says="{label} has {figure} of {per:vote|votes}, {share} per cent",
    actual="share",
    parameters=(
        percent(
            "above",
            "95",
            "a larger share of the votes is reported",
            "rare where several stand, and usual in strongholds",
        ),
        number("votes", 100, "units with no more are left out", "in smaller ones all may agree by chance", "votes"),
    ),
    why="A result as one-sided as this is common in a stronghold, but it also appears if the figures of all others were left empty. Contests with one candidate are not reported.",
)
