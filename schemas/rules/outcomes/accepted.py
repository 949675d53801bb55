"""Answers to questions."""

from numerim.schemas.rule import Rule

RULE = Rule(
    code="R536",
    title="A question is accepted, or rejected, as its votes say",
    severity="error",
    each="contest",
    law_asks="accepted",
    says="{label}: “{answer}” is said to have won, but {yes} has {has} of {base:{what}} ({majority_of}), which is {told}",
    actual="has",
    why="A question is accepted by more than half, or another part that the law has, of the valid votes, the ballots cast or the people registered; and where it demands a quorum, only if enough take part. The outcome is blamed.",
    law="The law that the election declares",
)
