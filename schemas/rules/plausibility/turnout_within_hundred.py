"""Printed turnout above the whole."""

from numerim.schemas.relations.level import Level, Part
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R801",
    title="Printed turnout is not above 100 per cent",
    severity="error",
    each="report",
    needs=("turnout",),
    relation=Level(parts=(Part("turnout"),), level="same_day", above=100),
    says="{label}: turnout is printed as {share} per cent; more than {bound} per cent of the people registered cannot have voted",
    expected="bound",
    actual="share",
    why="Nobody votes twice. Where people may register on the day, levels: same_day: in election.yml says by how much turnout may exceed 100; the printed figure may be off by half a unit of its last decimal place.",
)
