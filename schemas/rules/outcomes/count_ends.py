"""How a count of ranked choice ends."""

from numerim.schemas.rule import Rule

RULE = Rule(
    code="R535",
    title="A count of ranked choice ends when somebody has more than half",
    severity="warning",
    each="contest",
    law_asks="count ends",
    says="{label}: the count ends with {left} left, of whom {leader} leads with {has} of {counting:vote|votes}, which is not more than half",
    actual="has",
    why="Rounds go on until somebody has more than half of the ballots that still count, or two are left.",
    law="The law that the election declares",
)
