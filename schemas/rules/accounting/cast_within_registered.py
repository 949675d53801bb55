"""Ballots cast and people registered."""

import polars as pl

from schemas.rule import Rule, rows

RULE = Rule(
    code="R201",
    title="No more ballots are cast than people are registered",
    severity="error",
    over="""
        select r.election_id, r.office || ' ' || r.gp_unit_id || ' ' || r.round as subject, r.ballots as registered,
            c.ballots as cast_ballots, r.place || ' ' || c.place as locators
        from core.one_ballot_counts as r
        join core.one_ballot_counts as c on c.election_id = r.election_id and c.office = r.office and c.gp_unit_id = r.gp_unit_id
            and c.round = r.round and c.source_id = r.source_id and c.said_by is not distinct from r.said_by
        where r.measure = 'registered' and c.measure = 'cast'
    """,
    holds=pl.col("cast_ballots") <= pl.col("registered"),
    says="{cast_ballots} ballots were cast, but only {registered} people are registered",
    why="Nobody votes twice, and nobody votes who is not on the roll.",
    passes=[
        {
            "core.one_ballot_counts": rows(
                "election_id office gp_unit_id round source_id measure ballots",
                ("e", "all", "u", 1, "s", "registered", 10),
                ("e", "all", "u", 1, "s", "cast", 10),
            )
        }
    ],
    fails=[
        {
            "core.one_ballot_counts": rows(
                "election_id office gp_unit_id round source_id measure ballots",
                ("e", "all", "u", 1, "s", "registered", 10),
                ("e", "all", "u", 1, "s", "cast", 11),
            )
        }
    ],
)
