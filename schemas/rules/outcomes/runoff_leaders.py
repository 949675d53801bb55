"""Who goes to a runoff."""

import polars as pl

from schemas.rule import Rule

RULE = Rule(
    code="R504",
    title="A runoff is between the two leaders, none of them above half",
    severity="error",
    over="""
        select o.election_id, o.contest_id || ' ' || o.selection_id as subject, c.label, l.label as selection, v.share,
            coalesce(max(r.share), 0) as best_other, cast(0.5 * power(10, -v.decimals) as decimal(18, 8)) as tolerance,
            o.place || ' ' || v.place || coalesce(' ' || string_agg(r.place, ' ' order by r.place), '') as locators,
            o.place as blames
        from core.one_outcomes as o
        join core.contests as c on c.election_id = o.election_id and c.contest_id = o.contest_id
        join core.selections as l on l.election_id = o.election_id and l.contest_id = o.contest_id
            and l.selection_id = o.selection_id
        join core.one_vote_shares as v on v.election_id = o.election_id and v.contest_id = o.contest_id
            and v.selection_id = o.selection_id and v.source_id = o.source_id
        left join core.one_vote_shares as r on r.election_id = o.election_id and r.contest_id = o.contest_id
            and r.source_id = o.source_id and not exists (select 1 from core.one_outcomes as x
                where x.election_id = r.election_id and x.contest_id = r.contest_id and x.selection_id = r.selection_id
                    and x.outcome = 'runoff')
        where o.outcome = 'runoff'
        group by o.election_id, o.contest_id, o.selection_id, c.label, l.label, v.share, v.decimals, o.place, v.place
    """,
    holds=(pl.col("share") - pl.col("tolerance") <= 50) & (pl.col("share") >= pl.col("best_other")),
    says="{label}: {selection} goes to the runoff with {share} per cent; the best of those who do not has {best_other}",
    why="Who has more than half is elected and needs no runoff; who has less than somebody left out is not among the two leaders.",
    law="Law No. 03/L-072 on Local Elections (Kosovo)",
    passes=[
        {
            "core.contests": [{"election_id": "e", "contest_id": "c"}],
            "core.selections": [{"election_id": "e", "contest_id": "c", "selection_id": "a"}],
            "core.one_outcomes": [
                {"election_id": "e", "contest_id": "c", "source_id": "s", "selection_id": "a", "outcome": "runoff"}
            ],
            "core.one_vote_shares": [
                {
                    "election_id": "e",
                    "contest_id": "c",
                    "source_id": "s",
                    "selection_id": "a",
                    "share": 49.72,
                    "decimals": 2,
                },
                {
                    "election_id": "e",
                    "contest_id": "c",
                    "source_id": "s",
                    "selection_id": "z",
                    "share": 9.5,
                    "decimals": 2,
                },
            ],
        }
    ],
    fails=[
        {
            "core.contests": [{"election_id": "e", "contest_id": "c"}],
            "core.selections": [{"election_id": "e", "contest_id": "c", "selection_id": "a"}],
            "core.one_outcomes": [
                {"election_id": "e", "contest_id": "c", "source_id": "s", "selection_id": "a", "outcome": "runoff"}
            ],
            "core.one_vote_shares": [
                {
                    "election_id": "e",
                    "contest_id": "c",
                    "source_id": "s",
                    "selection_id": "a",
                    "share": 52.0,
                    "decimals": 1,
                }
            ],
        },
        {
            "core.contests": [{"election_id": "e", "contest_id": "c"}],
            "core.selections": [{"election_id": "e", "contest_id": "c", "selection_id": "a"}],
            "core.one_outcomes": [
                {"election_id": "e", "contest_id": "c", "source_id": "s", "selection_id": "a", "outcome": "runoff"}
            ],
            "core.one_vote_shares": [
                {
                    "election_id": "e",
                    "contest_id": "c",
                    "source_id": "s",
                    "selection_id": "a",
                    "share": 20.1,
                    "decimals": 1,
                },
                {
                    "election_id": "e",
                    "contest_id": "c",
                    "source_id": "s",
                    "selection_id": "z",
                    "share": 25.0,
                    "decimals": 1,
                },
            ],
        },
    ],
)
