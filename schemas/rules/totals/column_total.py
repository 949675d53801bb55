"""Rows of totals."""

import polars as pl

from schemas.rule import Rule, rows

RULE = Rule(
    code="R303",
    title="A printed total is the sum of its column",
    severity="error",
    over="""
        select t.election_id, t.office || ' ' || t.gp_unit_id || ' ' || t.measure || ' ' || t.category as subject,
            t.category, t.total as printed, cast(sum(s.seats) / count(distinct t.place) as bigint) as summed, count(distinct s.contest_id) as parts,
            string_agg(distinct t.place, ' ') || ' ' || string_agg(s.place, ' ' order by s.place) as locators, string_agg(distinct t.place, ' ') as blames
        from core.reported_totals as t
        join core.seat_counts as s on s.election_id = t.election_id and s.source_id = t.source_id
            and s.stated_in = t.stated_in and s.complete
        join core.selections as l on l.election_id = s.election_id and l.contest_id = s.contest_id
            and l.selection_id = s.selection_id and coalesce(l.party_id, l.coalition_id) = t.category
        where t.measure = 'total_seats' and t.relation = 'equal'
        group by t.election_id, t.office, t.gp_unit_id, t.measure, t.category, t.total, t.source_id, t.stated_in
    """,
    holds=pl.col("summed") == pl.col("printed"),
    says="the column of {category} adds up to {summed} seats over {parts} councils; its total is printed as {printed}",
    why="A row of totals beneath complete columns repeats them. The total is blamed: the parts are nearer to the count.",
    passes=[
        {
            "core.reported_totals": rows(
                "election_id source_id stated_in measure category total relation place",
                ("e", "s", "t", "total_seats", "p", 3, "equal", "a"),
            ),
            "core.selections": rows(
                "election_id contest_id selection_id party_id",
                ("e", "c", "p", "p"),
                ("e", "d", "p", "p"),
            ),
            "core.seat_counts": rows(
                "election_id contest_id selection_id source_id stated_in complete seats",
                ("e", "c", "p", "s", "t", True, 1),
                ("e", "d", "p", "s", "t", True, 2),
            ),
        }
    ],
    fails=[
        {
            "core.reported_totals": rows(
                "election_id source_id stated_in measure category total relation place office gp_unit_id",
                ("e", "s", "t", "total_seats", "p", 4, "equal", "a", "council", "u"),
            ),
            "core.selections": rows(
                "election_id contest_id selection_id party_id",
                ("e", "c", "p", "p"),
            ),
            "core.seat_counts": rows(
                "election_id contest_id selection_id source_id stated_in complete seats",
                ("e", "c", "p", "s", "t", True, 1),
            ),
        }
    ],
)
