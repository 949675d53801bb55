"""Seats by Droop."""

from numerim.schemas.rule import Rule

RULE = Rule(
    code="R522",
    title="The seats follow from the Droop quota and the largest remainders",
    severity="error",
    each="contest",
    law_asks="droop",
    says="{label}: by Droop, {gains} ({gains_votes:vote|votes}, {gains_seats:seat|seats}) has {gains_claim:vote|votes} left over by its seats for one more seat, {loses} ({loses_votes:vote|votes}, {loses_seats:seat|seats}) {loses_claim} for its last: one seat would move from {loses} to {gains}",
    expected="should",
    actual="loses_seats",
    why="Each list gets a seat for every full quota (the next whole number above votes ÷ (seats + 1)); the rest go to the largest remainders. Where two tie, either may have it.",
    law="H. R. Droop, On Methods of Electing Representatives, Journal of the Statistical Society of London 44, 1881 (first 1868); the law that the election declares",
)
