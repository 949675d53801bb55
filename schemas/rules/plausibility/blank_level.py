"""Blank ballots above what is declared."""

from numerim.schemas.relations.level import Level, Part
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R804",
    title="The share of blank ballots is not above the declared level",
    severity="warning",
    each="report",
    needs=("level blank",),
    relation=Level(
        parts=(Part("blank", ("cast",)), Part("blank", ("valid", "invalid", "blank"))),
        level="blank",
    ),
    says="{label}: {share} per cent of the ballots are blank{told}, which is above the level of {bound} per cent",
    expected="bound",
    actual="share",
    why="How many blank ballots are unlikely is for people who know the country to say, under levels: blank: in election.yml. The share is of the ballots cast; where these are not given, of the valid, invalid and blank ones together.",
)
