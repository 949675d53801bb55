"""What a count took back when it reached its next stage."""

from numerim.schemas.relations.order import Order
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R621",
    title="No count is lower in the next stage of the count",
    severity="info",
    each="election",
    needs=("state before",),
    relation=Order("not fall", where="f.status <> f.was"),
    says="{source_id}: {back:count was|counts were} corrected downwards since its state of {state_at}, in {units:unit|units}; the largest falls: {told}",
    actual="back",
    why="Between the preliminary result and the final one counts are corrected, which is what the time between them is for. Nothing is in doubt; the "
    "corrections are reported once, up to five of them in full. `numerim history --down` lists them all.",
)
