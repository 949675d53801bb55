"""Ballots by type of ballot."""

from numerim.schemas.bytype import by_type
from numerim.schemas.relations.sum import Terms
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R313",
    title="Ballots by type add up to the total",
    severity="error",
    each="ballot_counts",
    needs=("count types",),
    relation=Terms(by_type("ballot_counts", "ballots")),
    says="{label}: the kinds of ballots add up to {summed} ({told}), but the total is {whole}",
    why="Every ballot is cast in one way. Checked if a source prints the total beside every kind; absentee ballots count as one kind if they are given so.",
)
