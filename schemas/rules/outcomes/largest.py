"""The largest list of a council."""

import polars as pl

from numerim.schemas.rule import Rule

RULE = Rule(
    code="R505",
    title="The list named as the largest is the largest",
    severity="error",
    each="contest",
    needs=("seats", "largest"),
    over="""
        select o.election_id, o.contest_id, o.contest_id as subject, c.label, l.label as named, coalesce(max(case when s.selection_id =
            o.selection_id and l.kind <> 'remainder' then s.seats end), 0) as named_seats, max(case when k.kind <> 'remainder'
            then s.seats end) as most_seats, o.place || ' ' || string_agg(s.place, ' ' order by s.place) as locators,
            o.place as blames
        from core.one_outcomes as o
        join core.contests as c on c.election_id = o.election_id and c.contest_id = o.contest_id
        join core.selections as l on l.election_id = o.election_id and l.contest_id = o.contest_id
            and l.selection_id = o.selection_id
        join core.one_seat_counts as s on s.election_id = o.election_id and s.contest_id = o.contest_id
            and s.source_id = o.source_id
        join core.selections as k on k.election_id = s.election_id and k.contest_id = s.contest_id
            and k.selection_id = s.selection_id
        where o.outcome = 'largest'
        group by o.election_id, o.contest_id, c.label, l.label, o.place
        having max(case when k.kind <> 'remainder' then s.seats end) is not null and (min(case when s.complete then 1 else 0 end) = 1
            or max(case when s.selection_id = o.selection_id then 1 else 0 end) = 1)
    """,
    holds=pl.col("named_seats") == pl.col("most_seats"),
    says="{label}: {named} is named as the largest with {named_seats:seat|seats}, but another list has {most_seats}",
    expected="most_seats",
    actual="named_seats",
    why="The largest list is the one with most seats. What a source prints as “others” is many lists and never the largest.",
)
