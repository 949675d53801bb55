"""Seats and the size of a council."""

from numerim.schemas.figures import CONTEST
from numerim.schemas.relations.sum import Sum, Term
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R301",
    title="The seats of all lists add up to the size of the council",
    severity="error",
    each="contest",
    needs=("council_size",),
    relation=Sum(frame=CONTEST, parts=(Term("seats", given="f.complete"),), whole="council_size"),
    says="{label}: {summed:seat is|seats are} won, but the council has {whole}",
    why="If a source has every list that won a seat, the seats add up to the size of the council exactly.",
)
