"""Rows that stand there twice."""

from numerim.schemas.relations.level import Levels
from numerim.schemas.rule import Rule
from numerim.schemas.said_again import ROWS

RULE = Rule(
    code="R702",
    title="A complete list has no row twice",
    severity="warning",
    each="list",
    relation=Levels(
        f"""
        select coalesce(d.election_id, i.election_id) as election_id, i.source_id, i.path, i.stated_in, d.contest_id, d.gp_unit_id,
            coalesce(d.office || ' ' || d.gp_unit_id || ' ' || d.round, i.stated_in) as subject, coalesce(r.label, c.label, g.name) as label,
            0 as bound, coalesce(d.repeated, 0) as figure, d.times as among, d.told as what, coalesce(d.places, '') as locators
        from (select source_id, path, stated_in, min(election_id) as election_id from core.statements
            where listed and measure in ({ROWS}) group by source_id, path, stated_in) as i
        left join (
            select a.election_id, a.source_id, a.path, a.stated_in, a.office, a.gp_unit_id, a.round, min(a.contest_id) as contest_id,
                count(*) as repeated, max(a.times) as times, string_agg(distinct a.measure, ', ' order by a.measure) as told,
                string_agg(distinct a.places, ' ' order by a.places) as places
            from each_repeated as a
            left join core.gp_units as u on u.gp_unit_id = a.gp_unit_id
            where a.listed = 1 and a.beside = 0 and a.apart = 0 and (a.contest_id is not null or u.parent_id is not null)
                and a.measure in ({ROWS})
            group by a.election_id, a.source_id, a.path, a.stated_in, a.office, a.gp_unit_id, a.round
        ) as d on d.source_id = i.source_id and d.path = i.path and d.stated_in = i.stated_in
        left join core.reports as r on r.election_id = d.election_id and r.office = d.office and r.gp_unit_id = d.gp_unit_id
            and r.round = d.round
        left join core.contests as c on c.election_id = d.election_id and c.contest_id = d.contest_id
        left join core.gp_units as g on g.gp_unit_id = d.gp_unit_id
        """,
        but=("contest_id", "gp_unit_id", "what", "among"),
    ),
    says="{label}: “{stated_in}” has the same row on {among:line|lines} ({figure:figure|figures} repeated: {what})",
    why="A row that is there twice is counted twice, or one of the two is another unit under a wrong name.",
)
