"""Shares stated more than once."""

from numerim.schemas.relations.agreement import Agreement
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R603",
    title="Sources agree on shares",
    severity="warning",
    each="vote_shares",
    needs=("share",),
    relation=Agreement("vote_shares"),
    says="{label}: the share of {selection} is stated differently: between {lowest} and {highest} ({said})",
    why="One thing has one figure; shares may differ by rounding.",
)
