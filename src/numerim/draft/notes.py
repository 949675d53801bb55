"""Notes beneath a table, and what tells a figure from them."""

import re
from collections.abc import Sequence
from itertools import pairwise

from numerim.draft.delimiters import END

_NUMBER = re.compile(r"[-+−(]?\s*\d[\d\s.,'’  %‰٬٫٪()*]*(?:(?<=\d)[eE][-+]?\d{1,2})?$")


def is_number(text: str) -> bool:
    """Whether a cell holds a figure."""
    return bool(_NUMBER.match(text.strip()))


NO_FIGURE = ("-", "–", "—", "x", "X", "*", "n/a", "N/A", "NA", ".", "..", "…", "n.a.", "/")
"""What often stands where there is no figure."""


def is_gap(text: str) -> bool:
    """Whether a cell holds what often stands where there is no figure."""
    return text.strip() in NO_FIGURE


def are_names(texts: Sequence[str]) -> bool:
    """Whether each of some cells has a name of its own, with letters in it, as a whole row of a header."""
    there = [text.strip() for text in texts]
    return bool(there) and len({*there}) == len(there) and all(re.search(r"[^\W\d_]", text) for text in there)


def counts_on(texts: Sequence[str]) -> bool:
    """Whether what stands in cells are numbers from 0 or 1 on, one after the other."""
    there = [text.strip() for text in texts if text.strip()]
    return len(there) > 1 and there in ([str(i) for i in range(first, first + len(there))] for first in (0, 1))


def until_of(rows: Sequence[tuple[int, list[str]]], figures: Sequence[int], begins: int) -> str | None:
    """How the first of the notes beneath a table begins, or the header of another table there; None without such."""
    if another := _header_beneath(rows, figures, begins):
        return another
    notes: list[str] = []
    for _, row in reversed(rows[-END:]):
        stands = [text.strip() for text in row if text.strip()]
        if any(i < len(row) and is_number(row[i]) and not _is_day(row[i]) for i in figures):
            break
        if len(stands) != 1 and not _is_label(row):
            break
        notes.append(stands[0])
    return notes[-1][:30].rstrip() if notes else None


def _header_beneath(rows: Sequence[tuple[int, list[str]]], figures: Sequence[int], begins: int) -> str | None:
    """The first cell of a row of names that no row above has, with figures above and beneath it, and a gap before."""
    some = rows[max(begins, len(rows) - _FEW * END) :]
    for i, ((before, above), (line, row)) in enumerate(pairwise(some), start=1):
        names = [text.strip() for text in row if text.strip()]
        there = [text for j in figures if j < len(row) and (text := row[j].strip()) and not is_gap(text)]
        if line - before < _TWO or not there or len(names) < _TWO or not are_names(names):
            continue
        here, beneath_it = _filled(some[:i], figures), _filled(some[i + 1 :], figures)
        if len(there) < beneath_it or (len(there) == 1 and here == beneath_it):
            continue
        known = {text.strip() for at, one in [*rows[:END], *some[:i]] for text in one if at < line}
        beneath = sum(any(map(is_number, one)) for _, one in some[i + 1 :])
        if any(map(is_number, above)) and beneath > 1 and not known & {*names}:
            return names[0][:30].rstrip()
    return None


def _filled(rows: Sequence[tuple[int, list[str]]], figures: Sequence[int]) -> int:
    """In how many columns of figures something stands in some rows."""
    return sum(any(j < len(row) and row[j].strip() for _, row in rows) for j in figures)


_TWO, _FEW = 2, 4


def _is_label(row: Sequence[str]) -> bool:
    """Whether the first cell of a row is a label of what stands beside it: `Place:`, `Returning officer:`."""
    return next((text.strip() for text in row if text.strip()), "").endswith((":", "："))


def are_labelled(row: Sequence[str]) -> bool:
    """Whether a row has labels, each before what it labels: `Constituency: | Hill | Code: | 7`."""
    there = [text.strip() for text in row if text.strip()]
    labels = [text.endswith((":", "：")) for text in there]
    one_each = not any(one and other for one, other in pairwise([*labels, True]))
    return len(there) > 1 and labels[0] and one_each and 2 * sum(labels) >= len(there)


def _is_day(text: str) -> bool:
    """Whether a day is written in a cell, rather than a figure: `04-12-2023`, `4. 12. 2023`."""
    return bool(re.fullmatch(r"\d{1,4}([-./])\s?\d{1,2}\1\s?\d{1,4}", text.strip()))
