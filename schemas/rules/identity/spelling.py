"""Spellings of one person."""

from numerim.schemas.relations.coverage import Coverage
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R106",
    title="A person’s name is spelled the same way everywhere",
    severity="info",
    each="name",
    relation=Coverage(
        of="core.names as f",
        where="f.kind = 'person' and coalesce(f.form, '') not in ('inflected', 'short')",
        there="coalesce(f.form, '') <> 'misprint'",
        one="f.printed",
        subject="f.name",
        said="'“' || f.printed || '”'",
        place="f.places",
        blames="''",
        keys={"election_id": "min(f.election_id) over (partition by f.id)"},
    ),
    says="{subject} is printed as {said}",
    why="seeds/people.csv reads these spellings as one person; you may disagree. An inflected name, or a surname alone, is not another spelling.",
)
