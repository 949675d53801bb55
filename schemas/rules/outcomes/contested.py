"""Contests in which one stood."""

from numerim.schemas.relations.level import Levels
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R527",
    title="More than one candidate or list stood",
    severity="info",
    each="contest",
    needs=("votes|share",),
    relation=Levels(
        """
        select f.election_id, f.contest_id, f.contest_id as subject, f.label, f.source_id, count(distinct f.selection_id) as figure,
            2 as bound, 'at least' as must, min(f.what) as what, string_agg(distinct f.place, ' ' order by f.place) as locators
        from core.figures as f
        where f.scope = 'contest' and f.measure in ('votes', 'share') and f.complete
        group by f.election_id, f.contest_id, f.label, f.source_id
        having min(case when f.comes is not null and f.selection_id <> 'unnamed' then 1 else 0 end) = 1
        """,
        but=("what", "must"),
    ),
    says="{label}: only {what} stood, according to a complete list",
    actual="figure",
    why="An uncontested contest is lawful, but a list that has lost its other rows looks the same.",
)
