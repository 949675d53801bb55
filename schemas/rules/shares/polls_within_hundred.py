"""Shares in polls."""

from numerim.schemas.figures import POLL
from numerim.schemas.relations.sum import Sum
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R416",
    title="The shares of one poll never add up to more than 100",
    severity="error",
    each="statement",
    needs=("poll_share",),
    relation=Sum(frame=POLL, parts=("poll_share",), whole=100, at_most=True),
    expected="whole",
    actual="summed",
    says="the poll {label}: the {parts:share adds|shares add} up to {summed} per cent, more than 100",
    why="Parts are never more than their whole; rounding may add half a unit of the last decimal for each.",
)
