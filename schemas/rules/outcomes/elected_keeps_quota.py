"""What the elected keep."""

from numerim.schemas.rule import Rule

RULE = Rule(
    code="R541",
    title="Whoever is elected in a transferable vote keeps the quota",
    severity="error",
    each="contest",
    law_asks="elected keeps",
    says="{label}: {name}, already elected, has {has:vote|votes}: neither the {had} of the round before nor the quota of {quota}",
    expected="quota",
    actual="has",
    why="Whoever has been elected gains no more votes. The surplus passes on as a whole, at once or later, and the quota is left.",
    law="The law that the election declares",
)
