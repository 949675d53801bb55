"""Votes of a unit and of the units within it."""

from numerim.schemas.rollup import Rollup
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R307",
    title="A unit’s votes are the sum of the votes in the units within it",
    severity="error",
    each="vote_counts",
    needs=("votes", "parts"),
    relation=Rollup(
        "f.measure = 'votes'",
        {"contest_id": "f.contest_id", "selection_id": "f.selection_id", "count_type": "'total'"},
    ),
    says="{label}: the {parts:unit within it adds|units within it add} up to {summed:vote|votes}, but {whole:is|are} printed",
    why="A unit reports what the units in it report. Checked if a source lists all units, and each has a figure for the selection.",
)
