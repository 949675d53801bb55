"""Seats by D’Hondt."""

from numerim.schemas.rule import Rule

RULE = Rule(
    code="R518",
    title="The seats follow from D’Hondt’s highest averages",
    severity="error",
    each="contest",
    law_asks="dhondt",
    says="{label}: by D’Hondt, {gains} ({gains_votes:vote|votes}, {gains_seats:seat|seats}) has a quotient of {gains_claim} for one more seat, {loses} ({loses_votes:vote|votes}, {loses_seats:seat|seats}) one of {loses_claim} for its last: one seat would move from {loses} to {gains}",
    expected="should",
    actual="loses_seats",
    why="No list has a higher quotient for one more seat than the one that won another its last: 1,000 votes and 2 seats have 1,000 ÷ 3 = 333 for a third. Where two tie, either may have it.",
    law="V. D’Hondt, Système pratique et raisonné de représentation proportionnelle, Brussels 1882; the law that the election declares",
)
