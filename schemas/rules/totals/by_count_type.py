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
    says="{label}: the kinds of ballots make {summed:vote|votes} ({told}), the total is {whole}",
    why="Every vote is cast on the day, early, by mail or in one other way. Judged where a source prints the total beside a kind, and lists everything, unless it leaves out a kind throughout. If absentee ballots are given both as a whole and by how they were cast, the whole is taken.",
)
