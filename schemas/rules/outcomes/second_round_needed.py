"""Second rounds that nobody needs."""

from numerim.schemas.rule import Rule

RULE = Rule(
    code="R515",
    title="No second round follows a first that was decided",
    severity="warning",
    each="contest",
    law_asks="second round: needed",
    says="{label}: {leader} has {has} of {base:{what}}, which is {bar}, but there was a second round",
    actual="has",
    why="Whoever has more than half in the first round is elected. Either a figure is wrong, or something happened that the figures do not tell, such as a court’s decision.",
    law="The law that the election declares; in Kosovo Law No. 03/L-072 on Local Elections",
)
