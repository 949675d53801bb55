"""Leads in polls."""

from numerim.schemas.figures import POLL
from numerim.schemas.relations.sum import FIRST_TWO, Sum
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R405",
    title="The lead that a poll states is the difference between its first two",
    severity="error",
    each="poll_leads",
    needs=("poll_lead",),
    relation=Sum(frame=POLL, parts=FIRST_TWO["poll_share"], whole="poll_lead"),
    says="the poll {poll_id} states a lead of {whole:point|points}, but the first two are {summed} apart ({told})",
    why="The lead follows from the two shares; each of the three may be off by half a unit of its last decimal.",
)
