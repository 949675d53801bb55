"""Ballot papers received, issued and left over."""

from numerim.schemas.figures import REPORT
from numerim.schemas.relations.sum import Sum, told
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R207",
    title="Every ballot paper received is issued, unused or spoilt",
    severity="warning",
    each="report",
    needs=("received",),
    relation=Sum(frame=REPORT, parts=("issued", "unused", told("spoilt")), whole="received"),
    says="{label}: {summed:ballot paper is|ballot papers are} accounted for ({told}), but {whole:was|were} received",
    why="Every paper that arrives is given to a voter, left over or spoilt. Papers may really be missing, so the figures are published and flagged.",
)
