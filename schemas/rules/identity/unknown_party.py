"""Parties that the seeds do not know."""

import polars as pl

from numerim.schemas.nearest import with_nearest
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R102",
    title="Every party that a source names is known",
    severity="error",
    each="name",
    over="""
        select min(election_id) as election_id, party_printed as subject, party_printed, count(*) as times,
            count(known_id) as known, string_agg(place, ' ' order by place) as locators,
            (select string_agg(k.name || '=' || k.id, '|' order by k.name, k.id) from core.known_names as k where k.kind = 'party') as known_names,
            (select coalesce(string_agg(u.id || '=' || u.name || '=' || coalesce(u.unit_type, ''), '|' order by u.id), '') from core.unclear_names as u
                where u.kind = 'party' and u.printed = named.party_printed) as could_be, '' as nearest
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
    then=lambda answer: with_nearest(
        answer, "party_printed", pl.col("known") != pl.col("times"), "seeds/party_names.csv", "{party: party}"
    ),
    holds=pl.col("known") == pl.col("times"),
    says="“{party_printed}” is not a party that numerim knows; what is said of it ({times:statement|statements}) is held back; {nearest}",
    guards=True,
    why="Votes for an unknown party would be counted apart from those for the party that it really is. Another form of a name goes into seeds/party_names.csv, as a row.",
)
