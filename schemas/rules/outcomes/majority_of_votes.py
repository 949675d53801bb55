"""Winners by majority, in votes."""

from numerim.schemas.rule import Rule

RULE = Rule(
    code="R511",
    title="Whoever wins in a first round has more than half, by the votes",
    severity="error",
    each="contest",
    law_asks="majority of votes",
    says="{label}: {winner} is said to be elected in the first round with {votes} of {base:vote|votes} ({majority_of}); {bar} would be {needed}",
    expected="needed",
    actual="votes",
    why="A first round elects only by more than half of the votes, in whole numbers.",
    law="The law that the election declares; in Kosovo Law No. 03/L-072 on Local Elections",
)
