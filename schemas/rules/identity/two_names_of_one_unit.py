"""Two names in one list that are taken for one unit."""

import polars as pl

from numerim.schemas.rule import Rule

RULE = Rule(
    code="R125",
    title="Two names in one list are not read as one unit by their spelling alone",
    severity="warning",
    each="name",
    needs=("matched names",),
    over="""
        select election_id, stated_in || ' ' || gp_unit_id as subject, gp_unit_id, name, stated_in,
            '“' || min(unit_printed) || '” and “' || max(unit_printed) || '”' as told, min(unit_printed) as one, max(unit_printed) as other,
            coalesce(string_agg(case when one <> other then place end, ' ' order by place), '') as locators,
            coalesce(string_agg(case when thing_one <> thing_other then place end, ' ' order by place), '') as blames
        from (
            select s.election_id, s.stated_in, s.gp_unit_id, m.name, s.unit_printed, s.place,
                min(s.unit_printed) over (partition by s.election_id, s.source_id, s.stated_in, s.gp_unit_id, s.office, s.round, s.measure) as one,
                max(s.unit_printed) over (partition by s.election_id, s.source_id, s.stated_in, s.gp_unit_id, s.office, s.round, s.measure) as other,
                min(s.unit_printed) over (partition by s.election_id, s.source_id, s.stated_in, s.gp_unit_id, s.office, s.round, s.measure,
                    s.selection_id, s.category, s.count_type) as thing_one,
                max(s.unit_printed) over (partition by s.election_id, s.source_id, s.stated_in, s.gp_unit_id, s.office, s.round, s.measure,
                    s.selection_id, s.category, s.count_type) as thing_other
            from core.statements as s
            join (select distinct source_id, id, name from core.matched_names where kind = 'gp_unit') as m
                on m.source_id = s.source_id and m.id = s.gp_unit_id
            where s.unit_printed is not null
        ) as named
        group by election_id, stated_in, gp_unit_id, name
    """,
    holds=pl.col("locators") == "",
    says="“{stated_in}” gives figures of one kind for {told}, which are both read as {name}: if they are two units, a row in seeds/gp_unit_names.csv must say which is which; if one, nothing has to be done",
    why="Spelling may be all that tells two units apart. If the figures under the two names differ, another rule holds them back.",
)
