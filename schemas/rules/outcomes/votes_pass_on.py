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
    why="A ballot counts for one of those who are still in the count. From one round to the next only the ballots of those who go out pass on: to somebody who stays, or to nobody (exhausted). Nobody who stays loses any. Where the exhausted ballots are not given, the others cannot gain more than was set free; where they are, all of it is accounted for.",
    law="The law that the election declares",
)
