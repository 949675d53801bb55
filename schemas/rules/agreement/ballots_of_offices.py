"""Ballots of all offices and of each."""

from numerim.schemas.relations.sum import Terms
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R619",
    title="No office has more ballots, or people on its roll, than all offices together",
    severity="warning",
    each="ballot_counts",
    needs=("cast|registered",),
    relation=Terms(
        """
        with compared as (
            select o.election_id, o.office, o.gp_unit_id, o.round, o.measure, 'total' as count_type,
                o.office || ' ' || o.gp_unit_id || ' ' || o.round || ' ' || o.measure as subject, r.label, o.source_id,
                coalesce(o.said_by, '') as said_by, o.ballots, o.place, a.ballots as whole, a.place as whole_place
            from core.one_ballot_counts as o
            join core.one_ballot_counts as a on a.election_id = o.election_id and a.office = 'all' and a.gp_unit_id = o.gp_unit_id
                and a.round = o.round and a.measure = o.measure and a.source_id = o.source_id and a.said_by is not distinct from o.said_by
            join core.reports as r on r.election_id = o.election_id and r.office = o.office and r.gp_unit_id = o.gp_unit_id
                and r.round = o.round
            where o.office <> 'all' and o.measure in ('cast', 'registered')
        )
        select election_id, office, gp_unit_id, round, measure, count_type, subject, label, source_id || said_by as source_id,
            1 as weight, 0 as blamed, ballots as figure, 0 as half, place,
            case measure when 'cast' then 'ballots cast' else 'people registered' end as what
        from compared
        union all
        select election_id, office, gp_unit_id, round, measure, count_type, subject, label, source_id || said_by, -1, 1, whole, 0, whole_place,
            'in all'
        from compared
    """,
        at_most=True,
    ),
    expected="whole",
    actual="summed",
    says="{label}: {told}, but only {whole} for all offices together",
    why="Whoever votes for one office is among those who vote.",
)
