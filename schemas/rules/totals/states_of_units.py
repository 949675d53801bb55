"""Units by state."""

from numerim.schemas.relations.sum import Terms
from numerim.schemas.rule import Rule, rows

RULE = Rule(
    code="R306",
    title="Units in opposite states, such as counted and still counting, add up to all units",
    severity="error",
    each="office",
    relation=Terms("""
        select a.election_id, a.office, a.office || ' ' || pairs.one || ' ' || pairs.other as subject,
            pairs.one || ' or ' || pairs.other as label, a.source_id, 1 as weight, 0 as blamed, a.total as figure, 0 as half,
            a.place, a.category as what
        from core.one_reported_totals as a
        join (select 'counted' as one, 'counting' as other union all select 'decided', 'runoff') as pairs
            on a.category in (pairs.one, pairs.other)
        join core.one_reported_totals as b on b.election_id = a.election_id and b.office = a.office
            and b.gp_unit_id = a.gp_unit_id and b.round = a.round and b.source_id = a.source_id and b.measure = a.measure
            and b.category in (pairs.one, pairs.other) and b.category <> a.category and coalesce(b.relation, 'equal') = 'equal'
        where a.measure = 'units' and a.round = 1 and coalesce(a.relation, 'equal') = 'equal'
        union all
        select distinct x.election_id, x.office, x.office || ' ' || pairs.one || ' ' || pairs.other,
            pairs.one || ' or ' || pairs.other, a.source_id, -1, 1, x.number, 0, '', 'all'
        from core.expected as x
        join core.one_reported_totals as a on a.election_id = x.election_id and a.office = x.office and a.measure = 'units' and a.round = 1
        join (select 'counted' as one, 'counting' as other union all select 'decided', 'runoff') as pairs
            on a.category = pairs.one
    """),
    says="{summed:unit is|units are} {label} ({told}); the number of all is {whole}",
    why="A unit is counted or still being counted; a first round decides it or sends it to a runoff.",
    passes=[
        {
            "core.expected": rows(
                "election_id office number",
                ("e", "mayor", 61),
            ),
            "core.one_reported_totals": rows(
                "election_id office gp_unit_id round source_id measure category total",
                ("e", "mayor", "u", 1, "s", "units", "counted", 23),
                ("e", "mayor", "u", 1, "s", "units", "counting", 38),
            ),
        }
    ],
    fails=[
        {
            "core.expected": rows(
                "election_id office number",
                ("e", "mayor", 38),
            ),
            "core.one_reported_totals": rows(
                "election_id office gp_unit_id round source_id measure category total",
                ("e", "mayor", "u", 1, "s", "units", "decided", 19),
                ("e", "mayor", "u", 1, "s", "units", "runoff", 20),
            ),
        }
    ],
)
