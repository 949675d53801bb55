"""Shares of a complete list."""

from numerim.schemas.figures import LIST
from numerim.schemas.relations.sum import Sum, Term
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R401",
    title="The shares of a complete list add up to 100",
    severity="error",
    each="report",
    needs=("share",),
    relation=Sum(
        frame=LIST,
        parts=(Term("share", given="f.complete and coalesce(f.shares_of, 'valid') = 'valid'"),),
        whole=100,
        some=True,
    ),
    expected="whole",
    actual="summed",
    says="{label}: the {parts:share adds|shares add} up to {summed} per cent, {apart} away from 100; rounding explains at most {tolerance}. Either a share is wrong, or a candidate or list is missing",
    why="The shares of all who stood are parts of one whole. Rounding may add half a unit of the last decimal for each share: 0.015 for three with two decimals.",
)
