"""Winners of one contest."""

import polars as pl

from schemas.rule import Rule

RULE = Rule(
    code="R507",
    title="An office has one winner",
    severity="error",
    over="""
        select o.election_id, o.contest_id as subject, c.label, count(distinct o.selection_id) as winners,
            string_agg(distinct l.label, ', ' order by l.label) as names, string_agg(o.place, ' ' order by o.place) as locators
        from core.outcomes as o
        join core.contests as c on c.election_id = o.election_id and c.contest_id = o.contest_id
        join core.selections as l on l.election_id = o.election_id and l.contest_id = o.contest_id
            and l.selection_id = o.selection_id
        where o.outcome = 'elected' and c.office = 'mayor'
        group by o.election_id, o.contest_id, o.source_id, c.label
    """,
    holds=pl.col("winners") == 1,
    says="{label}: {winners} are said to be elected: {names}",
    why="One person is elected to one office. Two winners of one unit are often a row that is credited to its neighbour.",
    passes=[
        {
            "core.contests": [{"election_id": "e", "contest_id": "c", "office": "mayor"}],
            "core.selections": [{"election_id": "e", "contest_id": "c", "selection_id": "a"}],
            "core.outcomes": [
                {"election_id": "e", "contest_id": "c", "source_id": "s", "selection_id": "a", "outcome": "elected"},
                {"election_id": "e", "contest_id": "c", "source_id": "s", "selection_id": "a", "outcome": "elected"},
            ],
        }
    ],
    fails=[
        {
            "core.contests": [{"election_id": "e", "contest_id": "c", "office": "mayor"}],
            "core.selections": [
                {"election_id": "e", "contest_id": "c", "selection_id": "a"},
                {"election_id": "e", "contest_id": "c", "selection_id": "b"},
            ],
            "core.outcomes": [
                {"election_id": "e", "contest_id": "c", "source_id": "s", "selection_id": "a", "outcome": "elected"},
                {"election_id": "e", "contest_id": "c", "source_id": "s", "selection_id": "b", "outcome": "elected"},
            ],
        }
    ],
)
