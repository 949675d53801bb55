"""A coalition in one source and its members in another."""

from numerim.schemas.relations.sum import Terms
from numerim.schemas.reported import CURRENT
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R617",
    title="A coalition’s figure in one source is the sum of its members’ in another",
    severity="warning",
    each="selection",
    needs=("two sources",),
    relation=Terms(f"""
        with figures as (
            select election_id, contest_id, selection_id, source_id, case measure when 'share' then 'per cent' else measure end as measure,
                figure, half, place
            from core.figures where scope = 'contest' and complete and said_by = ''
        ), named as (
            select f.*, l.party_id, l.coalition_id, l.label, v.status
            from figures as f
            join core.selections as l on l.election_id = f.election_id and l.contest_id = f.contest_id
                and l.selection_id = f.selection_id
            join core.sources as v on v.source_id = f.source_id
            where f.{CURRENT} and v.status <> 'partial'
        ), members as (
            select k.election_id, k.contest_id, k.selection_id, k.measure, k.source_id, k.label as whole_label, k.figure as whole,
                k.half as whole_half, k.place as whole_place, m.source_id as other_id, m.selection_id as member_id, m.label,
                m.figure, m.half, m.place
            from named as k
            join core.coalition_members as c on c.election_id = k.election_id and c.coalition_id = k.coalition_id
            join named as m on m.election_id = k.election_id and m.contest_id = k.contest_id and m.measure = k.measure
                and m.source_id <> k.source_id and m.status = k.status and m.party_id = c.party_id
            left join named as again on again.election_id = k.election_id and again.contest_id = k.contest_id
                and again.measure = k.measure and again.source_id = m.source_id and again.selection_id = k.selection_id
            left join named as also on also.election_id = m.election_id and also.contest_id = m.contest_id
                and also.measure = m.measure and also.source_id = k.source_id and also.selection_id = m.selection_id
            where k.selection_id = k.coalition_id and again.source_id is null and also.source_id is null
        ), terms as (
            select election_id, contest_id, selection_id, measure, source_id, other_id, 1 as weight, 0 as blamed, figure, half, place,
                label as what
            from members
            union all
            select distinct election_id, contest_id, selection_id, measure, source_id, other_id, -1, 1, whole, whole_half, whole_place,
                whole_label
            from members
        )
        select t.election_id, t.contest_id, t.selection_id, t.contest_id || ' ' || t.selection_id as subject,
            c.label || ': ' || t.measure || ' of ' || l.label as label,
            t.source_id || ' and ' || t.other_id || ', ' || t.measure as source_id, t.weight, t.blamed, t.figure, t.half, t.place, t.what
        from terms as t
        join core.contests as c on c.election_id = t.election_id and c.contest_id = t.contest_id
        join core.selections as l on l.election_id = t.election_id and l.contest_id = t.contest_id
            and l.selection_id = t.selection_id
    """),
    says="{label}: {whole} for the coalition, but {summed} for its members in the other source ({told}; {source_id})",
    why="The members of a coalition have together what the coalition has. Only complete lists are compared, and not those that have both.",
)
