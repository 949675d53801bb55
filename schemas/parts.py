"""Sums in SQL of their own: the parts of a whole, and the whole beside them."""

from collections.abc import Sequence


def beside_whole(parts: str, key: Sequence[str], half: str = "0") -> str:
    """SQL: the terms (`numerim.schemas.relation.TERMS`) of sums.

    Args:
        parts: SQL with a row a part: the columns of `key`, `subject`, `label` and `source_id`, which tell sums apart,
            `figure`, `place` and `what` of the part, `total` and `whole_place` of what the parts should come to.
        key: the columns that say what a sum is about, beside the election.
        half: SQL of half of the last printed digit of a part.
    """
    sums = ", ".join(("election_id", *key, "subject", "label", "source_id"))
    return f"""
        with each_part as ({parts})
        select {sums}, 1 as weight, 0 as blamed, figure, {half} as half, place, what from each_part
        union all
        select distinct {sums}, -1, 1, total, 0, whole_place, 'total' from each_part
    """
