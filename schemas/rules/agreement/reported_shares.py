"""Turnout and other percentages stated more than once."""

from numerim.schemas.relations.agreement import Agreement
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R607",
    title="Sources agree on turnout and other percentages",
    severity="warning",
    each="reported_shares",
    needs=("reported shares",),
    relation=Agreement("reported_shares"),
    says="{label} ({office}): “{what}”{whose} is stated differently: between {lowest} and {highest} ({said})",
    why="One thing has one figure; shares may differ by rounding.",
)
