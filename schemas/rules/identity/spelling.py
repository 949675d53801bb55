"""Spellings of one person."""

import polars as pl

from schemas.rule import Rule

RULE = Rule(
    code="R106",
    title="A person is spelled in one way",
    severity="info",
    over="""
        select min(n.election_id) as election_id, n.name as subject, n.name, count(distinct n.printed) as spellings,
            sum(case when n.form = 'misprint' then 1 else 0 end) as misprints,
            string_agg(distinct n.printed, ', ' order by n.printed) as printed,
            string_agg(n.places, ' ' order by n.places) as locators, '' as blames
        from core.names as n
        where n.kind = 'person' and coalesce(n.form, '') not in ('inflected', 'short')
        group by n.id, n.name
    """,
    holds=(pl.col("spellings") == 1) & (pl.col("misprints") == 0),
    says="{name} is printed as {printed}",
    why="The package takes the spellings for one person because seeds/people.csv says so; the reader should be able to disagree. A name that the grammar of a sentence inflects, or a surname alone, is not another spelling.",
    passes=[
        {
            "core.names": [
                {"kind": "person", "id": "a", "name": "Rakip Suli", "printed": "Rakip Suli"},
                {"kind": "person", "id": "a", "name": "Rakip Suli", "printed": "Rakip Sulin", "form": "inflected"},
            ]
        }
    ],
    fails=[
        {
            "core.names": [
                {"kind": "person", "id": "b", "name": "Besmir Veli", "printed": "Besmir Veli"},
                {"kind": "person", "id": "b", "name": "Besmir Veli", "printed": "Besmir Veliu", "form": "variant"},
            ]
        },
        {
            "core.names": [
                {
                    "kind": "person",
                    "id": "k",
                    "name": "Abdulhadi Krasniqi",
                    "printed": "Abdulhadi Krasniv",
                    "form": "misprint",
                }
            ]
        },
    ],
)
