"""Votes of one selection and all ballots."""

from numerim.schemas.parts import beside_whole
from numerim.schemas.relations.sum import Terms
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R213",
    title="No selection has more votes than there are ballots",
    severity="error",
    each="report",
    needs=("votes", "valid|cast"),
    relation=Terms(
        beside_whole(
            """
        with bases as (
            select b.election_id, b.office, b.gp_unit_id, b.round, b.source_id, coalesce(b.said_by, '') as said_by,
                max(case when b.measure = 'valid' then b.ballots end) as valid, max(case when b.measure = 'cast' then b.ballots end) as all_cast,
                max(case when b.measure = 'valid' then b.place end) as valid_place, max(case when b.measure = 'cast' then b.place end) as cast_place
            from core.one_ballot_counts as b
            where b.measure in ('valid', 'cast')
            group by b.election_id, b.office, b.gp_unit_id, b.round, b.source_id, coalesce(b.said_by, '')
        ),
        ranked as (
            select v.election_id, r.office, v.gp_unit_id, r.round, v.contest_id, v.selection_id, v.source_id || coalesce(v.said_by, '') as source_id,
                r.label, v.votes, v.place, coalesce(b.valid, b.all_cast) as ballots, coalesce(b.valid_place, b.cast_place) as base_place,
                case when b.valid is null then 'cast' else 'valid' end as base,
                row_number() over (partition by v.election_id, v.contest_id, v.gp_unit_id, v.source_id, v.said_by
                    order by v.votes desc, v.selection_id) as place_in_order
            from core.one_vote_counts as v
            join core.reports as r on r.election_id = v.election_id and r.contest_id = v.contest_id and r.gp_unit_id = v.gp_unit_id
            join bases as b on b.election_id = v.election_id and b.office = r.office and b.gp_unit_id = v.gp_unit_id
                and b.round = r.round and b.source_id = v.source_id and b.said_by = coalesce(v.said_by, '')
            where not v.complete or b.valid is null
        )
        select k.election_id, k.office, k.gp_unit_id, k.round, k.contest_id || case when k.contest_id like '%/' || k.gp_unit_id || '/%' then ''
                else ' ' || k.gp_unit_id end || ' ' || k.selection_id as subject,
            k.label, k.source_id, k.votes as figure, k.place, l.label as what, k.ballots as total,
            k.base_place as whole_place
        from ranked as k
        join core.selections as l on l.election_id = k.election_id and l.contest_id = k.contest_id and l.selection_id = k.selection_id
        where k.place_in_order = 1 or k.votes > k.ballots
    """,
            ("office", "gp_unit_id", "round"),
        ),
        at_most=True,
    ),
    expected="whole",
    actual="summed",
    says="{label}: {told} votes from only {whole:ballot|ballots}",
    why="A ballot is at most one vote for a selection. Ballots are the valid ones if they are printed, otherwise those cast.",
)
