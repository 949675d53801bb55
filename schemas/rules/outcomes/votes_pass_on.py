"""Transfers of ranked choice."""

from numerim.schemas.rule import Rule

RULE = Rule(
    code="R533",
    title="The votes that pass on in a round of ranked choice were set free by those who went out",
    severity="error",
    each="contest",
    law_asks="votes pass on",
    says="{label}: those who stay gain {grown:vote|votes} and {exhausted:ballot is|ballots are} newly exhausted, but {freed:vote was|votes were} set free by those who went out ({gone}); those who stay lose {lost}",
    expected="freed",
    actual="grown",
    why="A ballot counts for one of those who are still in the count. From one round to the next only the ballots of those who go out pass on: to somebody who stays, or to nobody (exhausted). Nobody who stays loses any. Where the exhausted ballots are not given, the others cannot gain more than was set free; where they are, all of it is accounted for.",
    law="The law that the election declares",
)
