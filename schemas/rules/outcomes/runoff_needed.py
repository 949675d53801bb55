"""Runoffs that nobody needs."""

from numerim.schemas.rule import Rule

RULE = Rule(
    code="R512",
    title="Nobody has more than half of the votes where a runoff follows",
    severity="error",
    each="contest",
    law_asks="runoff needed",
    says="{label}: a runoff is said to follow ({names}), but {leader} has {most} of {base:vote|votes}, which is {bar}",
    actual="most",
    why="Whoever has more than half in the first round is elected.",
    law="The law that the election declares; in Kosovo Law No. 03/L-072 on Local Elections",
)
