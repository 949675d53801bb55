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
    why="Most votes win: in the one round of a plurality, in the second round of a majority in two, and in the last of ranked choice. Of several seats, nobody who is left out has more than somebody who is elected.",
    law="The law that the election declares; in Albania Law No. 10019/2008, the Electoral Code",
)
