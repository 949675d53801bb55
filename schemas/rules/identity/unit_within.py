"""Units and what they lie in."""

import polars as pl

from numerim.schemas.rule import Rule

RULE = Rule(
    code="R103",
    title="A unit is listed under the larger unit that it belongs to",
    severity="warning",
    each="name",
    over="""
        select s.election_id, s.gp_unit_id as subject, s.unit_printed, s.within_printed, s.within_id, u.parent_id,
            max(case when w.ancestor_id is not null then 1 else 0 end) as lies_there, string_agg(s.place, ' ' order by s.place) as locators
        from core.statements as s join core.gp_units as u on u.gp_unit_id = s.gp_unit_id
        left join core.within as w on w.gp_unit_id = s.gp_unit_id and w.ancestor_id = s.within_id
        where s.within_id is not null
        group by s.election_id, s.gp_unit_id, s.unit_printed, s.within_printed, s.within_id, u.parent_id
    """,
    holds=pl.col("lies_there") == 1,
    says="{unit_printed} is printed under {within_printed}, but lies elsewhere ({parent_id})",
    why="A row under the wrong county has usually slipped.",
)
