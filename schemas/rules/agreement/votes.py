"""Votes stated more than once."""

import polars as pl

from numerim.schemas.restated import restated
from numerim.schemas.rule import Rule, rows

RULE = Rule(
    code="R602",
    title="Sources agree on votes",
    severity="warning",
    each="vote_counts",
    needs=("votes",),
    over=restated("vote_counts"),
    holds=pl.col("apart") <= 0,
    says="{label}: the votes of {selection} are stated differently: between {lowest} and {highest} ({said})",
    why="A figure that is stated twice, by two sources or by one in two places, is the same. An earlier version of a source is not asked, and figures that are not final are not compared with final ones.",
    passes=[
        {
            "core.sources": rows(
                "source_id status superseded", ("s", "final", False), ("t", "final", True), ("u", "final", False)
            ),
            "core.vote_counts": rows(
                "election_id contest_id gp_unit_id selection_id votes source_id",
                ("e", "c", "u", "a", 5, "s"),
                ("e", "c", "u", "a", 4, "t"),
                ("e", "c", "u", "a", 5, "u"),
            ),
        },
        {
            "core.sources": rows(
                "source_id status superseded", ("s", "final", False), ("t", "preliminary", False), ("u", "final", False)
            ),
            "core.vote_counts": rows(
                "election_id contest_id gp_unit_id selection_id votes source_id",
                ("e", "c", "u", "a", 5, "s"),
                ("e", "c", "u", "a", 4, "t"),
                ("e", "c", "u", "a", 5, "u"),
            ),
        },
        {
            "core.vote_counts": rows(
                "election_id contest_id gp_unit_id selection_id votes source_id",
                ("e", "c", "u", "a", 5, "s"),
                ("e", "c", "u", "a", 5, "t"),
            )
        },
    ],
    fails=[
        {
            "core.sources": rows(
                "source_id status superseded", ("s", "preliminary", False), ("t", "preliminary", False)
            ),
            "core.vote_counts": rows(
                "election_id contest_id gp_unit_id selection_id votes source_id",
                ("e", "c", "u", "a", 5, "s"),
                ("e", "c", "u", "a", 6, "t"),
            ),
        },
        {
            "core.vote_counts": rows(
                "election_id contest_id gp_unit_id selection_id votes source_id",
                ("e", "c", "u", "a", 5, "s"),
                ("e", "c", "u", "a", 6, "t"),
            )
        },
    ],
)
