"""Misprinted names of units and parties."""

from numerim.schemas.relations.coverage import Coverage
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R108",
    title="Units and parties are printed under their right names",
    severity="info",
    each="name",
    relation=Coverage(
        of="core.names as f",
        where="f.kind in ('gp_unit', 'party')",
        there="coalesce(f.form, '') <> 'misprint'",
        subject="f.name || ' ' || f.printed",
        label="f.name",
        name="f.printed",
        place="f.places",
        blames="''",
        keys={"election_id": "min(f.election_id) over (partition by f.id, f.printed)"},
    ),
    says="{label} is printed as “{name}”",
    why="The seeds list the known misprints. No figure is in doubt, but anyone who searches the source for the name should know.",
)
