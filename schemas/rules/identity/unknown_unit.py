"""Units that the seeds do not know."""

import polars as pl

from numerim.schemas.nearest import with_nearest
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R101",
    title="Every unit that a source names is known",
    severity="error",
    each="name",
    over="""
        select coalesce(min(case when gp_unit_id is null then election_id end), min(election_id)) as election_id, unit_printed as subject,
            unit_printed, count(*) - count(gp_unit_id) as times,
            coalesce(string_agg(place, ' ' order by place) filter (where gp_unit_id is null), '') as locators,
            (select string_agg(k.name || '=' || k.id, '|' order by k.name, k.id) from core.known_names as k where k.kind = 'gp_unit') as known_names,
            (select coalesce(string_agg(u.id || '=' || u.name || '=' || coalesce(u.unit_type, ''), '|' order by u.id), '') from core.unclear_names as u
                where u.kind = 'gp_unit' and u.printed = named.unit_printed) as could_be,
            (select coalesce(min(b.bare), '') from core.bare_names as b where b.printed = named.unit_printed) as bare, '' as nearest
        from (select election_id, unit_printed, gp_unit_id, place from core.statements where unit_printed is not null
            union all
            select election_id, within_printed, within_id, place from core.statements where within_printed is not null) as named
        group by unit_printed
    """,
    then=lambda answer: with_nearest(
        answer, "unit_printed", pl.col("times") > 0, "seeds/gp_unit_names.csv", "{unit: …}"
    ),
    holds=pl.col("times") == 0,
    says="“{unit_printed}” is not a unit that numerim knows; what is said of it ({times:statement|statements}) is held back; {nearest}",
    guards=True,
    why="The figures of an unknown place cannot be published beside those of known ones. Another form of a name goes into seeds/gp_unit_names.csv, as a row.",
)
