"""Leads."""

from numerim.schemas.figures import CONTEST
from numerim.schemas.relations.sum import FIRST_TWO, Sum
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R404",
    title="A stated lead is the difference between the first two",
    severity="error",
    each="contest",
    needs=("lead",),
    relation=Sum(frame=CONTEST, parts=FIRST_TWO["share"], whole="lead", of_table=True),
    says="{label}: the lead is printed as {whole:point|points}, but the first two are {summed} apart ({told})",
    why="The lead follows from the two shares; each of the three may be off by half a unit of its last decimal.",
)
