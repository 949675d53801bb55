"""Seats of lists without votes."""

from numerim.schemas.rule import Rule

RULE = Rule(
    code="R532",
    title="A list with seats has votes",
    severity="error",
    each="selection",
    law_asks="seats without votes",
    says="{label}: {list} has {seats:seat|seats}, but 0 of the {others:vote|votes} that the source lists",
    why="No law gives a seat to a list that nobody voted for. Whatever else is listed, the 0 is not its votes: it stands where a figure is missing, or was typed into the wrong row. The votes are blamed.",
)
