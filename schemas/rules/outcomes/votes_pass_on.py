"""Transfers of ranked choice."""

from numerim.schemas.rule import Rule

RULE = Rule(
    code="R533",
    title="The votes that pass on in a round of ranked choice were set free by those who went out",
    severity="error",
    each="contest",
    law_asks="votes pass on",
    says="{label}: {told}",
    expected="should",
    actual="does",
    why="From one round to the next only the ballots of those who go out pass on: to somebody who stays, or to nobody (exhausted).",
    law="The law that the election declares",
)
