"""Leaders of counts that have ended."""

from numerim.schemas.relations.coverage import Coverage
from numerim.schemas.reported import CURRENT
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R531",
    title="A count that has ended has a winner, not only a leader",
    severity="warning",
    each="contest",
    needs=("leading",),
    relation=Coverage(
        of="each_outcome as f join core.elections as e on e.election_id = f.election_id and e.status = 'final'",
        where=f"f.outcome = 'leading' and f.{CURRENT}",
        there="""exists (select 1 from core.one_outcomes as x
            where x.election_id = f.election_id and x.contest_id = f.contest_id and x.outcome in ('elected', 'runoff'))""",
        subject="f.contest_id",
        said="f.name",
    ),
    says="{label}: the election has ended, but the sources name only who was ahead: {said}",
    why="Once an election has ended the winner is known, and need not be whoever led during the count.",
)
