"""Totals by kind."""

from numerim.schemas.relations.sum import Terms
from numerim.schemas.rule import Rule, rows

RULE = Rule(
    code="R305",
    title="Parties, coalitions, initiatives and independents add up to the total",
    severity="error",
    each="reported_totals",
    needs=("subjects",),
    relation=Terms("""
        select w.election_id, w.office, w.gp_unit_id, w.round, w.measure, 'all' as category, w.gp_unit_id || ' ' || w.measure as subject,
            w.measure as label, w.source_id || coalesce(w.said_by, '') as source_id,
            case when w.category = 'all' then -1 else 1 end as weight, case when w.category = 'all' then 1 else 0 end as blamed,
            w.total as figure, 0 as half, w.place, w.category as what
        from core.one_reported_totals as w
        where w.measure = 'subjects' and coalesce(w.relation, 'equal') = 'equal' and (w.complete or 2 <= (
            select count(distinct k.category) from core.one_reported_totals as k
            where k.election_id = w.election_id and k.office = w.office and k.gp_unit_id = w.gp_unit_id and k.round = w.round
                and k.measure = w.measure and k.category <> 'all' and k.source_id = w.source_id
                and coalesce(k.relation, 'equal') = 'equal' and k.said_by is not distinct from w.said_by))
    """),
    says="the {measure} are printed as {whole}, but the kinds make {summed}: {told}",
    why="Parties, coalitions, initiatives and independents add up to the number of all that stood.",
    passes=[
        {
            "core.one_reported_totals": rows(
                "election_id office gp_unit_id round source_id measure category total place",
                ("e", "all", "u", 1, "s", "subjects", "all", 3, "a"),
                ("e", "all", "u", 1, "s", "subjects", "party", 2, None),
                ("e", "all", "u", 1, "s", "subjects", "independent", 1, None),
            )
        }
    ],
    fails=[
        {
            "core.one_reported_totals": rows(
                "election_id office gp_unit_id round source_id measure category total",
                ("e", "all", "u", 1, "s", "subjects", "all", 4),
                ("e", "all", "u", 1, "s", "subjects", "party", 2),
                ("e", "all", "u", 1, "s", "subjects", "independent", 1),
            )
        }
    ],
)
