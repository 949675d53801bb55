"""Shares of parties over all contests and the votes that they are of."""

from numerim.schemas.relations.ratio import ROUNDING, Ratio
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R418",
    title="A party’s share over all contests is its votes divided by the total that it is of",
    severity="error",
    each="reported_shares",
    needs=("total_share", "total_votes"),
    relation=Ratio(
        share="total_share",
        part="total_votes",
        same=("category", "stated_in"),
        subject="f.office || ' ' || f.gp_unit_id || ' ' || f.category || ' ' || f.round",
        label="f.what",
        keys={"measure": "f.measure", "category": "f.category"},
    ),
    parameters=(ROUNDING,),
    says="{label} has {part} of {base:vote|votes} over all contests, which is {computed} per cent, but {share} is printed; that would be {would_be:vote|votes}",
    why="The base is what the election declares for its shares. A share may be off by half a unit of its last decimal.",
)
