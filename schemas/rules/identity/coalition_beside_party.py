"""Rows of a party that lack the coalition."""

from numerim.schemas.relations.coverage import Coverage
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R117",
    title="A list that prints a party’s coalition prints it in every row of that party",
    severity="info",
    each="name",
    needs=("outcome", "coalitions"),
    relation=Coverage(
        of="""core.statements as f
            join (select c.election_id, c.office, c.round, c.source_id, c.path, c.stated_in, c.named_party_id,
                    string_agg(distinct coalesce(p.acronym, p.name), ' or ' order by coalesce(p.acronym, p.name)) as names
                from core.statements as c
                join core.parties as p on p.party_id = c.coalition_id
                where c.measure = 'outcome' and c.coalition_id is not null and c.party_kind = 'party'
                group by c.election_id, c.office, c.round, c.source_id, c.path, c.stated_in, c.named_party_id) as k
                on k.election_id = f.election_id and k.office = f.office and k.round = f.round and k.source_id = f.source_id
                and k.path = f.path and k.stated_in = f.stated_in and k.named_party_id = f.named_party_id""",
        where="f.measure = 'outcome'",
        there="f.coalition_id is not null",
        subject="f.office || ' ' || f.named_party_id || ' ' || f.stated_in || case when f.round > 1 then ' ' || f.round else '' end",
        label="min(f.party_printed) over (partition by f.named_party_id)",
        name="k.names",
        source="f.source_id",
        said="f.unit_printed",
        keys={"stated_in": "f.stated_in"},
    ),
    says="“{stated_in}” prints {label} with {name} in some rows, but without a coalition in {lacking} of {among}: {names}",
    why="A party may stand alone in some places, but a cell may also have been lost. Anyone who counts by coalition should also count by party.",
)
