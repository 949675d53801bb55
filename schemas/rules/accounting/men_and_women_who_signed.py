"""Voters who signed, by sex."""

from numerim.schemas.figures import REPORT
from numerim.schemas.relations.sum import Sum
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R215",
    title="The men and women who signed add up to those who signed",
    severity="warning",
    each="report",
    needs=("signatures_men|signatures_women",),
    relation=Sum(frame=REPORT, parts=("signatures_men", "signatures_women"), whole="signatures"),
    says="{label}: the men and women who signed add up to {summed}, but {whole:person is|people are} said to have signed",
    why="Men and women together are all who signed.",
)
