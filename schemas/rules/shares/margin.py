"""Margins in votes."""

import polars as pl

from schemas.rule import Rule

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
            "core.contests": [
                {"election_id": "e", "contest_id": "c", "office": "mayor", "gp_unit_id": "u", "round": 1}
            ],
            "core.one_reported_totals": [
                {
                    "election_id": "e",
                    "office": "mayor",
                    "gp_unit_id": "u",
                    "round": 1,
                    "source_id": "s",
                    "measure": "margin",
                    "total": 100,
                    "place": "x",
                }
            ],
            "core.one_vote_counts": [
                {
                    "election_id": "e",
                    "contest_id": "c",
                    "gp_unit_id": "u",
                    "source_id": "s",
                    "stated_in": "t",
                    "selection_id": "a",
                    "votes": 600,
                },
                {
                    "election_id": "e",
                    "contest_id": "c",
                    "gp_unit_id": "u",
                    "source_id": "s",
                    "stated_in": "t",
                    "selection_id": "b",
                    "votes": 500,
                },
            ],
        }
    ],
    fails=[
        {
            "core.contests": [
                {"election_id": "e", "contest_id": "c", "office": "mayor", "gp_unit_id": "u", "round": 1}
            ],
            "core.one_reported_totals": [
                {
                    "election_id": "e",
                    "office": "mayor",
                    "gp_unit_id": "u",
                    "round": 1,
                    "source_id": "s",
                    "measure": "margin",
                    "total": 100,
                    "place": "x",
                }
            ],
            "core.one_vote_counts": [
                {
                    "election_id": "e",
                    "contest_id": "c",
                    "gp_unit_id": "u",
                    "source_id": "s",
                    "stated_in": "t",
                    "selection_id": "a",
                    "votes": 600,
                },
                {
                    "election_id": "e",
                    "contest_id": "c",
                    "gp_unit_id": "u",
                    "source_id": "s",
                    "stated_in": "t",
                    "selection_id": "b",
                    "votes": 400,
                },
            ],
        }
    ],
)
