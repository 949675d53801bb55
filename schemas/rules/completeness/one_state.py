"""Contests in several states at once."""

from numerim.schemas.law import goes_on
from numerim.schemas.relations.coverage import Coverage
from numerim.schemas.reported import CURRENT
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R709",
    title="A source gives a contest one state only",
    severity="warning",
    each="contest",
    needs=("outcomes",),
    relation=Coverage(
        of="""(select o.*, c.outcome_rule, c.round from core.outcomes as o
            join core.contests as c on c.election_id = o.election_id and c.contest_id = o.contest_id) as f""",
        where=f"f.outcome <> 'largest' and f.said_by is null and f.{CURRENT}",
        one=f"""case when f.outcome in ('leading', 'undecided') then 'open'
            when {goes_on("f")} then 'decided' else f.outcome end""",
        subject="f.contest_id",
        source="f.source_id",
        said="f.outcome || ' (“' || f.stated_in || '”)'",
    ),
    says="{label}: {source_id} gives more than one outcome: {said}",
    why="A contest is decided, goes to a second round, or is still open. If it is in two lists, one is wrong, or from an earlier hour.",
)
