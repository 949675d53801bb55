"""Parties that were not registered."""

from numerim.schemas.relations.coverage import Coverage
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R705",
    title="Every list with a result is registered",
    severity="warning",
    each="statement",
    needs=("total_votes", "registration"),
    relation=Coverage(
        of="""core.reported_totals as f
            join core.parties as p on p.party_id = f.category and p.kind not in ('independent', 'remainder')""",
        where="f.measure = 'total_votes' and exists (select 1 from core.registrations as r where r.election_id = f.election_id)",
        there="exists (select 1 from core.registrations as r where r.election_id = f.election_id and r.party_id = f.category)",
        subject="f.category",
        label="coalesce(p.name_en, p.name)",
    ),
    says="{label} has votes, but is not among the parties and coalitions that were registered",
    why="Only registered parties stand on a ballot. Often it is a coalition, or a new name.",
)
