"""Winners without figures of their own."""

from numerim.schemas.relations.coverage import Coverage
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R509",
    title="A source that gives shares says which one is the winner’s",
    severity="info",
    each="contest",
    needs=("share", "outcome"),
    relation=Coverage(
        of="""each_outcome as f join core.contest_shares as v on v.election_id = f.election_id and v.contest_id = f.contest_id
            and v.source_id = f.source_id and v.stated_in = f.stated_in""",
        where="f.outcome = 'elected' and f.kind <> 'unnamed'",
        there="""exists (select 1 from core.contest_shares as w where w.election_id = f.election_id and w.contest_id = f.contest_id
            and w.source_id = f.source_id and w.selection_id = f.selection_id)""",
        subject="f.contest_id",
        name="f.name",
        place="f.place || ' ' || v.place",
    ),
    says="{label}: {name} won, but the source does not say which of its {among:share|shares} is the winner’s",
    why="A winner whose party is not printed cannot be matched with the shares of parties, and the largest need not be the winner’s.",
)
