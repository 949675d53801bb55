"""Seats and the size of a council."""

import polars as pl

from schemas.rule import Rule, rows

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
