"""From the bytes of a file of delimited values to its rows, every cell as text, with the lines that they stand on."""

import codecs
import csv
import io
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice, zip_longest
from pathlib import Path

import polars as pl

from numerim import disk
from numerim.errors import InputError
from numerim.read.limits import LIMITS, see_size, wide_cells
from numerim.read.unpack import unpacked

_DELIMITERS = ",;\t|"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True)
class Sheet:
    """A file of delimited values.

    Attributes:
        shown: its path in messages and places.
        header: the names of its columns, as printed.
        rows: `line` (from 1) and the cells as `c0`, `c1` …, as printed; null where the row is too short for it. Rows
            that are empty, or have more cells than the header, are not among them.
        surplus: line and number of cells of each row that has more cells than the header.
        short: line and number of cells of each row that has fewer.
        empty: how many rows have no text at all.
        lines: the text of the file by line, for places.
        delimiter: what divides the cells.
        notes: what a reader should know of how it was read.
    """

    shown: str
    header: list[str]
    rows: pl.DataFrame
    surplus: list[tuple[int, int]]
    short: list[tuple[int, int]]
    empty: int
    lines: list[str]
    delimiter: str
    notes: tuple[str, ...] = ()

    def column_of(self, line: int, cell: int) -> int | None:
        """The character of a line at which a cell begins, both from 1; None where the row spans several lines."""
        if line > len(self.lines):
            return None
        text, at, number, quoted = self.lines[line - 1], 0, 1, False
        while number < cell:
            if at >= len(text):
                return None
            if text[at] == '"':
                quoted = not quoted
            elif text[at] == self.delimiter and not quoted:
                number += 1
            at += 1
        return at + 1


def read(path: str, is_header: Callable[[Sequence[str]], bool]) -> Sheet:
    """Read a file of delimited values, packed with gzip or not; `-` is standard input.

    Args:
        path: the file.
        is_header: whether a row names the columns; the first of twenty that does is the header, else the first row.

    Raises:
        InputError: there is no such file, it cannot be unpacked, is empty, is no text, has no rows, or a quotation
            mark in it is never closed.
    """
    shown = "<stdin>" if path == "-" else path
    text, notes = _text(_bytes(path, shown), shown)
    with wide_cells():
        delimiter, skipped = _header(text, is_header)
        rows = _records(text, delimiter, shown)
    header = rows[skipped] if len(rows) > skipped else []
    while header and not header[-1].strip():  # a spreadsheet often exports empty columns at the end
        header = header[:-1]
    if not header:
        raise InputError(f"{shown}:L1", "the first line must name the columns", "Remove what is above the header.")
    if skipped:
        notes = (*notes, f"the header is row {skipped + 1}, what is above it was not read")
    return _sheet(shown, header, skipped, rows, text, delimiter, notes)


def _header(text: str, is_header: Callable[[Sequence[str]], bool]) -> tuple[str, int]:
    """What divides the cells, and how many rows stand above the header."""
    top = "\n".join(text.split("\n", 40)[:40])[: LIMITS.line]
    first = {mark: list(islice(csv.reader(io.StringIO(top, newline=""), delimiter=mark), 20)) for mark in _DELIMITERS}
    for mark, rows in first.items():
        for i, row in enumerate(rows):
            if is_header(row):
                return mark, i
    return max(_DELIMITERS, key=lambda mark: len(first[mark][0]) if first[mark] else 0), 0


