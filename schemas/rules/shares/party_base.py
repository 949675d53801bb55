"""The whole that the shares of parties over all contests are of."""

import polars as pl

from numerim.schemas.rule import Rule, rows
from numerim.schemas.wholes import one_whole

_PAIRS = """
    select s.election_id, s.office, s.gp_unit_id, s.round, s.stated_in, s.source_id, t.total as figure, s.share, s.decimals,
        coalesce(p.acronym, p.name, s.category) as what, t.place || ' ' || s.place as places
    from core.one_reported_shares as s
    join core.one_reported_totals as t on t.election_id = s.election_id and t.office = s.office
        and t.gp_unit_id = s.gp_unit_id and t.round = s.round and t.category = s.category
        and t.source_id = s.source_id and t.stated_in = s.stated_in and t.said_by is not distinct from s.said_by
        and t.measure = 'total_votes' and t.relation = 'equal'
    left join core.parties as p on p.party_id = s.category
    where s.measure = 'total_share' and s.relation = 'equal'
"""

RULE = Rule(
    code="R414",
    title="The shares of all parties can be of the same total",
    severity="warning",
    each="statement",
    needs=("total_share", "total_votes"),
    over=f"""
        select election_id, gp_unit_id, office || ' ' || gp_unit_id || ' total_share' as subject, stated_in, pairs, base_at_least,
            base_at_most, raises, lowers, locators
        from ({one_whole(_PAIRS, ("election_id", "office", "gp_unit_id", "round", "stated_in"))}) as w
    """,
    holds=pl.col("base_at_least") <= pl.col("base_at_most").fill_null(pl.col("base_at_least")),
    says="the votes and shares of “{stated_in}” do not fit one total: {raises} needs at least {base_at_least:vote|votes} in all, {lowers} at most {base_at_most}",
    why="Votes and a rounded share limit what the total can be; all shares of one list must allow the same total.",
    passes=[
        {
            "core.one_reported_totals": rows(
                "election_id office gp_unit_id round source_id stated_in measure relation category total place",
                ("e", "council", "u", 1, "s", "t", "total_votes", "equal", "p", 600, "a"),
                ("e", "council", "u", 1, "s", "t", "total_votes", "equal", "q", 400, "b"),
            ),
            "core.one_reported_shares": rows(
                "election_id office gp_unit_id round source_id stated_in measure relation category share decimals place",
                ("e", "council", "u", 1, "s", "t", "total_share", "equal", "p", 60, 1, "c"),
                ("e", "council", "u", 1, "s", "t", "total_share", "equal", "q", 40, 1, "d"),
            ),
        }
    ],
    fails=[
        {
            "core.one_reported_totals": rows(
                "election_id office gp_unit_id round source_id stated_in measure relation category total place",
                ("e", "council", "u", 1, "s", "t", "total_votes", "equal", "p", 600, "a"),
                ("e", "council", "u", 1, "s", "t", "total_votes", "equal", "q", 450, "b"),
            ),
            "core.one_reported_shares": rows(
                "election_id office gp_unit_id round source_id stated_in measure relation category share decimals place",
                ("e", "council", "u", 1, "s", "t", "total_share", "equal", "p", 60, 1, "c"),
                ("e", "council", "u", 1, "s", "t", "total_share", "equal", "q", 40, 1, "d"),
            ),
        }
    ],
)
