"""Seats by Sainte-Laguë."""

from numerim.schemas.rule import Rule

RULE = Rule(
    code="R519",
    title="The seats follow from Sainte-Laguë’s highest averages",
    severity="error",
    each="contest",
    law_asks="sainte_lague",
    says="{label}: by Sainte-Laguë, {gains} ({gains_votes:vote|votes}, {gains_seats:seat|seats}) has a quotient of {gains_claim} for one more seat, {loses} ({loses_votes:vote|votes}, {loses_seats:seat|seats}) one of {loses_claim} for its last: one seat would move from {loses} to {gains}",
    expected="should",
    actual="loses_seats",
    why="No list has a higher quotient for one more seat (votes by 1, 3, 5 …) than the one that won another its last. Where two tie, either may have it.",
    law="A. Sainte-Laguë, La représentation proportionnelle et la méthode des moindres carrés, Annales scientifiques de l’É.N.S. 27, 1910; the law that the election declares",
)
