"""Shares of a complete list."""

import polars as pl

from schemas.rule import Rule, rows

RULE = Rule(
    code="R401",
    title="The shares of a complete list sum to 100",
    severity="error",
    over="""
        select v.election_id, v.contest_id as subject, c.label, count(*) as shares, sum(v.share) as summed,
            abs(100 - sum(v.share)) as off, sum(cast(0.5 * power(10, -v.decimals) as decimal(18, 8))) as tolerance,
            string_agg(v.place, ' ' order by v.place) as locators
        from core.one_vote_shares as v
        join core.contests as c on c.election_id = v.election_id and c.contest_id = v.contest_id
        where v.complete
        group by v.election_id, v.contest_id, v.gp_unit_id, v.source_id, v.said_by, c.label
    """,
    holds=pl.col("off") <= pl.col("tolerance"),
    says="{label}: the {shares} shares add up to {summed} per cent, {off} away from 100; rounding explains at most {tolerance}. A share is misprinted, or somebody who stood is not listed",
    why="Everybody who stood has a share of one whole. Each share printed with d decimals may be off by half of its last digit, a sum of n shares by n times that.",
    passes=[
        {
            "core.contests": rows(
                "election_id contest_id",
                ("e", "c"),
            ),
            "core.one_vote_shares": rows(
                "election_id contest_id gp_unit_id source_id stated_in share decimals complete",
                ("e", "c", "u", "s", "t", 69.39, 2, True),
                ("e", "c", "u", "s", "t", 6.29, 2, True),
                ("e", "c", "u", "s", "t", 24.33, 2, True),
            ),
        }
    ],
    fails=[
        {
            "core.contests": rows(
                "election_id contest_id",
                ("e", "c"),
            ),
            "core.one_vote_shares": rows(
                "election_id contest_id gp_unit_id source_id stated_in share decimals complete",
                ("e", "c", "u", "s", "t", 60.82, 2, True),
                ("e", "c", "u", "s", "t", 19.28, 2, True),
                ("e", "c", "u", "s", "t", 19.46, 2, True),
            ),
        }
    ],
)
