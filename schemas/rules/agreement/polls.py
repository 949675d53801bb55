"""Polls stated more than once."""

import polars as pl

from schemas.rule import Rule

RULE = Rule(
    code="R610",
    title="Sources agree on polls",
    severity="warning",
    over="""
        select x.election_id, x.contest_id, x.poll_id, x.selection_id, x.contest_id || ' ' || x.poll_id || ' ' || x.selection_id as subject, count(*) as times, min(x.share) as lowest, max(x.share) as highest, max(x.share) - min(x.share) as spread,
            max(cast(0.5 * power(10, -x.decimals) as decimal(18, 8))) + min(cast(0.5 * power(10, -x.decimals) as decimal(18, 8))) as tolerance,
            string_agg(distinct x.source_id || ', ' || x.stated_in, '; ' order by x.source_id || ', ' || x.stated_in) as said,
            string_agg(x.place, ' ' order by x.place) as locators
        from core.poll_shares as x
        group by x.election_id, x.contest_id, x.poll_id, x.selection_id
        having count(*) > 1
            and (count(distinct x.source_id) > 1 or count(distinct coalesce(x.said_by, '')) < count(*))
    """,
    holds=pl.col("spread") <= pl.col("tolerance"),
    says="the share of {selection_id} in the poll {poll_id} is stated differently: between {lowest} and {highest} ({said})",
    why="What is stated twice, by two sources or by one in two places, is the same figure. Shares may differ by what they are rounded by.",
    passes=[
        {
            "core.poll_shares": [
                {
                    "election_id": "e",
                    "contest_id": "c",
                    "poll_id": "p",
                    "selection_id": "a",
                    "decimals": 1,
                    "share": 40,
                    "source_id": "s",
                },
                {
                    "election_id": "e",
                    "contest_id": "c",
                    "poll_id": "p",
                    "selection_id": "a",
                    "decimals": 1,
                    "share": 40,
                    "source_id": "t",
                },
            ]
        }
    ],
    fails=[
        {
            "core.poll_shares": [
                {
                    "election_id": "e",
                    "contest_id": "c",
                    "poll_id": "p",
                    "selection_id": "a",
                    "decimals": 1,
                    "share": 40,
                    "source_id": "s",
                },
                {
                    "election_id": "e",
                    "contest_id": "c",
                    "poll_id": "p",
                    "selection_id": "a",
                    "decimals": 1,
                    "share": 41,
                    "source_id": "t",
                },
            ]
        }
    ],
)
