"""Parties that the seeds do not know."""

import polars as pl

from numerim.schemas.rule import Rule

RULE = Rule(
    code="R102",
    title="Every party that a source names is known",
    severity="error",
    each="name",
    over="""
        select min(election_id) as election_id, party_printed as subject, party_printed, count(*) as times,
            count(known_id) as known, string_agg(place, ' ' order by place) as locators
        from (select election_id, party_printed, party_id as known_id, place from core.statements
                where party_printed is not null
            union all
            select election_id, coalition_printed, coalition_id, place from core.statements
                where coalition_printed is not null
            union all
            select election_id, by_party_printed, category, place from core.statements
                where by_party_printed is not null) as named
        group by party_printed
    """,
    holds=pl.col("known") == pl.col("times"),
    says="“{party_printed}” is not a party that numerim knows; what is said of it ({times:statement|statements}) is held back; another form of a name is a row in seeds/party_names.csv; parties that seeds/ lacks are taken as they are printed with register: {{party: party}} in election.yml",
    why="Votes of an unknown party would be counted apart from those of the party that it is. A new form of a name is a row in seeds/party_names.csv.",
)
