"""Turnout and other percentages stated more than once."""

import polars as pl

from numerim.schemas.restated import restated
from numerim.schemas.rule import Rule, rows

RULE = Rule(
    code="R607",
    title="Sources agree on turnout and other percentages",
    severity="warning",
    each="reported_shares",
    over=restated("reported_shares"),
    holds=pl.col("apart") <= 0,
    says="{label} ({office}): the percentage “{measure}” is stated differently: between {lowest} and {highest} ({said})",
    why="A figure that is stated twice, by two sources or by one in two places, is the same. Shares may differ by what they are rounded by.",
    passes=[
        {
            "core.reported_shares": rows(
                "election_id office gp_unit_id round measure category decimals relation share source_id",
                ("e", "all", "u", 1, "turnout", "all", 2, "equal", 22.97, "s"),
                ("e", "all", "u", 1, "turnout", "all", 2, "equal", 22.97, "t"),
            )
        }
    ],
    fails=[
        {
            "core.reported_shares": rows(
                "election_id office gp_unit_id round measure category decimals relation share source_id",
                ("e", "all", "u", 1, "turnout", "all", 2, "equal", 22.97, "s"),
                ("e", "all", "u", 1, "turnout", "all", 2, "equal", 15.12, "t"),
            )
        }
    ],
)
