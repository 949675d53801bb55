"""Totals stated more than once."""

import polars as pl

from numerim.schemas.restated import restated
from numerim.schemas.rule import Rule, rows

RULE = Rule(
    code="R605",
    title="Sources agree on totals",
    severity="warning",
    each="reported_totals",
    over=restated("reported_totals"),
    holds=pl.col("apart") <= 0,
    says="{label} ({office}): “{measure}” of {category} is stated differently: between {lowest} and {highest} ({said})",
    why="A figure that is stated twice, by two sources or by one in two places, is the same.",
    passes=[
        {
            "core.reported_totals": rows(
                "election_id office gp_unit_id round measure category relation total source_id",
                ("e", "council", "u", 1, "total_seats", "p", "equal", 757, "s"),
                ("e", "council", "u", 1, "total_seats", "p", "equal", 757, "t"),
            )
        }
    ],
    fails=[
        {
            "core.reported_totals": rows(
                "election_id office gp_unit_id round measure category relation total source_id",
                ("e", "council", "u", 1, "total_seats", "p", "equal", 757, "s"),
                ("e", "council", "u", 1, "total_seats", "p", "equal", 756, "t"),
            )
        }
    ],
)
