"""Candidates and their parties."""

import polars as pl

from schemas.rule import Rule

RULE = Rule(
    code="R105",
    title="A candidate stands for one party in a contest",
    severity="error",
    over="""
        select s.election_id, s.contest_id || ' ' || s.selection_id as subject, c.label, s.candidate,
            count(distinct s.party_id) as parties, string_agg(distinct s.party_printed, ', ' order by s.party_printed) as printed,
            string_agg(s.place, ' ' order by s.place) as locators
        from core.statements as s
        join core.contests as c on c.election_id = s.election_id and c.contest_id = s.contest_id
        where s.candidate is not null and s.party_id is not null and s.party_kind <> 'coalition'
        group by s.election_id, s.contest_id, s.selection_id, c.label, s.candidate
    """,
    holds=pl.col("parties") == 1,
    says="{label}: {candidate} stands for {parties} parties: {printed}",
    why="A person who seems to stand for two parties is two persons, or a row has slipped. A coalition and its member do not disagree.",
    passes=[
        {
            "core.contests": [{"election_id": "e", "contest_id": "c"}],
            "core.statements": [
                {
                    "election_id": "e",
                    "contest_id": "c",
                    "selection_id": "a",
                    "candidate": "A",
                    "party_id": "p",
                    "party_kind": "party",
                },
                {
                    "election_id": "e",
                    "contest_id": "c",
                    "selection_id": "a",
                    "candidate": "A",
                    "party_id": "k",
                    "party_kind": "coalition",
                },
            ],
        }
    ],
    fails=[
        {
            "core.contests": [{"election_id": "e", "contest_id": "c", "label": "l"}],
            "core.statements": [
                {
                    "election_id": "e",
                    "contest_id": "c",
                    "selection_id": "a",
                    "candidate": "A",
                    "party_id": "p",
                    "party_kind": "party",
                },
                {
                    "election_id": "e",
                    "contest_id": "c",
                    "selection_id": "a",
                    "candidate": "A",
                    "party_id": "q",
                    "party_kind": "party",
                },
            ],
        }
    ],
)
