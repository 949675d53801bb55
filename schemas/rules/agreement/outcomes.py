"""Outcomes in several sources."""

import polars as pl

from schemas.rule import Rule, rows

RULE = Rule(
    code="R612",
    title="Sources agree on whether a contest is decided, and on the pair of a runoff",
    severity="warning",
    over="""
        select o.election_id, o.contest_id as subject, c.label, count(distinct o.source_id) as sources,
            count(distinct o.outcome) as outcomes,
            count(distinct case when o.outcome = 'runoff' and l.kind <> 'unnamed' then o.selection_id end) as pair,
            string_agg(distinct o.source_id || ': ' || l.label || ' ' || o.outcome, '; '
                order by o.source_id || ': ' || l.label || ' ' || o.outcome) as said,
            string_agg(o.place, ' ' order by o.place) as locators
        from core.one_outcomes as o
        join core.contests as c on c.election_id = o.election_id and c.contest_id = o.contest_id
        join core.selections as l on l.election_id = o.election_id and l.contest_id = o.contest_id
            and l.selection_id = o.selection_id
        where o.outcome <> 'largest'
        group by o.election_id, o.contest_id, c.label
        having count(distinct o.source_id) > 1
    """,
    holds=(pl.col("outcomes") == 1) & (pl.col("pair") <= 2),
    says="{label}: the sources say different things ({said})",
    why="One contest has one outcome. The package believes the source that ranks first.",
    passes=[
        {
            "core.contests": rows(
                "election_id contest_id",
                ("e", "c"),
            ),
            "core.selections": rows(
                "election_id contest_id selection_id kind",
                ("e", "c", "a", "candidate"),
            ),
            "core.one_outcomes": rows(
                "election_id contest_id source_id selection_id outcome",
                ("e", "c", "s", "a", "elected"),
                ("e", "c", "t", "a", "elected"),
            ),
        }
    ],
    fails=[
        {
            "core.contests": rows(
                "election_id contest_id",
                ("e", "c"),
            ),
            "core.selections": rows(
                "election_id contest_id selection_id kind",
                ("e", "c", "a", "candidate"),
            ),
            "core.one_outcomes": rows(
                "election_id contest_id source_id selection_id outcome",
                ("e", "c", "s", "a", "elected"),
                ("e", "c", "t", "a", "runoff"),
            ),
        }
    ],
)
