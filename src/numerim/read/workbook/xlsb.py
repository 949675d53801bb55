"""Binary workbooks (.xlsb): what [MS-XLSB] calls records, as far as sheets, formats and cells go.

Values come from calamine; records tell how large a sheet is before it is unpacked, what is hidden, which cells are
formulas or errors, and how numbers are shown.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from struct import error as struct_error
from struct import unpack_from
from zipfile import ZipFile

import polars as pl

from numerim.read.workbook import swift
from numerim.read.workbook.cells import Texts, trimmed
from numerim.read.workbook.container import check_archive, open_archive, parts_of
from numerim.read.workbook.notes import Told, hidden_notes
from numerim.read.workbook.numberformats import Format, built_in, parse
from numerim.read.workbook.sheet import Area, Limits, Note, Sheet, within
from numerim.read.workbook.shown import as_shown
from numerim.read.workbook.xlsx import relations
from numerim.read.workbook.xmlparts import chunks, damaged, too_much

_MAIN = "xl/workbook.bin"
_ROW, _RK, _ERROR, _REAL, _SHARED = 0, 2, 3, 5, 7
_FORMULA_NUMBER, _FORMULA_ERROR = 9, 11
_FORMULAS = range(8, 12)
_CELLS = range(1, 12)
_TEXT, _FORMAT, _STYLE, _COLUMN, _SHEET, _MERGED = 19, 44, 47, 60, 156, 176
_STYLES_START, _STYLES_END = 617, 618
_MOST_MERGED = 1_000_000
ERRORS = {
    0: "#NULL!",
    7: "#DIV/0!",
    15: "#VALUE!",
    23: "#REF!",
    29: "#NAME?",
    36: "#NUM!",
    42: "#N/A",
    43: "#GETTING_DATA",
}


@dataclass
class _Seen:
    """What the records of a sheet say; rows and columns from 1."""

    rows: int = 0
    columns: int = 0
    shared: int = 0
    merged: list[Area] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    numbers: list[tuple[int, int, float, Format]] = field(default_factory=list)
    texts: Texts = field(default_factory=Texts)
    told: Told = field(default_factory=Told)


def read_binary(content: bytes, shown: str, limits: Limits) -> list[Sheet]:
    """The sheets of an .xlsb file.

    Args:
        content: the file.
        shown: its path, for messages.
        limits: what it may hold.

    Raises:
        InputError: it is damaged, locked, or holds more than the limits.
    """
    with open_archive(content, shown) as archive:
        check_archive(archive, shown, limits)
        names = parts_of(archive)
        related = relations(archive, shown, names, _MAIN)
        kinds = {kind: names[target.lower()] for kind, target in related.values() if target.lower() in names}
        formats = _formats(archive, shown, kinds["styles"]) if "styles" in kinds else {}
        longest = _longest_text(archive, shown, kinds["sharedStrings"], limits) if "sharedStrings" in kinds else 0
        sheets = {}
        listed = _sheets(archive, shown, names.get(_MAIN, _MAIN), limits)
        for number, (name, key, hidden) in enumerate(listed):
            kind, target = related.get(key, ("", ""))
            if kind == "worksheet":
                seen = _look(archive, shown, names.get(target.lower(), target), formats, limits)
                sheets[name] = number, hidden, seen
    area = sum(seen.rows * seen.columns for *_, seen in sheets.values())
    if area > limits.cells:
        raise too_much(shown, f"{area:,} cells; {limits.cells:,} are the most that is read")
    wide = sum(seen.columns for *_, seen in sheets.values())
    if wide > limits.columns:
        raise too_much(shown, f"{wide:,} columns; {limits.columns:,} are the most that is read")
    if longest * sum(seen.shared for *_, seen in sheets.values()) > limits.text:
        raise too_much(shown, f"more than {limits.text >> 20:,} MiB of text")
    notes = [Note("macros", "the workbook has macros; they were not run")] if "vbaProject" in kinds else []
    with swift.opened(content, shown, len(listed)) as workbook:
        return [
            _sheet(swift.values(workbook, number), name, hidden, seen, notes)
            for name, (number, hidden, seen) in sheets.items()
        ]


def _sheet(
    values: tuple[pl.DataFrame, set[int], list[Area]], name: str, hidden: bool, seen: _Seen, notes: list[Note]
) -> Sheet:
    table, fractional, _ = values
    for row, column, number, format_ in seen.numbers:
        as_shown(number, format_, row, column, fractional, seen.texts, seen.told)
    table = trimmed(seen.texts.into(table))
    rows = within(((row, row) for row in seen.hidden_rows), table.height)
    columns = within(seen.hidden_columns, table.width)
    return Sheet(
        name=name,
        hidden=hidden,
        cells=table,
        merged=tuple(sorted(seen.merged)),
        hidden_rows=rows,
        hidden_columns=columns,
        formulas=seen.told.formulas,
        notes=(*hidden_notes(hidden, rows, columns), *seen.told.notes(), *notes),
    )


def _records(archive: ZipFile, shown: str, part: str) -> Iterator[tuple[int, bytes]]:
    """The records of a part: the number of their kind, and what they hold."""
    data = b"".join(chunks(archive, part, shown))
    at, end = 0, len(data)
    try:
        while at < end:
            kind = data[at]
            at += 1
            if kind & 0x80:
                kind = kind & 0x7F | data[at] << 7
                at += 1
            length = shift = 0
            while True:
                byte = data[at]
                at += 1
                length |= (byte & 0x7F) << shift
                shift += 7
                if not byte & 0x80 or shift > 21:
                    break
            yield kind, data[at : at + length]
            at += length
    except (IndexError, struct_error) as error:
        raise damaged(shown, part, "it is cut off") from error


def _text(data: bytes, at: int) -> tuple[str, int]:
    """A text in a record, and where it ends."""
    (length,) = unpack_from("<I", data, at)
    end = at + 4 + 2 * length
    return data[at + 4 : end].decode("utf-16-le"), end


def _sheets(archive: ZipFile, shown: str, part: str, limits: Limits) -> list[tuple[str, str, bool]]:
    """The name of each sheet, the key of its part, and whether it is hidden."""
    found = []
    try:
        for kind, data in _records(archive, shown, part):
            if kind == _SHEET:
                key, end = _text(data, 8)
                found.append((_text(data, end)[0], key, data[0] != 0))
                if len(found) > limits.sheets:
                    raise too_much(shown, f"more than {limits.sheets:,} sheets")
    except (struct_error, UnicodeDecodeError) as error:
        raise damaged(shown, part, str(error)) from error
    return found


def _formats(archive: ZipFile, shown: str, part: str) -> dict[int, Format]:
    """The formats of numbers that show them otherwise than they are stored, by the number of the style."""
    codes: dict[int, Format] = {}
    found: dict[int, Format] = {}
    number, inside = 0, False
    try:
        for kind, data in _records(archive, shown, part):
            if kind == _FORMAT:
                codes[unpack_from("<H", data)[0]] = parse(_text(data, 2)[0])
            elif kind in (_STYLES_START, _STYLES_END):
                inside = kind == _STYLES_START
            elif kind == _STYLE and inside:
                (code,) = unpack_from("<H", data, 2)
                format_ = codes.get(code) or built_in(code)
                if format_.positive or format_.negative or format_.hides:
                    found[number] = format_
                number += 1
    except (struct_error, UnicodeDecodeError) as error:
        raise damaged(shown, part, str(error)) from error
    return found


def _longest_text(archive: ZipFile, shown: str, part: str, limits: Limits) -> int:
    """How long the longest text is that the sheets share."""
    longest = count = 0
    for kind, data in _records(archive, shown, part):
        if kind == _TEXT:
            longest, count = max(longest, len(data)), count + 1
            if count > limits.cells:
                raise too_much(shown, f"more than {limits.cells:,} texts")
    return longest


def _look(archive: ZipFile, shown: str, part: str, formats: Mapping[int, Format], limits: Limits) -> _Seen:
    """What the records of a sheet say."""
    try:
        return _seen(_records(archive, shown, part), shown, formats, limits)
    except (struct_error, IndexError) as error:
        raise damaged(shown, part, str(error)) from error


def _seen(records: Iterator[tuple[int, bytes]], shown: str, formats: Mapping[int, Format], limits: Limits) -> _Seen:
    seen = _Seen()
    row = cells = 0
    for kind, data in records:
        if kind == _ROW:
            row = unpack_from("<I", data)[0] + 1
            if data[11] & 0x10:
                seen.hidden_rows.append(row)
        elif kind in _CELLS:
            cells += 1
            if cells > limits.cells:
                raise too_much(shown, f"more than {limits.cells:,} cells")
            column, style = unpack_from("<II", data)
            column, style = column + 1, style & 0xFFFFFF
            seen.rows, seen.columns = max(seen.rows, row), max(seen.columns, column)
            seen.shared += kind == _SHARED
            seen.told.formulas += kind in _FORMULAS
            if kind in (_ERROR, _FORMULA_ERROR):
                text = ERRORS.get(data[8], "#N/A")
                seen.texts.put(row, column, text)
                seen.told.errors.append((row, column, text))
            elif (format_ := formats.get(style)) and kind in (_RK, _REAL, _FORMULA_NUMBER):
                number = _rk(unpack_from("<I", data, 8)[0]) if kind == _RK else unpack_from("<d", data, 8)[0]
                seen.numbers.append((row, column, number, format_))
        elif kind == _COLUMN:
            first, last = unpack_from("<II", data)
            if unpack_from("<H", data, 16)[0] & 1:
                seen.hidden_columns.append((first + 1, last + 1))
        elif kind == _MERGED:
            if len(seen.merged) >= _MOST_MERGED:
                raise too_much(shown, f"more than {_MOST_MERGED:,} merged cells")
            top, bottom, left, right = unpack_from("<IIII", data)
            seen.merged.append(Area(top + 1, left + 1, bottom + 1, right + 1))
    return seen


def _rk(packed: int) -> float:
    """A number that is packed into four bytes."""
    if packed & 2:
        number = float((packed >> 2) - (1 << 30 if packed & 0x80000000 else 0))
    else:
        (number,) = unpack_from("<d", bytes(4) + (packed & 0xFFFFFFFC).to_bytes(4, "little"))
    return number / 100 if packed & 1 else number
