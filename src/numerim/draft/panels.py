"""Columns that stand again and again side by side, where the header names them once: those of the first who stood."""

from collections.abc import Sequence

_LONGEST = 14
"""So many columns at most has each who stood."""


def panels_named(header: Sequence[str], width: int, figures: Sequence[int], texts: Sequence[int]) -> list[str] | None:
    """The names of all columns, those of the last ones of a header again for what stands behind it.

    The columns behind must come in whole groups of as many, with figures where the named ones have figures, and words
    where they have words.

    Args:
        header: the names, as far as there are any.
        width: how many columns there are.
        figures: the numbers of those with figures.
        texts: those with words.

    Returns:
        None where columns without a name are no such groups.
    """
    given = [name.strip() for name in header]
    while given and not given[-1]:
        given.pop()
    more = width - len(given)
    if more < 2 or not all(given):
        return None
    kinds = ["figures" if i in figures else "texts" if i in texts else "" for i in range(width)]
    for size in range(2, min(_LONGEST, len(given) - 1) + 1):
        first = kinds[len(given) - size : len(given)]
        is_same = all(kinds[i] in ("", first[(i - len(given)) % size]) for i in range(len(given), width))
        if more % size == 0 and is_same and {"figures", "texts"} <= set(first):
            again = given[-size:]
            return given + again * (more // size)
    return None
