"""Units and what they lie in."""

from numerim.schemas.relations.coverage import Coverage
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R103",
    title="A unit is listed under the larger unit that it belongs to",
    severity="warning",
    each="name",
    needs=("units within others",),
    relation=Coverage(
        of="""(select distinct election_id, gp_unit_id, within_id, unit_printed, within_printed from core.statements
                where within_id is not null) as f
            join core.gp_units as u on u.gp_unit_id = f.gp_unit_id
            left join core.gp_units as o on o.gp_unit_id = u.parent_id
            left join core.within as w on w.gp_unit_id = f.gp_unit_id and w.ancestor_id = f.within_id
            left join core.statements as s on w.ancestor_id is null and s.election_id = f.election_id
                and s.gp_unit_id = f.gp_unit_id and s.within_id = f.within_id
                and s.unit_printed is not distinct from f.unit_printed
                and s.within_printed is not distinct from f.within_printed""",
        there="w.ancestor_id is not null",
        subject="f.gp_unit_id",
        label="f.unit_printed",
        name="f.within_printed",
        said="coalesce(o.name, u.parent_id)",
        place="s.place",
    ),
    says="{label} is printed under {name}, but lies in {said}",
    why="A row under the wrong county has usually slipped.",
)
