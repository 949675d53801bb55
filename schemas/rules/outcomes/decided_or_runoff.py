"""Contests that are decided, and those that are not."""

import polars as pl

from numerim.schemas.rule import Rule, rows

RULE = Rule(
    code="R508",
    title="A first round is decided or goes to a runoff, not both",
    severity="error",
    each="contest",
    needs=("two_round_majority",),
    over="""
        select o.election_id, o.contest_id, o.contest_id as subject, c.label,
            max(case when o.outcome = 'elected' then 1 else 0 end) as decided,
            max(case when o.outcome = 'runoff' then 1 else 0 end) as runoff, string_agg(o.place, ' ' order by o.place) as locators
        from core.outcomes as o
        join core.contests as c on c.election_id = o.election_id and c.contest_id = o.contest_id
            and c.outcome_rule = 'two_round_majority' and c.round = 1
        where o.outcome in ('elected', 'runoff')
        group by o.election_id, o.contest_id, o.source_id, o.said_by, c.label
    """,
    holds=pl.col("decided") + pl.col("runoff") == 1,
    says="{label}: the source names a winner of the first round and says that there is a second",
    why="The law provides for one or the other.",
    law="The law that the election declares; in Kosovo Law No. 03/L-072 on Local Elections",
    passes=[
        {
            "core.contests": rows(
                "election_id contest_id outcome_rule round",
                ("e", "c", "two_round_majority", 1),
            ),
            "core.outcomes": rows(
                "election_id contest_id source_id selection_id outcome",
                ("e", "c", "s", "a", "runoff"),
                ("e", "c", "s", "b", "runoff"),
            ),
        }
    ],
    fails=[
        {
            "core.contests": rows(
                "election_id contest_id outcome_rule round",
                ("e", "c", "two_round_majority", 1),
            ),
            "core.outcomes": rows(
                "election_id contest_id source_id selection_id outcome",
                ("e", "c", "s", "a", "elected"),
                ("e", "c", "s", "b", "runoff"),
            ),
        }
    ],
)
