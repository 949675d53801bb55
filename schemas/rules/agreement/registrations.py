"""Numbers on the ballot stated more than once."""

import polars as pl

from numerim.schemas.restated import restated
from numerim.schemas.rule import Rule, rows

RULE = Rule(
    code="R611",
    title="Sources agree on numbers on the ballot",
    severity="warning",
    each="registrations",
    needs=("registration",),
    over=restated("registrations"),
    holds=pl.col("apart") <= 0,
    says="{label}: the number of {party_id} on the ballot is stated differently: between {lowest} and {highest} ({said})",
    why="A figure that is stated twice, by two sources or by one in two places, is the same.",
    passes=[
        {
            "core.registrations": rows(
                "election_id party_id number source_id",
                ("e", "p", 4, "s"),
                ("e", "p", 4, "t"),
            )
        }
    ],
    fails=[
        {
            "core.registrations": rows(
                "election_id party_id number source_id",
                ("e", "p", 4, "s"),
                ("e", "p", 5, "t"),
            )
        }
    ],
)
