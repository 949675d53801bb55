"""Numbers on the ballot stated more than once."""

from numerim.schemas.relations.agreement import Agreement
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R611",
    title="Sources agree on numbers on the ballot",
    severity="warning",
    each="registrations",
    needs=("registration",),
    relation=Agreement("registrations"),
    says="{label}: the number of {selection} on the ballot is stated differently: between {lowest} and {highest} ({said})",
    why="One thing has one figure.",
)
