"""Columns that stand beneath each other and that nothing but spaces divides: how many characters each takes."""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from numerim.read.firstlines import CUT, cut

_SOME = 400
"""So many filled lines are looked at."""
_LEAST = 3
_MANY = 20
"""Among so many rows one space in all of them divides columns; among fewer, two."""
_GAP = re.compile(r"\S {2,}\S")
_FIGURE = re.compile(r"[-+−(]?\d[\d.,'’  ]*[%)]?(\s*[(\[]\s*\d[\d.,]*\s*%?\s*[)\]])?$")
_GAPS = re.compile(r"(?<=\S) {2,}(?=\S)")


def widths_of(lines: Sequence[str]) -> list[int] | None:
    """The width of each column, in characters; None where most lines with figures have no wide gap.

    Args:
        lines: of the file, titles and notes among them.
    """
    some = [line.rstrip() for line in lines[: 10 * _SOME] if line.strip()][:_SOME]
    gaps = {line: len(_GAPS.findall(line)) for line in some}
    figures = [line for line in some if re.search(r"\d", line)]
    usual = sorted(gaps[line] for line in figures)[len(figures) // 2] if figures else 0
    rows = [line for line in figures if gaps[line] and 2 * gaps[line] >= usual]  # a title has a gap or two, and a year
    counting = [line for line in rows if any(map(_FIGURE.match, _GAPS.split(line.lstrip())))]
    rows = counting if 4 * len(counting) >= 3 * len(rows) else rows  # the foot of a page has a day and a time
    if len(rows) < _LEAST or 2 * len(rows) < len(figures) or any("\t" in line for line in rows):
        return None
    wide = max(map(len, rows))
    blank = [all(i >= len(row) or row[i] == " " for row in rows) for i in range(wide)]
    others = [line for line in some if line not in rows]
    starts, begins = [0], None
    for i, is_blank in enumerate(blank):
        if is_blank and begins is None:
            begins = i
        elif not is_blank and begins is not None:
            if begins > 0 and i - begins >= (1 if len(rows) >= _MANY else 2):
                starts.append(_between({line: gaps[line] for line in others}, begins, i))
            begins = None
    if len(starts) < 2:
        return None
    return [after - first for first, after in pairwise([*starts, max(wide, starts[-1] + 1)])]


def rows_of(lines: Sequence[str], widths: Sequence[int]) -> list[tuple[int, list[str]]]:
    """The lines in which something stands, each with its number and its cells: one, where no gap divides it."""
    return [
        (number, divided.split(CUT) if _GAP.search(line) else [line.strip()])
        for number, (line, divided) in enumerate(zip(lines, cut(lines, widths), strict=True), 1)
        if divided
    ]


def _between(others: Mapping[str, int], begins: int, end: int) -> int:
    """Where in a gap the next column begins: as near to its end as cuts no name above it in two.

    A line counts as often as it has gaps: names of columns have as many as there are, a title hardly any.
    """

    def cuts(at: int) -> int:
        return sum(n for line, n in others.items() if at < len(line) and line[at] != " " and line[at - 1] != " ")

    return min(range(end, begins, -1), key=lambda at: (cuts(at), -at))
