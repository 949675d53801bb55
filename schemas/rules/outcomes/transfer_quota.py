"""The quota as it is printed."""

from numerim.schemas.rule import Rule

RULE = Rule(
    code="R543",
    title="The quota of a transferable vote follows from the valid votes and the seats",
    severity="error",
    each="contest",
    law_asks="quota",
    says="{label}: the quota is given as {quota}, but {valid:valid vote|valid votes} and {seats:seat|seats} give {should}",
    expected="should",
    actual="quota",
    why="By Droop it is the next whole number above valid votes ÷ (seats + 1), unless the election declares another.",
    law="The law that the election declares",
)
