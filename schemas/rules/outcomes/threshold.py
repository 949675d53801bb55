"""Lists below the threshold."""

from numerim.schemas.rule import Rule

RULE = Rule(
    code="R523",
    title="A list below the threshold has no seats",
    severity="error",
    each="selection",
    law_asks="threshold",
    says="{label}: {list} has {votes} of {valid} {of}, {percent} per cent, which is below the threshold of {threshold}, but {seats:seat|seats}",
    actual="seats",
    why="Where the law has a threshold, a list with a smaller share of the valid votes, or of what `threshold_of:` says, takes no part in the distribution of the seats. Votes and threshold are compared in whole numbers, not as a rounded share. Lists that the law exempts (of minorities, say) are named under `exempt:`.",
    law="The law that the election declares",
)
