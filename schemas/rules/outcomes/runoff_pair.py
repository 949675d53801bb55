"""Pairs of a runoff."""

from numerim.schemas.rule import Rule

RULE = Rule(
    code="R503",
    title="A runoff is between two candidates, or as many as the law provides for",
    severity="error",
    each="contest",
    law_asks="runoff pair",
    says="{label}: {named:goes|go} to the runoff: {names}",
    why="The second round is between the two with most votes. A source other than a list may name only one.",
    law="The law that the election declares; in Kosovo Law No. 03/L-072 on Local Elections",
)
