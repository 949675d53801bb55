"""Seats by the modified Sainte-Laguë."""

from numerim.schemas.rule import Rule

RULE = Rule(
    code="R520",
    title="The seats follow from the highest averages of modified Sainte-Laguë",
    severity="error",
    each="contest",
    law_asks="modified_sainte_lague",
    says="{label}: by the modified Sainte-Laguë, {gains} ({gains_votes:vote|votes}, {gains_seats:seat|seats}) has a quotient of {gains_claim} for one more seat, {loses} ({loses_votes:vote|votes}, {loses_seats:seat|seats}) one of {loses_claim} for its last: one seat would move from {loses} to {gains}",
    expected="should",
    actual="loses_seats",
    why="No list has a higher quotient for one more seat (votes by 1.4, 3, 5 …) than the one that won another its last. Where two tie, either may have it.",
    law="F. Pukelsheim, Proportional Representation, 2nd edition 2017; the law that the election declares",
)
