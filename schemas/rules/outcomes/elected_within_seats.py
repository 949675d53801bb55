"""How many are elected to a council."""

from numerim.schemas.rule import Rule

RULE = Rule(
    code="R525",
    title="No more people are elected to a council than it has seats",
    severity="error",
    each="contest",
    law_asks="elected within seats",
    says="{label}: {elected:is|are} said to be elected, but the council has {seats:seat|seats}",
    expected="seats",
    actual="elected",
    why="The size of the council is what the source states, or the sum of all seats that it lists.",
)
