"""Turnout."""

import polars as pl

from schemas.rule import Rule, rows

RULE = Rule(
    code="R403",
    title="Printed turnout is ballots cast over people registered",
    severity="error",
    over="""
        select t.election_id, t.office || ' ' || t.gp_unit_id || ' ' || t.round as subject, c.ballots as cast_ballots,
            r.ballots as registered, t.share as printed,
            cast(round(100.0 * c.ballots / r.ballots, cast(t.decimals as integer)) as decimal(12, 6)) as computed,
            cast(round(t.share * r.ballots / 100, 0) as bigint) as would_be,
            t.place || ' ' || c.place || ' ' || r.place as locators, t.place as blames,
            abs(t.share * r.ballots - 100 * c.ballots) as off,
            cast(0.5 * power(10, -t.decimals) as decimal(18, 8)) * r.ballots as tolerance
        from core.one_reported_shares as t
        join core.one_ballot_counts as c on c.election_id = t.election_id and c.office = t.office
            and c.gp_unit_id = t.gp_unit_id and c.round = t.round and c.source_id = t.source_id
            and c.said_by is not distinct from t.said_by and c.measure = 'cast'
        join core.one_ballot_counts as r on r.election_id = t.election_id and r.office = t.office
            and r.gp_unit_id = t.gp_unit_id and r.round = t.round and r.source_id = t.source_id
            and r.said_by is not distinct from t.said_by and r.measure = 'registered'
        where t.measure = 'turnout' and t.relation = 'equal' and r.ballots > 0
    """,
    holds=pl.col("off") <= pl.col("tolerance"),
    says="turnout is printed as {printed} per cent, but {cast_ballots} voters of {registered} registered are {computed} per cent; {printed} per cent would be {would_be} voters",
    why="Turnout is the share of the people registered who voted; the printed figure may be off by half of its last digit. The share is blamed, not the counts that it is made of.",
    passes=[
        {
            "core.one_reported_shares": rows(
                "election_id office gp_unit_id round source_id measure relation share decimals",
                ("e", "all", "u", 1, "s", "turnout", "equal", 43.36, 2),
            ),
            "core.one_ballot_counts": rows(
                "election_id office gp_unit_id round source_id measure ballots",
                ("e", "all", "u", 1, "s", "cast", 819865),
                ("e", "all", "u", 1, "s", "registered", 1890952),
            ),
        }
    ],
    fails=[
        {
            "core.one_reported_shares": rows(
                "election_id office gp_unit_id round source_id measure relation share decimals",
                ("e", "all", "u", 1, "s", "turnout", "equal", 43.68, 2),
            ),
            "core.one_ballot_counts": rows(
                "election_id office gp_unit_id round source_id measure ballots",
                ("e", "all", "u", 1, "s", "cast", 819865),
                ("e", "all", "u", 1, "s", "registered", 1890952),
            ),
        }
    ],
)
