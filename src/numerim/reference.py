"""The files of `seeds/` as they must be: text in UTF-8, a header with the columns that are needed, rows as wide."""

import csv
import io
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from numerim import disk
from numerim.errors import InputError

if TYPE_CHECKING:  # those who only look need no frames
    import polars as pl

COLUMNS = {
    "ballot_words": "language words vote",
    "key_words": "words means",
    "claims": "language words says",
    "coalition_members": "election_id party_id coalition_id member_id",
    "column_asides": "language words means",
    "column_stems": "language stem concept",
    "column_words": "language words means",
    "council_sizes": "country seats law_id",
    "gp_unit_inflections": "gp_unit_id printed form",
    "gp_unit_names": "gp_unit_id printed form",
    "gp_unit_parents": "gp_unit_id parent_id",
    "gp_units": "gp_unit_id country name unit_type parent_id",
    "laws": "law_id country title says article valid_from valid_to address",
    "licences": "licence_id title url attribution share_alike commercial changes",
    "office_words": "language words office",
    "outcome_words": "language words means",
    "parties": "party_id country name name_en acronym kind",
    "party_names": "party_id printed form",
    "people": "country name printed form",
    "unit_words": "language words stands unit_types",
    "words": "language word kind value",
}
"""A file -> the columns that numerim asks of it; it may have others."""

_CURE = "Put it back as it was, or write it as CSV in UTF-8 with its columns; seeds/datapackage.json has them."


def table(path: Path) -> "pl.DataFrame":
    """A file of the seeds, all of it text; null where a cell is empty.

    Raises:
        InputError: it is not there, or not as it must be; the line is named.
    """
    import polars as pl

    content = _content(path)
    try:
        return pl.read_csv(content, infer_schema=False, glob=False)
    except pl.exceptions.PolarsError:  # it is stricter than Python's csv
        problem = "it is no CSV: it has a carriage return or a quote that neither ends a line nor encloses a cell"
        raise InputError(f"seeds/{path.name}", problem, _CURE) from None


def see(path: Path) -> Path:
    """See that a file of the seeds is as it must be.

    Raises:
        InputError: as `table`.
    """
    at = path.stat() if path.is_file() else None
    _seen(path, *((at.st_mtime_ns, at.st_size, at.st_ino) if at else (0, 0, 0)))
    return path


@lru_cache(maxsize=64)
def _seen(path: Path, *_: int) -> None:
    _content(path)


def _content(path: Path) -> bytes:
    shown = f"seeds/{path.name}"
    try:
        content = disk.content_of(path, shown)
    except FileNotFoundError:
        raise InputError(shown, "there is no such file") from None
    except OSError as error:
        raise disk.unreadable(shown, error) from None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise InputError(f"{shown}:L{line}", "it is not in UTF-8", _CURE) from None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise InputError(f"{shown}:L{line}", "it has a character NUL, which no text has", _CURE)
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(lines, [])
        lacking = [name for name in COLUMNS.get(path.stem, "").split() if name not in header]
        if lacking or len(set(header)) < len(header):
            problem = f"it has no column {lacking[0]!r}" if lacking else "two of its columns have one name"
            raise InputError(f"{shown}:L1", problem, _CURE)
        for row in lines:
            if row and len(row) != len(header):
                problem = f"the row has {len(row)} cells, the header {len(header)}"
                raise InputError(f"{shown}:L{lines.line_num}", problem, _CURE)
    except csv.Error as error:
        raise InputError(f"{shown}:L{lines.line_num}", f"it is no CSV: {error}", _CURE) from None
    return content
