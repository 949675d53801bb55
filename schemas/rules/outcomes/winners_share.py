"""What is said of every winner of a first round."""

import polars as pl

from numerim.schemas.rule import Rule

RULE = Rule(
    code="R530",
    title="A share that every first-round winner is said to have is more than half",
    severity="error",
    each="reported_shares",
    needs=("winner_share",),
    over="""
        select s.election_id, s.office, s.gp_unit_id, s.round, s.measure, s.category,
            s.office || ' ' || s.gp_unit_id || ' winner_share' as subject, s.relation, s.share, 50 as more_than,
            case when s.relation in ('more than', 'equal') then cast(0.5 * power(10, -s.decimals) as decimal(18, 8)) else 0 end
                as tolerance, s.place as locators
        from core.one_reported_shares as s
        where s.measure = 'winner_share'
    """,
    holds=pl.col("share") + pl.col("tolerance") > 50,
    says="every winner of the first round is said to have {share} per cent ({relation}), which is not more than half",
    expected="more_than",
    actual="share",
    why="A first round elects only by more than half. A printed 50 may be a rounded majority, and “more than 50” is one.",
    law="The law that the election declares; in Kosovo Law No. 03/L-072 on Local Elections",
)
