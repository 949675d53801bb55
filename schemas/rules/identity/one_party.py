"""Candidates and their parties."""

from numerim.schemas.relations.coverage import Coverage
from numerim.schemas.rule import Rule

LINES = """
    select election_id, contest_id, selection_id, party_id from core.statements where measure = 'line_votes'
    union
    select s.election_id, s.contest_id, s.selection_id, s.party_id
    from (
        select s.*, min(s.party_id) over beside as first_one, max(s.party_id) over beside as last_one
        from core.statements as s
        join core.offices as o on o.election_id = s.election_id and o.office = s.office and o.fusion
        window beside as (partition by s.source_id, s.path, s.stated_in, s.said_by, s.contest_id, s.gp_unit_id, s.measure, s.count_type,
            s.selection_id)
    ) as s
    where s.first_one <> s.last_one
"""
"""SQL: the parties on whose lines a candidate stands: one list has several, where the law knows that."""

RULE = Rule(
    code="R105",
    title="A candidate stands for one party in a contest",
    severity="error",
    each="selection",
    relation=Coverage(
        of=f"""core.statements as f left join ({LINES}) as n on n.election_id = f.election_id and n.contest_id = f.contest_id
            and n.selection_id = f.selection_id and n.party_id = f.party_id""",
        where="""f.candidate is not null and f.selection_id is not null and f.party_id is not null
            and f.party_kind not in ('coalition', 'unnamed')""",
        one="case when n.party_id is null then f.party_id else 'its lines' end",
        subject="f.contest_id || ' ' || f.selection_id",
        name="min(f.candidate) over (partition by f.election_id, f.contest_id, f.selection_id)",
        said="f.party_printed",
    ),
    says="{label}: {name} stands for more than one party: {said}. Either two people share the name, a row has slipped, or several parties put forward one candidate (if the law allows that, set fusion: true for the office)",
    why="Two people with the same name are two candidates. A coalition and one of its members do not contradict each other, nor do the parties on whose lines one candidate stands.",
)
