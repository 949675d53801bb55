"""Seats of lists without votes."""

from numerim.schemas.rule import Rule

RULE = Rule(
    code="R532",
    title="A list with seats has votes",
    severity="error",
    each="selection",
    law_asks="seats without votes",
    says="{label}: {list} has {seats:seat|seats}, but 0 of the {others:vote|votes} that the source lists",
    why="No law gives a seat to a list without votes: the 0 is there because a figure is missing, or is in the wrong row.",
)
