"""Winners by majority, in votes."""

import polars as pl

from numerim.schemas.rule import Rule, rows
from numerim.schemas.standings import bases

RULE = Rule(
    code="R511",
    title="Whoever wins in a first round has more than half, by the votes",
    severity="error",
    each="contest",
    needs=("two_round_majority", "votes"),
    over=f"""
        select o.election_id, o.contest_id, o.contest_id as subject, c.label, l.label as winner, v.votes, b.base, f.majority_of,
            cast((b.base - mod(b.base, 2)) / 2 + 1 as bigint) as needed,
            o.place || ' ' || v.place || ' ' || b.base_place as locators, o.place as blames
        from core.one_outcomes as o
        join core.contests as c on c.election_id = o.election_id and c.contest_id = o.contest_id
            and c.outcome_rule = 'two_round_majority' and c.round = 1
        join core.offices as f on f.election_id = c.election_id and f.office = c.office
        join core.selections as l on l.election_id = o.election_id and l.contest_id = o.contest_id
            and l.selection_id = o.selection_id
        join core.contest_votes as v on v.election_id = o.election_id and v.contest_id = o.contest_id
            and v.selection_id = o.selection_id and v.source_id = o.source_id
        join ({bases("o.majority_of")}) as b on b.election_id = v.election_id and b.contest_id = v.contest_id
            and b.source_id = v.source_id and b.said_by is not distinct from v.said_by
        where o.outcome = 'elected' and b.base > 0
    """,
    holds=2 * pl.col("votes") > pl.col("base"),
    says="{label}: {winner} is said to be elected in the first round with {votes} of {base:vote|votes} ({majority_of}); more than half would be {needed}",
    expected="needed",
    actual="votes",
    why="A first round elects only by more than half of the valid votes, or of the ballots cast, as the law has it. The whole is what the source states for it, or the sum of a list that has everybody. Whole numbers are compared. The outcome is blamed.",
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
                "election_id contest_id source_id selection_id outcome place", ("e", "c1", "s", "a", "elected", "oa")
            ),
            "core.contest_votes": rows(
                "election_id contest_id source_id selection_id kind votes complete reports place",
                ("e", "c1", "s", "a", "candidate", 501, True, 1, "c1a"),
                ("e", "c1", "s", "b", "candidate", 499, True, 1, "c1b"),
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
            "core.one_outcomes": rows(
                "election_id contest_id source_id selection_id outcome place", ("e", "c1", "s", "a", "elected", "oa")
            ),
            "core.contest_votes": rows(
                "election_id contest_id source_id selection_id kind votes complete reports place",
                ("e", "c1", "s", "a", "candidate", 501, False, 1, "c1a"),
            ),
            "core.reports": rows(
                "election_id office gp_unit_id round contest_id is_whole", ("e", "mayor", "u", 1, "c1", True)
            ),
            "core.one_ballot_counts": rows(
                "election_id office gp_unit_id round source_id measure ballots place",
                ("e", "mayor", "u", 1, "s", "valid", 1000, "b"),
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
                "election_id contest_id source_id selection_id outcome place", ("e", "c1", "s", "a", "elected", "oa")
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
                ("e", "mayor", "cast", "valid"),
            ),
            "core.selections": rows(
                "election_id contest_id selection_id kind label",
                ("e", "c1", "a", "candidate", "A"),
                ("e", "c1", "b", "candidate", "B"),
                ("e", "c1", "d", "candidate", "D"),
            ),
            "core.one_outcomes": rows(
                "election_id contest_id source_id selection_id outcome place", ("e", "c1", "s", "a", "elected", "oa")
            ),
            "core.contest_votes": rows(
                "election_id contest_id source_id selection_id kind votes complete reports place",
                ("e", "c1", "s", "a", "candidate", 501, True, 1, "c1a"),
                ("e", "c1", "s", "b", "candidate", 499, True, 1, "c1b"),
            ),
            "core.reports": rows(
                "election_id office gp_unit_id round contest_id is_whole", ("e", "mayor", "u", 1, "c1", True)
            ),
            "core.one_ballot_counts": rows(
                "election_id office gp_unit_id round source_id measure ballots place",
                ("e", "mayor", "u", 1, "s", "cast", 1002, "b"),
            ),
        },
    ],
)
