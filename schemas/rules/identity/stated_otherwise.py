"""Figures that one list gives twice, and otherwise."""

from numerim.schemas.relations.level import Levels
from numerim.schemas.rule import Rule
from numerim.schemas.said_again import FIGURES

RULE = Rule(
    code="R115",
    title="A list gives only one figure for one thing",
    severity="error",
    each="list",
    relation=Levels(
        f"""
        select coalesce(d.election_id, i.election_id) as election_id, i.source_id, i.path, i.stated_in, d.contest_id, d.gp_unit_id,
            coalesce(d.measure || ' ' || d.office || ' ' || d.gp_unit_id || ' ' || d.round || coalesce(' ' || d.selection_id, '')
                || case when d.category <> 'all' then ' ' || d.category else '' end
                || case when d.count_type <> 'total' then ' ' || d.count_type else '' end, i.stated_in) as subject,
            coalesce(l.label || ', ', p.name || ', ', '') || coalesce(r.label, c.label, g.name) as label, case when d.selection_id is null then lower(m.title) else d.measure end as what,
            coalesce(d.lowest, 0) as bound, coalesce(d.highest, 0) as figure, coalesce(d.half, 0) as half, d.times as among,
            coalesce(d.places, '') as locators
        from (select source_id, path, stated_in, min(election_id) as election_id from core.statements
            where measure in ({FIGURES}) group by source_id, path, stated_in) as i
        left join each_repeated as d on d.source_id = i.source_id and d.path = i.path and d.stated_in = i.stated_in and d.apart = 1
            and d.measure in ({FIGURES})
        left join core.selections as l on l.election_id = d.election_id and l.contest_id = d.contest_id and l.selection_id = d.selection_id
        left join core.parties as p on p.party_id = d.category
        left join core.measures as m on m.measure = d.measure
        left join core.reports as r on r.election_id = d.election_id and r.office = d.office and r.gp_unit_id = d.gp_unit_id
            and r.round = d.round
        left join core.contests as c on c.election_id = d.election_id and c.contest_id = d.contest_id
        left join core.gp_units as g on g.gp_unit_id = d.gp_unit_id
        """,
        but=("contest_id", "gp_unit_id", "what", "half", "among"),
    ),
    says="{label}: “{stated_in}” gives the {what} on {among:line|lines}, as {bound} and as {figure}",
    guards=True,
    why="If two rows have the same name, a name is misprinted or two things share it; nobody can tell which row is meant, so neither is published.",
)
