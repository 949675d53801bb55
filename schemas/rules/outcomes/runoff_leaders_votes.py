"""Who goes to a runoff, in votes."""

import polars as pl

from numerim.schemas.rule import Rule, rows

RULE = Rule(
    code="R513",
    title="A runoff is between the two leaders, by the votes",
    severity="error",
    each="contest",
    needs=("votes", "outcome"),
    over="""
        select o.election_id, o.contest_id, o.contest_id || ' ' || o.selection_id as subject, c.label, l.label as selection, v.votes,
            coalesce(max(r.votes), 0) as best_other, coalesce(max_by(k.label, r.votes), 'nobody') as other,
            o.place || ' ' || v.place || coalesce(' ' || string_agg(r.place, ' ' order by r.place), '') as locators,
            o.place as blames
        from core.one_outcomes as o
        join core.contests as c on c.election_id = o.election_id and c.contest_id = o.contest_id
        join core.selections as l on l.election_id = o.election_id and l.contest_id = o.contest_id
            and l.selection_id = o.selection_id
        join core.contest_votes as v on v.election_id = o.election_id and v.contest_id = o.contest_id
            and v.selection_id = o.selection_id and v.source_id = o.source_id
        left join core.contest_votes as r on r.election_id = o.election_id and r.contest_id = o.contest_id
            and r.source_id = o.source_id and r.said_by is not distinct from v.said_by
            and r.kind not in ('remainder', 'unnamed') and not exists (select 1 from core.one_outcomes as x
                where x.election_id = r.election_id and x.contest_id = r.contest_id and x.selection_id = r.selection_id
                    and x.source_id = r.source_id and x.outcome = 'runoff')
        left join core.selections as k on k.election_id = r.election_id and k.contest_id = r.contest_id
            and k.selection_id = r.selection_id
        where o.outcome = 'runoff'
        group by o.election_id, o.contest_id, o.selection_id, o.source_id, c.label, l.label, v.votes, v.said_by, o.place, v.place
    """,
    holds=pl.col("votes") >= pl.col("best_other"),
    says="{label}: {selection} goes to the runoff with {votes:vote|votes}, but {other}, who does not, has {best_other}",
    expected="best_other",
    actual="votes",
    why="The second round is between the two who have most votes. A tie is decided by lot. The outcome is blamed.",
    law="The law that the election declares; in Kosovo Law No. 03/L-072 on Local Elections",
    passes=[
        {
            "core.contests": rows(
                "election_id contest_id office gp_unit_id round outcome_rule",
                ("e", "c1", "mayor", "u", 1, "two_round_majority"),
            ),
            "core.selections": rows(
                "election_id contest_id selection_id kind label",
                ("e", "c1", "a", "candidate", "A"),
                ("e", "c1", "b", "candidate", "B"),
                ("e", "c1", "d", "candidate", "D"),
            ),
            "core.one_outcomes": rows(
                "election_id contest_id source_id selection_id outcome place",
                ("e", "c1", "s", "a", "runoff", "oa"),
                ("e", "c1", "s", "b", "runoff", "ob"),
            ),
            "core.contest_votes": rows(
                "election_id contest_id source_id selection_id kind votes complete reports place",
                ("e", "c1", "s", "a", "candidate", 400, True, 1, "c1a"),
                ("e", "c1", "s", "b", "candidate", 300, True, 1, "c1b"),
                ("e", "c1", "s", "d", "candidate", 300, True, 1, "c1d"),
            ),
        },
    ],
    fails=[
        {
            "core.contests": rows(
                "election_id contest_id office gp_unit_id round outcome_rule",
                ("e", "c1", "mayor", "u", 1, "two_round_majority"),
            ),
            "core.selections": rows(
                "election_id contest_id selection_id kind label",
                ("e", "c1", "a", "candidate", "A"),
                ("e", "c1", "b", "candidate", "B"),
                ("e", "c1", "d", "candidate", "D"),
            ),
            "core.one_outcomes": rows(
                "election_id contest_id source_id selection_id outcome place", ("e", "c1", "s", "a", "runoff", "oa")
            ),
            "core.contest_votes": rows(
                "election_id contest_id source_id selection_id kind votes complete reports place",
                ("e", "c1", "s", "a", "candidate", 300, True, 1, "c1a"),
                ("e", "c1", "s", "b", "candidate", 301, True, 1, "c1b"),
            ),
        },
    ],
)
