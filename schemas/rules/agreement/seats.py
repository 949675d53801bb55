"""Seats stated more than once."""

import polars as pl

from schemas.rule import Rule

RULE = Rule(
    code="R604",
    title="Sources agree on seats",
    severity="warning",
    over="""
        select x.election_id, x.contest_id, x.selection_id, x.contest_id || ' ' || x.selection_id as subject, count(*) as times, min(x.seats) as lowest, max(x.seats) as highest, max(x.seats) - min(x.seats) as spread,
            0 as tolerance,
            string_agg(distinct x.source_id || ', ' || x.stated_in, '; ' order by x.source_id || ', ' || x.stated_in) as said,
            string_agg(x.place, ' ' order by x.place) as locators
        from core.seat_counts as x
        group by x.election_id, x.contest_id, x.selection_id
        having count(*) > 1
            and (count(distinct x.source_id) > 1 or count(distinct coalesce(x.said_by, '')) < count(*))
    """,
    holds=pl.col("spread") <= pl.col("tolerance"),
    says="the seats of {selection_id} in {contest_id} are stated differently: between {lowest} and {highest} ({said})",
    why="What is stated twice, by two sources or by one in two places, is the same figure.",
    passes=[
        {
            "core.seat_counts": [
                {"election_id": "e", "contest_id": "c", "selection_id": "a", "seats": 5, "source_id": "s"},
                {"election_id": "e", "contest_id": "c", "selection_id": "a", "seats": 5, "source_id": "t"},
            ]
        }
    ],
    fails=[
        {
            "core.seat_counts": [
                {"election_id": "e", "contest_id": "c", "selection_id": "a", "seats": 5, "source_id": "s"},
                {"election_id": "e", "contest_id": "c", "selection_id": "a", "seats": 6, "source_id": "t"},
            ]
        }
    ],
)
