"""Several who are eliminated at once."""

from numerim.schemas.rule import Rule

RULE = Rule(
    code="R542",
    title="Those eliminated at once have fewer votes together than the next candidate",
    severity="info",
    each="contest",
    law_asks="excluded together",
    says="{label}: those eliminated together ({gone}) had {gone_votes:vote|votes}, with the surpluses not yet transferred, and {stays}, who was not, had {stays_votes}",
    expected="stays_votes",
    actual="gone_votes",
    why="Eliminated one after the other, one of them might have passed the next. Laws such as those of Ireland and Northern Ireland allow it only if they cannot; in others a number of votes decides, and a source may print several stages as one.",
    law="The law that the election declares",
)
