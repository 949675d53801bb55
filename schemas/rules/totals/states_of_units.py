"""Units by state."""

from numerim.schemas.parts import beside_whole
from numerim.schemas.relations.sum import Terms
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R306",
    title="Units in opposite states, such as counted and still counting, add up to all units",
    severity="error",
    each="office",
    needs=("units",),
    relation=Terms(
        beside_whole(
            """
        select t.* from (
            select a.election_id, a.office, a.source_id || coalesce(a.said_by, '') as source_id, a.total as figure, a.place, a.category as what,
                p.one || ' or ' || p.other as label, a.office || ' ' || p.one || ' ' || p.other || case when a.round > 1 then ' ' || a.round else '' end as subject,
                coalesce(w.total, x.number) as total, coalesce(w.place, '') as whole_place,
                count(*) over (partition by a.election_id, a.office, a.gp_unit_id, a.round, a.source_id, a.said_by, p.one) as there
            from core.one_reported_totals as a
            join (select 'counted' as one, 'counting' as other union all select 'decided', 'runoff') as p on a.category in (p.one, p.other)
            join core.offices as o on o.election_id = a.election_id and o.office = a.office
            left join core.expected_numbers as x on x.election_id = a.election_id and x.unit_type = o.unit_type and a.round = 1
            left join core.one_reported_totals as w on w.election_id = a.election_id and w.office = a.office and w.source_id = a.source_id
                and w.gp_unit_id is not distinct from a.gp_unit_id and w.round = a.round and w.said_by is not distinct from a.said_by
                and w.measure = 'units' and w.category = 'all' and coalesce(w.relation, 'equal') = 'equal'
            where a.measure = 'units' and coalesce(a.relation, 'equal') = 'equal' and coalesce(w.total, x.number) is not null
        ) as t
        where t.there = 2
    """,
            ("office",),
        )
    ),
    says="{summed:unit is|units are} {label} ({told}), but there are {whole} in all",
    why="A unit is counted or still being counted; a first round decides it or sends it to a runoff.",
)
