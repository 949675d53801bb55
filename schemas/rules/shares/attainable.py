"""Shares that whole votes can make."""

from numerim.schemas.relations.level import Levels
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R412",
    title="Some whole number of votes gives the printed share",
    severity="warning",
    each="vote_shares",
    needs=("share", "valid|cast|registered"),
    relation=Levels(
        """
        select v.election_id, v.contest_id, v.gp_unit_id, v.selection_id,
            case when r.is_whole then r.contest_id else r.contest_id || ' ' || r.gp_unit_id end || ' ' || v.selection_id as subject, r.label || ': ' || coalesce(l.label, v.selection_id) as label,
            v.source_id, substr(cast(v.share as varchar), 1, strpos(cast(v.share as varchar), '.') + v.decimals) as what, b.ballots as among,
            cast(round((b.ballots * (v.twice - 1) + v.hundred - 1 - mod(b.ballots * (v.twice - 1) + v.hundred - 1, v.hundred)) / v.hundred) as bigint)
                as figure,
            cast(round((b.ballots * (v.twice + 1) - mod(b.ballots * (v.twice + 1), v.hundred)) / v.hundred) as bigint) as bound,
            v.place || ' ' || b.place as locators, v.place as blames
        from (select *, cast(round(2 * share * power(10, decimals)) as bigint) as twice,
                200 * cast(power(10, decimals) as bigint) as hundred from core.one_vote_shares) as v
        join core.reports as r on r.election_id = v.election_id and r.contest_id = v.contest_id and r.gp_unit_id = v.gp_unit_id
        join core.offices as o on o.election_id = r.election_id and o.office = r.office
        join core.one_ballot_counts as b on b.election_id = r.election_id and b.office = r.office
            and b.gp_unit_id = r.gp_unit_id and b.round = r.round and b.source_id = v.source_id
            and b.said_by is not distinct from v.said_by and b.measure = o.shares_of
        left join core.selections as l on l.election_id = v.election_id and l.contest_id = v.contest_id
            and l.selection_id = v.selection_id
        left join core.one_vote_counts as t on t.election_id = v.election_id and t.contest_id = v.contest_id
            and t.gp_unit_id = v.gp_unit_id and t.selection_id = v.selection_id and t.source_id = v.source_id
        where t.selection_id is null and b.ballots > 0 and b.ballots < 10000000000
    """,
        but=("what", "among", "blames"),
    ),
    says="{label} is printed with {what} per cent, but no number of votes out of {among} gives that: {bound:is|are} too few and {figure} too many",
    why="Votes are whole. In units with few votes not every share is possible.",
)
