"""Who goes to a runoff, in votes."""

from numerim.schemas.rule import Rule

RULE = Rule(
    code="R513",
    title="A runoff is between the two leaders, by the votes",
    severity="error",
    each="contest",
    law_asks="runoff by votes",
    says="{label}: {selection} goes to the runoff with {votes:vote|votes}, but {other}, who does not, has {best_other}",
    expected="best_other",
    actual="votes",
    why="The second round is between the two with most votes; a tie is decided by lot.",
    law="The law that the election declares; in Kosovo Law No. 03/L-072 on Local Elections",
)
