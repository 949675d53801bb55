"""Units that are missing."""

import polars as pl

from schemas.rule import Rule

RULE = Rule(
    code="R701",
    title="Every expected unit appears in a list of all units",
    severity="warning",
    over="""
        select l.election_id, x.office || ' ' || x.gp_unit_id as subject, x.name, x.office, l.stated_in, l.source_id,
            count(s.statement_id) as times, max(l.listed) as listed, max(x.number) as expected,
            coalesce(string_agg(s.place, ' ' order by s.place), '') as locators
        from (select election_id, office, round, source_id, stated_in, count(distinct gp_unit_id) as listed
            from core.statements where all_units and contest_id is not null
            group by election_id, office, round, source_id, stated_in) as l
        join core.expected as x on x.election_id = l.election_id and x.office = l.office
        left join core.statements as s on s.election_id = l.election_id and s.office = l.office and s.round = l.round
            and s.source_id = l.source_id and s.stated_in = l.stated_in and s.gp_unit_id = x.gp_unit_id
        group by l.election_id, l.office, l.round, l.source_id, l.stated_in, x.office, x.gp_unit_id, x.name
    """,
    holds=pl.col("times") > 0,
    says="{name} is missing: “{stated_in}” ({source_id}) says of {listed} of {expected} municipalities what became of the {office}, and nothing of this one",
    why="A list of all units that lacks one says nothing of it, not that there was no election.",
    passes=[
        {
            "core.expected": [{"election_id": "e", "office": "mayor", "gp_unit_id": "u"}],
            "core.statements": [
                {
                    "election_id": "e",
                    "office": "mayor",
                    "round": 1,
                    "source_id": "s",
                    "stated_in": "t",
                    "contest_id": "c",
                    "gp_unit_id": "u",
                    "all_units": True,
                    "statement_id": 1,
                }
            ],
        }
    ],
    fails=[
        {
            "core.expected": [
                {"election_id": "e", "office": "mayor", "gp_unit_id": "u"},
                {"election_id": "e", "office": "mayor", "gp_unit_id": "v"},
            ],
            "core.statements": [
                {
                    "election_id": "e",
                    "office": "mayor",
                    "round": 1,
                    "source_id": "s",
                    "stated_in": "t",
                    "contest_id": "c",
                    "gp_unit_id": "u",
                    "all_units": True,
                    "statement_id": 1,
                }
            ],
        }
    ],
)
