"""Printed turnout above the whole."""

from decimal import Decimal

from numerim.schemas.parameter import Parameter
from numerim.schemas.relations.level import Level, Part
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R801",
    title="Printed turnout is not above what is possible",
    severity="error",
    each="report",
    needs=("turnout",),
    relation=Level(parts=(Part("turnout"),), rule="R801", same_day=True),
    says="{label}: turnout is printed as {share} per cent; more than {bound} per cent of the people registered cannot have voted",
    expected="bound",
    actual="share",
    parameters=(
        Parameter(
            "above",
            Decimal(100),
            "a printed turnout above this is reported",
            "nobody votes twice",
            "per cent",
            most=Decimal(1000),
        ),
    ),
    why="Nobody votes twice. If people may register on the day, levels: same_day: in election.yml says how many.",
)
