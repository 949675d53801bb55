"""Registered parties without a result."""

from numerim.schemas.relations.coverage import Coverage
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R706",
    title="Every registered party has a row in a list of results",
    severity="info",
    each="statement",
    needs=("total_votes", "registration"),
    relation=Coverage(
        of="""(select election_id, party_id, min(place) as place from core.registrations group by election_id, party_id) as f
            join core.parties as p on p.party_id = f.party_id
            join (select distinct election_id, stated_in, source_id from core.reported_totals where measure = 'total_votes') as l
                on l.election_id = f.election_id""",
        there="""exists (select 1 from core.reported_totals as t where t.election_id = l.election_id and t.stated_in = l.stated_in
            and t.source_id = l.source_id and t.measure = 'total_votes' and t.category = f.party_id)""",
        subject="l.stated_in",
        source="l.source_id",
        said="coalesce(p.acronym, p.name)",
        blames="''",
    ),
    says="“{subject}” has no row for {lacking} of the {among:registered party or coalition|registered parties and coalitions}: {names}",
    why="Who was registered and has no row may have stood with others, withdrawn, or been left out. Sums over the list are then not sums over all votes.",
)
