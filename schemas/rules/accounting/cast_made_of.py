"""Ballots cast and what they are."""

from numerim.schemas.figures import REPORT
from numerim.schemas.relations.sum import BESIDE, BLANK, Sum, Term
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R202",
    title="Valid, invalid and blank ballots, and others that a source tells apart, add up to the ballots cast",
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
    why="Every ballot in the box is valid, invalid or blank, or in another account that the source keeps (unstamped, say). Where a source tells blank ballots apart, a unit for which it does not is not judged; where most of its units show that it counts blank ballots among the others, they are not counted again.",
)
