"""Units in which nobody votes."""

from numerim.schemas.relations.level import Levels
from numerim.schemas.reported import CURRENT
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R805",
    title="A unit that reports has people registered, ballots and votes",
    severity="info",
    each="report",
    needs=("registered|cast|valid|votes",),
    relation=Levels(
        f"""
        with figures as (
            select b.election_id, b.office, b.gp_unit_id, b.round, b.source_id, b.said_by,
                case b.measure when 'registered' then 'people registered' when 'cast' then 'ballots cast'
                    else 'valid ballots' end as what, b.ballots as figure, b.place
            from core.one_ballot_counts as b
            where b.measure in ('registered', 'cast', 'valid') and b.{CURRENT}
            union all
            select v.election_id, r.office, v.gp_unit_id, r.round, v.source_id, v.said_by, 'votes', max(v.votes),
                min(v.place)
            from core.one_vote_counts as v
            join core.reports as r on r.election_id = v.election_id and r.contest_id = v.contest_id
                and r.gp_unit_id = v.gp_unit_id
            where v.complete and v.{CURRENT}
            group by v.election_id, r.office, v.gp_unit_id, r.round, v.source_id, v.said_by
        )
        select f.election_id, f.office, f.gp_unit_id, f.round, f.office || ' ' || f.gp_unit_id || ' ' || cast(f.round as varchar) as subject, max(r.label) as label,
            max(f.source_id) as source_id, count(case when f.figure = 0 then 1 end) as figure, 0 as bound,
            string_agg(f.what, ', 0 ' order by f.what) filter (where f.figure = 0) as what,
            string_agg(f.place, ' ' order by f.place) as locators,
            string_agg(f.place, ' ' order by f.place) filter (where f.figure = 0) as blames
        from figures as f
        join core.reports as r on r.election_id = f.election_id and r.office = f.office and r.gp_unit_id = f.gp_unit_id
            and r.round = f.round
        group by f.election_id, f.office, f.gp_unit_id, f.round, f.source_id, f.said_by
    """,
        but=("what", "blames"),
    ),
    says="{label}: the unit reports 0 {what}",
    why="A station may be closed or burn down, or have no roll of its own; but a unit for which nothing was entered looks the same.",
)
