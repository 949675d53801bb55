"""Counts that a source gave, and gives no more."""

from numerim.schemas.relations.order import Order
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R622",
    title="What a source has counted it still gives in its next state",
    severity="warning",
    each="election",
    needs=("state before",),
    relation=Order("stay"),
    says="{source_id}: {back:count is|counts are} missing that its state of {state_at} still had, in {units:unit|units}, such as {told}",
    actual="back",
    why="A place that was counted does not become uncounted. A row was lost or withdrawn, or has another name now; the source should say which.",
)
