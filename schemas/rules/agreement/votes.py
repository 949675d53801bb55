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
    why="A figure that is stated twice, by two sources or by one in two places, is the same. An earlier version of a source is not asked, and figures that are not final are not compared with final ones.",
)
