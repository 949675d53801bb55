"""Seats by Hare."""

from numerim.schemas.rule import Rule

RULE = Rule(
    code="R521",
    title="The seats follow from the Hare quota and the largest remainders",
    severity="error",
    each="contest",
    law_asks="hare",
    says="{label}: by Hare, {gains} ({gains_votes:vote|votes}, {gains_seats:seat|seats}) has {gains_claim:vote|votes} left over by its seats for one more seat, {loses} ({loses_votes:vote|votes}, {loses_seats:seat|seats}) {loses_claim} for its last: one seat would move from {loses} to {gains}",
    expected="should",
    actual="loses_seats",
    why="Each list gets a seat for every full quota (votes divided by seats, not rounded); the rest go to the largest remainders. Where two tie, either may have it.",
    law="F. Pukelsheim, Proportional Representation, 2nd edition 2017 (Hare, Hamilton); the law that the election declares",
)
