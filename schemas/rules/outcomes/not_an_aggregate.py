"""Aggregates that win."""

import polars as pl

from numerim.schemas.rule import Rule

RULE = Rule(
    code="R526",
    title="An aggregate such as “others” is never elected, leading, in a runoff or the largest",
    severity="error",
    each="outcomes",
    over="""
        select o.election_id, o.contest_id, o.selection_id, o.contest_id || ' ' || o.selection_id as subject, c.label,
            l.label as selection, l.kind, o.outcome, o.place as locators
        from core.one_outcomes as o
        join core.contests as c on c.election_id = o.election_id and c.contest_id = o.contest_id
        join core.selections as l on l.election_id = o.election_id and l.contest_id = o.contest_id
            and l.selection_id = o.selection_id
        where o.outcome <> 'undecided'
    """,
    holds=pl.col("kind") != "remainder",
    says="{label}: “{selection}” is given the outcome “{outcome}”, but it is many lists taken together",
    actual="selection",
    why="What a source prints as “others” is everything that it does not print one by one. It did not stand.",
)
