"""Parts of the ballots and of the roll."""

from numerim.schemas.relations.sum import Terms
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R209",
    title="A part is never more than its whole",
    severity="error",
    each="ballot_counts",
    needs=("cast|registered|received|signatures",),
    relation=Terms(
        """
        with all_kinds as (
            select 'valid' as part, 'cast' as whole, 'valid ballots' as words
            union all select 'invalid', 'cast', 'invalid ballots'
            union all select 'blank', 'cast', 'blank ballots'
            union all select 'cast_men', 'cast', 'ballots cast by men'
            union all select 'cast_women', 'cast', 'ballots cast by women'
            union all select 'registered_men', 'registered', 'men on the roll'
            union all select 'registered_women', 'registered', 'women on the roll'
            union all select 'signatures_men', 'signatures', 'men who signed'
            union all select 'signatures_women', 'signatures', 'women who signed'
            union all select 'issued', 'received', 'ballot papers issued'
            union all select 'unused', 'received', 'ballot papers left over'
            union all select 'spoilt', 'received', 'ballot papers spoilt'
            union all select m.measure, m.inside, lower(m.title) from core.measures as m
            where m.inside is not null and m.measure not in ('valid', 'invalid', 'blank')
        ),
        kinds as (
            select p.* from all_kinds as p where p.part in (select b.measure from core.one_ballot_counts as b)
        )
        select b.election_id, b.office, b.gp_unit_id, b.round, k.part as measure, 'total' as count_type,
            b.office || ' ' || b.gp_unit_id || ' ' || b.round || ' ' || k.part as subject, r.label,
            b.source_id || coalesce(b.said_by, '') as source_id, case when b.measure = k.part then 1 else -1 end as weight,
            case when b.measure = k.part then 0 else 1 end as blamed, b.ballots as figure, 0 as half, b.place, k.words as what
        from core.one_ballot_counts as b
        join kinds as k on b.measure = k.part or b.measure = k.whole
        join core.reports as r on r.election_id = b.election_id and r.office = b.office and r.gp_unit_id = b.gp_unit_id
            and r.round = b.round
    """,
        at_most=True,
    ),
    expected="whole",
    actual="summed",
    says="{label}: {told}, but only {whole} in all",
    why="No part of the ballots cast, of the roll or of the papers received is more than all of them.",
)
