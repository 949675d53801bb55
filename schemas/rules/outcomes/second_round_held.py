"""Second rounds that are missing."""

import polars as pl

from numerim.schemas.rule import Rule, rows
from numerim.schemas.standings import first_rounds

RULE = Rule(
    code="R517",
    title="A second round follows a first that was not decided",
    severity="warning",
    each="contest",
    needs=("second round",),
    over=f"""
        with firsts as (
            select election_id, contest_id, source_id, is_decided, places from ({first_rounds()}) as f
            union all
            select o.election_id, o.contest_id, o.source_id, case when o.outcome = 'elected' then 1 else 0 end, o.place
            from core.one_outcomes as o
            join core.contests as k on k.election_id = o.election_id and k.contest_id = o.contest_id
                and k.outcome_rule = 'two_round_majority' and k.round = 1
            where o.outcome in ('elected', 'runoff', 'undecided')
        )
        select c.election_id, c.contest_id, c.contest_id as subject, c.label, count(distinct s.contest_id) as seconds,
            string_agg(distinct f.places, ' ' order by f.places) as locators
        from firsts as f
        join core.contests as c on c.election_id = f.election_id and c.contest_id = f.contest_id
        join core.elections as e on e.election_id = c.election_id and e.status = 'final'
        left join core.contests as s on s.election_id = c.election_id and s.office = c.office and s.gp_unit_id = c.gp_unit_id
            and s.round = 2
        group by c.election_id, c.contest_id, c.label, c.office
        having max(f.is_decided) = 0 and max(case when exists (select 1
            from (select election_id, contest_id, source_id from core.contest_votes
                union all select election_id, contest_id, source_id from core.contest_shares
                union all select election_id, contest_id, source_id from core.one_outcomes) as x
            join core.contests as y on y.election_id = x.election_id and y.contest_id = x.contest_id and y.round = 2
            where x.source_id = f.source_id and x.election_id = c.election_id and y.office = c.office) then 1 else 0 end) = 1
    """,
    holds=pl.col("seconds") > 0,
    says="{label}: nobody has more than half, and the source has second rounds of other units, but none of this one",
    why="An office that the first round leaves open is filled by a second. Once the election has ended, a source that gives second rounds should give all of them.",
    law="The law that the election declares; in Kosovo Law No. 03/L-072 on Local Elections",
    passes=[
        {
            "core.contests": rows(
                "election_id contest_id office gp_unit_id round outcome_rule",
                ("e", "c1", "mayor", "u", 1, "two_round_majority"),
                ("e", "c2", "mayor", "u", 2, "two_round_majority"),
                ("e", "n2", "mayor", "n", 2, "two_round_majority"),
            ),
            "core.offices": rows(
                "election_id office majority_of shares_of",
                ("e", "mayor", "valid", "valid"),
            ),
            "core.elections": rows("election_id status", ("e", "final")),
            "core.selections": rows(
                "election_id contest_id selection_id kind label",
                ("e", "c1", "a", "candidate", "A"),
                ("e", "c1", "b", "candidate", "B"),
                ("e", "c1", "d", "candidate", "D"),
            ),
            "core.contest_votes": rows(
                "election_id contest_id source_id selection_id kind votes complete reports place",
                ("e", "c1", "s", "a", "candidate", 500, True, 1, "c1a"),
                ("e", "c1", "s", "b", "candidate", 300, True, 1, "c1b"),
                ("e", "c1", "s", "d", "candidate", 200, True, 1, "c1d"),
                ("e", "c2", "s", "a", "candidate", 3, True, 1, "c2a"),
                ("e", "n2", "s", "z", "candidate", 1, True, 1, "n2z"),
            ),
        },
    ],
    fails=[
        {
            "core.contests": rows(
                "election_id contest_id office gp_unit_id round outcome_rule",
                ("e", "c1", "mayor", "u", 1, "two_round_majority"),
                ("e", "n2", "mayor", "n", 2, "two_round_majority"),
            ),
            "core.offices": rows(
                "election_id office majority_of shares_of",
                ("e", "mayor", "valid", "valid"),
            ),
            "core.elections": rows("election_id status", ("e", "final")),
            "core.selections": rows(
                "election_id contest_id selection_id kind label",
                ("e", "c1", "a", "candidate", "A"),
                ("e", "c1", "b", "candidate", "B"),
                ("e", "c1", "d", "candidate", "D"),
            ),
            "core.contest_votes": rows(
                "election_id contest_id source_id selection_id kind votes complete reports place",
                ("e", "c1", "s", "a", "candidate", 500, True, 1, "c1a"),
                ("e", "c1", "s", "b", "candidate", 300, True, 1, "c1b"),
                ("e", "c1", "s", "d", "candidate", 200, True, 1, "c1d"),
                ("e", "n2", "s", "z", "candidate", 1, True, 1, "n2z"),
            ),
        },
    ],
)
