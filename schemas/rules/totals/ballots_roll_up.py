"""Ballots of a unit and of the units within it."""

from numerim.schemas.rollup import Rollup
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R308",
    title="A unit’s ballots are the sum of the ballots in the units within it",
    severity="error",
    each="ballot_counts",
    needs=("units below",),
    relation=Rollup("f.selection_id is null", {"measure": "f.measure", "count_type": "'total'"}),
    says="{label}: the {parts:unit within it adds|units within it add} up to {summed}, but {whole:is|are} printed",
    why="A unit reports what the units in it report. Checked if a source lists all units, and each has the figure.",
)
