"""Ties for the largest list."""

from numerim.schemas.relations.level import Levels
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R506",
    title="The list named as the largest is not tied with another",
    severity="info",
    each="contest",
    needs=("seats", "largest"),
    relation=Levels(
        """
        select o.election_id, o.contest_id, o.contest_id as subject, o.label || ': ' || o.name as label, o.source_id, count(*) as figure, 1 as bound,
            n.seats as among, string_agg(k.label, ', ' order by k.label) as what,
            o.place || ' ' || string_agg(s.place, ' ' order by s.place) as locators
        from each_outcome as o
        join core.one_seat_counts as n on n.election_id = o.election_id and n.contest_id = o.contest_id
            and n.selection_id = o.selection_id and n.source_id = o.source_id and n.said_by is not distinct from o.said_by
        join core.one_seat_counts as s on s.election_id = o.election_id and s.contest_id = o.contest_id
            and s.source_id = o.source_id and s.said_by is not distinct from o.said_by and s.seats = n.seats
        join core.selections as k on k.election_id = s.election_id and k.contest_id = s.contest_id
            and k.selection_id = s.selection_id and k.kind <> 'remainder'
        where o.outcome = 'largest'
        group by o.election_id, o.contest_id, o.label, o.source_id, o.name, n.seats, o.place
        """,
        but=("among", "what"),
    ),
    says="{label} is named as the largest, but {figure:list has|lists have} {among:seat|seats}: {what}",
    why="A tie is not a mistake, but then it was the source’s choice which list to name.",
)
