"""Turnout."""

from numerim.schemas.figures import REPORT
from numerim.schemas.relations.ratio import ROUNDING, Ratio
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R403",
    title="Printed turnout is ballots cast divided by people registered",
    severity="error",
    each="report",
    needs=("turnout", "cast", "registered"),
    relation=Ratio(share="turnout", part="cast", base="registered", subject=REPORT.subject, label="p.label"),
    parameters=(ROUNDING,),
    says="{label}: turnout is printed as {share} per cent, but {part} of {base} registered is {computed} per cent; {share} per cent would be {would_be:voter|voters}",
    why="Turnout is the share of those registered who voted, give or take half a unit of its last decimal.",
)
