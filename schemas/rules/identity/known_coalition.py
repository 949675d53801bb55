"""Parties and their coalitions."""

from numerim.schemas.relations.coverage import Coverage
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R107",
    title="A party is printed with the coalition that it is known to belong to",
    severity="warning",
    each="name",
    needs=("known coalitions", "coalitions"),
    relation=Coverage(
        of="core.statements as f",
        where="""f.party_id <> f.coalition_id and exists (select 1 from core.coalition_members as k
            where k.election_id = f.election_id and k.party_id = f.party_id)""",
        there="""exists (select 1 from core.coalition_members as m
            where m.election_id = f.election_id and m.party_id = f.party_id and m.coalition_id = f.coalition_id)""",
        subject="f.party_id || ' ' || f.coalition_id",
        label="f.party_printed",
        name="f.coalition_printed",
        said="""(select min(k.coalition_id) from core.coalition_members as k
            where k.election_id = f.election_id and k.party_id = f.party_id)""",
    ),
    says="{label} is printed with the coalition {name} ({among:time|times}), but is known to stand with {said}",
    why="seeds/coalition_members.csv says which coalition a party stands with in an election; a party that is not listed there is not checked.",
)
