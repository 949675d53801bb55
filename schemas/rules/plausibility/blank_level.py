"""Blank ballots above what is declared."""

from numerim.schemas.parameter import percent
from numerim.schemas.relations.level import Level, Part
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R804",
    title="The share of blank ballots is not above the declared level",
    severity="warning",
    each="report",
    needs=("R804 above",),
    relation=Level(
        parts=(Part("blank", ("cast",)), Part("blank", ("valid", "invalid", "blank"))),
        rule="R804",
    ),
    says="{label}: {share} per cent of the ballots are blank{told}, which is above the level of {bound} per cent",
    expected="bound",
    actual="share",
    parameters=(percent("above", None, "the level", "nothing is unlikely everywhere"),),
    why="How many blank ballots are unlikely is for people who know the country to say, under rules: in election.yml.",
)
