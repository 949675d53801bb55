"""The whole that figures and their printed shares are of, as whole numbers tell it.

A figure f and its share p, printed with d decimals, bound the whole: it is at least 100 f / (p + h) and at most
100 f / (p - h), where h is half a unit of the last decimal place. With m = 2 p 10^d both are fractions of whole
numbers, and a whole is itself one, so that the bounds are exact.
"""

from collections.abc import Sequence


def one_whole(pairs: str, by: Sequence[str], known: str = "") -> str:
    """SQL: one row a whole of which several figures are printed with their shares.

    Args:
        pairs: SQL that gives one row a figure: the columns of `by`, `source_id`, `figure`, `share`, `decimals`, `what`
            (a word for it) and `places`.
        by: the columns that name the whole.
        known: SQL of what the whole is said to be, in the same columns without `share` and `decimals`.

    Returns:
        SQL with how many there are (`among`), what the whole is at least (`figure`) and at most
        (`bound`; as much as the least where no share is above half of its last digit), what says so where that is less
        (`what` and `than`), and `locators`.
    """
    names = ", ".join(by)
    known = f"union all select {names}, source_id, what, places, 0, figure, figure from ({known}) as k" if known else ""
    return f"""
        with bounds as (
            select {names}, source_id, what, places, 1 as is_pair,
                cast(greatest(1, round((up + above - 1 - mod(up + above - 1, above)) / above)) as bigint) as least,
                cast(case when above > 2 then round((up - mod(up, above - 2)) / (above - 2)) end as bigint) as most
            from (
                select {names}, source_id, what, places,
                    200 * figure * cast(power(10, decimals) as bigint) as up,
                    cast(round(2 * share * power(10, decimals)) as bigint) + 1 as above
                from ({pairs}) as pair where figure < 10000000000
            ) as bound
            {known}
        ),
        wholes as (
            select {names}, source_id, sum(is_pair) as among, max(least) as figure,
                coalesce(min(most), max(least)) as bound, string_agg(places, ' ' order by places) as locators,
                max(case when what is not null then struct_pack(bound := least, what := what) end) as low,
                min(case when most is not null and what is not null then struct_pack(bound := most, what := what) end)
                    as high
            from bounds
            group by {names}, source_id
            having sum(is_pair) > 1
        )
        select {names}, source_id, among, figure, bound, locators,
            case when figure > bound then low.what end as what, case when figure > bound then high.what end as than
        from wholes
    """


OF_PARTIES = """
    select s.election_id, s.office, s.gp_unit_id, s.round, s.stated_in, s.source_id, s.said_by,
        t.total as figure, s.share, s.decimals, coalesce(p.acronym, p.name, s.category) as what,
        t.place || ' ' || s.place as places
    from core.one_reported_shares as s
    join core.one_reported_totals as t on t.election_id = s.election_id and t.office = s.office
        and t.gp_unit_id = s.gp_unit_id and t.round = s.round and t.category = s.category
        and t.source_id = s.source_id and t.stated_in = s.stated_in and t.said_by is not distinct from s.said_by
        and t.measure = 'total_votes' and t.relation = 'equal'
    left join core.parties as p on p.party_id = s.category
    where s.measure = 'total_share' and s.relation = 'equal'
"""
"""SQL: the votes of parties over all contests with their shares."""

OF_LIST = ("election_id", "office", "gp_unit_id", "round", "stated_in", "said_by")
"""The columns that name what the shares of all parties are of."""
