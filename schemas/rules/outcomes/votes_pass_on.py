"""Transfers of ranked choice."""

from numerim.schemas.rule import Rule

RULE = Rule(
    code="R533",
    title="Votes transferred in a round of ranked choice come from those who were eliminated",
    severity="error",
    each="contest",
    law_asks="votes pass on",
    says="{label}: {told}",
    expected="should",
    actual="does",
    why="From one round to the next only the ballots of those eliminated are transferred: to somebody who stays, or to nobody (exhausted).",
    law="The law that the election declares",
)
