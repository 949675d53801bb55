"""Dates of elections."""

from numerim.schemas.relations.coverage import Coverage
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R104",
    title="The date that a source gives is the date of the election",
    severity="error",
    each="stated_dates",
    relation=Coverage(
        of="core.stated_dates as f join core.elections as e on e.election_id = f.election_id",
        where="f.measure in ('held_on', 'runoff_on')",
        there="cast(case when f.measure = 'held_on' then e.held_on else e.runoff_on end as varchar) like f.date || '%'",
        subject="f.election_id || ' ' || f.measure",
        label="case f.measure when 'held_on' then 'the election' else 'the second round' end",
        name="f.date",
        said="cast(case when f.measure = 'held_on' then e.held_on else e.runoff_on end as varchar)",
    ),
    says="{label} is dated {name} in the source; election.yml says {said}",
    why="Figures of another day belong to another election. If only a month or a year is given, it must contain the day.",
)
