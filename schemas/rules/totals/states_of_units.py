"""Units by state."""

import polars as pl

from schemas.rule import Rule, rows

RULE = Rule(
    code="R306",
    title="Units in complementary states make all units",
    severity="error",
    over="""
        select a.election_id, a.office || ' ' || a.category || ' ' || b.category as subject, a.category as one,
            a.total as one_total, b.category as other, b.total as other_total, a.total + b.total as summed,
            x.number as expected, a.place || ' ' || b.place as locators
        from core.one_reported_totals as a
        join core.one_reported_totals as b on b.election_id = a.election_id and b.office = a.office
            and b.gp_unit_id = a.gp_unit_id and b.round = a.round and b.source_id = a.source_id and b.measure = a.measure
            and ((a.category = 'counted' and b.category = 'counting') or (a.category = 'decided' and b.category = 'runoff'))
        join (select distinct election_id, office, number from core.expected) as x on x.election_id = a.election_id
            and x.office = a.office
        where a.measure = 'units'
    """,
    holds=pl.col("summed") == pl.col("expected"),
    says="{one_total} units are {one} and {other_total} are {other}, together {summed}; there are {expected}",
    why="A unit is counted or still being counted; a first round decides it or sends it to a runoff.",
    passes=[
        {
            "core.expected": rows(
                "election_id office number",
                ("e", "mayor", 61),
            ),
            "core.one_reported_totals": rows(
                "election_id office gp_unit_id round source_id measure category total",
                ("e", "mayor", "u", 1, "s", "units", "counted", 23),
                ("e", "mayor", "u", 1, "s", "units", "counting", 38),
            ),
        }
    ],
    fails=[
        {
            "core.expected": rows(
                "election_id office number",
                ("e", "mayor", 38),
            ),
            "core.one_reported_totals": rows(
                "election_id office gp_unit_id round source_id measure category total",
                ("e", "mayor", "u", 1, "s", "units", "decided", 19),
                ("e", "mayor", "u", 1, "s", "units", "runoff", 20),
            ),
        }
    ],
)
