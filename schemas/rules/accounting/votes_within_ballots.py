"""All votes of an office and the ballots."""

from numerim.schemas.law import those, words
from numerim.schemas.parts import beside_whole
from numerim.schemas.relations.sum import Terms
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R216",
    title="All who stood for an office together have no more votes than there are ballots",
    severity="error",
    each="report",
    needs=("votes", "valid|cast"),
    relation=Terms(
        beside_whole(
            f"""
        with bases as (
            select b.election_id, b.office, b.gp_unit_id, b.round, b.source_id, coalesce(b.said_by, '') as said_by,
                min(case when b.measure = 'cast' then b.ballots end) as all_cast, min(case when b.measure = 'valid' then b.ballots end) as valid,
                min(case when b.measure = 'cast' then b.place end) as cast_place, min(case when b.measure = 'valid' then b.place end) as valid_place
            from core.one_ballot_counts as b
            where b.measure in ('valid', 'cast')
            group by b.election_id, b.office, b.gp_unit_id, b.round, b.source_id, coalesce(b.said_by, '')
        ),
        votes as (
            select v.election_id, r.office, v.gp_unit_id, r.round, v.contest_id, v.source_id, coalesce(v.said_by, '') as said_by, r.label, v.votes, v.place,
                l.label as what, coalesce(b.valid, b.all_cast) as ballots, coalesce(b.valid_place, b.cast_place) as base_place
            from core.one_vote_counts as v
            join core.reports as r on r.election_id = v.election_id and r.contest_id = v.contest_id and r.gp_unit_id = v.gp_unit_id
            join core.contests as c on c.election_id = v.election_id and c.contest_id = v.contest_id
            join core.offices as o on o.election_id = v.election_id and o.office = c.office and o.one_vote
                and c.outcome_rule in {words(those(of_lists=False))}
            join bases as b on b.election_id = v.election_id and b.office in (r.office, 'all') and b.gp_unit_id = v.gp_unit_id
                and b.round = r.round and b.source_id = v.source_id and b.said_by = coalesce(v.said_by, '')
            join core.selections as l on l.election_id = v.election_id and l.contest_id = v.contest_id and l.selection_id = v.selection_id
            where not v.complete or b.valid is null or b.office = 'all'
        )
        select v.election_id, v.office, v.gp_unit_id, v.round, v.office || ' ' || v.gp_unit_id || ' ' || v.round as subject, v.label,
            v.source_id || v.said_by || ' ' || v.base_place as source_id, v.votes as figure, v.place, v.what, v.ballots as total,
            v.base_place as whole_place
        from (select *, count(*) over (partition by election_id, contest_id, gp_unit_id, source_id, said_by, base_place) as there from votes) as v
        where v.there > 1
    """,
            ("office", "gp_unit_id", "round"),
        ),
        at_most=True,
    ),
    expected="whole",
    actual="summed",
    says="{label}: {told} add up to {summed:vote|votes} from only {whole:ballot|ballots}",
    why="If one person is elected, a ballot is one vote. Ballots are the valid ones if they are printed, otherwise those cast.",
)
