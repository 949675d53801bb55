"""Rows that stand there twice."""

import polars as pl

from numerim.schemas.rule import Rule
from numerim.schemas.said_again import said_again
from numerim.schemas.vocabulary import BALLOT_MEASURES

_OF_CONTESTS = ("votes", "share", "seats", "outcome", "candidacy", "council_size", "list_votes")
_MEASURES = ", ".join(f"'{name}'" for name in (*_OF_CONTESTS, *BALLOT_MEASURES))

RULE = Rule(
    code="R702",
    title="A complete list has no row twice",
    severity="warning",
    each="list",
    over=f"""
        with again as ({said_again(_MEASURES)}),
        units as (
            select a.election_id, a.source_id, a.path, a.stated_in, a.office, a.gp_unit_id, a.round, min(a.contest_id) as contest_id,
                count(*) as repeated, max(a.times) as times, string_agg(distinct a.measure, ', ' order by a.measure) as told,
                string_agg(distinct a.places, ' ' order by a.places) as places
            from again as a
            left join core.gp_units as u on u.gp_unit_id = a.gp_unit_id
            where a.listed = 1 and a.beside = 0 and a.apart = 0 and (a.contest_id is not null or u.parent_id is not null)
            group by a.election_id, a.source_id, a.path, a.stated_in, a.office, a.gp_unit_id, a.round
        ),
        lists as (
            select s.source_id, s.path, s.stated_in, min(s.election_id) as election_id
            from core.statements as s
            where (s.all_units or s.complete) and s.measure in ({_MEASURES})
            group by s.source_id, s.path, s.stated_in
        )
        select coalesce(d.election_id, i.election_id) as election_id, i.source_id, i.path, i.stated_in, d.contest_id, d.gp_unit_id,
            coalesce(d.office || ' ' || d.gp_unit_id || ' ' || d.round, i.stated_in) as subject, coalesce(r.label, c.label, g.name) as label,
            coalesce(d.repeated, 0) as repeated, d.times, d.told, coalesce(d.places, '') as locators
        from lists as i
        left join units as d on d.source_id = i.source_id and d.path = i.path and d.stated_in = i.stated_in
        left join core.reports as r on r.election_id = d.election_id and r.office = d.office and r.gp_unit_id = d.gp_unit_id
            and r.round = d.round
        left join core.contests as c on c.election_id = d.election_id and c.contest_id = d.contest_id
        left join core.gp_units as g on g.gp_unit_id = d.gp_unit_id
    """,
    holds=pl.col("repeated") == 0,
    says="{label}: “{stated_in}” has the same row on {times:line|lines} ({repeated:figure|figures} repeated: {told})",
    why="A row that stands there twice would be counted twice, or one of the two is another unit under a wrong name. If the two differ, another rule says so. A figure of a unit that stands beside each of its selections is not repeated, and what is said of the country may be said again.",
)
