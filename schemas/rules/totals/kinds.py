"""Totals by kind."""

from numerim.schemas.figures import STATED
from numerim.schemas.relations.sum import Sum, Term
from numerim.schemas.rule import Rule, rows

RULE = Rule(
    code="R305",
    title="Parties, coalitions, initiatives and independents add up to the total",
    severity="error",
    each="reported_totals",
    needs=("subjects",),
    relation=Sum(
        frame=STATED,
        parts=(Term("subjects", given="f.category <> 'all'"),),
        whole=Term("subjects", given="f.category = 'all'"),
        least=2,
        keys={"measure": "'subjects'", "category": "'all'"},
    ),
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
