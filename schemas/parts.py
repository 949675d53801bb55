"""Sums in SQL of their own: the parts of a whole, and the whole beside them."""

from collections.abc import Sequence


def listed(table: str, measure: str) -> str:
    """SQL: the figures of lists of all units and selections, those beside a gap among them.

    Args:
        table: what has them, such as `core.one_vote_counts`.
        measure: what they state.

    Returns:
        SQL with the columns of the table, and `beside_gap`: 1 where the list lacks a figure of that party or coalition.
    """
    selection = """join core.selections as l on l.election_id = x.election_id and l.contest_id = x.contest_id
            and l.selection_id = x.selection_id"""
    lacking = [
        f"""left join (
            select distinct x.election_id, x.source_id, x.stated_in, l.{of} from core.statements as x {selection}
            where x.measure = '{measure}' and x.number is null and l.{of} is not null
        ) as {g} on {" and ".join(f"{g}.{c} = y.{c}" for c in ("election_id", "source_id", "stated_in", of))}"""
        for g, of in (("g", "party_id"), ("h", "coalition_id"))
    ]
    return f"""
        select y.*, case when g.source_id is null and h.source_id is null then 0 else 1 end as beside_gap
        from (
            select x.*, l.party_id, l.coalition_id, max(case when x.complete and x.all_units then 1 else 0 end)
                over (partition by x.election_id, x.source_id, x.stated_in) as declared
            from {table} as x
            join core.statements as s on s.statement_id = x.statement_id and s.listed
            {selection}
        ) as y
        {" ".join(lacking)}
        where y.declared = 1"""


def beside_whole(parts: str, key: Sequence[str], half: str = "0", *, gaps: bool = False, scale: str = "1") -> str:
    """SQL: the terms (`numerim.schemas.relation.TERMS`) of sums.

    Args:
        parts: SQL with a row a part: the columns of `key`, `subject`, `label` and `source_id`, which tell sums apart,
            `figure`, `place` and `what` of the part, `total` and `whole_place` of what the parts should come to.
        key: the columns that say what a sum is about, beside the election.
        half: SQL of half of the last printed digit of a part.
        gaps: whether parts say that they stand `beside_gap` (`listed`): then the whole sum is left out.
        scale: SQL that the whole is multiplied by, over `f`, a part.
    """
    sums = ", ".join(("election_id", *key, "subject", "label", "source_id"))
    without_gaps = f"""
        select * from (select *, max(beside_gap) over (partition by {sums}) as gaps from ({parts}) as p) as p
        where gaps = 0"""
    return f"""
        with each_part as ({parts if not gaps else without_gaps})
        select {sums}, 1 as weight, 0 as blamed, figure, {half} as half, place, what from each_part
        union all
        select distinct {sums}, -{scale}, 1, total, 0, whole_place, 'total' from each_part as f
    """
