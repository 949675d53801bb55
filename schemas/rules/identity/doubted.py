"""Figures that whoever read them doubts."""

from numerim.schemas.relations.coverage import Coverage
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R120",
    title="No figure is doubted by whoever read it",
    severity="warning",
    each="list",
    relation=Coverage(
        of="""(select i.source_id, i.path, i.stated_in, coalesce(s.election_id, i.election_id) as election_id, s.contest_id, s.gp_unit_id,
                s.measure, s.locator, s.place, s.doubt, s.value || ' is read as ' || s.measure || coalesce(' of '
                    || coalesce(s.candidate, s.party_printed, s.category, s.unit_printed), '') as told
            from each_list as i
            left join core.statements as s on s.source_id = i.source_id and s.path = i.path and s.stated_in = i.stated_in
                and s.doubt is not null) as f
            left join core.contests as c on c.election_id = f.election_id and c.contest_id = f.contest_id""",
        there="f.place is null",
        subject="coalesce(f.measure || ' ' || f.locator, f.stated_in)",
        label="coalesce(c.label || ': ', '') || f.told",
        said="f.doubt",
        keys={"contest_id": "f.contest_id", "gp_unit_id": "f.gp_unit_id"},
    ),
    says="{label}, but may be something else: {said}",
    why="Whoever read it says so, in a column `doubt` or under doubts: in election.yml. The figure is published with the doubt beside it.",
)
