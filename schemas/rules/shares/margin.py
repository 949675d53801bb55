"""Margins in votes."""

import polars as pl

from schemas.rule import Rule, rows

RULE = Rule(
    code="R407",
    title="A stated margin is the difference of the first two",
    severity="error",
    over="""
        select m.election_id, c.contest_id as subject, c.label, m.total as stated, max(v.votes) as first_votes,
            min(v.votes) as second_votes, max(v.votes) - min(v.votes) as computed,
            m.place || ' ' || string_agg(v.place, ' ' order by v.place) as locators, m.place as blames
        from core.one_reported_totals as m
        join core.contests as c on c.election_id = m.election_id and c.office = m.office and c.gp_unit_id = m.gp_unit_id
            and c.round = m.round
        join (select *, row_number() over (partition by election_id, contest_id, gp_unit_id, source_id
                order by votes desc, selection_id) as place_in_order from core.one_vote_counts) as v
            on v.election_id = c.election_id and v.contest_id = c.contest_id and v.source_id = m.source_id
            and v.place_in_order <= 2
        where m.measure = 'margin'
        group by m.election_id, c.contest_id, c.label, m.total, m.place
        having count(*) = 2
    """,
    holds=pl.col("computed") == pl.col("stated"),
    says="{label}: the margin is printed as {stated} votes, but {first_votes} less {second_votes} is {computed}",
    why="The margin follows from the votes of the first two. The margin is blamed.",
    passes=[
        {
            "core.contests": rows(
                "election_id contest_id office gp_unit_id round",
                ("e", "c", "mayor", "u", 1),
            ),
            "core.one_reported_totals": rows(
                "election_id office gp_unit_id round source_id measure total place",
                ("e", "mayor", "u", 1, "s", "margin", 100, "x"),
            ),
            "core.one_vote_counts": rows(
                "election_id contest_id gp_unit_id source_id stated_in selection_id votes",
                ("e", "c", "u", "s", "t", "a", 600),
                ("e", "c", "u", "s", "t", "b", 500),
            ),
        }
    ],
    fails=[
        {
            "core.contests": rows(
                "election_id contest_id office gp_unit_id round",
                ("e", "c", "mayor", "u", 1),
            ),
            "core.one_reported_totals": rows(
                "election_id office gp_unit_id round source_id measure total place",
                ("e", "mayor", "u", 1, "s", "margin", 100, "x"),
            ),
            "core.one_vote_counts": rows(
                "election_id contest_id gp_unit_id source_id stated_in selection_id votes",
                ("e", "c", "u", "s", "t", "a", 600),
                ("e", "c", "u", "s", "t", "b", 400),
            ),
        }
    ],
)
