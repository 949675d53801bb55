"""Figures that nobody can read."""

from numerim.schemas.relations.coverage import Coverage
from numerim.schemas.rule import Rule

_KINDS = {
    "count": "a whole number",
    "share": "a percentage",
    "points": "a difference of percentages",
    "date": "a date",
    "word": "a word",
    "text": "a text",
    "nothing": "anything",
}
_KIND = " ".join(f"when m.kind = '{kind}' then '{words}'" for kind, words in _KINDS.items())

RULE = Rule(
    code="R118",
    title="Every figure can be read",
    severity="error",
    each="list",
    relation=Coverage(
        of=f"""(select i.source_id, i.path, i.stated_in, coalesce(s.election_id, i.election_id) as election_id, s.contest_id, s.gp_unit_id,
                s.measure, s.locator, s.place, s.value, s.misread, case {_KIND} end as kind
            from each_list as i
            left join core.statements as s on s.source_id = i.source_id and s.path = i.path and s.stated_in = i.stated_in
                and s.number is null and s.text is null and s.given = 'figure'
            left join core.measures as m on m.measure = s.measure) as f""",
        there="f.place is null",
        subject="coalesce(f.measure || ' ' || f.locator, f.stated_in)",
        label="f.locator",
        name="f.measure",
        said="""case when f.misread is not null then f.misread when trim(coalesce(f.value, '')) = '' then 'the cell is empty, where it must hold '
            when regexp_matches(f.value, '^\\d{13,}$') then '“' || f.value || '” has more digits than any count, 12, and is not '
            else '“' || f.value || '” is not ' end || case when f.misread is null then f.kind else '' end""",
        keys={"contest_id": "f.contest_id", "gp_unit_id": "f.gp_unit_id"},
    ),
    says="{label}: {said} ({name}); say under corrections: what it should be, or how the source writes numbers (numbers:), marks beside them (marks: in numbers:) and gaps (missing:); rows of something else go under leave:",
    guards=True,
    why="A figure that cannot be read is held back, never guessed, and whatever needs it is not checked.",
)
