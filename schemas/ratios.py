"""The question that printed percentages ask."""

from collections.abc import Sequence


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
