"""Turnout above what is declared."""

from numerim.schemas.parameter import percent
from numerim.schemas.relations.level import Level, Part
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R802",
    title="Turnout is not above the declared level",
    severity="warning",
    each="report",
    needs=("R802 above",),
    relation=Level(
        parts=(Part("cast", ("registered",)), Part("signatures", ("registered",)), Part("turnout")), rule="R802"
    ),
    says="{label}: {share} per cent of the people registered voted{told}, which is above the level of {bound} per cent",
    expected="bound",
    actual="share",
    parameters=(percent("above", None, "the level", "nothing is unlikely everywhere"),),
    why="Which turnout is unlikely is for people who know the country to say, under rules: in election.yml. A high turnout proves nothing; small units reach it easily.",
)
