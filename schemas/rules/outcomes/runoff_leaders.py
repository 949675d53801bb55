"""Who goes to a runoff."""

import polars as pl

from numerim.schemas.rule import Rule, rows

RULE = Rule(
    code="R504",
    title="A runoff is between the two leaders, neither above half, by the shares",
    severity="error",
    each="contest",
    over="""
        select o.election_id, o.contest_id, o.contest_id || ' ' || o.selection_id as subject, c.label, l.label as selection, v.share,
            case when f.shares_of = f.majority_of then v.share else 0 end as of_majority,
            coalesce(max(r.share), 0) as best_other, v.half as tolerance,
            o.place || ' ' || v.place || coalesce(' ' || string_agg(r.place, ' ' order by r.place), '') as locators,
            o.place as blames
        from core.one_outcomes as o
        join core.contests as c on c.election_id = o.election_id and c.contest_id = o.contest_id
        join core.offices as f on f.election_id = c.election_id and f.office = c.office
        join core.selections as l on l.election_id = o.election_id and l.contest_id = o.contest_id
            and l.selection_id = o.selection_id
        join core.contest_shares as v on v.election_id = o.election_id and v.contest_id = o.contest_id
            and v.selection_id = o.selection_id and v.source_id = o.source_id
        left join core.contest_shares as r on r.election_id = o.election_id and r.contest_id = o.contest_id
            and r.source_id = o.source_id and r.said_by is not distinct from v.said_by
            and r.kind not in ('remainder', 'unnamed') and not exists (select 1 from core.one_outcomes as x
                where x.election_id = r.election_id and x.contest_id = r.contest_id and x.selection_id = r.selection_id
                    and x.source_id = r.source_id and x.outcome = 'runoff')
        where o.outcome = 'runoff'
        group by o.election_id, o.contest_id, o.selection_id, c.label, l.label, v.share, v.half, v.said_by, o.place, v.place,
            f.shares_of, f.majority_of
    """,
    holds=(pl.col("of_majority") - pl.col("tolerance") <= 50) & (pl.col("share") >= pl.col("best_other")),
    says="{label}: {selection} goes to the runoff with {share} per cent; the best of those who do not has {best_other}",
    why="Somebody with more than half is elected and needs no runoff; somebody with less than a candidate left out is not one of the two leaders.",
    law="The law that the election declares; in Kosovo Law No. 03/L-072 on Local Elections",
    passes=[
        {
            "core.contests": rows(
                "election_id contest_id office",
                ("e", "c", "mayor"),
            ),
            "core.offices": rows("election_id office shares_of majority_of", ("e", "mayor", "valid", "valid")),
            "core.selections": rows(
                "election_id contest_id selection_id",
                ("e", "c", "a"),
            ),
            "core.one_outcomes": rows(
                "election_id contest_id source_id selection_id outcome",
                ("e", "c", "s", "a", "runoff"),
            ),
            "core.contest_shares": rows(
                "election_id contest_id source_id selection_id share half kind",
                ("e", "c", "s", "a", 49.72, 0.005, "candidate"),
                ("e", "c", "s", "z", 9.5, 0.005, "candidate"),
            ),
        }
    ],
    fails=[
        {
            "core.contests": rows(
                "election_id contest_id office",
                ("e", "c", "mayor"),
            ),
            "core.offices": rows("election_id office shares_of majority_of", ("e", "mayor", "valid", "valid")),
            "core.selections": rows(
                "election_id contest_id selection_id",
                ("e", "c", "a"),
            ),
            "core.one_outcomes": rows(
                "election_id contest_id source_id selection_id outcome",
                ("e", "c", "s", "a", "runoff"),
            ),
            "core.contest_shares": rows(
                "election_id contest_id source_id selection_id share half kind",
                ("e", "c", "s", "a", 52.0, 0.05, "candidate"),
            ),
        },
        {
            "core.contests": rows(
                "election_id contest_id office",
                ("e", "c", "mayor"),
            ),
            "core.offices": rows("election_id office shares_of majority_of", ("e", "mayor", "valid", "valid")),
            "core.selections": rows(
                "election_id contest_id selection_id",
                ("e", "c", "a"),
            ),
            "core.one_outcomes": rows(
                "election_id contest_id source_id selection_id outcome",
                ("e", "c", "s", "a", "runoff"),
            ),
            "core.contest_shares": rows(
                "election_id contest_id source_id selection_id share half kind",
                ("e", "c", "s", "a", 20.1, 0.05, "candidate"),
                ("e", "c", "s", "z", 25.0, 0.05, "candidate"),
            ),
        },
    ],
)
