"""Seats stated more than once."""

from numerim.schemas.relations.agreement import Agreement
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R604",
    title="Sources agree on seats",
    severity="warning",
    each="seat_counts",
    needs=("seats",),
    relation=Agreement("seat_counts"),
    says="{label}: the seats of {selection} are stated differently: between {lowest} and {highest} ({said})",
    why="One thing has one figure.",
)
