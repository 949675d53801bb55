"""Voters of one kind and the part of the roll that they are of."""

from numerim.schemas.relations.sum import Terms
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R214",
    title="No more men or women vote, and no more voters sign, than are on the roll",
    severity="warning",
    each="ballot_counts",
    needs=("registered|registered_men|registered_women",),
    relation=Terms(
        """
        with kinds as (
            select 'cast_men' as part, 'registered_men' as whole, 'men who voted' as words
            union all select 'cast_women', 'registered_women', 'women who voted'
            union all select 'signatures_men', 'registered_men', 'men who signed'
            union all select 'signatures_women', 'registered_women', 'women who signed'
            union all select 'signatures', 'registered', 'voters who signed'
        )
        select b.election_id, b.office, b.gp_unit_id, b.round, k.part as measure, 'total' as count_type,
            b.office || ' ' || b.gp_unit_id || ' ' || b.round || ' ' || k.part as subject, r.label,
            b.source_id || coalesce(b.said_by, '') as source_id,
            case when b.measure = k.part then 1 else -cast(1 + coalesce(l.percent, 0) / 100 as decimal(12, 8)) end as weight,
            case when b.measure = k.part then 0 else 1 end as blamed, b.ballots as figure, 0 as half, b.place, k.words as what
        from core.one_ballot_counts as b
        join kinds as k on b.measure = k.part or b.measure = k.whole
        join core.reports as r on r.election_id = b.election_id and r.office = b.office and r.gp_unit_id = b.gp_unit_id
            and r.round = b.round
        left join core.levels as l on l.election_id = b.election_id and l.level = 'same_day'
        where not exists (  -- a unit without a roll of its own
            select 1 from core.one_ballot_counts as z
            where z.election_id = b.election_id and z.office = b.office and z.gp_unit_id = b.gp_unit_id and z.round = b.round
                and z.source_id = b.source_id and z.said_by is not distinct from b.said_by
                and z.measure = k.whole and z.ballots = 0 and not r.is_whole)
    """,
        at_most=True,
    ),
    expected="whole",
    actual="summed",
    says="{label}: {told}, but only {whole} on the roll",
    why="Whoever votes is on the roll. If people may register on the day, levels: same_day: in election.yml says how many.",
)
