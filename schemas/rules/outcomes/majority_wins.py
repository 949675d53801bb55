"""Winners by majority."""

from numerim.schemas.rule import Rule

RULE = Rule(
    code="R502",
    title="Whoever wins in a first round has more than half, by the shares",
    severity="error",
    each="contest",
    law_asks="majority of shares",
    says="{label}: {winner} is said to be elected in the first round with {share} per cent, which is not {bar}",
    why="A first round elects only by more than half. A printed 50 may be a rounded majority.",
    expected="more_than",
    actual="share",
    law="The law that the election declares; in Kosovo Law No. 03/L-072 on Local Elections",
)
