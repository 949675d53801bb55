"""Who goes to a runoff."""

import polars as pl

from schemas.rule import Rule, rows

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
            "core.contests": rows(
                "election_id contest_id",
                ("e", "c"),
            ),
            "core.selections": rows(
                "election_id contest_id selection_id",
                ("e", "c", "a"),
            ),
            "core.one_outcomes": rows(
                "election_id contest_id source_id selection_id outcome",
                ("e", "c", "s", "a", "runoff"),
            ),
            "core.one_vote_shares": rows(
                "election_id contest_id source_id selection_id share decimals",
                ("e", "c", "s", "a", 49.72, 2),
                ("e", "c", "s", "z", 9.5, 2),
            ),
        }
    ],
    fails=[
        {
            "core.contests": rows(
                "election_id contest_id",
                ("e", "c"),
            ),
            "core.selections": rows(
                "election_id contest_id selection_id",
                ("e", "c", "a"),
            ),
            "core.one_outcomes": rows(
                "election_id contest_id source_id selection_id outcome",
                ("e", "c", "s", "a", "runoff"),
            ),
            "core.one_vote_shares": rows(
                "election_id contest_id source_id selection_id share decimals",
                ("e", "c", "s", "a", 52.0, 1),
            ),
        },
        {
            "core.contests": rows(
                "election_id contest_id",
                ("e", "c"),
            ),
            "core.selections": rows(
                "election_id contest_id selection_id",
                ("e", "c", "a"),
            ),
            "core.one_outcomes": rows(
                "election_id contest_id source_id selection_id outcome",
                ("e", "c", "s", "a", "runoff"),
            ),
            "core.one_vote_shares": rows(
                "election_id contest_id source_id selection_id share decimals",
                ("e", "c", "s", "a", 20.1, 1),
                ("e", "c", "s", "z", 25.0, 1),
            ),
        },
    ],
)
