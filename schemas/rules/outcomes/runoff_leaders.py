"""Who goes to a runoff."""

from numerim.schemas.rule import Rule

RULE = Rule(
    code="R504",
    title="A runoff is between the two leaders, neither above half, by the shares",
    severity="error",
    each="contest",
    law_asks="runoff by shares",
    says="{label}: {selection} goes to the runoff with {share} per cent; the best of those who do not has {best_other}",
    why="Somebody with more than half needs no runoff; somebody with less than a candidate left out is not in it.",
    law="The law that the election declares; in Kosovo Law No. 03/L-072 on Local Elections",
)
