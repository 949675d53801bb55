"""The whole that figures and their printed shares are of, as whole numbers tell it.

A figure f and its share p, printed with d decimals, bound the whole: it is at least 100 f / (p + h) and at most
100 f / (p - h), where h is half a unit of the last decimal place. With m = 2 p 10^d both are fractions of whole
numbers, and a whole is itself one, so that the bounds are exact.
"""

from collections.abc import Sequence


def one_whole(pairs: str, by: Sequence[str]) -> str:
    """SQL: one row a whole of which several figures are printed with their shares.

    Args:
        pairs: SQL that gives one row a figure: the columns of `by`, `source_id`, `figure`, `share`, `decimals`, `what`
            (a word for it) and `places`.
        by: the columns that name the whole.

    Returns:
        SQL with `pairs` (how many), `base_at_least` and `base_at_most` (none where no share is above half of its last
        digit), `raises` and `lowers` (what says so) and `locators`.
    """
    names = ", ".join(by)
    return f"""
        select {names}, source_id, count(*) as pairs, max(least) as base_at_least,
            min(most) as base_at_most, max_by(what, lpad(cast(least as varchar), 24, '0') || what) as raises,
            min_by(what, lpad(cast(most as varchar), 24, '0') || what) as lowers,
            string_agg(places, ' ' order by places) as locators
        from (
            select {names}, source_id, what, places,
                cast(greatest(1, round((up + above - 1 - mod(up + above - 1, above)) / above)) as bigint) as least,
                cast(case when above > 2 then round((up - mod(up, above - 2)) / (above - 2)) end as bigint) as most
            from (
                select {names}, source_id, what, places, 200 * figure * cast(power(10, decimals) as bigint) as up,
                    cast(round(2 * share * power(10, decimals)) as bigint) + 1 as above
                from ({pairs}) as pair where figure < 10000000000
            ) as bound
        ) as bounds
        group by {names}, source_id
        having count(*) > 1
    """