def _sheet(
    shown: str,
    header: list[str],
    skipped: int,
    rows: list[list[str]],
    text: str,
    delimiter: str,
    notes: tuple[str, ...],
) -> Sheet:
    width = max(map(len, rows))
    columns = dict(zip((f"c{i}" for i in range(width)), zip_longest(*rows), strict=True))
    frame = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String), strict=False)
    breaks = pl.sum_horizontal(pl.all().str.count_matches("\n").fill_null(0))
    frame = frame.with_columns(
        line=((breaks + 1).cum_sum().shift(1, fill_value=0) + 1).cast(pl.Int64),
        cells=pl.Series([len(row) for row in rows], dtype=pl.Int64),
    ).slice(skipped + 1)
    named = [f"c{i}" for i in range(len(header))]
    has_text = pl.any_horizontal(pl.col(list(columns)).str.strip_chars().fill_null("") != "")
    beyond = [name for name in columns if name not in named]
    surplus = pl.any_horizontal(pl.col(beyond).str.strip_chars().fill_null("") != "") if beyond else pl.lit(False)
    filled = frame.filter(has_text)
    if filled.is_empty():
        raise InputError(shown, "the file has a header and no row", "Fetch it again, or export it with its rows.")
    odd = filled.filter(surplus)
    fits = filled.filter(~surplus)
    short = fits.filter(pl.col("cells") < len(header))
    return Sheet(
        shown=shown,
        header=header,
        rows=fits.select("line", *named),
        surplus=odd.select("line", "cells").rows(),
        short=short.select("line", "cells").rows(),
        empty=frame.height - filled.height,
        lines=text.split("\n"),
        delimiter=delimiter,
        notes=notes,
    )


def _bytes(path: str, shown: str) -> bytes:
    try:
        is_stream = path == "-"
        content = sys.stdin.buffer.read(disk.MOST_BYTES) if is_stream else disk.content_of(Path(path), shown)
        if is_stream and sys.stdin.buffer.read(1):
            raise InputError(shown, f"more than {disk.MOST_BYTES:,} bytes came", "Take the part that is needed.")
        content = unpacked(content, "", shown)
    except FileNotFoundError:
        raise disk.not_there(Path(path)) from None
    except OSError as error:
        raise disk.unreadable(shown, error) from None
    if not content.strip():
        raise InputError(shown, "the file is empty", "Fetch it again.")
    see_size(content, shown)
    return content


_OTHER = {
    "a workbook or an archive": rb"PK\x03\x04|\xd0\xcf\x11\xe0",
    "a PDF": rb"%PDF",
    "XML or a web page": rb"\s*<[?!a-zA-Z]",
    "JSON": rb"\s*(\{|\[)\s*(\{|\"|\})",
}
"""What is no table of delimited values, and how it begins."""


def _text(content: bytes, shown: str) -> tuple[str, tuple[str, ...]]:
    for kind, marks in _OTHER.items():
        if re.match(marks, content[:200].removeprefix(codecs.BOM_UTF8)):
            raise InputError(shown, f"this is {kind}, not a table of delimited values", "Save the table as CSV.")
    notes: tuple[str, ...] = ()
    try:
        text = content.decode("utf-16" if content[:2] in _UTF16 else "utf-8-sig")
    except UnicodeDecodeError as error:
        if content[:2] in _UTF16:
            raise InputError(shown, "the file begins as UTF-16 and is not") from None
        line = content[: error.start].count(b"\n") + 1
        text = content.decode("windows-1252", errors="replace")
        notes = (f"it is not UTF-8 (line {line}) and was read as windows-1252: names may have wrong letters",)
    if "\x00" in text:
        raise InputError(shown, "it has null characters, so it is not text", "Save the table as CSV in UTF-8.")
    return text.replace("\r\n", "\n").replace("\r", "\n"), notes


def _records(text: str, delimiter: str, shown: str) -> list[list[str]]:
    content = text.encode()  # a StringIO would take four bytes a character

    def rows_of(*, strict: bool) -> list[list[str]]:
        with io.TextIOWrapper(io.BytesIO(content), "utf-8", newline="") as stream:
            return list(csv.reader(stream, delimiter=delimiter, strict=strict))

    try:
        return rows_of(strict=True)
    except csv.Error as error:
        if "field limit" in str(error):
            problem = f"a cell has more than {LIMITS.line:,} characters: a quotation mark seems not to be closed"
            raise InputError(shown, problem, "Close it, or write it twice where it belongs to the text.") from None
    rows = rows_of(strict=False)
    longest = max(range(len(rows)), key=lambda i: sum(cell.count("\n") for cell in rows[i]))
    if (swallowed := sum(cell.count("\n") for cell in rows[longest])) > 2:
        line = sum(1 + sum(cell.count("\n") for cell in row) for row in rows[:longest]) + 1
        raise InputError(
            f"{shown}:L{line}",
            f"a quotation mark is not closed; {swallowed} lines seem to be in one cell",
            "Close it, or write it twice where it belongs to the text.",
        )
    return rows
