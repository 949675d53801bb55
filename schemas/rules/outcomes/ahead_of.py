"""Who is said to be ahead of whom."""

from numerim.schemas.relations.level import Levels
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R510",
    title="Whoever is said to be ahead of another has more",
    severity="warning",
    each="contest",
    needs=("ahead_of",),
    relation=Levels(
        """
        select s.election_id, s.contest_id, s.contest_id || ' ' || s.selection_id as subject, s.source_id,
            a.label || ': ' || a.what || ' is said to be ahead of ' || b.what as label, a.figure, b.figure as bound,
            case a.measure when 'votes' then 'more than' else 'at least' end as must, case a.measure when 'votes' then 'votes' else 'per cent' end as what,
            case when a.place || b.place not like '% %' then
                a.place || '=' || cast(a.figure as varchar) || '>' || cast(b.figure as varchar) || ' '
                || b.place || '=' || cast(b.figure as varchar) || '>' || cast(a.figure as varchar) end as mends, 'exchanged' as slip,
            s.place || ' ' || a.place || ' ' || b.place as locators, s.place as blames
        from core.statements as s
        join core.selections as l on l.election_id = s.election_id and l.contest_id = s.contest_id
            and s.category in (l.party_id, l.coalition_id)
        join core.figures as a on a.scope = 'contest' and a.measure in ('votes', 'share') and a.election_id = s.election_id
            and a.contest_id = s.contest_id and a.selection_id = s.selection_id and a.source_id = s.source_id
        join core.figures as b on b.scope = 'contest' and b.measure = a.measure and b.election_id = a.election_id
            and b.contest_id = a.contest_id and b.selection_id = l.selection_id and b.source_id = a.source_id and b.said_by = a.said_by
        where s.measure = 'ahead_of'
        """,
        but=("what", "must", "mends", "slip", "blames"),
    ),
    says="{label}, but has {figure:{what}} against {bound}",
    why="What a text says about who is ahead must agree with its own figures. Equal shares may be rounded.",
)
