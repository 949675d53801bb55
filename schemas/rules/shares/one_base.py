"""The whole that the shares of a contest are of."""

from numerim.schemas.relations.level import Levels
from numerim.schemas.rule import Rule
from numerim.schemas.wholes import one_whole

_PAIRS = """
    select r.election_id, r.office, s.gp_unit_id, r.round, s.said_by, s.source_id, t.votes as figure, s.share, s.decimals,
        coalesce(l.label, s.selection_id) as what, t.place || ' ' || s.place as places
    from core.one_vote_shares as s
    join core.one_vote_counts as t on t.election_id = s.election_id and t.contest_id = s.contest_id
        and t.gp_unit_id = s.gp_unit_id and t.selection_id = s.selection_id and t.source_id = s.source_id
        and t.said_by is not distinct from s.said_by
    join core.reports as r on r.election_id = s.election_id and r.contest_id = s.contest_id and r.gp_unit_id = s.gp_unit_id
    left join core.selections as l on l.election_id = s.election_id and l.contest_id = s.contest_id
        and l.selection_id = s.selection_id
"""

_KNOWN = """
    select b.election_id, b.office, b.gp_unit_id, b.round, b.said_by, b.source_id, b.ballots as figure,
        'what the source states (' || b.measure || ')' as what, b.place as places
    from core.one_ballot_counts as b
    join core.offices as o on o.election_id = b.election_id and o.office = b.office and o.shares_of = b.measure
    where b.ballots > 0
    union all
    select v.election_id, r.office, v.gp_unit_id, r.round, v.said_by, v.source_id, cast(sum(v.votes) as bigint), 'the sum of all votes', ''
    from core.one_vote_counts as v
    join core.reports as r on r.election_id = v.election_id and r.contest_id = v.contest_id and r.gp_unit_id = v.gp_unit_id
    join core.offices as o on o.election_id = r.election_id and o.office = r.office and o.shares_of = 'valid'
    group by v.election_id, r.office, v.gp_unit_id, r.round, v.said_by, v.source_id
    having min(case when v.complete then 1 else 0 end) = 1 and sum(v.votes) > 0
"""

RULE = Rule(
    code="R409",
    title="All shares of one contest can be of the same total",
    severity="warning",
    each="report",
    needs=("votes", "share"),
    relation=Levels(
        f"""
        select w.*, case when r.is_whole then r.contest_id else r.contest_id || ' ' || r.gp_unit_id end as subject, r.label
        from ({one_whole(_PAIRS, ("election_id", "office", "gp_unit_id", "round", "said_by"), _KNOWN)}) as w
        join core.reports as r on r.election_id = w.election_id and r.office = w.office and r.gp_unit_id = w.gp_unit_id
            and r.round = w.round
    """,
        but=("among", "what", "than"),
    ),
    says="{label}: the votes and shares do not fit one total: {what} implies at least {figure:vote|votes} in all, {than} at most {bound}",
    why="Votes and a rounded share limit the total, and all shares of a unit must allow the same one, as must a total that is stated.",
)
