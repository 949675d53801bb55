"""Figures that are disputed within a source."""

import polars as pl

from numerim.schemas.again import again
from numerim.schemas.reported import CURRENT
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R609",
    title="Everybody whom a source quotes for a figure gives the same one",
    severity="info",
    each="statement",
    needs=("credited",),
    over=f"""
        select a.election_id, a.measure || ' ' || a.office || ' ' || a.gp_unit_id as subject, u.name as unit, e.title as election,
            case a.measure when 'cast' then 'ballots cast' when 'registered' then 'people registered'
                when 'turnout' then 'per cent turnout' else case a.scope when 'unit' then a.measure || ' ballots'
                else 'per cent (' || a.measure || ')' end end as title,
            a.said_by as one, a.figure as one_says, b.said_by as other, b.figure as other_says, a.half + b.half as tolerance,
            a.place || ' ' || b.place as locators
        from core.figures as a
        join core.figures as b on {again("a", "b")} and b.source_id = a.source_id and b.said_by > a.said_by
        join core.gp_units as u on u.gp_unit_id = a.gp_unit_id
        join core.elections as e on e.election_id = a.election_id
        where a.said_by <> '' and a.{CURRENT}
            and ((a.scope = 'unit' and a.selection_id is null) or (a.scope = 'stated' and a.category = 'all' and a.half > 0))
    """,
    holds=(pl.col("one_says") - pl.col("other_says")).abs() <= pl.col("tolerance"),
    says="{election}, {unit}: {one_says} {title} according to {one}, {other_says} according to {other}",
    why="A source that reports a dispute is not wrong. The figure that it states first is published; both are in statements.",
)
