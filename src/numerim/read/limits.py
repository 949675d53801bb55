"""How much delimited and other plain text may be in a file; what is more is refused before it is decoded."""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock

from numerim.errors import InputError


@dataclass(frozen=True)
class TextLimits:
    """What a file of text may hold.

    Attributes:
        size: its bytes.
        line: bytes of one of its lines, and of one row.
        cells: delimiters and line ends together.
        columns: cells of its widest row; as many as a spreadsheet has.
    """

    size: int = 256 << 20
    line: int = 1_000_000
    cells: int = 20_000_000
    columns: int = 16_384


LIMITS = TextLimits()

_LOCK = Lock()
_OTHERS: list[int] = []
"""What the process had for the most characters of a cell, once for each block of `wide_cells` that is open."""


@contextmanager
def wide_cells() -> Iterator[None]:
    """Let Python's csv module read cells as long as a line may be, and no longer; what was set before is set again.

    The limit is one of the whole process: iterate over a reader within the block, and yield nothing out of it.
    """
    with _LOCK:
        _OTHERS.append(_OTHERS[0] if _OTHERS else csv.field_size_limit(LIMITS.line))
    try:
        yield
    finally:
        with _LOCK:
            before = _OTHERS.pop()
            if not _OTHERS:
                csv.field_size_limit(before)


_PART = "Take the part that is needed into a file of its own, or divide it."


def see_size(content: bytes, shown: str, limits: TextLimits = LIMITS) -> None:
    """Refuse text that is too long, or has a line that is: twice the limit of a line always is found.

    Raises:
        InputError: as said.
    """
    if len(content) > limits.size:
        raise InputError(
            shown, f"it has {len(content) >> 20:,} MiB of text; {limits.size >> 20} are the most that is read", _PART
        )
    end = b"\n" if b"\n" in content else b"\r"
    for start in range(0, len(content) - limits.line + 1, limits.line):
        if content.find(end, start, start + limits.line) < 0:
            line = content.count(end, 0, start) + 1
            raise InputError(
                f"{shown}:L{line}",
                f"the line has more than {limits.line:,} bytes",
                "A file of results has one row per line. Is it text, and whole?",
            )


def see_cells(content: bytes, delimiter: str, shown: str, limits: TextLimits = LIMITS) -> None:
    """Refuse text that has more cells than are read.

    Raises:
        InputError: as said.
    """
    cells = content.count(b"\n") + (content.count(delimiter.encode()) if delimiter.isascii() else 0)
    if cells > limits.cells:
        raise InputError(shown, f"it has {cells:,} cells; {limits.cells:,} are the most that is read", _PART)


def see_columns(width: int, place: str, limits: TextLimits = LIMITS) -> None:
    """Refuse a row that has more cells than there may be columns.

    Raises:
        InputError: as said.
    """
    if width > limits.columns:
        raise InputError(
            place,
            f"a row has {width:,} cells; {limits.columns:,} are the most that is read",
            "A table of results has one row per unit or candidate. Turn it by 90 degrees, or divide it.",
        )
