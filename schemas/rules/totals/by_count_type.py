"""Votes by type of ballot."""

from numerim.schemas.bytype import by_type
from numerim.schemas.relations.sum import Terms
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R311",
    title="Votes by type of ballot add up to the total",
    severity="error",
    each="vote_counts",
    needs=("count types",),
    relation=Terms(by_type("vote_counts", "votes")),
    says="{label}: the kinds of ballots add up to {summed:vote|votes} ({told}), but the total is {whole}",
    why="Every vote is cast in one way. Checked if a source prints the total beside every kind; absentee ballots count as one kind if they are given so.",
)
