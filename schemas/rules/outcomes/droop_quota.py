"""Seats by Droop."""

from numerim.schemas.rule import Rule

RULE = Rule(
    code="R522",
    title="The seats follow from the Droop quota and the largest remainders",
    severity="error",
    each="contest",
    law_asks="droop",
    says="{label}: by Droop, {gains} ({gains_votes:vote|votes}, {gains_seats:seat|seats}) has {gains_claim:vote|votes} left over by its seats for one seat more, {loses} ({loses_votes:vote|votes}, {loses_seats:seat|seats}) {loses_claim} for its last: one seat would move from {loses} to {gains}",
    expected="should",
    actual="loses_seats",
    why="The quota is the next whole number above the votes of the lists above the threshold divided by the seats and one: 1,000 votes and 9 seats make 101. Each list gets a seat for every full quota; the seats left go to the largest remainders. If two lists tie for a seat, either may have it here; the law says how that is settled. The seats of the two lists are blamed.",
    law="H. R. Droop, On Methods of Electing Representatives, Journal of the Statistical Society of London 44, 1881 (first 1868); the law that the election declares",
)
