"""Where a table lies among rows of cells: titles above it, its header, headings of parts in it, notes beneath."""

import re
import statistics
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from numerim.draft.notes import are_labelled, are_names, counts_on, is_gap, is_number, until_of
from numerim.draft.panels import panels_named
from numerim.read.rawtable import names_of

SOME = 300
"""So many rows show where a table begins and what its columns hold."""
_OVER = re.compile(r"(19|20)\d\d$|\d{1,4}([-./])\s?\d{1,2}\2\s?\d{1,4}$").match
"""A year or a day, as they stand over figures."""


def _names_a_row(row: Sequence[str], over: Sequence[str], figures: Sequence[int]) -> bool:
    """Whether words stand beside the figures of a row, beneath other ones."""
    beside = [i for i in range(min(len(row), len(over))) if i not in figures]
    return bool(beside) and all(row[i].strip() and over[i].strip() not in ("", row[i].strip()) for i in beside)


def _are_groups(above: Sequence[str], row: Sequence[str]) -> bool:
    """Whether a row has names over several columns each, and some beneath are alike: `Roll` over `Men`, `All`."""
    names = [text.strip() for text in row if text.strip()]
    over = [text for text in above if text.strip()]
    wide = sum(bool(text.strip()) and not beside.strip() for text, beside in pairwise(above))
    return not any(map(is_number, over)) and wide > 1 and len({*names}) < len(names) and len(over) < len(names)


def _names_what_has_none(above: Sequence[str], row: Sequence[str], figures: Sequence[int]) -> bool:
    """Whether names of columns of figures stand one row higher than those of others, which have none there."""
    names = [row[i].strip() for i in figures if i < len(row)]
    higher = [above[i].strip() for i in figures if i < min(len(above), len(row)) and not row[i].strip()]
    higher = [text for text in higher if text]
    return bool(higher) and 2 * sum(map(bool, names)) >= len(names) and not any(map(is_number, [*names, *higher]))


