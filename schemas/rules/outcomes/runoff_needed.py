"""Runoffs that nobody needs."""

import polars as pl

from numerim.schemas.rule import Rule, rows
from numerim.schemas.standings import bases

RULE = Rule(
    code="R512",
    title="Nobody has more than half of the votes where a runoff follows",
    severity="error",
    each="contest",
    needs=("two_round_majority", "votes"),
    over=f"""
        select b.election_id, b.contest_id, b.contest_id as subject, c.label, l.label as leader, b.most, b.base, o.names,
            o.places || ' ' || v.place || ' ' || b.base_place as locators, o.places as blames
        from ({bases("o.majority_of")}) as b
        join core.contests as c on c.election_id = b.election_id and c.contest_id = b.contest_id
            and c.outcome_rule = 'two_round_majority' and c.round = 1
        join (select y.election_id, y.contest_id, y.source_id, string_agg(distinct k.label, ', ' order by k.label) as names,
                string_agg(y.place, ' ' order by y.place) as places
            from core.one_outcomes as y
            join core.selections as k on k.election_id = y.election_id and k.contest_id = y.contest_id
                and k.selection_id = y.selection_id
            where y.outcome = 'runoff' group by y.election_id, y.contest_id, y.source_id) as o
            on o.election_id = b.election_id and o.contest_id = b.contest_id and o.source_id = b.source_id
        join (select x.*, row_number() over (partition by election_id, contest_id, source_id, said_by
                    order by votes desc, selection_id) as first
                from core.contest_votes as x where x.kind not in ('remainder', 'unnamed')) as v
            on v.election_id = b.election_id and v.contest_id = b.contest_id and v.source_id = b.source_id
            and v.said_by is not distinct from b.said_by and v.first = 1
        join core.selections as l on l.election_id = v.election_id and l.contest_id = v.contest_id
            and l.selection_id = v.selection_id
        where b.base > 0
    """,
    holds=2 * pl.col("most") <= pl.col("base"),
    says="{label}: a runoff is said to follow ({names}), but {leader} has {most} of {base:vote|votes}, which is more than half",
    actual="most",
    why="Whoever has more than half in the first round is elected, and there is no second. The outcomes are blamed.",
    law="The law that the election declares; in Kosovo Law No. 03/L-072 on Local Elections",
    passes=[
        {
            "core.contests": rows(
                "election_id contest_id office gp_unit_id round outcome_rule",
                ("e", "c1", "mayor", "u", 1, "two_round_majority"),
            ),
            "core.offices": rows(
                "election_id office majority_of shares_of",
                ("e", "mayor", "valid", "valid"),
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
                ("e", "c1", "s", "a", "candidate", 500, True, 1, "c1a"),
                ("e", "c1", "s", "b", "candidate", 400, True, 1, "c1b"),
                ("e", "c1", "s", "d", "candidate", 100, True, 1, "c1d"),
            ),
        },
    ],
    fails=[
        {
            "core.contests": rows(
                "election_id contest_id office gp_unit_id round outcome_rule",
                ("e", "c1", "mayor", "u", 1, "two_round_majority"),
            ),
            "core.offices": rows(
                "election_id office majority_of shares_of",
                ("e", "mayor", "valid", "valid"),
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
                ("e", "c1", "s", "a", "candidate", 501, True, 1, "c1a"),
                ("e", "c1", "s", "b", "candidate", 400, True, 1, "c1b"),
                ("e", "c1", "s", "d", "candidate", 99, True, 1, "c1d"),
            ),
        },
    ],
)
