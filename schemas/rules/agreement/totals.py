"""Totals stated more than once."""

import polars as pl

from schemas.rule import Rule

RULE = Rule(
    code="R605",
    title="Sources agree on totals",
    severity="warning",
    over="""
        select x.election_id, x.office, x.gp_unit_id, x.round, x.measure, x.category, x.office || ' ' || x.gp_unit_id || ' ' || cast(x.round as varchar) || ' ' || x.measure || ' ' || x.category as subject, count(*) as times, min(x.total) as lowest, max(x.total) as highest, max(x.total) - min(x.total) as spread,
            0 as tolerance,
            string_agg(distinct x.source_id || ', ' || x.stated_in, '; ' order by x.source_id || ', ' || x.stated_in) as said,
            string_agg(x.place, ' ' order by x.place) as locators
        from core.reported_totals as x
        where x.relation = 'equal'
        group by x.election_id, x.office, x.gp_unit_id, x.round, x.measure, x.category
        having count(*) > 1
            and (count(distinct x.source_id) > 1 or count(distinct coalesce(x.said_by, '')) < count(*))
    """,
    holds=pl.col("spread") <= pl.col("tolerance"),
    says="the {measure} of {category} ({office}, {gp_unit_id}) are stated differently: between {lowest} and {highest} ({said})",
    why="What is stated twice, by two sources or by one in two places, is the same figure.",
    passes=[
        {
            "core.reported_totals": [
                {
                    "election_id": "e",
                    "office": "council",
                    "gp_unit_id": "u",
                    "round": 1,
                    "measure": "total_seats",
                    "category": "p",
                    "relation": "equal",
                    "total": 757,
                    "source_id": "s",
                },
                {
                    "election_id": "e",
                    "office": "council",
                    "gp_unit_id": "u",
                    "round": 1,
                    "measure": "total_seats",
                    "category": "p",
                    "relation": "equal",
                    "total": 757,
                    "source_id": "t",
                },
            ]
        }
    ],
    fails=[
        {
            "core.reported_totals": [
                {
                    "election_id": "e",
                    "office": "council",
                    "gp_unit_id": "u",
                    "round": 1,
                    "measure": "total_seats",
                    "category": "p",
                    "relation": "equal",
                    "total": 757,
                    "source_id": "s",
                },
                {
                    "election_id": "e",
                    "office": "council",
                    "gp_unit_id": "u",
                    "round": 1,
                    "measure": "total_seats",
                    "category": "p",
                    "relation": "equal",
                    "total": 756,
                    "source_id": "t",
                },
            ]
        }
    ],
)
