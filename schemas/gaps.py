"""What sums say of a figure that a source does not give: the others leave so much for it."""

from numerim.schemas.relation import KEYS, TERMS

_BY = ", ".join(f"t.{name}" for name in ("sum_of", *KEYS, "subject", "source_id"))


def sums_with_gaps() -> str:
    """SQL: the sums of all rules in which figures are not given.

    Returns:
        SQL with a row a figure: `sum_of` (the code of the rule), the columns of `TERMS`, `given` (1, or 0 where the
        source gives none; `figure` is 0 then), `gaps` (so many figures of the sum are not given), `left_for_it` (what
        makes the sum whole, in `figure` times `weight`) and `rounded` (1 where some figure is).
    """
    from numerim.schemas.rule import EACH, rules

    terms = " union all ".join(
        f"select '{rule.code}' as sum_of, {TERMS} from ({sql}) as rows_of_it"
        for rule in rules().values()
        for one in rule.relations
        if one and (sql := one.with_gaps(EACH[rule.each].key))
    )
    return f"""
        select * from (
            select t.*, case when g.place is null then 1 else 0 end as given, count(g.place) over same as gaps,
                -sum(t.weight * t.figure) over same as left_for_it,
                max(case when t.half > 0 then 1 else 0 end) over same as rounded
            from ({terms}) as t
            left join (
                select place from core.figures_and_gaps where given <> 'figure'
                union select place from core.statements where given <> 'figure'
            ) as g on g.place = t.place
            window same as (partition by {_BY})
        ) as t
        where t.gaps > 0"""
