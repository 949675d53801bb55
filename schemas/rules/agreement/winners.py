"""Winners in several sources."""

import polars as pl

from schemas.rule import Rule

RULE = Rule(
    code="R601",
    title="Sources agree on the winner",
    severity="warning",
    over="""
        select o.election_id, o.contest_id as subject, c.label, count(distinct o.source_id) as sources,
            count(distinct o.selection_id) as winners,
            string_agg(distinct o.source_id || ': ' || l.label, '; ' order by o.source_id || ': ' || l.label) as said,
            string_agg(o.place, ' ' order by o.place) as locators
        from core.outcomes as o
        join core.contests as c on c.election_id = o.election_id and c.contest_id = o.contest_id
        join core.selections as l on l.election_id = o.election_id and l.contest_id = o.contest_id
            and l.selection_id = o.selection_id
        where o.outcome = 'elected' and l.kind <> 'unnamed'
        group by o.election_id, o.contest_id, c.label
        having count(distinct o.source_id) > 1
    """,
    holds=pl.col("winners") == 1,
    says="{label}: the sources name different winners ({said})",
    why="One contest has one result, whoever reports it. A coalition and its member are one winner.",
    passes=[
        {
            "core.contests": [{"election_id": "e", "contest_id": "c"}],
            "core.selections": [{"election_id": "e", "contest_id": "c", "selection_id": "a", "kind": "candidate"}],
            "core.outcomes": [
                {"election_id": "e", "contest_id": "c", "source_id": "s", "selection_id": "a", "outcome": "elected"},
                {"election_id": "e", "contest_id": "c", "source_id": "t", "selection_id": "a", "outcome": "elected"},
            ],
        }
    ],
    fails=[
        {
            "core.contests": [{"election_id": "e", "contest_id": "c"}],
            "core.selections": [
                {"election_id": "e", "contest_id": "c", "selection_id": "a", "kind": "candidate"},
                {"election_id": "e", "contest_id": "c", "selection_id": "b", "kind": "candidate"},
            ],
            "core.outcomes": [
                {"election_id": "e", "contest_id": "c", "source_id": "s", "selection_id": "a", "outcome": "elected"},
                {"election_id": "e", "contest_id": "c", "source_id": "t", "selection_id": "b", "outcome": "elected"},
            ],
        }
    ],
)
