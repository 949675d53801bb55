"""Seats by Hare."""

from numerim.schemas.rule import Rule

RULE = Rule(
    code="R521",
    title="The seats follow from the Hare quota and the largest remainders",
    severity="error",
    each="contest",
    law_asks="hare",
    says="{label}: by Hare, {gains} ({gains_votes:vote|votes}, {gains_seats:seat|seats}) has {gains_claim:vote|votes} left over by its seats for one seat more, {loses} ({loses_votes:vote|votes}, {loses_seats:seat|seats}) {loses_claim} for its last: one seat would move from {loses} to {gains}",
    expected="should",
    actual="loses_seats",
    why="The quota is the votes of the lists above the threshold divided by the seats, not rounded. Each list gets a seat for every full quota; the seats left go to the largest remainders. No list may have a larger remainder without a seat than another had when it got its extra seat. If two lists tie for a seat, either may have it here; the law says how that is settled. The seats of the two lists are blamed.",
    law="F. Pukelsheim, Proportional Representation, 2nd edition 2017 (Hare, Hamilton); the law that the election declares",
)
