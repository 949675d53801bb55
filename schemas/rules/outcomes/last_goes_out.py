"""Who goes out of a count of ranked choice."""

from numerim.schemas.rule import Rule

RULE = Rule(
    code="R534",
    title="Whoever goes out of a count of ranked choice had least",
    severity="error",
    each="contest",
    law_asks="last goes out",
    says="{label}: {gone} went out with {gone_votes:vote|votes} after round {round}, but {stays}, who stays, had {stays_votes}",
    expected="stays_votes",
    actual="gone_votes",
    why="The last goes out. Several may go out at once, but none with more votes than somebody who stays.",
    law="The law that the election declares",
)
