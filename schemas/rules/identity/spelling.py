"""Spellings of one name."""

import polars as pl

from schemas.rule import Rule

RULE = Rule(
    code="R106",
    title="A person is spelled in one way",
    severity="info",
    over="""
        select min(s.election_id) as election_id, s.candidate as subject, s.candidate,
            count(distinct s.candidate_printed) as spellings,
            string_agg(distinct s.candidate_printed, ', ' order by s.candidate_printed) as printed,
            string_agg(s.place, ' ' order by s.place) as locators
        from core.statements as s
        where s.candidate is not null
        group by s.candidate
    """,
    holds=pl.col("spellings") == 1,
    says="{candidate} is printed in {spellings} ways: {printed}",
    why="The package takes them for one person because seeds/people.csv says so; the reader should be able to disagree. Names in running text are often inflected.",
    passes=[{"core.statements": [{"candidate": "Rakip Suli", "candidate_printed": "Rakip Suli"}]}],
    fails=[
        {
            "core.statements": [
                {"candidate": "Besmir Veli", "candidate_printed": "Besmir Veli"},
                {"candidate": "Besmir Veli", "candidate_printed": "Besmir Veliu"},
            ]
        }
    ],
)
