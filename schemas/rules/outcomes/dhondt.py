"""Seats by D’Hondt."""

from numerim.schemas.rule import Rule

RULE = Rule(
    code="R518",
    title="The seats follow from D’Hondt’s highest averages",
    severity="error",
    each="contest",
    law_asks="dhondt",
    says="{label}: by D’Hondt, {gains} ({gains_votes:vote|votes}, {gains_seats:seat|seats}) has a quotient of {gains_claim} for one seat more, {loses} ({loses_votes:vote|votes}, {loses_seats:seat|seats}) one of {loses_claim} for its last: one seat would move from {loses} to {gains}",
    expected="should",
    actual="loses_seats",
    why="No list has a higher quotient for one more seat than the quotient that won another list its last one: a list with 1,000 votes and 2 seats has 1,000 ÷ 3 = 333 for a third, and nobody may hold a last seat won with less. A list has no more seats than candidates, where their number is said (`candidates`). If two lists tie for a seat, either may have it here; the law says how that is settled. The seats of the two lists are blamed.",
    law="V. D’Hondt, Système pratique et raisonné de représentation proportionnelle, Brussels 1882; the law that the election declares",
)
