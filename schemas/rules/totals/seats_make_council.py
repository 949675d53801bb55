"""Seats and the size of a council."""

from numerim.schemas.relations.sum import Terms
from numerim.schemas.rule import Rule, rows

RULE = Rule(
    code="R301",
    title="The seats of all lists add up to the size of the council",
    severity="error",
    each="contest",
    needs=("council_size",),
    relation=Terms("""
        select c.election_id, c.contest_id, c.contest_id as subject, c.label, t.source_id || coalesce(t.said_by, '') as source_id, -1 as weight, 1 as blamed,
            t.total as figure, 0 as half, t.place, 'council' as what
        from core.one_reported_totals as t
        join core.contests as c on c.election_id = t.election_id and c.office = t.office and c.gp_unit_id = t.gp_unit_id
            and c.round = t.round
        where t.measure = 'council_size' and coalesce(t.relation, 'equal') = 'equal'
        union all
        select s.election_id, s.contest_id, s.contest_id, null, s.source_id || coalesce(s.said_by, ''), 1, 0, s.seats, 0, s.place, s.selection_id
        from core.one_seat_counts as s
        where s.complete
    """),
    says="{label}: {summed:seat is|seats are} won, the council has {whole}",
    why="Where a source lists every list that won a seat, and the size of the council, the seats make the council exactly.",
    passes=[
        {
            "core.contests": rows(
                "election_id contest_id office gp_unit_id round",
                ("e", "c", "council", "u", 1),
            ),
            "core.one_reported_totals": rows(
                "election_id office gp_unit_id round source_id measure total",
                ("e", "council", "u", 1, "s", "council_size", 15),
            ),
            "core.one_seat_counts": rows(
                "election_id contest_id source_id seats complete",
                ("e", "c", "s", 8, True),
                ("e", "c", "s", 7, True),
            ),
        }
    ],
    fails=[
        {
            "core.contests": rows(
                "election_id contest_id office gp_unit_id round",
                ("e", "c", "council", "u", 1),
            ),
            "core.one_reported_totals": rows(
                "election_id office gp_unit_id round source_id measure total",
                ("e", "council", "u", 1, "s", "council_size", 15),
            ),
            "core.one_seat_counts": rows(
                "election_id contest_id source_id seats complete",
                ("e", "c", "s", 8, True),
                ("e", "c", "s", 8, True),
            ),
        }
    ],
)
