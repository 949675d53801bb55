"""Figures that one list gives twice, and otherwise."""

import polars as pl

from numerim.schemas.rule import Rule
from numerim.schemas.said_again import FIGURES, said_again

RULE = Rule(
    code="R115",
    title="A list gives only one figure for one thing",
    severity="error",
    each="list",
    over=f"""
        with repeated as ({said_again(FIGURES)}),
        lists as (
            select s.source_id, s.path, s.stated_in, min(s.election_id) as election_id
            from core.statements as s
            where s.measure in ({FIGURES})
            group by s.source_id, s.path, s.stated_in
        )
        select coalesce(d.election_id, i.election_id) as election_id, i.source_id, i.path, i.stated_in, d.contest_id, d.gp_unit_id,
            coalesce(d.measure || ' ' || d.office || ' ' || d.gp_unit_id || ' ' || d.round || coalesce(' ' || d.selection_id, '')
                || case when d.category <> 'all' then ' ' || d.category else '' end
                || case when d.count_type <> 'total' then ' ' || d.count_type else '' end, i.stated_in) as subject,
            coalesce(l.label || ', ', p.name || ', ', '') || coalesce(r.label, c.label, g.name) as label, d.measure, d.times,
            d.lowest, d.highest, coalesce(d.apart, 0) as apart, coalesce(d.places, '') as locators
        from lists as i
        left join repeated as d on d.source_id = i.source_id and d.path = i.path and d.stated_in = i.stated_in and d.apart = 1
        left join core.selections as l on l.election_id = d.election_id and l.contest_id = d.contest_id and l.selection_id = d.selection_id
        left join core.parties as p on p.party_id = d.category
        left join core.reports as r on r.election_id = d.election_id and r.office = d.office and r.gp_unit_id = d.gp_unit_id
            and r.round = d.round
        left join core.contests as c on c.election_id = d.election_id and c.contest_id = d.contest_id
        left join core.gp_units as g on g.gp_unit_id = d.gp_unit_id
    """,
    holds=pl.col("apart") == 0,
    says="{label}: “{stated_in}” states the {measure} on {times:line|lines}, as {lowest} and as {highest}",
    guards=True,
    why="If two rows have one name, a name is misprinted or two things share it. Nobody can tell which row is meant, so neither is published. Percentages agree if rounding explains the difference.",
)
