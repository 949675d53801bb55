"""Rows that stand there twice."""

import polars as pl

from schemas.rule import Rule, rows

RULE = Rule(
    code="R702",
    title="A list of all units has every statement once",
    severity="error",
    over="""
        select s.election_id, s.contest_id || ' ' || coalesce(s.selection_id, '') || ' ' || s.measure as subject, c.label,
            s.measure, s.stated_in, count(distinct s.path || ' ' || cast(s.line as varchar)) as times, string_agg(distinct s.place, ' ' order by s.place) as locators
        from core.statements as s
        join core.contests as c on c.election_id = s.election_id and c.contest_id = s.contest_id
        where s.all_units and s.measure in ('outcome', 'votes', 'share', 'seats', 'council_size')
        group by s.election_id, s.contest_id, s.selection_id, s.measure, s.source_id, s.path, s.stated_in, c.label
    """,
    holds=pl.col("times") == 1,
    says="{label}: “{stated_in}” states the {measure} on {times} lines",
    why="A row that stands there twice would be counted twice, or one of the two is another unit under a wrong name.",
    passes=[
        {
            "core.contests": rows(
                "election_id contest_id",
                ("e", "c"),
            ),
            "core.statements": rows(
                "election_id contest_id selection_id measure all_units path line",
                ("e", "c", "a", "seats", True, "f", 1),
            ),
        }
    ],
    fails=[
        {
            "core.contests": rows(
                "election_id contest_id",
                ("e", "c"),
            ),
            "core.statements": rows(
                "election_id contest_id selection_id measure all_units path line",
                ("e", "c", "a", "seats", True, "f", 1),
                ("e", "c", "a", "seats", True, "f", 2),
            ),
        }
    ],
)
