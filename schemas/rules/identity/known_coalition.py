"""Parties and their coalitions."""

import polars as pl

from numerim.schemas.rule import Rule

RULE = Rule(
    code="R107",
    title="A party is printed with the coalition that it is known to belong to",
    severity="warning",
    each="name",
    over="""
        select s.election_id, s.party_id || ' ' || s.coalition_id as subject, s.party_printed, s.coalition_printed,
            count(distinct s.statement_id) as times, count(distinct m.coalition_id) as known,
            min(k.coalition_id) as stands_with, string_agg(distinct s.place, ' ' order by s.place) as locators
        from core.statements as s
        join core.coalition_members as k on k.election_id = s.election_id and k.party_id = s.party_id
        left join core.coalition_members as m on m.election_id = s.election_id and m.party_id = s.party_id
            and m.coalition_id = s.coalition_id
        where s.coalition_id is not null and s.party_id <> s.coalition_id
        group by s.election_id, s.party_id, s.coalition_id, s.party_printed, s.coalition_printed
    """,
    holds=pl.col("known") > 0,
    says="{party_printed} is printed with the coalition {coalition_printed} ({times:time|times}), but is known to stand with {stands_with}",
    why="seeds/coalition_members.csv says which coalition a party stands with in an election; a party that is not listed there is not judged.",
)
