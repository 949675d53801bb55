"""Parties that were not registered."""

import polars as pl

from numerim.schemas.rule import Rule

RULE = Rule(
    code="R705",
    title="Every list with a result is registered",
    severity="warning",
    each="statement",
    needs=("total_votes", "registration"),
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
    says="{name} has {votes:vote|votes}, but is not among the {parties:party or coalition that was|parties and coalitions that were} registered",
    why="Only registered parties stand on a ballot. A list under another name than the one that it is registered with is often a coalition, or a new name.",
)
