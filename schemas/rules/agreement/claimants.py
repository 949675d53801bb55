"""Figures that are disputed within a source."""

import polars as pl

from numerim.schemas.reported import CURRENT
from numerim.schemas.rule import Rule, rows

RULE = Rule(
    code="R609",
    title="Everybody whom a source quotes for a figure gives the same one",
    severity="info",
    each="statement",
    needs=("credited",),
    over=f"""
        with figures as (
            select election_id, office, gp_unit_id, round, measure as what,
                case measure when 'cast' then 'ballots cast' when 'registered' then 'people registered'
                    else measure || ' ballots' end as title, said_by, source_id,
                cast(ballots as decimal(24, 6)) as figure, 0 as half, place
            from core.one_ballot_counts
            union all
            select election_id, office, gp_unit_id, round, measure,
                case measure when 'turnout' then 'per cent turnout' else 'per cent (' || measure || ')' end, said_by, source_id,
                cast(share as decimal(24, 6)), cast(0.5 * power(10, -decimals) as decimal(18, 8)), place
            from core.one_reported_shares where category = 'all' and coalesce(relation, 'equal') = 'equal'
        )
        select a.election_id, a.what || ' ' || a.office || ' ' || a.gp_unit_id as subject, a.title, u.name as unit, a.what,
            a.said_by as one, a.figure as one_says, b.said_by as other, b.figure as other_says, a.half + b.half as tolerance, e.title as election,
            a.place || ' ' || b.place as locators
        from figures as a
        join figures as b on b.election_id = a.election_id and b.office = a.office and b.gp_unit_id = a.gp_unit_id
            and b.round = a.round and b.what = a.what and b.source_id = a.source_id and b.said_by > a.said_by
        join core.gp_units as u on u.gp_unit_id = a.gp_unit_id
        join core.elections as e on e.election_id = a.election_id
        where a.{CURRENT}
    """,
    holds=(pl.col("one_says") - pl.col("other_says")).abs() <= pl.col("tolerance"),
    says="{election}, {unit}: {one_says} {title} according to {one}, {other_says} according to {other}",
    why="A source that reports a dispute is not wrong. The package publishes the figure that the source states first; both are in statements.",
    passes=[
        {
            "core.elections": rows("election_id title", ("e", "An election")),
            "core.gp_units": rows(
                "gp_unit_id name",
                ("u", "U"),
            ),
            "core.one_ballot_counts": rows(
                "election_id office gp_unit_id round source_id measure ballots said_by",
                ("e", "all", "u", 1, "s", "cast", 5, "a"),
                ("e", "all", "u", 1, "s", "cast", 5, "b"),
            ),
        }
    ],
    fails=[
        {
            "core.elections": rows("election_id title", ("e", "An election")),
            "core.gp_units": rows(
                "gp_unit_id name",
                ("u", "U"),
            ),
            "core.one_ballot_counts": rows(
                "election_id office gp_unit_id round source_id measure ballots said_by",
                ("e", "all", "u", 1, "s", "cast", 812249, "official figures"),
                ("e", "all", "u", 1, "s", "cast", 534528, "the opposition"),
            ),
        }
    ],
)
