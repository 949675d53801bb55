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
    says="{label}: the kinds of ballots make {summed} ({told}), but the total is {whole}",
    why="Every ballot is cast in one way. Asked where a source prints the total beside every kind; absentee ballots are taken as a whole where they are given so.",
)
