"""Rows of totals that are told by their name."""

import polars as pl

from numerim.schemas.rule import Rule
from numerim.schemas.vocabulary import TOTAL_NAMES, TOTAL_WORDS

_TOTAL = f"(^|[^a-zà-žα-ωа-яё])({'|'.join(TOTAL_WORDS)})($|[^a-zà-žα-ωа-яё])|^({'|'.join(TOTAL_NAMES)})$"

RULE = Rule(
    code="R314",
    title="No unit is named like a row of totals",
    severity="error",
    each="list",
    over=f"""
        with named as (
            select s.election_id, s.source_id, s.path, s.stated_in, s.unit_printed, s.within_printed, s.gp_unit_id, s.place,
                case when regexp_matches(lower(s.unit_printed), '{_TOTAL}') then 1 else 0 end as is_total
            from core.statements as s
            where s.unit_printed is not null and s.number is not null
        )
        select n.election_id, n.source_id, n.path, n.stated_in, max(n.gp_unit_id) as gp_unit_id,
            n.stated_in || ' ' || case when n.is_total = 1 then n.unit_printed else '' end as subject,
            case when n.is_total = 1 then n.unit_printed else '' end as named, count(*) as figures, max(n.is_total) as is_total,
            case when max(n.is_total) = 1 then string_agg(n.place, ' ' order by n.place) else '' end as locators
        from named as n
        group by n.election_id, n.source_id, n.path, n.stated_in, case when n.is_total = 1 then n.unit_printed else '' end
    """,
    holds=pl.col("is_total") == 0,
    says="“{named}” stands among the units of “{stated_in}”, but its name is that of a row of totals; its {figures:figure is|figures are} held back. If it is one, give its rows a part of their own (only:), or leave: them",
    why="A row of totals that is read as a unit counts everything twice. It is told here by its name in the languages that numerim knows; one that is told by its figures breaks another rule.",
)
