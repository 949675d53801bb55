"""Ballots or votes counted and people registered, where nobody says how many ballots were cast."""

from numerim.schemas.figures import REPORT
from numerim.schemas.law import those, words
from numerim.schemas.parts import beside_whole
from numerim.schemas.relations.sum import BESIDE, BLANK, SAME_DAY, Sum, Term, Terms
from numerim.schemas.rule import Rule

_INVALID, _BESIDE = Term("invalid", need="if given"), Term("", need="if given", given=BESIDE)
_ROLL = Term("registered", given="f.figure > 0 or f.is_whole", scale=SAME_DAY)

_UNIT = "election_id, contest_id, gp_unit_id, source_id, said_by"
_RACE = "election_id, office, round, source_id, said_by"
_MOST = f"""
    with rolls as (
        select b.election_id, b.office, b.gp_unit_id, b.round, b.source_id, coalesce(b.said_by, '') as said_by,
            max(case when b.measure = 'registered' then b.ballots end) as roll, max(case when b.measure = 'registered' then b.place end) as roll_place
        from core.one_ballot_counts as b
        where b.measure in ('registered', 'cast', 'valid')
        group by b.election_id, b.office, b.gp_unit_id, b.round, b.source_id, coalesce(b.said_by, '')
        having max(case when b.measure = 'registered' then b.ballots end) > 0 and max(case when b.measure = 'registered' then 0 else 1 end) = 0
    ),
    votes as (
        select v.election_id, r.office, v.gp_unit_id, r.round, v.contest_id, v.selection_id, v.source_id, coalesce(v.said_by, '') as said_by, r.label,
            v.votes, v.place, l.label as what, l.kind, b.roll, b.roll_place, v.complete, coalesce(o.one_vote and c.outcome_rule in {words(those(of_lists=False))}, false) as one_vote
        from core.one_vote_counts as v
        join core.reports as r on r.election_id = v.election_id and r.contest_id = v.contest_id and r.gp_unit_id = v.gp_unit_id
        join core.contests as c on c.election_id = v.election_id and c.contest_id = v.contest_id
        join core.offices as o on o.election_id = c.election_id and o.office = c.office
        join core.selections as l on l.election_id = v.election_id and l.contest_id = v.contest_id and l.selection_id = v.selection_id
        join rolls as b on b.election_id = v.election_id and b.office = r.office and b.gp_unit_id = v.gp_unit_id and b.round = r.round
            and b.source_id = v.source_id and b.said_by = coalesce(v.said_by, '')
    ),
    ranked as (
        select v.*, sum(v.votes) over (partition by {_UNIT}) as summed,
            row_number() over (partition by {_UNIT} order by v.votes desc, v.selection_id) as nth
        from votes as v
    ),
    beside as (
        select k.*, count(case when k.nth = 1 and k.summed <= k.roll then 1 end) over (partition by {_RACE}) as within,
            count(case when k.nth = 1 and k.summed > k.roll then 1 end) over (partition by {_RACE}) as above,
            max(case when k.summed <= k.roll then 1.0 * (k.summed - k.votes) / k.roll end) over (partition by {_RACE}, selection_id) as rest,
            max(case when k.summed <= k.roll then 1.0 * k.summed / k.roll end) over (partition by {_RACE}) as turnout
        from ranked as k
    )
    select b.election_id, b.office, b.gp_unit_id, b.round,
        b.office || ' ' || b.gp_unit_id || ' ' || b.round || ' ' || b.selection_id as subject, b.label,
        b.source_id || b.said_by as source_id, b.votes as figure, b.place, b.what, b.roll as total, b.roll_place as whole_place
    from beside as b
    where not (b.one_vote and b.complete) and (b.votes > b.roll or b.nth = 1 and b.summed <= b.roll)
        and (b.one_vote or b.summed <= b.roll
            or b.within >= 4 * b.above and 1.0 * (b.summed - b.votes) / b.roll <= 1.25 * coalesce(b.rest, b.turnout)
                and (b.kind = 'candidate' or b.votes > 1.5 * b.roll))
"""
"""SQL: the votes of one selection and the roll.

Where no law says that a ballot is one vote, votes above the roll are in question only where one figure alone is out of
line: in four times as many units all votes together are within the roll, and the others have hardly more of the roll of
the unit than elsewhere, a quarter at most. Several votes a ballot, stations that anybody may go to, and registration on
the day show in several units, or in all figures of one. A person has one vote of a voter at most; a list may have
several, and so more than there are people where nearly all vote for it, but hardly half as many again.
"""

RULE = Rule(
    code="R218",
    title="No more ballots or votes are counted than people are registered",
    severity="error",
    each="report",
    needs=("registered", "valid|votes"),
    relation=(
        Sum(
            frame=REPORT,
            parts=("valid", _INVALID, BLANK, _BESIDE),
            whole=_ROLL,
            at_most=True,
            without=("cast",),
        ),
        Sum(
            frame=REPORT,
            parts=(
                Term("votes", given="f.complete and f.one_vote"),
                _INVALID,
                Term("blank", need="if given", given="f.blank_is in ('apart', 'valid')"),
                _BESIDE,
            ),
            whole=_ROLL,
            at_most=True,
            without=("cast", "valid"),
        ),
        Terms(beside_whole(_MOST, ("office", "gp_unit_id", "round"), scale=SAME_DAY), at_most=True),
    ),
    expected="whole",
    actual="summed",
    says="{label}: {summed:{counted}} counted ({told}), but only {whole:person is|people are} on the roll",
    why="Whoever casts a ballot is on the roll. Checked if the source does not say how many ballots were cast. If it does not say how many were valid either, the votes are checked: all together if the law gives a voter one vote, otherwise a figure that alone is out of line. If people may register on the day, levels: same_day: in election.yml says how many.",
)
