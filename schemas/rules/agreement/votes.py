"""Votes stated more than once."""

from numerim.schemas.relations.agreement import Agreement
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R602",
    title="Sources agree on votes",
    severity="warning",
    each="vote_counts",
    needs=("votes",),
    relation=Agreement("vote_counts"),
    says="{label}: the votes of {selection} are stated differently: between {lowest} and {highest} ({said})",
    why="One thing has one figure. Earlier versions of a source are not compared, nor preliminary figures with final ones.",
)
