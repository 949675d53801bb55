"""Winners by majority."""

import polars as pl

from numerim.schemas.rule import Rule, rows

RULE = Rule(
    code="R502",
    title="Whoever wins in a first round has more than half, by the shares",
    severity="error",
    each="contest",
    needs=("two_round_majority",),
    over="""
        select o.election_id, o.contest_id, o.contest_id as subject, c.label, l.label as winner, v.share, v.half as tolerance,
            50 as more_than, o.place || ' ' || v.place as locators, o.place as blames
        from core.one_outcomes as o
        join core.contests as c on c.election_id = o.election_id and c.contest_id = o.contest_id
            and c.outcome_rule = 'two_round_majority' and c.round = 1
        join core.offices as f on f.election_id = c.election_id and f.office = c.office and f.shares_of = f.majority_of
        join core.selections as l on l.election_id = o.election_id and l.contest_id = o.contest_id
            and l.selection_id = o.selection_id
        join core.contest_shares as v on v.election_id = o.election_id and v.contest_id = o.contest_id
            and v.selection_id = o.selection_id and v.source_id = o.source_id
        where o.outcome = 'elected'
    """,
    holds=pl.col("share") + pl.col("tolerance") > 50,
    says="{label}: {winner} is said to be elected in the first round with {share} per cent, which is not more than half",
    why="A first round elects only by more than half of the valid votes, or of the ballots cast, as the law has it. A printed 50 may be a rounded majority. Shares of another whole are not judged.",
    expected="more_than",
    actual="share",
    law="The law that the election declares; in Kosovo Law No. 03/L-072 on Local Elections",
    passes=[
        {
            "core.contests": rows(
                "election_id contest_id office outcome_rule round",
                ("e", "c", "mayor", "two_round_majority", 1),
            ),
            "core.offices": rows("election_id office shares_of majority_of", ("e", "mayor", "valid", "valid")),
            "core.selections": rows(
                "election_id contest_id selection_id",
                ("e", "c", "a"),
            ),
            "core.one_outcomes": rows(
                "election_id contest_id source_id selection_id outcome",
                ("e", "c", "s", "a", "elected"),
            ),
            "core.contest_shares": rows(
                "election_id contest_id source_id selection_id share half",
                ("e", "c", "s", "a", 50.0, 0.005),
            ),
        }
    ],
    fails=[
        {
            "core.contests": rows(
                "election_id contest_id office outcome_rule round",
                ("e", "c", "mayor", "two_round_majority", 1),
            ),
            "core.offices": rows("election_id office shares_of majority_of", ("e", "mayor", "valid", "valid")),
            "core.selections": rows(
                "election_id contest_id selection_id",
                ("e", "c", "a"),
            ),
            "core.one_outcomes": rows(
                "election_id contest_id source_id selection_id outcome",
                ("e", "c", "s", "a", "elected"),
            ),
            "core.contest_shares": rows(
                "election_id contest_id source_id selection_id share half",
                ("e", "c", "s", "a", 49.72, 0.005),
            ),
        }
    ],
)
