"""Totals by kind."""

from numerim.schemas.figures import STATED
from numerim.schemas.relations.sum import Sum, Term
from numerim.schemas.rule import Rule

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
    says="the {measure} are printed as {whole}, but the kinds add up to {summed}: {told}",
    why="Parties, coalitions, initiatives and independents add up to the number of all that stood.",
)
