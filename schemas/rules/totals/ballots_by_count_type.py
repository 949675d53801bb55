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
    says="{label}: the kinds of ballots make {summed} ({told}), the total is {whole}",
    why="Every ballot is cast on the day, early, by mail or in one other way. Judged where a source prints the total beside a kind, and lists everything, unless it leaves out a kind throughout. If absentee ballots are given both as a whole and by how they were cast, the whole is taken.",
)
