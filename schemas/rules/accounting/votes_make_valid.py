"""Votes of all selections and valid ballots."""

from numerim.schemas.figures import REPORT
from numerim.schemas.relations.sum import Sum, Term
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R203",
    title="The votes for all selections add up to the valid ballots",
    severity="error",
    each="report",
    needs=("votes", "valid"),
    relation=Sum(frame=REPORT, parts=(Term("votes", given="f.complete"),), whole="valid"),
    says="{label}: the {parts:selection has|selections have} {summed:vote|votes} together, but {whole:ballot is|ballots are} valid",
    why="Every valid ballot is one vote. That does not hold where voters have several votes. A unit of which a selection could not be read is not judged.",
)
