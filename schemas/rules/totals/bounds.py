"""Figures of which a source says only that they are above or below something."""

from numerim.schemas.relations.level import Levels
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R316",
    title="A margin, a lead or a council said to be above or below a figure is so",
    severity="error",
    each="contest",
    needs=("margin|lead|council_size",),
    relation=Levels(
        """
        select s.election_id, s.contest_id, s.contest_id || ' ' || s.measure as subject, s.label, s.source_id || s.said_by as source_id,
            case s.measure when 'council_size' then 'size of the council' else s.measure end as what, s.relation as must, s.figure as bound,
            sum(case when f.comes = 2 then -f.figure else f.figure end) as figure, sum(f.half) as half,
            s.place || ' ' || string_agg(f.place, ' ' order by f.place) as locators, s.place as blames
        from core.figures as s
        join core.figures as f on f.scope = 'contest' and f.election_id = s.election_id and f.contest_id = s.contest_id
            and f.source_id = s.source_id and f.said_by = s.said_by
            and f.measure = case s.measure when 'margin' then 'votes' when 'lead' then 'share' else 'seats' end
            and (f.comes <= 2 or s.measure = 'council_size')
        where s.scope = 'stated' and s.measure in ('margin', 'lead', 'council_size') and s.relation in ('more than', 'less than')
        group by s.election_id, s.contest_id, s.label, s.source_id, s.said_by, s.measure, s.relation, s.figure, s.place
        having case when s.measure = 'council_size' then min(case when f.complete then 1 else 0 end) = 1 else count(*) = 2 end
    """,
        but=("what", "must", "half", "blames"),
    ),
    says="{label}: the {what} is said to be {must} {bound}, but by the figures of the same source it is {figure}",
    expected="bound",
    actual="figure",
    why="“More than 500” does not include 500. A source’s words must not contradict its figures.",
)
