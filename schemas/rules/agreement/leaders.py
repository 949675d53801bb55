"""Leaders stated more than once."""

from numerim.schemas.relations.coverage import Coverage
from numerim.schemas.reported import CURRENT
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R608",
    title="Sources agree on who leads a party",
    severity="warning",
    each="party_leaders",
    needs=("leader",),
    relation=Coverage(
        of="""core.party_leaders as f
            join core.party_leaders as y on y.election_id = f.election_id and y.party_id = f.party_id and y.place <> f.place
            join core.parties as p on p.party_id = f.party_id""",
        where=f"f.{CURRENT} and y.{CURRENT}",
        there="y.leader like '%' || f.leader || '%' or f.leader like '%' || y.leader || '%'",
        subject="f.party_id",
        label="coalesce(p.name_en, p.name)",
        said="f.leader || ' (' || f.stated_in || ')'",
    ),
    says="{label}: the sources name different leaders: {names}",
    why="A party has one leadership at a time. If one place names several leaders and the other one of them, they agree.",
)
