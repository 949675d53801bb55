"""What sums say of a figure that a source does not give: the others leave so much for it."""

from collections.abc import Sequence

from numerim.schemas.relation import KEYS, TERMS
from numerim.schemas.relations.sum import Sum, Terms
from numerim.schemas.rule import EACH, Rule

_BY = f"sum_of, {', '.join(KEYS)}, subject, source_id"


def with_gaps(rules: Sequence[Rule]) -> str:
    """SQL: the sums of some rules in which figures are not given.

    Returns:
        SQL with a row a figure: `sum_of` (the code of the rule), the columns of `TERMS`, `given` (1, or 0 where the
        source gives none; `figure` is 0 then), `gaps` (so many figures of the sum are not given), `left_for_it` (what
        makes the sum whole, in `figure` times `weight`) and `rounded` (1 where some figure is).
    """
    terms = " union all ".join(
        f"select '{rule.code}' as sum_of, {TERMS} from ({one.with_gaps(EACH[rule.each].key)}) as rows_of_it"
        for rule in rules
        for one in rule.relations
        if isinstance(one, (Sum, Terms))
    )
    return f"""
        select t.*, case when g.place is null then 1 else 0 end as given,
            count(g.place) over (partition by {_of("t")}) as gaps,
            -sum(t.weight * t.figure) over (partition by {_of("t")}) as left_for_it,
            max(case when t.half > 0 then 1 else 0 end) over (partition by {_of("t")}) as rounded
        from ({terms}) as t
        left join (select distinct place from core.figures_and_gaps where given <> 'figure') as g on g.place = t.place
    """


def _of(table: str) -> str:
    return ", ".join(f"{table}.{name}" for name in _BY.split(", "))
