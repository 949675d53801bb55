"""Shares stated more than once."""

import polars as pl

from schemas.rule import Rule

RULE = Rule(
    code="R603",
    title="Sources agree on shares",
    severity="warning",
    over="""
        select x.election_id, x.contest_id, x.gp_unit_id, x.selection_id, x.contest_id || ' ' || x.gp_unit_id || ' ' || x.selection_id as subject, count(*) as times, min(x.share) as lowest, max(x.share) as highest, max(x.share) - min(x.share) as spread,
            max(cast(0.5 * power(10, -x.decimals) as decimal(18, 8))) + min(cast(0.5 * power(10, -x.decimals) as decimal(18, 8))) as tolerance,
            string_agg(distinct x.source_id || ', ' || x.stated_in, '; ' order by x.source_id || ', ' || x.stated_in) as said,
            string_agg(x.place, ' ' order by x.place) as locators
        from core.vote_shares as x
        group by x.election_id, x.contest_id, x.gp_unit_id, x.selection_id
        having count(*) > 1
            and (count(distinct x.source_id) > 1 or count(distinct coalesce(x.said_by, '')) < count(*))
    """,
    holds=pl.col("spread") <= pl.col("tolerance"),
    says="the share of {selection_id} in {contest_id} is stated differently: between {lowest} and {highest} ({said})",
    why="What is stated twice, by two sources or by one in two places, is the same figure. Shares may differ by what they are rounded by.",
    passes=[
        {
            "core.vote_shares": [
                {
                    "election_id": "e",
                    "contest_id": "c",
                    "gp_unit_id": "u",
                    "selection_id": "a",
                    "share": 62,
                    "decimals": 0,
                    "source_id": "s",
                },
                {
                    "election_id": "e",
                    "contest_id": "c",
                    "gp_unit_id": "u",
                    "selection_id": "a",
                    "share": 61.53,
                    "decimals": 2,
                    "source_id": "t",
                },
            ]
        }
    ],
    fails=[
        {
            "core.vote_shares": [
                {
                    "election_id": "e",
                    "contest_id": "c",
                    "gp_unit_id": "u",
                    "selection_id": "a",
                    "share": 62,
                    "decimals": 0,
                    "source_id": "s",
                },
                {
                    "election_id": "e",
                    "contest_id": "c",
                    "gp_unit_id": "u",
                    "selection_id": "a",
                    "share": 61.43,
                    "decimals": 2,
                    "source_id": "t",
                },
            ]
        }
    ],
)
