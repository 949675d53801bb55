"""Seats and the size of a council."""

import polars as pl

from schemas.rule import Rule

RULE = Rule(
    code="R301",
    title="The seats of all selections make the council",
    severity="error",
    over="""
        select t.election_id, c.contest_id as subject, c.label, t.total as council_size, sum(s.seats) as seats_won,
            string_agg(distinct t.place, ' ') || ' ' || string_agg(s.place, ' ' order by s.place) as locators
        from core.one_reported_totals as t
        join core.contests as c on c.election_id = t.election_id and c.office = t.office and c.gp_unit_id = t.gp_unit_id
            and c.round = t.round
        join core.one_seat_counts as s on s.election_id = c.election_id and s.contest_id = c.contest_id
            and s.source_id = t.source_id and s.complete
        where t.measure = 'council_size'
        group by t.election_id, c.contest_id, c.label, t.source_id, t.total
    """,
    holds=pl.col("seats_won") == pl.col("council_size"),
    says="{label}: {seats_won} seats are won, the council has {council_size}",
    why="Where a source lists every list that won a seat, and the size of the council, the seats make the council exactly.",
    passes=[
        {
            "core.contests": [
                {"election_id": "e", "contest_id": "c", "office": "council", "gp_unit_id": "u", "round": 1}
            ],
            "core.one_reported_totals": [
                {
                    "election_id": "e",
                    "office": "council",
                    "gp_unit_id": "u",
                    "round": 1,
                    "source_id": "s",
                    "measure": "council_size",
                    "total": 15,
                }
            ],
            "core.one_seat_counts": [
                {"election_id": "e", "contest_id": "c", "source_id": "s", "seats": 8, "complete": True},
                {"election_id": "e", "contest_id": "c", "source_id": "s", "seats": 7, "complete": True},
            ],
        }
    ],
    fails=[
        {
            "core.contests": [
                {"election_id": "e", "contest_id": "c", "office": "council", "gp_unit_id": "u", "round": 1}
            ],
            "core.one_reported_totals": [
                {
                    "election_id": "e",
                    "office": "council",
                    "gp_unit_id": "u",
                    "round": 1,
                    "source_id": "s",
                    "measure": "council_size",
                    "total": 15,
                }
            ],
            "core.one_seat_counts": [
                {"election_id": "e", "contest_id": "c", "source_id": "s", "seats": 8, "complete": True},
                {"election_id": "e", "contest_id": "c", "source_id": "s", "seats": 8, "complete": True},
            ],
        }
    ],
)
