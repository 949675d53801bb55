"""Contests that are decided, and those that are not."""

import polars as pl

from schemas.rule import Rule

RULE = Rule(
    code="R508",
    title="A first round is decided or goes to a runoff, not both",
    severity="error",
    over="""
        select o.election_id, o.contest_id as subject, c.label,
            max(case when o.outcome = 'elected' then 1 else 0 end) as decided,
            max(case when o.outcome = 'runoff' then 1 else 0 end) as runoff, string_agg(o.place, ' ' order by o.place) as locators
        from core.outcomes as o
        join core.contests as c on c.election_id = o.election_id and c.contest_id = o.contest_id
            and c.outcome_rule = 'two_round_majority' and c.round = 1
        where o.outcome in ('elected', 'runoff')
        group by o.election_id, o.contest_id, o.source_id, c.label
    """,
    holds=pl.col("decided") + pl.col("runoff") == 1,
    says="{label}: the source names a winner of the first round and says that there is a second",
    why="The law knows one or the other.",
    law="Law No. 03/L-072 on Local Elections (Kosovo)",
    passes=[
        {
            "core.contests": [
                {"election_id": "e", "contest_id": "c", "outcome_rule": "two_round_majority", "round": 1}
            ],
            "core.outcomes": [
                {"election_id": "e", "contest_id": "c", "source_id": "s", "selection_id": "a", "outcome": "runoff"},
                {"election_id": "e", "contest_id": "c", "source_id": "s", "selection_id": "b", "outcome": "runoff"},
            ],
        }
    ],
    fails=[
        {
            "core.contests": [
                {"election_id": "e", "contest_id": "c", "outcome_rule": "two_round_majority", "round": 1}
            ],
            "core.outcomes": [
                {"election_id": "e", "contest_id": "c", "source_id": "s", "selection_id": "a", "outcome": "elected"},
                {"election_id": "e", "contest_id": "c", "source_id": "s", "selection_id": "b", "outcome": "runoff"},
            ],
        }
    ],
)
