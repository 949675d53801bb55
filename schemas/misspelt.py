"""Whether one name may be a slip of the pen for another: stricter than likeness, as two real places may be alike."""

_SHORT = 4
"""A word with fewer letters is like too many others."""

_LONG = 8
"""A word with as many letters may differ in two of them, if it begins with the same: Waldbach is not Feldbach."""


def misspelt(one: str, other: str) -> bool:
    """Whether two names differ in a letter or two, word by word; numbers and short words must be the same.

    Args:
        one: a name in small letters, without diacritics, with one space for all that is no letter or digit.
        other: the name that it may be meant for, written so.
    """
    words, others = one.split(), other.split()
    return len(words) == len(others) and all(_alike(a, b) for a, b in zip(words, others, strict=True))


def _alike(one: str, other: str) -> bool:
    if one == other:
        return True
    short = min(len(one), len(other))
    most = 2 if short >= _LONG and one[0] == other[0] else 1
    return short >= _SHORT and (one + other).isalpha() and _slips(one, other) <= most


def _slips(one: str, other: str) -> int:
    """How many letters are left out, put in, changed, or swapped with the next."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        last, before, row = before, row, [i]
        for j, b in enumerate(other, 1):
            least = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                least = min(least, last[j - 2] + 1)
            row.append(least)
    return row[-1]
