"""Contests in which one stood."""

import polars as pl

from numerim.schemas.rule import Rule
from numerim.schemas.standings import FIGURES

RULE = Rule(
    code="R527",
    title="More than one candidate or list stood",
    severity="info",
    each="contest",
    needs=("votes|share",),
    over=f"""
        select f.election_id, f.contest_id, f.contest_id as subject, c.label, count(distinct f.selection_id) as stood,
            min(l.label) as alone, string_agg(distinct f.place, ' ' order by f.place) as locators
        from ({FIGURES}) as f
        join core.contests as c on c.election_id = f.election_id and c.contest_id = f.contest_id
        join core.selections as l on l.election_id = f.election_id and l.contest_id = f.contest_id
            and l.selection_id = f.selection_id
        join (
            select election_id, contest_id, source_id, 'votes' as what from core.contest_votes
            group by election_id, contest_id, source_id having min(case when complete then 1 else 0 end) = 1
            union all
            select election_id, contest_id, source_id, 'per cent' from core.contest_shares
            group by election_id, contest_id, source_id having min(case when complete then 1 else 0 end) = 1
        ) as k on k.election_id = f.election_id and k.contest_id = f.contest_id and k.source_id = f.source_id
            and k.what = f.what
        group by f.election_id, f.contest_id, c.label, f.source_id
        having max(case when f.kind in ('remainder', 'unnamed') then 1 else 0 end) = 0
    """,
    holds=pl.col("stood") > 1,
    says="{label}: only {alone} stood, in a list that has everybody",
    actual="stood",
    why="An uncontested contest is lawful, but a list that has lost its other rows looks the same.",
)
