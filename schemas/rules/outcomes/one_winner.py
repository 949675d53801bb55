"""Winners of one contest."""

import polars as pl

from numerim.schemas.rule import Rule, rows

RULE = Rule(
    code="R507",
    title="An office has one winner",
    severity="error",
    each="contest",
    over="""
        select o.election_id, o.contest_id, o.contest_id as subject, c.label, count(distinct o.selection_id) as winners,
            string_agg(distinct l.label, ', ' order by l.label) as names, string_agg(o.place, ' ' order by o.place) as locators
        from core.outcomes as o
        join core.contests as c on c.election_id = o.election_id and c.contest_id = o.contest_id
        join core.selections as l on l.election_id = o.election_id and l.contest_id = o.contest_id
            and l.selection_id = o.selection_id
        where o.outcome = 'elected' and c.office = 'mayor'
        group by o.election_id, o.contest_id, o.source_id, o.said_by, c.label
    """,
    holds=pl.col("winners") == 1,
    says="{label}: {winners:is|are} said to be elected: {names}",
    why="One person is elected to one office. Two winners in one unit often come from a row that is credited to its neighbour.",
    passes=[
        {
            "core.contests": rows(
                "election_id contest_id office",
                ("e", "c", "mayor"),
            ),
            "core.selections": rows(
                "election_id contest_id selection_id",
                ("e", "c", "a"),
            ),
            "core.outcomes": rows(
                "election_id contest_id source_id selection_id outcome",
                ("e", "c", "s", "a", "elected"),
                ("e", "c", "s", "a", "elected"),
            ),
        }
    ],
    fails=[
        {
            "core.contests": rows(
                "election_id contest_id office",
                ("e", "c", "mayor"),
            ),
            "core.selections": rows(
                "election_id contest_id selection_id",
                ("e", "c", "a"),
                ("e", "c", "b"),
            ),
            "core.outcomes": rows(
                "election_id contest_id source_id selection_id outcome",
                ("e", "c", "s", "a", "elected"),
                ("e", "c", "s", "b", "elected"),
            ),
        }
    ],
)
