"""Different units or parties with nearly one name."""

import polars as pl

from numerim.schemas.folded import alike
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R111",
    title="No two units, and no two parties, have names that differ only in spelling",
    severity="warning",
    each="name",
    over="""
        select min(n.election_id) as election_id, n.kind || ' ' || n.printed as subject, n.kind, n.id, n.printed, n.source_id,
            coalesce(u.unit_type || ' ' || coalesce(u.parent_id, ''), '') || case
                when n.kind = 'gp_unit' and min(n.id) over (partition by n.kind, n.printed, u.unit_type, u.parent_id)
                    <> max(n.id) over (partition by n.kind, n.printed, u.unit_type, u.parent_id)
                then ' ' || n.id else '' end as within, cast(1 as bigint) as differ, n.printed as told,
            string_agg(n.places, ' ' order by n.places) as locators
        from core.names as n
        left join core.gp_units as u on n.kind = 'gp_unit' and u.gp_unit_id = n.id
        where n.kind in ('gp_unit', 'party')
        group by n.kind, n.id, n.printed, n.source_id, u.unit_type, u.parent_id
    """,
    then=lambda answer: alike(answer, "id", ""),
    holds=pl.col("differ") == 1,
    says="{told} differ only in case, accents, punctuation or spaces, but are read as {differ} different ones",
    why="Such names usually mean the same thing, whose figures are then counted apart: add a row to the seeds, or accept the finding. Units with the same name in different places, or told apart by numbers, are not reported.",
)
