"""Votes on a line by type of ballot."""

from numerim.schemas.bytype import by_type
from numerim.schemas.relations.sum import Terms
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R315",
    title="The votes on a party’s line, by type of ballot, add up to the line’s total",
    severity="error",
    each="line_votes",
    needs=("count types",),
    relation=Terms(by_type("line_votes", "votes")),
    says="{label}: on this line the kinds of ballots add up to {summed:vote|votes} ({told}), but the total is {whole}",
    why="If several parties put forward one candidate, each line has its own total.",
)
