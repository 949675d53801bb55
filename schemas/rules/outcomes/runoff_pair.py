"""Pairs of a runoff."""

import polars as pl

from numerim.schemas.rule import Rule, rows

RULE = Rule(
    code="R503",
    title="A runoff is between two candidates",
    severity="error",
    each="contest",
    over="""
        select o.election_id, o.contest_id, o.contest_id as subject, c.label, count(distinct case when l.kind <> 'unnamed' then o.selection_id end) as named,
            max(case when l.kind = 'unnamed' then 1 else 0 end) as unnamed,
            string_agg(distinct l.label, ', ' order by l.label) as names, string_agg(o.place, ' ' order by o.place) as locators,
            min(case when o.all_units or o.complete then 1 else 0 end) as is_list
        from core.one_outcomes as o
        join core.contests as c on c.election_id = o.election_id and c.contest_id = o.contest_id
        join core.selections as l on l.election_id = o.election_id and l.contest_id = o.contest_id
            and l.selection_id = o.selection_id
        where o.outcome = 'runoff'
        group by o.election_id, o.contest_id, o.source_id, o.said_by, c.label
        having count(distinct case when l.kind <> 'unnamed' then o.selection_id end) > 0
    """,
    then=lambda data: data.filter((pl.col("named") != 1) | (pl.col("unnamed") == 1) | (pl.col("is_list") == 1)),
    holds=(pl.col("named") == 2) | ((pl.col("named") == 1) & (pl.col("unnamed") == 1)),
    says="{label}: {named:goes|go} to the runoff: {names}",
    why="The second round is between the two who have most votes. A runoff whose pair is not named is not judged, nor one of which a source other than a list names only one.",
    law="The law that the election declares; in Kosovo Law No. 03/L-072 on Local Elections",
    passes=[
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
            "core.one_outcomes": rows(
                "election_id contest_id source_id selection_id outcome",
                ("e", "c", "s", "a", "runoff"),
                ("e", "c", "s", "b", "runoff"),
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
                "election_id contest_id source_id selection_id outcome complete",
                ("e", "c", "s", "a", "runoff", True),
            ),
        }
    ],
)
