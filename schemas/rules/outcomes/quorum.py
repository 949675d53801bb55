"""Quorums."""

from numerim.schemas.rule import Rule

RULE = Rule(
    code="R537",
    title="A question that more than half accept meets the quorum",
    severity="info",
    each="contest",
    law_asks="quorum",
    says="{label}: {yes} has a majority with {has:vote|votes}, but {part} of {registered:person|people} registered are fewer than the {quorum} per cent that the law requires; the question is not accepted",
    actual="part",
    why="If the law has a quorum, a majority is not enough. It is not a mistake, but the votes alone would suggest the opposite.",
    law="The law that the election declares",
)
