"""Seats and the size of a council."""

from numerim.schemas.figures import CONTEST
from numerim.schemas.relations.sum import Sum, Term
from numerim.schemas.rule import Rule, rows

RULE = Rule(
    code="R301",
    title="The seats of all lists add up to the size of the council",
    severity="error",
    each="contest",
    needs=("council_size",),
    relation=Sum(frame=CONTEST, parts=(Term("seats", given="f.complete"),), whole="council_size"),
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
