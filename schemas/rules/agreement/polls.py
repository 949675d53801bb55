"""Polls stated more than once."""

import polars as pl

from numerim.schemas.restated import restated
from numerim.schemas.rule import Rule, rows

RULE = Rule(
    code="R610",
    title="Sources agree on polls",
    severity="warning",
    each="poll_shares",
    needs=("poll_share",),
    over=restated("poll_shares"),
    holds=pl.col("apart") <= 0,
    says="{label}, poll {poll_id}: the share of {selection} is stated differently: between {lowest} and {highest} ({said})",
    why="A figure that is stated twice, by two sources or by one in two places, is the same. Shares may differ by what they are rounded by.",
    passes=[
        {
            "core.poll_shares": rows(
                "election_id contest_id poll_id selection_id decimals share source_id",
                ("e", "c", "p", "a", 1, 40, "s"),
                ("e", "c", "p", "a", 1, 40, "t"),
            )
        }
    ],
    fails=[
        {
            "core.poll_shares": rows(
                "election_id contest_id poll_id selection_id decimals share source_id",
                ("e", "c", "p", "a", 1, 40, "s"),
                ("e", "c", "p", "a", 1, 41, "t"),
            )
        }
    ],
)
