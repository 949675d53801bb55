"""Winners by majority."""

import polars as pl

from schemas.rule import Rule

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
            "core.contests": [
                {"election_id": "e", "contest_id": "c", "outcome_rule": "two_round_majority", "round": 1}
            ],
            "core.selections": [{"election_id": "e", "contest_id": "c", "selection_id": "a"}],
            "core.one_outcomes": [
                {"election_id": "e", "contest_id": "c", "source_id": "s", "selection_id": "a", "outcome": "elected"}
            ],
            "core.one_vote_shares": [
                {
                    "election_id": "e",
                    "contest_id": "c",
                    "source_id": "s",
                    "selection_id": "a",
                    "share": 50.00,
                    "decimals": 2,
                }
            ],
        }
    ],
    fails=[
        {
            "core.contests": [
                {"election_id": "e", "contest_id": "c", "outcome_rule": "two_round_majority", "round": 1}
            ],
            "core.selections": [{"election_id": "e", "contest_id": "c", "selection_id": "a"}],
            "core.one_outcomes": [
                {"election_id": "e", "contest_id": "c", "source_id": "s", "selection_id": "a", "outcome": "elected"}
            ],
            "core.one_vote_shares": [
                {
                    "election_id": "e",
                    "contest_id": "c",
                    "source_id": "s",
                    "selection_id": "a",
                    "share": 49.72,
                    "decimals": 2,
                }
            ],
        }
    ],
)
