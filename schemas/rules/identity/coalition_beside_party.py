"""Rows of a party that lack the coalition."""

import polars as pl

from numerim.schemas.rule import Rule

RULE = Rule(
    code="R117",
    title="A list that prints a party’s coalition prints it in every row of that party",
    severity="info",
    each="name",
    over="""
        select s.election_id, s.office || ' ' || s.named_party_id || ' ' || s.stated_in
                || case when s.round > 1 then ' ' || cast(s.round as varchar) else '' end as subject, s.source_id, s.stated_in,
            min(s.party_printed) as party, min(k.names) as coalition_name,
            count(distinct s.line) as total, count(distinct case when s.coalition_id is null then s.line end) as without,
            coalesce(string_agg(distinct case when s.coalition_id is null then s.unit_printed end, ', '
                order by case when s.coalition_id is null then s.unit_printed end), '') as units,
            coalesce(string_agg(distinct case when s.coalition_id is null then s.place end, ' '
                order by case when s.coalition_id is null then s.place end), '') as locators
        from core.statements as s
        join (
            select c.election_id, c.office, c.round, c.source_id, c.path, c.stated_in, c.named_party_id,
                string_agg(distinct coalesce(p.acronym, p.name, c.coalition_id), ' or '
                    order by coalesce(p.acronym, p.name, c.coalition_id)) as names
            from core.statements as c
            left join core.parties as p on p.party_id = c.coalition_id
            where c.measure = 'outcome' and c.coalition_id is not null and c.party_kind = 'party'
            group by c.election_id, c.office, c.round, c.source_id, c.path, c.stated_in, c.named_party_id
        ) as k on k.election_id = s.election_id and k.office = s.office and k.round = s.round and k.source_id = s.source_id
            and k.path = s.path and k.stated_in = s.stated_in and k.named_party_id = s.named_party_id
        where s.measure = 'outcome'
        group by s.election_id, s.office, s.round, s.named_party_id, s.source_id, s.path, s.stated_in
    """,
    holds=pl.col("without") == 0,
    says="“{stated_in}” prints {party} with {coalition_name} in some rows, but without a coalition in {without} of {total}: {units}",
    why="A party may stand alone in some places, but a cell may also have been lost. An empty cell does not say that there was no coalition; whoever counts by coalition should count by party too. Applies to lists of outcomes that print the coalition of a party at least once.",
)
