"""Lists below the threshold."""

from numerim.schemas.rule import Rule

RULE = Rule(
    code="R523",
    title="A list below the threshold has no seats",
    severity="error",
    each="selection",
    law_asks="threshold",
    says="{label}: {list} has {votes} of {valid} {of}, {percent} per cent, which is below the threshold of {threshold}, but has {seats:seat|seats}",
    actual="seats",
    why="A list below the threshold takes no part in the distribution of seats; whole numbers are compared. Lists that the law exempts are named under `exempt:`.",
    law="The law that the election declares",
)
