"""Winners by majority."""

import polars as pl

from schemas.rule import Rule, rows

RULE = Rule(
    code="R502",
    title="In a first round a winner has more than half",
    severity="error",
    over="""
        select o.election_id, o.contest_id as subject, c.label, l.label as winner, v.share,
            cast(0.5 * power(10, -v.decimals) as decimal(18, 8)) as tolerance, o.place || ' ' || v.place as locators,
            o.place as blames
        from core.one_outcomes as o
        join core.contests as c on c.election_id = o.election_id and c.contest_id = o.contest_id
            and c.outcome_rule = 'two_round_majority' and c.round = 1
        join core.selections as l on l.election_id = o.election_id and l.contest_id = o.contest_id
            and l.selection_id = o.selection_id
        join core.one_vote_shares as v on v.election_id = o.election_id and v.contest_id = o.contest_id
            and v.selection_id = o.selection_id and v.source_id = o.source_id
        where o.outcome = 'elected'
        union all
        select s.election_id, s.office || ' ' || s.gp_unit_id || ' winner_share', 'every winner of round one',
            s.relation, s.share,
            case when s.relation in ('more than', 'equal') then cast(0.5 * power(10, -s.decimals) as decimal(18, 8)) else 0 end,
            s.place, s.place
        from core.one_reported_shares as s
        where s.measure = 'winner_share'
    """,
    holds=pl.col("share") + pl.col("tolerance") > 50,
    says="{label}: {winner} is said to be elected in the first round with {share} per cent, which is not more than half",
    why="A first round elects only by more than half of the valid votes. A printed 50 may be a rounded majority.",
    law="Law No. 03/L-072 on Local Elections (Kosovo)",
    passes=[
        {
            "core.contests": rows(
                "election_id contest_id outcome_rule round",
                ("e", "c", "two_round_majority", 1),
            ),
            "core.selections": rows(
                "election_id contest_id selection_id",
                ("e", "c", "a"),
            ),
            "core.one_outcomes": rows(
                "election_id contest_id source_id selection_id outcome",
                ("e", "c", "s", "a", "elected"),
            ),
            "core.one_vote_shares": rows(
                "election_id contest_id source_id selection_id share decimals",
                ("e", "c", "s", "a", 50.0, 2),
            ),
        }
    ],
    fails=[
        {
            "core.contests": rows(
                "election_id contest_id outcome_rule round",
                ("e", "c", "two_round_majority", 1),
            ),
            "core.selections": rows(
                "election_id contest_id selection_id",
                ("e", "c", "a"),
            ),
            "core.one_outcomes": rows(
                "election_id contest_id source_id selection_id outcome",
                ("e", "c", "s", "a", "elected"),
            ),
            "core.one_vote_shares": rows(
                "election_id contest_id source_id selection_id share decimals",
                ("e", "c", "s", "a", 49.72, 2),
            ),
        }
    ],
)
