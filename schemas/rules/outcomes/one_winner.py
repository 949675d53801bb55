"""Winners of one contest."""

from numerim.schemas.rule import Rule

RULE = Rule(
    code="R507",
    title="An office has one winner",
    severity="error",
    each="contest",
    law_asks="one winner",
    says="{label}: {winners:is|are} said to be elected: {names}",
    why="One person is elected to one office. Two winners in a unit often come from a row credited to its neighbour.",
)
