"""Figures that nobody can read."""

import polars as pl

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
    over=f"""
        with unread as (
            select s.election_id, s.source_id, s.path, s.stated_in, s.contest_id, s.gp_unit_id, s.measure, s.locator, s.place,
                coalesce(s.value, '') as value, case {_KIND} end as kind,
                case when trim(coalesce(s.value, '')) = '' then 'the cell is empty, where it must hold '
                    else '“' || s.value || '” is not ' end as told
            from core.statements as s
            join core.measures as m on m.measure = s.measure
            where s.number is null and s.text is null and s.given = 'figure'
        )
        select coalesce(u.election_id, i.election_id) as election_id, i.source_id, i.path, i.stated_in, u.contest_id, u.gp_unit_id,
            coalesce(u.measure || ' ' || u.locator, i.stated_in) as subject, u.measure, u.locator, u.value, u.kind, u.told,
            case when u.place is null then 0 else 1 end as unread, coalesce(u.place, '') as locators
        from (select source_id, path, stated_in, min(election_id) as election_id from core.statements
            group by source_id, path, stated_in) as i
        left join unread as u on u.source_id = i.source_id and u.path = i.path and u.stated_in = i.stated_in
    """,
    holds=pl.col("unread") == 0,
    says="{locator}: {told}{kind} ({measure}); what it should be is declared under corrections:, how the source writes numbers under numbers: and missing:",
    guards=True,
    why="A figure that cannot be read exactly is not guessed at: it is held back, and what needs it, a sum or a winner, is not judged. Where most of a column cannot be read, it is not the figures that are wrong, and the run ends.",
)
