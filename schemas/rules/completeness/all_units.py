"""The number of units."""

import polars as pl

from schemas.rule import Rule, rows

RULE = Rule(
    code="R704",
    title="The number of units that a source states is the number that there are",
    severity="warning",
    each="office",
    over="""
        select t.election_id, t.office, t.office || ' units' as subject, t.total as stated, coalesce(max(x.number),
            count(distinct c.contest_id)) as there_are, t.place as locators
        from core.reported_totals as t
        left join core.expected as x on x.election_id = t.election_id and (x.office = t.office or t.office = 'all')
        left join core.contests as c on c.election_id = t.election_id and c.office = t.office and c.round = 1
        where t.measure = 'units' and t.category = 'all'
        group by t.election_id, t.office, t.total, t.place
    """,
    holds=pl.col("stated") == pl.col("there_are"),
    says="{stated} units are stated, there are {there_are}",
    expected="there_are",
    actual="stated",
    why="The number of units is known from the seeds; of a by-election, from the contests that the sources list.",
    passes=[
        {
            "core.reported_totals": rows(
                "election_id office measure category total place",
                ("e", "mayor", "units", "all", 61, "a"),
            ),
            "core.expected": rows(
                "election_id office number",
                ("e", "mayor", 61),
            ),
        }
    ],
    fails=[
        {
            "core.reported_totals": rows(
                "election_id office measure category total place",
                ("e", "mayor", "units", "all", 6, "a"),
            ),
            "core.contests": rows(
                "election_id contest_id office round",
                ("e", "c", "mayor", 1),
            ),
        }
    ],
)
