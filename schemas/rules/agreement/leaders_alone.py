"""Leaders named alone and with another."""

from numerim.schemas.relations.coverage import Coverage
from numerim.schemas.reported import CURRENT
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R618",
    title="Sources agree on whether a party has one leader or several",
    severity="info",
    each="party_leaders",
    needs=("leader",),
    relation=Coverage(
        of="""core.party_leaders as f
            join core.party_leaders as y on y.election_id = f.election_id and y.party_id = f.party_id and y.place <> f.place
            join core.parties as p on p.party_id = f.party_id""",
        where=f"f.{CURRENT} and y.{CURRENT}",
        there="""y.leader = f.leader
            or (y.leader not like '%' || f.leader || '%' and f.leader not like '%' || y.leader || '%')""",
        subject="f.party_id",
        label="coalesce(p.name_en, p.name)",
        said="f.leader || ' (' || f.stated_in || ')'",
        blames="''",
    ),
    says="{label} has one leader in one place and several in another: {names}",
    why="Both may be true, as when a coalition is led by the leaders of its parties; but anyone who counts leaders should know.",
)
