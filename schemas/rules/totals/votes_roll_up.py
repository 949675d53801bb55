"""Votes of a unit and of the units below it."""

from numerim.schemas.relations.sum import Terms
from numerim.schemas.rollup import rollup
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R307",
    title="A unit’s votes are the sum of the votes in the units within it",
    severity="error",
    each="vote_counts",
    needs=("votes", "parts"),
    relation=Terms(
        rollup(
            "f.measure = 'votes'",
            {"contest_id": "f.contest_id", "selection_id": "f.selection_id", "count_type": "'total'"},
        )
    ),
    says="{label}: the {parts:unit below has|units below have} {summed:vote|votes} together, {whole:is|are} printed",
    why="What a unit reports is what the units in it report, level by level. Judged where a source lists all units, or as many as election.yml expects, and each of them has a figure for the selection.",
)
