"""The sizes of councils that the law knows."""

from numerim.schemas.relation import shown
from numerim.schemas.relations.coverage import Coverage
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R302",
    title="A council has a size that the law provides for",
    severity="error",
    each="contest",
    needs=("seats|council_size",),
    relation=Coverage(
        of="""(select c.election_id, c.contest_id, c.office, t.total as size, t.place
            from core.one_reported_totals as t
            join core.contests as c on c.election_id = t.election_id and c.office = t.office and c.gp_unit_id = t.gp_unit_id
                and c.round = t.round
            where t.measure = 'council_size' and t.relation = 'equal'
            union all
            select c.election_id, c.contest_id, c.office, sum(s.seats), string_agg(s.place, ' ' order by s.place)
            from core.one_seat_counts as s
            join core.contests as c on c.election_id = s.election_id and c.contest_id = s.contest_id
            where s.complete
            group by c.election_id, c.contest_id, c.office, s.source_id, s.said_by) as f
            join core.offices as o on o.election_id = f.election_id and o.office = f.office
                and coalesce(o.unit_type, 'municipality') = 'municipality'
            cross join (select string_agg(cast(seats as varchar), ', ' order by seats) as law_knows from core.council_sizes) as l""",
        where="split_part(f.office, '/', 1) = 'council' and l.law_knows is not null",
        there="f.size in (select x.seats from core.council_sizes as x)",
        subject="f.contest_id",
        name=f"{shown('f.size')} || case when f.size = 1 then ' seat' else ' seats' end",
        said="l.law_knows",
    ),
    says="{label}: the law provides for no council of {name} ({said})",
    why="The size of a council follows from the number of inhabitants. The law is about councils of municipalities.",
    law="seeds/council_sizes.csv: Law No. 139/2015 (Albania), Law No. 03/L-040 (Kosovo)",
)
