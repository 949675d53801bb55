"""Who is elected by transferable votes and not said to be."""

from numerim.schemas.rule import Rule

RULE = Rule(
    code="R546",
    title="Whoever a count of transferable votes elects is said to be elected",
    severity="warning",
    each="contest",
    law_asks="count elects",
    says="{label}: {name} is elected by the count, with {has:vote|votes} at the end (quota {quota}, {seats:seat|seats}), but is not said to be",
    actual="has",
    why="Checked if the source says of somebody in the contest that they are elected.",
    law="The law that the election declares",
)
