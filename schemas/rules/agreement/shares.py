"""Shares stated more than once."""

import polars as pl

from numerim.schemas.restated import restated
from numerim.schemas.rule import Rule, rows

RULE = Rule(
    code="R603",
    title="Sources agree on shares",
    severity="warning",
    each="vote_shares",
    over=restated("vote_shares"),
    holds=pl.col("apart") <= 0,
    says="{label}: the share of {selection} is stated differently: between {lowest} and {highest} ({said})",
    why="A figure that is stated twice, by two sources or by one in two places, is the same. Shares may differ by what they are rounded by.",
    passes=[
        {
            "core.vote_shares": rows(
                "election_id contest_id gp_unit_id selection_id share decimals source_id",
                ("e", "c", "u", "a", 62, 0, "s"),
                ("e", "c", "u", "a", 61.53, 2, "t"),
            )
        }
    ],
    fails=[
        {
            "core.vote_shares": rows(
                "election_id contest_id gp_unit_id selection_id share decimals source_id",
                ("e", "c", "u", "a", 62, 0, "s"),
                ("e", "c", "u", "a", 61.43, 2, "t"),
            )
        }
    ],
)
