"""Ties for an office."""

from numerim.schemas.rule import Rule

RULE = Rule(
    code="R529",
    title="No office, and no place in a runoff, has to be decided by lot",
    severity="info",
    each="contest",
    law_asks="tie",
    says="{label}: {tied} have {votes:vote|votes} each ({names}); only a lot, or whatever the law has for a tie, decides who comes {which}",
    why="Equal votes do not tell who won, or who goes to the second round. It is not a mistake, but the outcome does not follow from the figures.",
)
