"""Winners in several sources."""

import polars as pl

from schemas.rule import Rule, rows

RULE = Rule(
    code="R601",
    title="Sources agree on the winner",
    severity="warning",
    over="""
        select o.election_id, o.contest_id as subject, c.label, count(distinct o.source_id) as sources,
            count(distinct o.selection_id) as winners,
            string_agg(distinct o.source_id || ': ' || l.label, '; ' order by o.source_id || ': ' || l.label) as said,
            string_agg(o.place, ' ' order by o.place) as locators
        from core.outcomes as o
        join core.contests as c on c.election_id = o.election_id and c.contest_id = o.contest_id
        join core.selections as l on l.election_id = o.election_id and l.contest_id = o.contest_id
            and l.selection_id = o.selection_id
        where o.outcome = 'elected' and l.kind <> 'unnamed'
        group by o.election_id, o.contest_id, c.label
        having count(distinct o.source_id) > 1
    """,
    holds=pl.col("winners") == 1,
    says="{label}: the sources name different winners ({said})",
    why="One contest has one result, whoever reports it. A coalition and its member are one winner.",
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
            "core.outcomes": rows(
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
                ("e", "c", "b", "candidate"),
            ),
            "core.outcomes": rows(
                "election_id contest_id source_id selection_id outcome",
                ("e", "c", "s", "a", "elected"),
                ("e", "c", "t", "b", "elected"),
            ),
        }
    ],
)
