"""Units that are missing."""

from numerim.schemas.relations.coverage import Coverage
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R701",
    title="Every expected unit appears in a list of all units",
    severity="warning",
    each="list",
    relation=Coverage(
        of="""(select distinct election_id, office, source_id, path, stated_in
                from core.statements where all_units and contest_id is not null and round = 1) as f
            join core.expected as x on x.election_id = f.election_id and x.office = f.office
            left join (select distinct election_id, office, source_id, path, stated_in, decides_id
                from core.statements where all_units and contest_id is not null and round = 1) as s
                on s.election_id = f.election_id and s.office = f.office and s.source_id = f.source_id and s.path = f.path
                and s.stated_in = f.stated_in and s.decides_id = x.gp_unit_id""",
        there="s.decides_id is not null",
        subject="f.office || ' ' || f.stated_in",
        said="x.name",
        place="''",
        keys={"office": "f.office"},
    ),
    says="“{stated_in}” ({source_id}) is read as a list of all {among:unit|units} with a contest for {office}, but does not have {names}",
    why="A unit that is missing from a list may have voted all the same. A unit counts as listed if one within it is, such as a polling station.",
)
