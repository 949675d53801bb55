"""Candidates and their parties."""

import polars as pl

from numerim.schemas.rule import Rule

RULE = Rule(
    code="R105",
    title="A candidate stands for one party in a contest",
    severity="error",
    each="selection",
    over="""
        select s.election_id, s.contest_id, s.selection_id, s.contest_id || ' ' || s.selection_id as subject, c.label, s.candidate,
            count(distinct s.party_id) as parties, string_agg(distinct s.party_printed, ', ' order by s.party_printed) as printed,
            string_agg(s.place, ' ' order by s.place) as locators
        from core.statements as s
        join core.contests as c on c.election_id = s.election_id and c.contest_id = s.contest_id
        where s.candidate is not null and coalesce(s.measure, '') <> 'line_votes' and s.selection_id is not null and s.party_id is not null and s.party_kind not in ('coalition', 'unnamed')
        group by s.election_id, s.contest_id, s.selection_id, c.label, s.candidate
    """,
    holds=pl.col("parties") == 1,
    says="{label}: {candidate} stands for {parties:party|parties}: {printed}. Two persons, a row that has slipped, or, where the law knows that, one candidate of several parties: fusion: true of the office in election.yml",
    why="If a person seems to stand for two parties, there are two people of that name, or a row has slipped. A coalition and its member do not disagree, and where a source lists the votes of a candidate on the line of each of several parties, all of them put the candidate forward.",
)
