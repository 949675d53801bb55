"""Contests that are decided, and those that are not."""

from numerim.schemas.rule import Rule

RULE = Rule(
    code="R508",
    title="A first round is decided or goes to a runoff, not both",
    severity="error",
    each="contest",
    law_asks="one or the other",
    says="{label}: the source names a winner of the first round and says that there is a second",
    why="The law provides for one or the other.",
    law="The law that the election declares; in Kosovo Law No. 03/L-072 on Local Elections",
)
