"""Who is said to be elected by transferable votes."""

from numerim.schemas.rule import Rule

RULE = Rule(
    code="R545",
    title="Whoever is elected by transferable votes has the quota or is among the last left",
    severity="error",
    each="contest",
    law_asks="elected by count",
    says="{label}: {name} is said to be elected, but with {has:vote|votes} is below the quota of {quota}, and the seats go to others",
    expected="quota",
    actual="has",
    why="Seats go to those who reach the quota; what is left of them goes to those with most votes among the last.",
    law="The law that the election declares",
)
