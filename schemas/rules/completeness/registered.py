"""Parties that were not registered."""

import polars as pl

from schemas.rule import Rule

RULE = Rule(
    code="R705",
    title="Every list with a result is registered",
    severity="warning",
    over="""
        select t.election_id, t.category as subject, coalesce(p.name_en, p.name) as name, t.total as votes, max(case when r.party_id = t.category then 1
            else 0 end) as registered, count(distinct r.party_id) as parties, min(t.place) as locators
        from core.reported_totals as t
        join core.parties as p on p.party_id = t.category and p.kind not in ('independent', 'remainder')
        join core.registrations as r on r.election_id = t.election_id
        where t.measure = 'total_votes'
        group by t.election_id, t.category, p.name, p.name_en, t.total
    """,
    holds=pl.col("registered") == 1,
    says="{name} has {votes} votes, but is not among the {parties} parties and coalitions that were registered",
    why="Only registered parties stand on a ballot. A list under another name than the one that it is registered with is often a coalition, or a new name.",
    passes=[
        {
            "core.reported_totals": [{"election_id": "e", "measure": "total_votes", "category": "p", "total": 5}],
            "core.parties": [{"party_id": "p", "kind": "party"}],
            "core.registrations": [{"election_id": "e", "party_id": "p"}],
        }
    ],
    fails=[
        {
            "core.reported_totals": [{"election_id": "e", "measure": "total_votes", "category": "q", "total": 5}],
            "core.parties": [{"party_id": "q", "kind": "party"}],
            "core.registrations": [{"election_id": "e", "party_id": "p"}],
        }
    ],
)
