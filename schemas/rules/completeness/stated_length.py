"""Lists whose length is stated."""

import polars as pl

from schemas.rule import Rule

RULE = Rule(
    code="R703",
    title="A list is as long as the source says",
    severity="warning",
    over="""
        select t.election_id, t.measure || ' ' || t.category as subject, t.measure, t.category, t.total as stated,
            count(distinct case
                when t.measure = 'units_won' and o.outcome = 'elected'
                    and (l.party_id = t.category or l.coalition_id = t.category) then o.contest_id
                when t.measure = 'units' and t.category in ('decided', 'counted') and o.outcome = 'elected' then o.contest_id
                when t.measure = 'units' and t.category = 'runoff' and o.outcome = 'runoff' then o.contest_id
                end) as listed,
            min(t.place) as locators
        from core.reported_totals as t
        join core.contests as c on c.election_id = t.election_id and c.office = t.office and c.round = t.round
        join core.outcomes as o on o.election_id = c.election_id and o.contest_id = c.contest_id
            and o.source_id = t.source_id and o.stated_in = t.stated_in
        join core.selections as l on l.election_id = o.election_id and l.contest_id = o.contest_id
            and l.selection_id = o.selection_id
        where t.measure = 'units_won' or (t.measure = 'units' and t.category in ('decided', 'counted', 'runoff'))
        group by t.election_id, t.measure, t.category, t.total, t.place
    """,
    holds=pl.col("listed") == pl.col("stated"),
    says="{stated} are stated for {measure} {category}, but {listed} are listed",
    why="A source that counts its own list and miscounts has left something out, or put something in.",
    passes=[
        {
            "core.reported_totals": [
                {
                    "election_id": "e",
                    "office": "mayor",
                    "round": 1,
                    "source_id": "s",
                    "stated_in": "t",
                    "measure": "units_won",
                    "category": "k",
                    "total": 1,
                }
            ],
            "core.contests": [
                {"election_id": "e", "contest_id": "c", "office": "mayor", "round": 1},
                {"election_id": "e", "contest_id": "d", "office": "mayor", "round": 1},
            ],
            "core.selections": [
                {"election_id": "e", "contest_id": "c", "selection_id": "a", "party_id": "p", "coalition_id": "k"},
                {"election_id": "e", "contest_id": "d", "selection_id": "b", "party_id": "q"},
            ],
            "core.outcomes": [
                {
                    "election_id": "e",
                    "contest_id": "c",
                    "source_id": "s",
                    "stated_in": "t",
                    "selection_id": "a",
                    "outcome": "elected",
                },
                {
                    "election_id": "e",
                    "contest_id": "d",
                    "source_id": "s",
                    "stated_in": "t",
                    "selection_id": "b",
                    "outcome": "elected",
                },
            ],
        }
    ],
    fails=[
        {
            "core.reported_totals": [
                {
                    "election_id": "e",
                    "office": "mayor",
                    "round": 1,
                    "source_id": "s",
                    "stated_in": "t",
                    "measure": "units",
                    "category": "runoff",
                    "total": 2,
                }
            ],
            "core.contests": [{"election_id": "e", "contest_id": "c", "office": "mayor", "round": 1}],
            "core.selections": [{"election_id": "e", "contest_id": "c", "selection_id": "a"}],
            "core.outcomes": [
                {
                    "election_id": "e",
                    "contest_id": "c",
                    "source_id": "s",
                    "stated_in": "t",
                    "selection_id": "a",
                    "outcome": "runoff",
                }
            ],
        }
    ],
)
