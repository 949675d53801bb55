"""Totals stated more than once."""

from numerim.schemas.relations.agreement import Agreement
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R605",
    title="Sources agree on totals",
    severity="warning",
    each="reported_totals",
    needs=("reported totals",),
    relation=Agreement("reported_totals"),
    says="{label} ({office}): “{what}”{whose} is stated differently: between {lowest} and {highest} ({said})",
    why="One thing has one figure.",
)
