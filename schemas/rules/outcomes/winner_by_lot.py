"""Ties for an office."""

import polars as pl

from numerim.schemas.rule import Rule, rows
from numerim.schemas.standings import bases

RULE = Rule(
    code="R529",
    title="No office, and no place in a runoff, has to be decided by lot",
    severity="info",
    each="contest",
    over=f"""
        with ranked as (
            select v.election_id, v.contest_id, v.source_id, v.said_by, v.votes, v.place, c.label, l.label as selection,
                case when c.outcome_rule = 'two_round_majority' and c.round = 1 then 2 else 1 end as last,
                row_number() over (partition by v.election_id, v.contest_id, v.source_id, v.said_by
                    order by v.votes desc, v.selection_id) as comes
            from core.contest_votes as v
            join core.contests as c on c.election_id = v.election_id and c.contest_id = v.contest_id
                and c.outcome_rule in ('plurality', 'two_round_majority')
            join core.selections as l on l.election_id = v.election_id and l.contest_id = v.contest_id
                and l.selection_id = v.selection_id
            left join ({bases("o.majority_of")}) as b on b.election_id = v.election_id and b.contest_id = v.contest_id
                and b.source_id = v.source_id and b.said_by is not distinct from v.said_by
            where v.kind not in ('remainder', 'unnamed')
                and not (c.outcome_rule = 'two_round_majority' and c.round = 1 and coalesce(2 * b.most > b.base, false))
        )
        select a.election_id, a.contest_id, a.contest_id as subject, a.label, a.votes, z.votes as next_votes,
            case when a.last = 1 then 'first' else 'second' end as which, count(*) as tied,
            string_agg(s.selection, ', ' order by s.selection) as names, string_agg(s.place, ' ' order by s.place) as locators
        from ranked as a
        join ranked as z on z.election_id = a.election_id and z.contest_id = a.contest_id and z.source_id = a.source_id
            and z.said_by is not distinct from a.said_by and a.comes = a.last and z.comes = a.last + 1
        join ranked as s on s.election_id = a.election_id and s.contest_id = a.contest_id and s.source_id = a.source_id
            and s.said_by is not distinct from a.said_by and s.votes in (a.votes, z.votes)
        where a.votes > 0
        group by a.election_id, a.contest_id, a.source_id, a.said_by, a.label, a.votes, z.votes, a.last
    """,
    holds=pl.col("votes") > pl.col("next_votes"),
    says="{label}: {tied} have {votes:vote|votes} each ({names}); only a lot, or whatever the law has for a tie, decides who comes {which}",
    why="Equal votes do not tell who won, or who goes to the second round. It is not a mistake, but the outcome does not follow from the figures.",
    passes=[
        {
            "core.contests": rows(
                "election_id contest_id office gp_unit_id round outcome_rule", ("e", "c1", "mayor", "u", 1, "plurality")
            ),
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
                ("e", "c1", "s", "d", "candidate", 300, True, 1, "c1d"),
            ),
        },
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
            "core.contest_votes": rows(
                "election_id contest_id source_id selection_id kind votes complete reports place",
                ("e", "c1", "s", "a", "candidate", 700, True, 1, "c1a"),
                ("e", "c1", "s", "b", "candidate", 500, True, 1, "c1b"),
                ("e", "c1", "s", "d", "candidate", 300, True, 1, "c1d"),
            ),
        },
    ],
    fails=[
        {
            "core.contests": rows(
                "election_id contest_id office gp_unit_id round outcome_rule", ("e", "c1", "mayor", "u", 1, "plurality")
            ),
            "core.selections": rows(
                "election_id contest_id selection_id kind label",
                ("e", "c1", "a", "candidate", "A"),
                ("e", "c1", "b", "candidate", "B"),
                ("e", "c1", "d", "candidate", "D"),
            ),
            "core.contest_votes": rows(
                "election_id contest_id source_id selection_id kind votes complete reports place",
                ("e", "c1", "s", "a", "candidate", 500, True, 1, "c1a"),
                ("e", "c1", "s", "b", "candidate", 500, True, 1, "c1b"),
            ),
        },
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
            "core.contest_votes": rows(
                "election_id contest_id source_id selection_id kind votes complete reports place",
                ("e", "c1", "s", "a", "candidate", 500, True, 1, "c1a"),
                ("e", "c1", "s", "b", "candidate", 300, True, 1, "c1b"),
                ("e", "c1", "s", "d", "candidate", 300, True, 1, "c1d"),
            ),
        },
    ],
)
