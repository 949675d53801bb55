"""Winners by plurality."""

from numerim.schemas.rule import Rule

RULE = Rule(
    code="R501",
    title="Under plurality, and in a second round, the winner is ahead",
    severity="error",
    each="contest",
    law_asks="winner",
    says="{label}: {winner} is said to be elected with {winner_has:{what}}, but {other} has {best_other}",
    expected="best_other",
    actual="winner_has",
    why="Most votes win a plurality, a second round, and the last round of ranked choice. Of several seats, nobody left out has more than somebody elected.",
    law="The law that the election declares; in Albania Law No. 10019/2008, the Electoral Code",
)
