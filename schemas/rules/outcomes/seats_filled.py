"""How a count of transferable votes ends."""

from numerim.schemas.rule import Rule

RULE = Rule(
    code="R544",
    title="A transferable vote is counted until the seats are filled",
    severity="warning",
    each="contest",
    law_asks="seats filled",
    says="{label}: the count ends with {left} left for {open:seat|seats}, and {next} could still come to {may} and pass {last}, who has {has:vote|votes}",
    actual="has",
    why="A count ends when as many have the quota, or are left, as there are seats, or when one more is left, or when nobody who is behind can catch up with all votes that can still be transferred. Whether it does is checked if there are several stages and as many are said to be elected as there are seats: later stages may not be printed.",
    law="The law that the election declares",
)
