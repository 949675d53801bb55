"""Margins in votes."""

from numerim.schemas.figures import CONTEST
from numerim.schemas.relations.sum import FIRST_TWO, Sum
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R407",
    title="A stated margin is the difference between the first two",
    severity="error",
    each="contest",
    needs=("margin", "votes"),
    relation=Sum(frame=CONTEST, parts=FIRST_TWO["votes"], whole="margin"),
    says="{label}: the margin is printed as {whole:vote|votes}, but the first two are {summed} apart ({told})",
    why="The margin follows from the votes of the first two.",
)
