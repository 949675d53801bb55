"""Shares and the votes that they are of."""

from numerim.schemas.relations.ratio import ROUNDING, Ratio
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R411",
    title="A printed share is the votes divided by the total that it is of",
    severity="error",
    each="report",
    needs=("votes", "share"),
    relation=Ratio(
        share="share",
        part="votes",
        same=("contest_id", "selection_id"),
        subject="f.about || ' ' || f.selection_id",
        label="f.label || ': ' || f.what",
    ),
    parameters=(ROUNDING,),
    says="{label} has {part} of {base:vote|votes}, which is {computed} per cent, but {share} is printed; that would be {would_be:vote|votes}",
    why="The base is what the source states, or the sum of a complete list. A share may be off by half a unit of its last decimal.",
)
