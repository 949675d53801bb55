"""Seats by law: the question whether a distribution is the one that a method gives.

It is judged by certificate, without ranking: a distribution is right if no list has a better claim to one seat more
than another has to its last one (Balinski and Young, Fair Representation, 1982; Pukelsheim, Proportional
Representation, 2017). With a divisor method the claim is votes by the divisor; with a quota method, what the seats
leave over of the votes. Both are compared in whole numbers. `numerim.check.apportion` computes distributions.
"""

from numerim.schemas.standings import bases


def seat_method(method: str) -> str:
    """SQL: one row a contest whose seats are distributed by a method, and a source that gives all votes and seats.

    Args:
        method: an outcome rule that distributes seats.

    Returns:
        SQL with `unjust` (how many pairs of lists have a seat the wrong way round), and of the worst of them the list
        that `gains` a seat, the one that `loses` it, their votes, seats and claims, and what the loser `should` have.
        Only lists that the threshold lets in are compared. Somebody who stands alone cannot win a second seat,
        nor a list more than it has candidates.
    """
    gains, loses = _CLAIMS[method]
    return f"""
        with lists as ({_lists(f"= '{method}'")}),
        pairs as (
            select g.election_id, g.contest_id, g.source_id, g.said_by, g.list as gains, g.votes as gains_votes,
                g.seats as gains_seats, cast(round({gains}, 2) as decimal(24, 2)) as gains_claim, l.list as loses,
                l.votes as loses_votes, l.seats as loses_seats, l.seats - 1 as should,
                cast(round({loses}, 2) as decimal(24, 2)) as loses_claim,
                trim(g.seats_place || ' ' || l.seats_place) as both_places,
                row_number() over (partition by g.election_id, g.contest_id, g.source_id, g.said_by
                    order by {gains} desc, {loses}, g.list, l.list) as worst,
                count(*) over (partition by g.election_id, g.contest_id, g.source_id, g.said_by) as unjust
            from {_PAIRS}
            where l.votes = 0 or {_EXCESS[method]} > 0
        )
        select x.election_id, x.contest_id, x.contest_id as subject, x.label, x.source_id, x.seats, x.lists,
            coalesce(p.unjust, 0) as unjust, p.gains, p.gains_votes, p.gains_seats, p.gains_claim, p.loses,
            p.loses_votes, p.loses_seats, p.loses_claim, p.should, x.places as locators,
            coalesce(p.both_places, '') as blames
        from ({_CONTESTS}) as x
        left join pairs as p on p.election_id = x.election_id and p.contest_id = x.contest_id
            and p.source_id = x.source_id and p.said_by is not distinct from x.said_by and p.worst = 1
    """


def seat_ties() -> str:
    """SQL: one row a contest as above, of any method, without an unjust pair, and whom a lot decided between."""
    excess = " ".join(f"when '{method}' then {sql}" for method, sql in _EXCESS.items())
    return f"""
        with lists as ({_lists("in (" + ", ".join(f"'{method}'" for method in _EXCESS) + ")")}),
        pairs as (
            select g.election_id, g.contest_id, g.source_id, g.said_by, g.list as without, l.list as winner,
                case when l.votes = 0 then 1 else case g.outcome_rule {excess} end end as excess
            from {_PAIRS}
        )
        select x.election_id, x.contest_id, x.contest_id as subject, x.label, x.source_id, x.seats,
            count(distinct case when p.excess = 0 then p.without end) as tied,
            string_agg(distinct case when p.excess = 0 then p.without end, ', '
                order by case when p.excess = 0 then p.without end) as losers,
            string_agg(distinct case when p.excess = 0 then p.winner end, ', '
                order by case when p.excess = 0 then p.winner end) as winners, x.places as locators
        from ({_CONTESTS}) as x
        left join pairs as p on p.election_id = x.election_id and p.contest_id = x.contest_id
            and p.source_id = x.source_id and p.said_by is not distinct from x.said_by
        group by x.election_id, x.contest_id, x.label, x.source_id, x.said_by, x.seats, x.places
        having coalesce(max(p.excess), 0) <= 0
    """


def below_threshold() -> str:
    """SQL: one row a list that the threshold shuts out, of contests as above."""
    return f"""
        with lists as ({_lists("in (" + ", ".join(f"'{method}'" for method in _EXCESS) + ")")})
        select election_id, contest_id, selection_id, contest_id || ' ' || selection_id as subject, label, list, votes,
            valid, threshold, seats, cast(round(100.0 * votes / valid, 2) as decimal(24, 2)) as percent,
            trim(votes_place || ' ' || seats_place) as locators, seats_place as blames
        from lists where is_in = 0 and votes > 0 and threshold > 0
    """


_PAIRS = """lists as g
            join lists as l on l.election_id = g.election_id and l.contest_id = g.contest_id
                and l.source_id = g.source_id and l.said_by is not distinct from g.said_by
                and l.selection_id <> g.selection_id and l.seats > 0 and (l.is_in = 1 or l.votes = 0) and g.is_in = 1
                and (g.seats = 0 or coalesce(g.kind, '') <> 'candidate')
                and (g.candidates is null or g.seats < g.candidates)"""

