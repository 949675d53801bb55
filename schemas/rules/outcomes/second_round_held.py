"""Second rounds that are missing."""

from numerim.schemas.rule import Rule

RULE = Rule(
    code="R517",
    title="A second round follows a first that was not decided",
    severity="warning",
    each="contest",
    law_asks="second round: held",
    says="{label}: nobody has more than half, and the source has second rounds of other units, but none of this one",
    why="What the first round leaves open a second decides. Once the election has ended, a source that gives second rounds should give all.",
    law="The law that the election declares; in Kosovo Law No. 03/L-072 on Local Elections",
)
