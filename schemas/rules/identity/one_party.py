"""Candidates and their parties."""

from numerim.schemas.relations.coverage import Coverage
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R105",
    title="A candidate stands for one party in a contest",
    severity="error",
    each="selection",
    relation=Coverage(
        of="core.statements as f",
        where="""f.candidate is not null and f.measure <> 'line_votes' and f.selection_id is not null and f.party_id is not null
            and f.party_kind not in ('coalition', 'unnamed')""",
        one="f.party_id",
        subject="f.contest_id || ' ' || f.selection_id",
        name="min(f.candidate) over (partition by f.election_id, f.contest_id, f.selection_id)",
        said="f.party_printed",
    ),
    says="{label}: {name} stands for {differ:party|parties}: {said}. Two persons, a row that has slipped, or, where the law knows that, one candidate of several parties: fusion: true of the office in election.yml",
    why="If a person seems to stand for two parties, there are two people of that name, or a row has slipped. A coalition and its member do not disagree, and where a source lists the votes of a candidate on the line of each of several parties, all of them put the candidate forward.",
)
