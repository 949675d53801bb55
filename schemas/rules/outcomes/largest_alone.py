"""Ties for the largest list."""

import polars as pl

from numerim.schemas.rule import Rule

RULE = Rule(
    code="R506",
    title="The list named as the largest is not tied with another",
    severity="info",
    each="contest",
    needs=("seats", "largest"),
    over="""
        select o.election_id, o.contest_id, o.contest_id as subject, c.label, l.label as named, n.seats, count(*) as with_most,
            string_agg(k.label, ', ' order by k.label) as names,
            o.place || ' ' || string_agg(s.place, ' ' order by s.place) as locators
        from core.one_outcomes as o
        join core.contests as c on c.election_id = o.election_id and c.contest_id = o.contest_id
        join core.selections as l on l.election_id = o.election_id and l.contest_id = o.contest_id
            and l.selection_id = o.selection_id
        join core.one_seat_counts as n on n.election_id = o.election_id and n.contest_id = o.contest_id
            and n.selection_id = o.selection_id and n.source_id = o.source_id
        join core.one_seat_counts as s on s.election_id = o.election_id and s.contest_id = o.contest_id
            and s.source_id = o.source_id and s.seats = n.seats
        join core.selections as k on k.election_id = s.election_id and k.contest_id = s.contest_id
            and k.selection_id = s.selection_id and k.kind <> 'remainder'
        where o.outcome = 'largest'
        group by o.election_id, o.contest_id, c.label, l.label, n.seats, o.place
    """,
    holds=pl.col("with_most") == 1,
    says="{label}: {named} is named as the largest, but {with_most:list has|lists have} {seats:seat|seats}: {names}",
    why="A tie is not a mistake, but then it was the source’s choice which list to name.",
)
