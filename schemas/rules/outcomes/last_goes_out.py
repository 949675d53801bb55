"""Who goes out of a count of ranked choice, or of transferable votes."""

from numerim.schemas.rule import Rule

RULE = Rule(
    code="R534",
    title="Whoever is eliminated in a count by rounds had the fewest votes",
    severity="error",
    each="contest",
    law_asks="last goes out",
    says="{label}: {gone} was eliminated with {gone_votes:vote|votes} after round {round}, but {stays}, who was not, had {stays_votes}",
    expected="stays_votes",
    actual="gone_votes",
    why="The last is eliminated. Several may be eliminated at once, but none with more votes than somebody who stays.",
    law="The law that the election declares",
)
