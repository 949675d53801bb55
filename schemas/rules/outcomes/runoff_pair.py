"""Pairs of a runoff."""

import polars as pl

from schemas.rule import Rule

RULE = Rule(
    code="R503",
    title="A runoff is between two",
    severity="error",
    over="""
        select o.election_id, o.contest_id as subject, c.label, count(distinct case when l.kind <> 'unnamed' then o.selection_id end) as named,
            max(case when l.kind = 'unnamed' then 1 else 0 end) as unnamed,
            string_agg(distinct l.label, ', ' order by l.label) as names, string_agg(o.place, ' ' order by o.place) as locators
        from core.one_outcomes as o
        join core.contests as c on c.election_id = o.election_id and c.contest_id = o.contest_id
        join core.selections as l on l.election_id = o.election_id and l.contest_id = o.contest_id
            and l.selection_id = o.selection_id
        where o.outcome = 'runoff'
        group by o.election_id, o.contest_id, o.source_id, c.label
        having count(distinct case when l.kind <> 'unnamed' then o.selection_id end) > 0
    """,
    holds=(pl.col("named") == 2) | ((pl.col("named") == 1) & (pl.col("unnamed") == 1)),
    says="{label}: {named} go to the runoff: {names}",
    why="The second round is between the two who have most votes. A runoff whose pair is not named at all is not counted here.",
    law="Law No. 03/L-072 on Local Elections (Kosovo)",
    passes=[
        {
            "core.contests": [{"election_id": "e", "contest_id": "c"}],
            "core.selections": [
                {"election_id": "e", "contest_id": "c", "selection_id": "a", "kind": "candidate"},
                {"election_id": "e", "contest_id": "c", "selection_id": "b", "kind": "candidate"},
            ],
            "core.one_outcomes": [
                {"election_id": "e", "contest_id": "c", "source_id": "s", "selection_id": "a", "outcome": "runoff"},
                {"election_id": "e", "contest_id": "c", "source_id": "s", "selection_id": "b", "outcome": "runoff"},
            ],
        }
    ],
    fails=[
        {
            "core.contests": [{"election_id": "e", "contest_id": "c"}],
            "core.selections": [{"election_id": "e", "contest_id": "c", "selection_id": "a", "kind": "candidate"}],
            "core.one_outcomes": [
                {"election_id": "e", "contest_id": "c", "source_id": "s", "selection_id": "a", "outcome": "runoff"}
            ],
        }
    ],
)
