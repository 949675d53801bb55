"""Contests in which one stood."""

import polars as pl

from numerim.schemas.rule import Rule, rows
from numerim.schemas.standings import FIGURES

RULE = Rule(
    code="R527",
    title="More than one candidate or list stood",
    severity="info",
    each="contest",
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
    passes=[
        {
            "core.contests": rows(
                "election_id contest_id office gp_unit_id round outcome_rule",
                ("e", "c1", "mayor", "u", 1, "two_round_majority"),
            ),
            "core.selections": rows(
                "election_id contest_id selection_id kind label",
                ("e", "c1", "a", "candidate", "A"),
                ("e", "c1", "b", "candidate", "B"),
                ("e", "c1", "d", "candidate", "D"),
            ),
            "core.contest_votes": rows(
                "election_id contest_id source_id selection_id kind votes complete reports place",
                ("e", "c1", "s", "a", "candidate", 500, True, 1, "c1a"),
                ("e", "c1", "s", "b", "candidate", 300, True, 1, "c1b"),
            ),
        },
    ],
    fails=[
        {
            "core.contests": rows(
                "election_id contest_id office gp_unit_id round outcome_rule",
                ("e", "c1", "mayor", "u", 1, "two_round_majority"),
            ),
            "core.selections": rows(
                "election_id contest_id selection_id kind label",
                ("e", "c1", "a", "candidate", "A"),
                ("e", "c1", "b", "candidate", "B"),
                ("e", "c1", "d", "candidate", "D"),
            ),
            "core.contest_votes": rows(
                "election_id contest_id source_id selection_id kind votes complete reports place",
                ("e", "c1", "s", "a", "candidate", 500, True, 1, "c1a"),
            ),
        },
    ],
)
