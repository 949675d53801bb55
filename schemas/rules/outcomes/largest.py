"""The largest list of a council."""

from numerim.schemas.relations.level import Levels
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R505",
    title="The list named as the largest is the largest",
    severity="error",
    each="contest",
    needs=("seats", "largest"),
    relation=Levels(
        """
        select o.election_id, o.contest_id, o.contest_id as subject, o.label, o.source_id, o.name as what, 'at least' as must,
            coalesce(max(case when s.selection_id = o.selection_id and o.kind <> 'remainder' then s.seats end), 0) as figure,
            max(case when k.kind <> 'remainder' then s.seats end) as bound,
            o.place || ' ' || string_agg(s.place, ' ' order by s.place) as locators, o.place as blames
        from each_outcome as o
        join core.one_seat_counts as s on s.election_id = o.election_id and s.contest_id = o.contest_id
            and s.source_id = o.source_id and s.said_by is not distinct from o.said_by
        join core.selections as k on k.election_id = s.election_id and k.contest_id = s.contest_id
            and k.selection_id = s.selection_id
        where o.outcome = 'largest'
        group by o.election_id, o.contest_id, o.label, o.source_id, o.name, o.place
        having max(case when k.kind <> 'remainder' then s.seats end) is not null and (min(case when s.complete then 1 else 0 end) = 1
            or max(case when s.selection_id = o.selection_id then 1 else 0 end) = 1)
        """,
        but=("what", "must", "blames"),
    ),
    says="{label}: {what} is named as the largest with {figure:seat|seats}, but another list has {bound}",
    expected="bound",
    actual="figure",
    why="The largest list is the one with most seats. “Others” are many lists and never the largest.",
)
