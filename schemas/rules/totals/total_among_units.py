"""Rows of totals among the rows that they are the totals of."""

from numerim.schemas.hidden import COUNTED, EACH_FIGURE, no_total
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R310",
    title="No row among the units is the sum of the others",
    severity="error",
    each="list",
    needs=("|".join(COUNTED), "three units"),
    relation=no_total(EACH_FIGURE),
    says="{name} is listed in “{stated_in}” beside {said} of its kind, and each of its {among:figure|figures} is the sum of theirs: it is a row of totals, and everything would be counted twice",
    why="A total among its parts would be counted twice. Reported if two of its figures, with six digits between them, are such sums, which is hardly chance.",
)
