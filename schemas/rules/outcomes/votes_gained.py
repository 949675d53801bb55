"""Transfers where nobody says what is not transferable."""

from numerim.schemas.rule import Rule

RULE = Rule(
    code="R539",
    title="Candidates of a transferable vote gain no more than others pass on",
    severity="error",
    each="contest",
    law_asks="votes gained",
    says="{label}: candidates gain {grown:vote|votes}, but no more than {freed} could be transferred (from: {gone})",
    expected="freed",
    actual="grown",
    why="Only the votes of those eliminated, and what the elected have above the quota, can be transferred. Checked if the source does not print how many were not transferable.",
    law="The law that the election declares",
)
