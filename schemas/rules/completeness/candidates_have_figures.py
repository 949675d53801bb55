"""Candidates without a figure."""

from numerim.schemas.relations.coverage import Coverage
from numerim.schemas.reported import CURRENT
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R708",
    title="Everybody who is said to stand has a figure in a complete list",
    severity="warning",
    each="selection",
    needs=("candidacy",),
    relation=Coverage(
        of=f"""(select s.election_id, s.contest_id, s.selection_id, min(s.source_id) as source_id,
                string_agg(distinct s.place, ' ' order by s.place) as place
            from core.statements as s
            where s.measure = 'candidacy' and s.contest_id is not null and s.selection_id is not null and s.{CURRENT}
            group by s.election_id, s.contest_id, s.selection_id) as f
            join core.selections as l on l.election_id = f.election_id and l.contest_id = f.contest_id
                and l.selection_id = f.selection_id and l.kind in ('candidate', 'list')
            join (select election_id, contest_id, source_id, measure, min(stated_in) as stated_in, min(place) as place
                from core.figures as x where x.scope = 'contest' and x.measure in ('votes', 'share') and x.{CURRENT}
                group by election_id, contest_id, source_id, measure
                having min(case when x.complete and x.comes is not null then 1 else 0 end) = 1) as i
                on i.election_id = f.election_id and i.contest_id = f.contest_id""",
        there="""exists (select 1 from core.figures as x where x.scope = 'contest' and x.measure = i.measure
            and x.election_id = i.election_id and x.contest_id = i.contest_id and x.source_id = i.source_id
            and x.selection_id in (f.selection_id, l.party_id, l.coalition_id))""",
        subject="f.contest_id || ' ' || f.selection_id",
        name="l.label || ' is said to stand (' || f.source_id || ')'",
        source="i.source_id",
        said="i.measure",
        place="f.place || ' ' || i.place",
        blames="f.place",
        keys={"stated_in": "i.stated_in"},
    ),
    says="{label}: {name}, but “{stated_in}” ({source_id}), a complete list, has no figure for them",
    why="A complete list has everybody who stood. Somebody who withdrew, or whose name is spelled differently, looks missing, too.",
)
