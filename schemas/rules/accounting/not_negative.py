"""Counts below zero."""

from numerim.schemas.relations.level import Levels
from numerim.schemas.rule import Rule
from numerim.schemas.vocabulary import MEASURES

_COUNTS = ", ".join(f"'{name}'" for name, spec in MEASURES.items() if spec.kind == "count")

RULE = Rule(
    code="R211",
    title="No count is negative",
    severity="error",
    each="list",
    relation=Levels(
        f"""
        with counts as (
            select s.election_id, s.contest_id, s.gp_unit_id, s.source_id, s.path, s.stated_in, s.measure, s.unit_printed,
                s.selection_id, s.office, s.round, s.place, cast(s.number as decimal(24, 0)) as figure
            from core.statements as s
            where s.measure in ({_COUNTS}) and s.number is not null
        ),
        least as (
            select c.source_id, c.path, c.stated_in, min(c.place) as place
            from counts as c
            join (select source_id, path, stated_in, min(figure) as figure from counts group by source_id, path, stated_in) as m
                on m.source_id = c.source_id and m.path = c.path and m.stated_in = c.stated_in and m.figure = c.figure
            group by c.source_id, c.path, c.stated_in
        )
        select c.election_id, c.contest_id, c.gp_unit_id, c.source_id, c.path, c.stated_in, c.figure, c.measure as what, 0 as bound, 'at least' as must,
            coalesce(l.label || ', ', '') || coalesce(g.name, c.unit_printed, c.stated_in) as label,
            c.measure || ' ' || c.office || ' ' || coalesce(c.gp_unit_id, c.unit_printed, '') || ' ' || c.round
                || coalesce(' ' || c.selection_id, '') as subject,
            c.place as locators
        from counts as c
        join least as m on m.source_id = c.source_id and m.path = c.path and m.stated_in = c.stated_in
        left join core.selections as l on l.election_id = c.election_id and l.contest_id = c.contest_id and l.selection_id = c.selection_id
        left join core.gp_units as g on g.gp_unit_id = c.gp_unit_id
        where c.place = m.place or c.figure < 0
    """,
        but=("what", "must"),
    ),
    says="{label}: the {what} are printed as {figure}; a count cannot be below zero",
    guards=True,
    why="A minus may be a dash that stands for “none”: then declare it under missing:.",
)
