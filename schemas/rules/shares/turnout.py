"""Turnout."""

import polars as pl

from schemas.rule import Rule

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
            "core.one_reported_shares": [
                {
                    "election_id": "e",
                    "office": "all",
                    "gp_unit_id": "u",
                    "round": 1,
                    "source_id": "s",
                    "measure": "turnout",
                    "relation": "equal",
                    "share": 43.36,
                    "decimals": 2,
                }
            ],
            "core.one_ballot_counts": [
                {
                    "election_id": "e",
                    "office": "all",
                    "gp_unit_id": "u",
                    "round": 1,
                    "source_id": "s",
                    "measure": "cast",
                    "ballots": 819865,
                },
                {
                    "election_id": "e",
                    "office": "all",
                    "gp_unit_id": "u",
                    "round": 1,
                    "source_id": "s",
                    "measure": "registered",
                    "ballots": 1890952,
                },
            ],
        }
    ],
    fails=[
        {
            "core.one_reported_shares": [
                {
                    "election_id": "e",
                    "office": "all",
                    "gp_unit_id": "u",
                    "round": 1,
                    "source_id": "s",
                    "measure": "turnout",
                    "relation": "equal",
                    "share": 43.68,
                    "decimals": 2,
                }
            ],
            "core.one_ballot_counts": [
                {
                    "election_id": "e",
                    "office": "all",
                    "gp_unit_id": "u",
                    "round": 1,
                    "source_id": "s",
                    "measure": "cast",
                    "ballots": 819865,
                },
                {
                    "election_id": "e",
                    "office": "all",
                    "gp_unit_id": "u",
                    "round": 1,
                    "source_id": "s",
                    "measure": "registered",
                    "ballots": 1890952,
                },
            ],
        }
    ],
)