def shape_of(rows: Sequence[tuple[int, list[str]]], *, has_titles: bool = False) -> dict[str, Any] | None:
    """What `election.yml` has to say of where a table lies, as far as that does not go without saying.

    Args:
        rows: rows in which something stands, each with its line.
        has_titles: whether there are others above them.
    """
    if not rows:
        return None
    some = rows[:SOME]
    filled = [sum(bool(text.strip()) for text in row) for _, row in some]
    usual = statistics.median_low(filled)
    first = next((i for i, n in enumerate(filled) if n >= max(2, (usual + 1) // 2)), None)
    if first is None:
        return None
    if first + 2 < len(some) and counts_on(some[first][1]) and not any(map(is_number, some[first + 1][1][1:])):
        first += 1  # the numbers of the columns, as a data frame is written out
    while first + 2 < len(some) and are_labelled(some[first][1]) and not any(map(is_number, some[first + 1][1])):
        first += 1  # what the table is of: `Constituency: | Hill | Code: | 274`
    width = max(len(row) for _, row in some[first:])
    beneath = some[first + 1 :][-max(3, len(some) // 2) :]
    figures = figures_in([row for _, row in beneath], width)
    above = some[first - 1][1] if first else []
    if above and (
        _are_groups(above, some[first][1])
        or _names_what_has_none(above, some[first][1], figures)
        or _panels(above, [row for _, row in beneath], width)
    ):
        first -= 1
    header = 0
    for _, row in some[first : first + 6]:
        there = [row[i] for i in figures if i < len(row) and row[i].strip()]
        named = [text for text in there if not is_gap(text) and (not is_number(text) or _OVER(text.strip()))]
        over = some[first + header - 1][1] if header else []
        is_named = are_names([over[i] for i in figures if i < len(over)])
        if is_named and not there and sum(bool(text.strip()) for text in row) == 1:
            break  # the heading of a part
        if is_named and there and not named:
            break  # figures, and marks for those that are missing
        if is_named and there and all(map(_OVER, there)) and _names_a_row(row, over, figures):
            break  # counts that may be years
        if not is_named and len(named) > 1 and counts_on([text for text in there if is_number(text)]):
            header += 1  # lists are called by their numbers
            break
        if there and 2 * sum(is_number(text) and not _OVER(text.strip()) for text in there) >= len(there):
            break
        header += 1
    if header > 5 or first + header >= len(rows):
        return None if len(rows) < 2 else {"skip": some[first][0] - 1} if first or has_titles else {}
    shape: dict[str, Any] = {}
    if first or has_titles:
        shape["skip"] = some[first][0] - 1
    if header != 1:
        shape["header"] = header
    if grid := _grid(
        [row for _, row in some[first : first + header]], [row for _, row in rows[first + header :]], width
    ):
        shape["grid"] = grid
    if until := until_of(rows, figures, first + header):
        shape["until"] = until
    names = [name.strip() for name in names_of([row for _, row in some[first : first + header]])]
    body = [row for _, row in rows[first + header :]]
    if size := _lacks_groups(names, body):
        shape["short"] = size
    if _has_headings(body, figures):
        shape["headings"] = next(one for one in ("heading", "heading of the part") if one not in names)
    return shape


def _lacks_groups(names: Sequence[str], rows: Sequence[Sequence[str]]) -> int:
    """Of how many columns the groups are at the end of a header, where rows lack one of these or several; else 0.

    Names of columns in two groups are the same but for a number: `Name1;Votes1;Name2;Votes2`.
    """
    lacks = {len(names) - len(row) for row in rows if any(text.strip() for text in row)} - {0}
    named = list(names)
    while named and not named[-1]:
        named.pop()
    stems = [re.sub(r"\d+(?=\D*$)", "#", name) for name in named]
    for size in range(2, len(named) // 2 + 1) if lacks and min(lacks) > 0 else ():
        is_again = stems[-size:] == stems[-2 * size : -size] and named[-size:] != named[-2 * size : -size]
        if is_again and all("#" in stem for stem in stems[-size:]) and all(n % size == 0 for n in lacks):
            return size
    return 0


def _has_headings(rows: Sequence[Sequence[str]], figures: Sequence[int]) -> bool:
    """Whether a table begins with a row of one cell of words, and each such row stands above rows with figures."""
    alone = [sum(bool(text.strip()) for text in row) == 1 and not any(map(is_number, row)) for row in rows]
    if len(rows) < 4 or not alone[0] or len(figures) < 2 or alone[-1]:
        return False
    first = [next(i for i, text in enumerate(row) if text.strip()) for row, one in zip(rows, alone, strict=True) if one]
    of_one = len(set(first)) == 1 and first[0] not in figures
    return of_one and 2 * sum(alone) <= len(rows) and not any(one and after for one, after in pairwise(alone))


def figures_in(rows: Sequence[list[str]], width: int) -> list[int]:
    """The columns in which figures stand, from 0."""
    return [
        i
        for i in range(width)
        if (texts := [row[i] for row in rows if i < len(row) and row[i].strip()])
        and sum(map(is_number, texts)) >= 0.8 * len(texts)
    ]


def _grid(header: Sequence[list[str]], rows: Sequence[list[str]], width: int) -> list[str] | None:
    """Names for the columns, where the header has none for one that holds something, or one twice; else None."""
    given = [name.strip() for name in names_of(header)]
    given = _panels(given, rows[:SOME], width) or [*given, *[""] * (width - len(given))]
    used = [bool(name) or any(i < len(row) and row[i].strip() for row in rows) for i, name in enumerate(given)]
    if all(name or not is_used for name, is_used in zip(given, used, strict=True)) and len(set(given) - {""}) == sum(
        map(bool, given)
    ):
        return None
    return different(given, width)


def _panels(header: Sequence[str], rows: Sequence[list[str]], width: int) -> list[str] | None:
    """Names for all columns, where those of a header go on behind it in groups of as many; else None."""
    if len(header) >= width and all(header[-2:]):
        return None
    while width and not any(row[width - 1].strip() for row in rows if len(row) >= width):
        width -= 1
    figures = figures_in(rows, width)
    filled = [i for i in range(width) if any(row[i].strip() for row in rows if i < len(row))]
    found = panels_named(header[:width], width, figures, [i for i in filled if i not in figures])
    return found and [*found, *[""] * (len(header) - width)]


def different(given: Sequence[str], width: int) -> list[str]:
    """A name for each column, no two alike."""
    names: dict[str, None] = {}
    turns: Counter[str] = Counter()
    for i, name in enumerate([*(name.strip() for name in given), *[""] * (width - len(given))]):
        own = name or f"column {i + 1}"
        while own in names:
            turns[name] += 1
            own = f"{name} ({turns[name] + 1})"
        names[own] = None
    return list(names)
