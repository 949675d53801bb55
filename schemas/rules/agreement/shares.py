"""Shares stated more than once."""

from numerim.schemas.relations.agreement import Agreement
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R603",
    title="Sources agree on shares",
    severity="warning",
    each="vote_shares",
    relation=Agreement("vote_shares"),
    says="{label}: the share of {selection} is stated differently: between {lowest} and {highest} ({said})",
    why="A figure that is stated twice, by two sources or by one in two places, is the same. Shares may differ by what they are rounded by.",
)
