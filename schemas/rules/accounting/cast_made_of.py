"""Ballots cast and what they are."""

from numerim.schemas.figures import REPORT
from numerim.schemas.relations.sum import BESIDE, BLANK, Sum, Term
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R202",
    title="The accounts of ballots (valid, invalid, blank and others) add up to the ballots cast",
    severity="error",
    each="report",
    needs=("valid", "cast"),
    relation=Sum(
        frame=REPORT,
        parts=("valid", "invalid", BLANK, Term("", need="where told", given=BESIDE)),
        whole="cast",
        without=(Term("blank", given="f.blank_is = 'open'"),),
    ),
    says="{label}: {summed:ballot is|ballots are} accounted for ({told}), but {whole:was|were} cast",
    why="Every ballot in the box is in one of the accounts that the source keeps. Blank ballots are not added again if most units show that the source counts them among the others.",
)
