"""Who stands in a second round."""

from numerim.schemas.rule import Rule

RULE = Rule(
    code="R514",
    title="The second round is between the two leaders of the first",
    severity="warning",
    each="contest",
    law_asks="second round: pair",
    says="{label}: {stand:stands|stand} in the second round; {selection} is one of them with {figure:{what}} in the first, in which {ahead:other|others} had more",
    actual="ahead",
    why="The second round is between the two with most votes in the first; a tie is decided by lot. Anyone who is missing from the first round counts as having none there.",
    law="The law that the election declares; in Kosovo Law No. 03/L-072 on Local Elections",
)
