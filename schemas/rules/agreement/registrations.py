"""Numbers on the ballot stated more than once."""

import polars as pl

from schemas.rule import Rule

RULE = Rule(
    code="R611",
    title="Sources agree on numbers on the ballot",
    severity="warning",
    over="""
        select x.election_id, x.party_id, x.party_id as subject, count(*) as times, min(x.number) as lowest, max(x.number) as highest, max(x.number) - min(x.number) as spread,
            0 as tolerance,
            string_agg(distinct x.source_id || ', ' || x.stated_in, '; ' order by x.source_id || ', ' || x.stated_in) as said,
            string_agg(x.place, ' ' order by x.place) as locators
        from core.registrations as x
        group by x.election_id, x.party_id
        having count(*) > 1
            and (count(distinct x.source_id) > 1 or count(distinct coalesce(x.said_by, '')) < count(*))
    """,
    holds=pl.col("spread") <= pl.col("tolerance"),
    says="the number of {party_id} on the ballot is stated differently: between {lowest} and {highest} ({said})",
    why="What is stated twice, by two sources or by one in two places, is the same figure.",
    passes=[
        {
            "core.registrations": [
                {"election_id": "e", "party_id": "p", "number": 4, "source_id": "s"},
                {"election_id": "e", "party_id": "p", "number": 4, "source_id": "t"},
            ]
        }
    ],
    fails=[
        {
            "core.registrations": [
                {"election_id": "e", "party_id": "p", "number": 4, "source_id": "s"},
                {"election_id": "e", "party_id": "p", "number": 5, "source_id": "t"},
            ]
        }
    ],
)
