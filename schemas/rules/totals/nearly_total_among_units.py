"""Rows that are nearly the totals of the rows that they stand among."""

from numerim.schemas.hidden import COUNTED, MOST_FIGURES, no_total
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R318",
    title="No row among the units is nearly the sum of the others",
    severity="warning",
    each="list",
    needs=("|".join(COUNTED), "three units"),
    relation=no_total(MOST_FIGURES),
    says="{name} is listed in “{stated_in}” beside {said} of its kind, and {label} of its {among:figure|figures} are the sums of theirs: it seems to be a row of totals with a slip",
    why="Two such sums, with six digits between them, are hardly chance, even if the other figures do not fit. A total among its parts would be counted twice.",
)
