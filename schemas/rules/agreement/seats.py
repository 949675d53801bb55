"""Seats stated more than once."""

import polars as pl

from numerim.schemas.restated import restated
from numerim.schemas.rule import Rule, rows

RULE = Rule(
    code="R604",
    title="Sources agree on seats",
    severity="warning",
    each="seat_counts",
    needs=("seats",),
    over=restated("seat_counts"),
    holds=pl.col("apart") <= 0,
    says="{label}: the seats of {selection} are stated differently: between {lowest} and {highest} ({said})",
    why="A figure that is stated twice, by two sources or by one in two places, is the same.",
    passes=[
        {
            "core.seat_counts": rows(
                "election_id contest_id selection_id seats source_id",
                ("e", "c", "a", 5, "s"),
                ("e", "c", "a", 5, "t"),
            )
        }
    ],
    fails=[
        {
            "core.seat_counts": rows(
                "election_id contest_id selection_id seats source_id",
                ("e", "c", "a", 5, "s"),
                ("e", "c", "a", 6, "t"),
            )
        }
    ],
)
