"""Ballots stated more than once."""

import polars as pl

from numerim.schemas.restated import restated
from numerim.schemas.rule import Rule, rows

RULE = Rule(
    code="R606",
    title="Sources agree on ballots",
    severity="warning",
    each="ballot_counts",
    over=restated("ballot_counts"),
    holds=pl.col("apart") <= 0,
    says="{label} ({office}): “{measure}” is stated differently: between {lowest} and {highest} ({said})",
    why="A figure that is stated twice, by two sources or by one in two places, is the same.",
    passes=[
        {
            "core.ballot_counts": rows(
                "election_id office gp_unit_id round measure ballots source_id",
                ("e", "all", "u", 1, "cast", 5, "s"),
                ("e", "all", "u", 1, "cast", 5, "t"),
            )
        }
    ],
    fails=[
        {
            "core.ballot_counts": rows(
                "election_id office gp_unit_id round measure ballots source_id",
                ("e", "all", "u", 1, "cast", 812249, "s"),
                ("e", "all", "u", 1, "cast", 534528, "t"),
            )
        }
    ],
)
