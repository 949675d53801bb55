"""Elections that go on."""

from numerim.schemas.relations.coverage import Coverage
from numerim.schemas.reported import CURRENT
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R123",
    title="An election that is said to be still under way has no results of a later one beside it",
    severity="warning",
    each="statement",
    needs=("ongoing",),
    relation=Coverage(
        of="""core.statements as f
            join core.elections as own on own.election_id = f.election_id
            left join (select s.source_id, e.held_on, min(case when s.number is not null or s.measure = 'outcome' then s.place end) as example
                from core.statements as s
                join core.elections as e on e.election_id = s.election_id
                where s.measure in ('votes', 'share', 'seats', 'outcome', 'turnout', 'cast')
                group by s.source_id, e.held_on) as l on l.source_id = f.source_id and l.held_on > own.held_on""",
        where=f"f.measure = 'ongoing' and lower(f.text) not in ('no', 'false', '0', 'jo', 'ne', 'nein', 'non') and f.{CURRENT}",
        there="l.held_on is null",
        subject="f.election_id || ' ' || f.source_id",
        label="cast(own.held_on as varchar)",
        name="f.text",
        source="f.source_id",
        said="cast(l.held_on as varchar)",
        place="f.place || coalesce(' ' || l.example, '')",
        blames="f.place",
    ),
    says="{source_id} calls the election of {label} ongoing (“{name}”), but also has results of {said}",
    why="If nobody removes the mark when the count has ended, final figures look preliminary.",
)
