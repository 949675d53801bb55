"""Seats that a lot decides."""

from numerim.schemas.rule import Rule

RULE = Rule(
    code="R524",
    title="No seat has to be decided by lot",
    severity="info",
    each="contest",
    law_asks="seats tie",
    says="{label}: the last of {seats:seat|seats} has to be decided by lot: {winners} won where {losers} had as good a claim",
    why="If two lists have equal claims to the last seat, the law settles it, often by lot.",
    law="The law that the election declares",
)
