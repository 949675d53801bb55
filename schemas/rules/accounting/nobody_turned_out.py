"""A turnout of zero, and votes."""

from numerim.schemas.relations.level import Levels
from numerim.schemas.reported import CURRENT
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R217",
    title="If turnout is printed as 0, nobody has votes",
    severity="error",
    each="report",
    needs=("turnout",),
    relation=Levels(
        f"""
        with counted as (
            select v.election_id, r.office, v.gp_unit_id, r.round, v.source_id, v.said_by, sum(v.votes) as votes,
                string_agg(v.place, ' ' order by v.place) as places
            from core.one_vote_counts as v
            join core.reports as r on r.election_id = v.election_id and r.contest_id = v.contest_id and r.gp_unit_id = v.gp_unit_id
            where v.{CURRENT}
            group by v.election_id, r.office, v.gp_unit_id, r.round, v.source_id, v.said_by
            union all
            select b.election_id, b.office, b.gp_unit_id, b.round, b.source_id, b.said_by, b.ballots, b.place
            from core.one_ballot_counts as b
            where b.measure in ('cast', 'valid') and b.{CURRENT}
        ), rolls as (
            select b.election_id, b.gp_unit_id, b.round, b.source_id, b.said_by, max(b.ballots) as registered
            from core.one_ballot_counts as b
            where b.measure = 'registered'
            group by b.election_id, b.gp_unit_id, b.round, b.source_id, b.said_by
        ), printed as (
            select t.election_id, t.office, t.gp_unit_id, t.round, t.source_id, t.said_by, t.share,
                cast(0.5 * power(10, -t.decimals) as decimal(18, 8)) as tolerance, t.place
            from core.one_reported_shares as t
            where t.measure = 'turnout' and t.category = 'all' and t.relation = 'equal' and t.share = 0 and t.{CURRENT}
        )
        select t.election_id, t.office, t.gp_unit_id, t.round, t.office || ' ' || t.gp_unit_id || ' ' || cast(t.round as varchar) as subject,
            r.label, t.source_id, t.share as bound, t.tolerance as half,
            max(c.votes) as figure, case when max(l.registered) > 0 then max(l.registered) end as per,
            t.place || ' ' || string_agg(c.places, ' ' order by c.places) as locators, t.place as blames
        from printed as t
        join counted as c on c.election_id = t.election_id and t.office in (c.office, 'all') and c.gp_unit_id = t.gp_unit_id
            and c.round = t.round and c.source_id = t.source_id and c.said_by is not distinct from t.said_by
        join core.reports as r on r.election_id = t.election_id and r.office = t.office and r.gp_unit_id = t.gp_unit_id
            and r.round = t.round
        left join rolls as l on l.election_id = t.election_id and l.gp_unit_id = t.gp_unit_id and l.round = t.round
            and l.source_id = t.source_id and l.said_by is not distinct from t.said_by
        group by t.election_id, t.office, t.gp_unit_id, t.round, r.label, t.share, t.tolerance, t.place, t.source_id
    """,
        but=("per", "half", "blames"),
    ),
    says="{label}: turnout is printed as {bound} per cent, but {figure:vote was|votes were} cast",
    actual="bound",
    why="A zero often stands for a figure that nobody entered. So few votes that turnout rounds to 0 are not reported.",
)
