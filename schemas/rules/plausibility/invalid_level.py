"""Invalid ballots above what is declared."""

from numerim.schemas.parameter import percent
from numerim.schemas.relations.level import Level, Part
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R803",
    title="The share of invalid ballots is not above the declared level",
    severity="warning",
    each="report",
    needs=("R803 above",),
    relation=Level(
        parts=(
            Part("invalid", ("cast",)),
            Part("invalid", ("valid", "invalid", "blank")),
            Part("invalid", ("valid", "invalid")),
        ),
        rule="R803",
    ),
    says="{label}: {share} per cent of the ballots are invalid{told}, which is above the level of {bound} per cent",
    expected="bound",
    actual="share",
    parameters=(percent("above", None, "the level", "nothing is unlikely everywhere"),),
    why="How many invalid ballots are unlikely is for people who know the country to say, under rules: in election.yml.",
)
