"""Relations between figures, declared term by term: the questions that sums and percentages ask.

From one declaration come the SQL of the rule and the terms that a repair is looked for in (`numerim.check.repair`).
"""

from collections.abc import Sequence


def sums(terms: str, by: Sequence[str]) -> str:
    """SQL over the terms of linear relations: one row a relation.

    Args:
        terms: SQL that gives one row a figure: the columns of `by`, `subject`, `label`, `source_id`, `weight`
            (the parts less the whole come to nothing), `blamed` (1 for the whole, 0 for a part), `figure`, `half` (half
            of its last printed digit; 0 for a count), `place` (empty for what no source prints) and `what` (a word
            for it).
        by: the columns that name what the relation is about.

    Returns:
        SQL with `summed` (the parts), `whole`, `difference` (parts less whole), `apart` (its size), `tolerance`,
        `parts` (how many), `told` (the parts in words), `locators` and `blames` (the whole, or everything where
        nobody prints it).
    """
    names = ", ".join(by)
    shown = f"""
            select *, case when cast(figure as varchar) like '%.%' then rtrim(rtrim(cast(figure as varchar), '0'), '.')
                else cast(figure as varchar) end as shown
            from ({terms}) as terms"""
    return f"""
        select {names}, subject, min(label) as label, source_id,
            sum(case when blamed = 0 then weight * figure else 0 end) as summed,
            sum(case when blamed = 1 then -weight * figure else 0 end) as whole,
            sum(weight * figure) as difference, abs(sum(weight * figure)) as apart,
            sum(abs(weight) * half) as tolerance,
            count(case when blamed = 0 then 1 end) as parts,
            string_agg(case when blamed = 0 then what || ' ' || shown end, ', '
                order by place, what) as told,
            string_agg(distinct place, ' ' order by place) as locators,
            coalesce(string_agg(distinct case when blamed = 1 and place <> '' then place end, ' '
                order by case when blamed = 1 and place <> '' then place end),
                string_agg(distinct place, ' ' order by place)) as blames
        from ({shown}) as term
        group by {names}, subject, source_id
        having count(case when blamed = 0 then 1 end) > 0 and count(case when blamed = 1 then 1 end) > 0
    """


def ratios(pairs: str, by: Sequence[str]) -> str:
    """SQL over printed percentages with the figures that they are made of: one row a percentage.

    Args:
        pairs: SQL with the columns of `by`, `subject`, `label`, `source_id`, `part`, `part_place`, `base`,
            `base_place` (several places where the base is their sum), `share`, `half` (half of its last printed digit)
            and `share_place`.
        by: the columns that name what the percentage is about.

    Returns:
        SQL with those columns and `computed`, `would_be` (the part that the percentage would be of), `off` and
        `allowed` (both times the base), `tolerance`, `locators` and `blames` (the percentage).
    """
    return f"""
        select {", ".join(by)}, subject, label, source_id, part, base, share, half,
            cast(round(100.0 * part / base, cast(round(-log10(2 * half)) as integer)) as decimal(24, 6)) as computed,
            cast(round(share * base / 100, 0) as bigint) as would_be,
            abs(share * base - 100 * part) as off, half * base as allowed, half as tolerance,
            part_place, base_place, share_place,
            share_place || ' ' || part_place || ' ' || base_place as locators, share_place as blames
        from ({pairs}) as pair
        where base > 0
    """
