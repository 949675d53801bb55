"""How many are elected to a council."""

import polars as pl

from numerim.schemas.rule import Rule, rows

RULE = Rule(
    code="R525",
    title="No more people are elected to a council than it has seats",
    severity="error",
    each="contest",
    over="""
        select c.election_id, c.contest_id, c.contest_id as subject, c.label, o.elected, coalesce(t.seats, s.seats) as seats,
            o.places || ' ' || coalesce(t.places, s.places) as locators, o.places as blames
        from core.contests as c
        join (select election_id, contest_id, source_id, said_by, count(*) as elected, string_agg(place, ' ' order by place) as places
            from core.one_outcomes where outcome = 'elected' group by election_id, contest_id, source_id, said_by) as o
            on o.election_id = c.election_id and o.contest_id = c.contest_id
        left join (select election_id, office, gp_unit_id, round, source_id, max(total) as seats, min(place) as places
            from core.one_reported_totals where measure = 'council_size' and relation = 'equal'
            group by election_id, office, gp_unit_id, round, source_id) as t on t.election_id = c.election_id
            and t.office = c.office and t.gp_unit_id = c.gp_unit_id and t.round = c.round and t.source_id = o.source_id
        left join (select election_id, contest_id, source_id, cast(sum(seats) as bigint) as seats,
                string_agg(place, ' ' order by place) as places
            from core.one_seat_counts group by election_id, contest_id, source_id, said_by
            having min(case when complete then 1 else 0 end) = 1) as s on s.election_id = c.election_id
            and s.contest_id = c.contest_id and s.source_id = o.source_id
        where c.office = 'council' and coalesce(t.seats, s.seats) is not null
    """,
    holds=pl.col("elected") <= pl.col("seats"),
    says="{label}: {elected:is|are} said to be elected, but the council has {seats:seat|seats}",
    expected="seats",
    actual="elected",
    why="Nobody is elected without a seat. The size of the council is what the source states, or the sum of all seats that it lists.",
    passes=[
        {
            "core.contests": rows("election_id contest_id office gp_unit_id round", ("e", "c", "council", "u", 1)),
            "core.one_outcomes": rows(
                "election_id contest_id source_id selection_id outcome",
                *[("e", "c", "s", name, "elected") for name in "ab"],
            ),
            "core.one_seat_counts": rows("election_id contest_id source_id seats complete", ("e", "c", "s", 2, True)),
        }
    ],
    fails=[
        {
            "core.contests": rows("election_id contest_id office gp_unit_id round", ("e", "c", "council", "u", 1)),
            "core.one_outcomes": rows(
                "election_id contest_id source_id selection_id outcome",
                *[("e", "c", "s", name, "elected") for name in "abd"],
            ),
            "core.one_reported_totals": rows(
                "election_id office gp_unit_id round source_id measure relation total",
                ("e", "council", "u", 1, "s", "council_size", "equal", 2),
            ),
        }
    ],
)