_CONTESTS = """
            select election_id, contest_id, source_id, said_by, label, house as seats, count(*) as lists,
                trim(string_agg(trim(votes_place || ' ' || seats_place), ' ' order by votes_place)) as places
            from lists group by election_id, contest_id, source_id, said_by, label, house"""


def _wide(count: str) -> str:
    """SQL: a count that may be multiplied by another of twelve digits."""
    return f"cast({count} as decimal(19, 0))"


_EXCESS = {
    "dhondt": f"{_wide('g.votes')} * l.seats - {_wide('l.votes')} * (g.seats + 1)",
    "sainte_lague": f"{_wide('g.votes')} * (2 * l.seats - 1) - {_wide('l.votes')} * (2 * g.seats + 1)",
    "modified_sainte_lague": f"{_wide('g.votes')} * case when l.seats = 1 then 7 else 10 * l.seats - 5 end "
    f"- {_wide('l.votes')} * case when g.seats = 0 then 7 else 10 * g.seats + 5 end",
    "hare": f"{_wide('g.votes - l.votes')} * g.house - {_wide('g.taking_part')} * (g.seats - l.seats + 1)",
    "droop": f"(g.votes - l.votes) - {_wide('g.droop')} * (g.seats - l.seats + 1)",
}
"""By how much the claim of `g` to one seat more is better than that of `l` to its last: a whole number, both claims
times what makes them whole."""

_CLAIMS = {
    "dhondt": ("1.0 * g.votes / (g.seats + 1)", "1.0 * l.votes / l.seats"),
    "sainte_lague": ("1.0 * g.votes / (2 * g.seats + 1)", "1.0 * l.votes / (2 * l.seats - 1)"),
    "modified_sainte_lague": (
        "10.0 * g.votes / case when g.seats = 0 then 14 else 20 * g.seats + 10 end",
        "10.0 * l.votes / case when l.seats = 1 then 14 else 20 * l.seats - 10 end",
    ),
    "hare": (
        f"g.votes - 1.0 * {_wide('g.taking_part')} * g.seats / g.house",
        f"l.votes - 1.0 * {_wide('g.taking_part')} * (l.seats - 1) / g.house",
    ),
    "droop": (
        f"1.0 * g.votes - {_wide('g.droop')} * g.seats",
        f"1.0 * l.votes - {_wide('g.droop')} * (l.seats - 1)",
    ),
}
"""The two claims as people read them."""


def _lists(rule: str) -> str:
    """SQL: every list of the contests that can be judged, with its votes and seats.

    One source must give the votes of all lists and the seats of all that won any, none of them an aggregate. A list
    without votes has no claim; one that has seats but is not among the votes leaves the contest unjudged.
    """
    return f"""
        select t.*, cast((taking_part - mod(taking_part, house + 1)) / (house + 1) + 1 as bigint) as droop
        from (select m.*, cast(sum(case when is_in = 1 then votes else 0 end)
                    over (partition by election_id, contest_id, source_id, said_by) as bigint) as taking_part,
                sum(seats) over (partition by election_id, contest_id, source_id, said_by) as found
            from (
                select v.election_id, v.contest_id, v.source_id, v.said_by, v.selection_id, v.kind,
                    n.label as list, n.candidates,
                    c.label, c.outcome_rule, v.votes, v.place as votes_place, coalesce(s.seats, 0) as seats,
                    coalesce(s.place, '') as seats_place, h.house, b.base as valid, o.threshold,
                    case when v.votes > 0 and 100 * v.votes >= o.threshold * b.base then 1 else 0 end as is_in
                from core.contest_votes as v
                join core.contests as c on c.election_id = v.election_id and c.contest_id = v.contest_id
                    and c.outcome_rule {rule}
                join core.offices as o on o.election_id = c.election_id and o.office = c.office
                join core.selections as n on n.election_id = v.election_id and n.contest_id = v.contest_id
                    and n.selection_id = v.selection_id
                join ({bases("'valid'")}) as b on b.election_id = v.election_id and b.contest_id = v.contest_id
                    and b.source_id = v.source_id and b.said_by is not distinct from v.said_by
                    and b.complete = 1 and b.plain = 1
                join (select x.election_id, x.contest_id, x.source_id, x.said_by, cast(sum(x.seats) as bigint) as house
                    from core.one_seat_counts as x
                    group by x.election_id, x.contest_id, x.source_id, x.said_by
                    having min(case when x.complete then 1 else 0 end) = 1 and sum(x.seats) > 0) as h
                    on h.election_id = v.election_id and h.contest_id = v.contest_id and h.source_id = v.source_id
                    and h.said_by is not distinct from v.said_by
                left join core.one_seat_counts as s on s.election_id = v.election_id and s.contest_id = v.contest_id
                    and s.source_id = v.source_id and s.said_by is not distinct from v.said_by
                    and s.selection_id = v.selection_id
            ) as m
        ) as t
        where found = house
    """
