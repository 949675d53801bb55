"""The sizes of councils that the law knows."""

import polars as pl

from numerim.schemas.rule import Rule

RULE = Rule(
    code="R302",
    title="A council has a size that the law provides for",
    severity="error",
    each="contest",
    needs=("seats|council_size",),
    over="""
        select c.election_id, c.contest_id, c.contest_id as subject, c.label, sizes.size, max(case when l.seats = sizes.size then 1 else 0 end)
            as legal, string_agg(distinct cast(l.seats as varchar), ', ' order by cast(l.seats as varchar)) as law_knows,
            string_agg(distinct sizes.places, ' ') as locators
        from (
            select election_id, office, gp_unit_id, round, total as size, place as places
            from core.one_reported_totals where measure = 'council_size' and coalesce(relation, 'equal') = 'equal'
            union all
            select c.election_id, c.office, c.gp_unit_id, c.round, sum(s.seats), string_agg(s.place, ' ' order by s.place)
            from core.one_seat_counts as s
            join core.contests as c on c.election_id = s.election_id and c.contest_id = s.contest_id
            where s.complete
            group by c.election_id, c.office, c.gp_unit_id, c.round, s.source_id, s.said_by
        ) as sizes
        join core.contests as c on c.election_id = sizes.election_id and c.office = sizes.office
            and c.gp_unit_id = sizes.gp_unit_id and c.round = sizes.round and split_part(c.office, '/', 1) = 'council'
        join core.offices as o on o.election_id = c.election_id and o.office = c.office and coalesce(o.unit_type, 'municipality') = 'municipality'
        cross join core.council_sizes as l
        group by c.election_id, c.contest_id, c.label, sizes.size
    """,
    holds=pl.col("legal") == 1,
    says="{label}: the law provides for no council of {size:seat|seats} ({law_knows})",
    why="The size of a council follows from the number of inhabitants, in steps. Where a source prints no size, the sum of all seats stands for it. The law is one for the councils of municipalities; of a county or a country it says nothing.",
    law="seeds/council_sizes.csv: Law No. 139/2015 (Albania), Law No. 03/L-040 (Kosovo)",
)
