"""Counts that go back between two states of a source that is fetched again."""

from numerim.schemas.relations.order import Order
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R620",
    title="No count goes down from one state of a source to the next",
    severity="warning",
    each="election",
    needs=("state before",),
    relation=Order("not fall", where="f.status = f.was"),
    says="{source_id}: {back:count is|counts are} lower than in its state of {state_at}, in {units:unit|units}; the largest falls: {told}",
    actual="back",
    why="A count only grows while it goes on, and is not changed in silence once it has ended. What goes down was corrected or lost, and the source should "
    "say which. Up to five counts are reported, those that fell most; `numerim history --down` lists them all.",
)
