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
    why="A question is accepted by more than half, or another part that the law has, and where there is a quorum, only if enough take part.",
    law="The law that the election declares",
)
