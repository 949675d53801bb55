"""Names that stand for different parties in different places."""

from numerim.schemas.relations.coverage import Coverage
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R110",
    title="A name that is listed in several units stands for the same party in all of them",
    severity="info",
    each="name",
    relation=Coverage(
        of="""(select l.election_id, l.selection_id, l.candidate, l.party_id, l.source_id || '|' || l.locator as place, c.gp_unit_id,
                min(c.gp_unit_id) over (partition by l.election_id, l.selection_id) as first,
                max(c.gp_unit_id) over (partition by l.election_id, l.selection_id) as last
            from core.selections as l
            join core.contests as c on c.election_id = l.election_id and c.contest_id = l.contest_id
            where l.kind = 'candidate' and l.party_id is not null) as f
            join core.gp_units as g on g.gp_unit_id = f.gp_unit_id
            join core.parties as p on p.party_id = f.party_id""",
        where="f.first <> f.last",
        one="f.party_id",
        subject="f.selection_id",
        name="min(f.candidate) over (partition by f.election_id, f.selection_id)",
        said="g.name || ' (' || coalesce(p.acronym, p.name) || ')'",
        blames="''",
    ),
    says="{name} stands for different parties in different places: {said}. Either two people share the name, or a row has slipped",
    why="Nobody stands for two parties on one day; two people with the same name may. The package tells them apart by their contests.",
)
