"""Shares of any list."""

from numerim.schemas.figures import LIST
from numerim.schemas.relations.sum import Sum, Term
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R402",
    title="The shares of one contest never add up to more than 100",
    severity="error",
    each="report",
    needs=("share",),
    relation=Sum(frame=LIST, parts=(Term("share", given="coalesce(f.one_vote, true)"),), whole=100, at_most=True),
    expected="whole",
    actual="summed",
    says="{label}: the {parts:share adds|shares add} up to {summed} per cent, more than 100",
    why="Parts are never more than their whole; rounding may add half a unit of the last decimal for each. If voters have several votes, the shares may add up to more.",
)
