"""Ballots stated more than once."""

from numerim.schemas.relations.agreement import Agreement
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R606",
    title="Sources agree on ballots",
    severity="warning",
    each="ballot_counts",
    needs=("ballots",),
    relation=Agreement("ballot_counts"),
    says="{label} ({office}): the number of {what} is stated differently: between {lowest} and {highest} ({said})",
    why="One thing has one figure.",
)
