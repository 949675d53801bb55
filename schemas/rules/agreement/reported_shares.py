"""Turnout and other percentages stated more than once."""

import polars as pl

from schemas.rule import Rule

RULE = Rule(
    code="R607",
    title="Sources agree on turnout and other percentages",
    severity="warning",
    over="""
        select x.election_id, x.office, x.gp_unit_id, x.round, x.measure, x.category, x.office || ' ' || x.gp_unit_id || ' ' || cast(x.round as varchar) || ' ' || x.measure || ' ' || x.category as subject, count(*) as times, min(x.share) as lowest, max(x.share) as highest, max(x.share) - min(x.share) as spread,
            max(cast(0.5 * power(10, -x.decimals) as decimal(18, 8))) + min(cast(0.5 * power(10, -x.decimals) as decimal(18, 8))) as tolerance,
            string_agg(distinct x.source_id || ', ' || x.stated_in, '; ' order by x.source_id || ', ' || x.stated_in) as said,
            string_agg(x.place, ' ' order by x.place) as locators
        from core.reported_shares as x
        where x.relation = 'equal'
        group by x.election_id, x.office, x.gp_unit_id, x.round, x.measure, x.category
        having count(*) > 1
            and (count(distinct x.source_id) > 1 or count(distinct coalesce(x.said_by, '')) < count(*))
    """,
    holds=pl.col("spread") <= pl.col("tolerance"),
    says="{measure} ({office}, {gp_unit_id}, {election_id}): the percentage is stated differently: between {lowest} and {highest} ({said})",
    why="What is stated twice, by two sources or by one in two places, is the same figure. Shares may differ by what they are rounded by.",
    passes=[
        {
            "core.reported_shares": [
                {
                    "election_id": "e",
                    "office": "all",
                    "gp_unit_id": "u",
                    "round": 1,
                    "measure": "turnout",
                    "category": "all",
                    "decimals": 2,
                    "relation": "equal",
                    "share": 22.97,
                    "source_id": "s",
                },
                {
                    "election_id": "e",
                    "office": "all",
                    "gp_unit_id": "u",
                    "round": 1,
                    "measure": "turnout",
                    "category": "all",
                    "decimals": 2,
                    "relation": "equal",
                    "share": 22.97,
                    "source_id": "t",
                },
            ]
        }
    ],
    fails=[
        {
            "core.reported_shares": [
                {
                    "election_id": "e",
                    "office": "all",
                    "gp_unit_id": "u",
                    "round": 1,
                    "measure": "turnout",
                    "category": "all",
                    "decimals": 2,
                    "relation": "equal",
                    "share": 22.97,
                    "source_id": "s",
                },
                {
                    "election_id": "e",
                    "office": "all",
                    "gp_unit_id": "u",
                    "round": 1,
                    "measure": "turnout",
                    "category": "all",
                    "decimals": 2,
                    "relation": "equal",
                    "share": 15.12,
                    "source_id": "t",
                },
            ]
        }
    ],
)
