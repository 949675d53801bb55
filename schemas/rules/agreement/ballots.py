"""Ballots stated more than once."""

import polars as pl

from schemas.rule import Rule

RULE = Rule(
    code="R606",
    title="Sources agree on ballots",
    severity="warning",
    over="""
        select x.election_id, x.office, x.gp_unit_id, x.round, x.measure, x.office || ' ' || x.gp_unit_id || ' ' || cast(x.round as varchar) || ' ' || x.measure as subject, count(*) as times, min(x.ballots) as lowest, max(x.ballots) as highest, max(x.ballots) - min(x.ballots) as spread,
            0 as tolerance,
            string_agg(distinct x.source_id || ', ' || x.stated_in, '; ' order by x.source_id || ', ' || x.stated_in) as said,
            string_agg(x.place, ' ' order by x.place) as locators
        from core.ballot_counts as x
        group by x.election_id, x.office, x.gp_unit_id, x.round, x.measure
        having count(*) > 1
            and (count(distinct x.source_id) > 1 or count(distinct coalesce(x.said_by, '')) < count(*))
    """,
    holds=pl.col("spread") <= pl.col("tolerance"),
    says="{measure} ({office}, {gp_unit_id}, {election_id}): the number is stated differently: between {lowest} and {highest} ({said})",
    why="What is stated twice, by two sources or by one in two places, is the same figure.",
    passes=[
        {
            "core.ballot_counts": [
                {
                    "election_id": "e",
                    "office": "all",
                    "gp_unit_id": "u",
                    "round": 1,
                    "measure": "cast",
                    "ballots": 5,
                    "source_id": "s",
                },
                {
                    "election_id": "e",
                    "office": "all",
                    "gp_unit_id": "u",
                    "round": 1,
                    "measure": "cast",
                    "ballots": 5,
                    "source_id": "t",
                },
            ]
        }
    ],
    fails=[
        {
            "core.ballot_counts": [
                {
                    "election_id": "e",
                    "office": "all",
                    "gp_unit_id": "u",
                    "round": 1,
                    "measure": "cast",
                    "ballots": 812249,
                    "source_id": "s",
                },
                {
                    "election_id": "e",
                    "office": "all",
                    "gp_unit_id": "u",
                    "round": 1,
                    "measure": "cast",
                    "ballots": 534528,
                    "source_id": "t",
                },
            ]
        }
    ],
)
