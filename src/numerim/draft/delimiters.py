"""How lines of text are divided into cells: the delimiter, the quotation mark, and the rows that they give."""

import csv
import re
from collections import Counter
from collections.abc import Sequence
from itertools import islice, pairwise
from typing import Any

_SOME = 300
"""So many lines show which mark divides them."""
MANY = 5000
"""So many lines of a large file tell how it lies there."""
_NAMES = 5
END = 12
"""So many rows at its end are looked at for notes beneath it."""


def _rows(lines: Sequence[str], mark: str, quote: str) -> list[tuple[int, list[str]]]:
    """The first and the last rows in which something stands, each with its line."""
    found = []
    read = csv.reader((f"{line}\n" for line in lines), delimiter=mark, **_quoting(quote))
    before = 0
    for cells in read:
        if any(cell.strip() for cell in cells):
            found.append((before + 1, cells))
        before = read.line_num
    return found


def some_rows(lines: Sequence[str], mark: str, quote: str) -> list[tuple[int, list[str]]]:
    """The rows of a table; of a large one those at its begin and end, unless a column without a name may be used."""
    if len(lines) <= 2 * MANY:
        return _rows(lines, mark, quote)
    last = len(lines) - END * 4
    rows = _rows(lines[:MANY], mark, quote)
    widest = max((len(row) for _, row in rows), default=0)
    if not any(len(row) == widest and all(text.strip() for text in row) for _, row in rows[:20]):
        return _rows(lines, mark, quote)
    return rows + [(line + last, row) for line, row in _rows(lines[last:], mark, quote)]


def table_alone(rows: list[tuple[int, list[str]]]) -> list[tuple[int, list[str]]]:
    """The rows without those above the table that have fewer cells than nearly all others: titles.

    A row of names stays, as these may go on behind it.
    """
    widths = Counter(len(row) for _, row in rows)
    if not widths:
        return rows
    usual, times = widths.most_common(1)[0]
    first = next(i for i, (_, row) in enumerate(rows) if len(row) == usual)
    is_title = times >= 0.5 * len(rows) and all(4 * len(row) <= 3 * usual for _, row in rows[:first]) and first <= 10
    if first and _is_of_names(rows[first - 1][1]):
        first -= 1
    return rows[first:] if is_title else rows


def _is_of_names(row: Sequence[str]) -> bool:
    return len(row) >= _NAMES and all(re.search(r"[^\W\d_]", text) for text in row)


def _quoting(quote: str) -> dict[str, Any]:
    return {"quotechar": quote} if quote else {"quoting": csv.QUOTE_NONE}


def delimiter(lines: Sequence[str]) -> str | None:
    """The mark that divides most lines into the same number of cells, the more the better."""
    best: tuple[float, int, str] | None = None
    for mark in ",;\t|":
        if mark == "," and _are_decimals(lines):
            continue
        some = islice(csv.reader((f"{line}\n" for line in lines), delimiter=mark), _SOME)
        widths = [len(row) for row in some if any(row)]
        usual, times = Counter(widths).most_common(1)[0] if widths else (1, 0)
        blocks = sum(n > 1 and n == after for n, after in pairwise(widths))  # tables beneath each other have their own
        if usual > 1:
            share = max(times, blocks) / len(widths)
            score = share * (1 + min(usual, 20) / 100)
            if share >= 0.5 and (best is None or (score, widths[0]) > best[:2]):  # a header has no decimals
                best = (score, widths[0], mark)
    return best[2] if best else None


def _are_decimals(lines: Sequence[str]) -> bool:
    """Whether each comma stands before decimals, and semicolons or tabs stand in all lines."""
    some = [line for line in islice(lines, _SOME) if line.strip()]
    is_divided = any(all(mark in line for line in some) for mark in ";\t|")
    return is_divided and not any(re.search(r",(?!\d{1,4}(\D|$))|(?<!\d),", line) for line in some)


def quote_of(lines: Sequence[str], mark: str) -> str:
    """The mark around cells: none where it stands inside of cells that it does not enclose."""
    inside, is_open = 0, False
    for line in islice(lines, 5000):
        if '"' in line:
            inside += (
                not is_open
                and any('"' in cell and not (cell.startswith('"') and cell.endswith('"')) for cell in line.split(mark))
                and not re.search(rf'(^|{re.escape(mark)})"', line)
            )
            if line.count('"') % 2 and (is_open or re.search(rf'(^|{re.escape(mark)})"[^"]*$', line)):
                is_open = not is_open  # a cell goes on in the next line
    return "" if inside else '"'


def in_quotes(lines: Sequence[str]) -> bool:
    """Whether each of some lines stands within quotation marks, and the same mark as often in each divides it."""
    some = [line.strip() for line in islice(lines, _SOME) if line.strip()]
    whole = all(line.startswith('"') and line.endswith('"') and line.count('"') == 2 for line in some)
    return len(some) > 1 and whole and any(len({line.count(m) for line in some}) == 1 and m in some[0] for m in ",;\t|")
