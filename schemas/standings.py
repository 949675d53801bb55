"""What a majority is of, contest by contest: the questions that rules of outcomes have in common."""


def bases(of: str) -> str:
    """SQL: what each source says of the votes of a whole contest, once, and of what they are of.

    Args:
        of: an SQL expression for what a share is of, `valid` or `cast`, in terms of `o`, the office.

    Returns:
        SQL with `election_id, contest_id, source_id, said_by, summed` (the votes of all selections), `complete` (1
        where every selection is listed), `plain` (1 where each of them is one candidate or list), `most`, `base`
        (ballots that the source states for the whole contest, or for each of the units that report; else, of valid
        votes, the sum of a complete list; null where nothing tells) and `base_place`.
    """
    return f"""
        select v.election_id, v.contest_id, v.source_id, v.said_by, v.summed, v.complete, v.plain, v.most,
            cast(coalesce(b.ballots, case when b.reports = v.reports then b.summed end,
                case when {of} = 'valid' and v.complete = 1 then v.summed end) as bigint) as base,
            case when b.ballots is not null then b.place when b.reports = v.reports then b.places else v.places end
                as base_place
        from (select election_id, contest_id, source_id, said_by, cast(sum(votes) as bigint) as summed,
                min(case when complete then 1 else 0 end) as complete,
                min(case when kind in ('remainder', 'unnamed') then 0 else 1 end) as plain,
                max(case when kind in ('remainder', 'unnamed') then null else votes end) as most,
                max(reports) as reports, string_agg(place, ' ' order by place) as places
            from core.contest_votes group by election_id, contest_id, source_id, said_by) as v
        join core.contests as c on c.election_id = v.election_id and c.contest_id = v.contest_id
        join core.offices as o on o.election_id = c.election_id and o.office = c.office
        left join ({_BALLOTS}) as b on b.election_id = v.election_id and b.contest_id = v.contest_id
            and b.source_id = v.source_id and b.said_by is not distinct from v.said_by and b.measure = {of}
    """


_BALLOTS = """
    select r.election_id, r.contest_id, b.source_id, b.said_by, b.measure,
        max(case when r.is_whole then b.ballots end) as ballots, max(case when r.is_whole then b.place end) as place,
        sum(case when r.is_whole then 0 else b.ballots end) as summed,
        count(case when r.is_whole then null else 1 end) as reports,
        string_agg(case when r.is_whole then null else b.place end, ' ' order by b.place) as places
    from core.one_ballot_counts as b
    join core.reports as r on r.election_id = b.election_id and r.office = b.office and r.gp_unit_id = b.gp_unit_id
        and r.round = b.round
    where b.measure in ('valid', 'cast') and (r.is_whole or b.all_units)
    group by r.election_id, r.contest_id, b.source_id, b.said_by, b.measure
"""


def first_rounds() -> str:
    """SQL: whether somebody has more than half in the first of two rounds, by what each source says.

    Returns:
        SQL, one row a contest and source, with `election_id, contest_id, source_id, label, leader` (a word for who
        has most), `has`, `base` and `what` (so many of so many votes, or of 100 per cent where no votes tell),
        `is_decided` (1 or 0), `places` and `place` (of what the leader has). Whoever is not listed may have most, so
        only a complete list says that nobody has more than half; what cannot be told is not in the answer.
    """
    return f"""
        select * from (
            select u.*, row_number() over (partition by election_id, contest_id, source_id
                order by case when what = 'votes' then 0 else 1 end, is_decided, places) as comes
            from ({_BY_VOTES} union all {_BY_SHARES}) as u) as t
        where comes = 1
    """


def _first(table: str, figure: str) -> str:
    """SQL: the rows of those who have most, one a contest and source."""
    return f"""
        select * from (
            select *, count(*) over (partition by election_id, contest_id, source_id, said_by) as listed,
                sum(is_one) over (partition by election_id, contest_id, source_id, said_by) as plain,
                row_number() over (partition by election_id, contest_id, source_id, said_by
                    order by is_one desc, {figure} desc, selection_id) as first
            from (select *, case when kind in ('remainder', 'unnamed') then 0 else 1 end as is_one
                from {table}) as o) as t
        where first = 1 and is_one = 1
    """


_BY_VOTES = f"""
    select v.election_id, v.contest_id, v.source_id, c.label, l.label as leader, cast(v.votes as decimal(24, 6)) as has,
        b.base, 'votes' as what, case when 2 * v.votes > b.base then 1 else 0 end as is_decided,
        v.place || ' ' || b.base_place as places, v.place
    from ({_first("core.contest_votes", "votes")}) as v
    join core.contests as c on c.election_id = v.election_id and c.contest_id = v.contest_id
        and c.outcome_rule = 'two_round_majority' and c.round = 1
    join core.selections as l on l.election_id = v.election_id and l.contest_id = v.contest_id
        and l.selection_id = v.selection_id
    join ({bases("o.majority_of")}) as b on b.election_id = v.election_id and b.contest_id = v.contest_id
        and b.source_id = v.source_id and b.said_by is not distinct from v.said_by
    where b.base > 0 and (2 * v.votes > b.base or (b.complete = 1 and b.plain = 1))
"""

_BY_SHARES = f"""
    select v.election_id, v.contest_id, v.source_id, c.label, l.label as leader, cast(v.share as decimal(24, 6)) as has,
        100 as base, 'per cent' as what, case when v.share - v.half > 50 then 1 else 0 end as is_decided,
        v.place as places, v.place
    from ({_first("core.contest_shares", "share")}) as v
    join core.contests as c on c.election_id = v.election_id and c.contest_id = v.contest_id
        and c.outcome_rule = 'two_round_majority' and c.round = 1
    join core.offices as o on o.election_id = c.election_id and o.office = c.office and o.shares_of = o.majority_of
    join core.selections as l on l.election_id = v.election_id and l.contest_id = v.contest_id
        and l.selection_id = v.selection_id
    where v.share - v.half > 50 or (v.complete and v.listed = v.plain and v.share + v.half <= 50)
"""

FIGURES = """
    select election_id, contest_id, selection_id, source_id, said_by, kind, 'votes' as what,
        cast(votes as decimal(24, 6)) as figure, cast(0 as decimal(18, 8)) as half, place
    from core.contest_votes
    union all
    select election_id, contest_id, selection_id, source_id, said_by, kind, 'per cent',
        cast(share as decimal(24, 6)), half, place
    from core.contest_shares
"""
"""SQL: votes and shares of whole contests, in one form."""
