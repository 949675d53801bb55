"""Polls stated more than once."""

from numerim.schemas.relations.agreement import Agreement
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R610",
    title="Sources agree on polls",
    severity="warning",
    each="poll_shares",
    needs=("poll_share",),
    relation=Agreement("poll_shares"),
    says="{label}, poll {poll_id}: the share of {selection} is stated differently: between {lowest} and {highest} ({said})",
    why="One thing has one figure; shares may differ by rounding.",
)
