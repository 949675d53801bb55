"""Rolls that grow where nothing else does."""

from numerim.schemas.relations.order import Order
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R623",
    title="The roll of a unit does not grow if nothing more is counted in it",
    severity="info",
    each="election",
    needs=("state before",),
    relation=Order(
        "not rise", where="f.measure in ('registered', 'registered_men', 'registered_women') and not f.grew"
    ),
    says="{source_id}: {back:roll has|rolls have} grown since its state of {state_at} though nothing more is counted there; the largest rises: {told}",
    actual="back",
    why="The roll is closed before the vote. It grows in a state of a count only with the stations that have reported; otherwise it was corrected.",
)
