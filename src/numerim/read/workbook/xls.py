"""Workbooks of Excel 97 to 2003, and earlier ones (.xls), by xlrd."""

from collections.abc import Iterator, Sequence
from io import StringIO
from struct import unpack_from
from typing import Any

import xlrd

from numerim.errors import InputError
from numerim.read.workbook.cells import Texts, Value, as_table, moment, rows_at_once, trimmed
from numerim.read.workbook.container import LOCKED
from numerim.read.workbook.notes import Told, hidden_notes
from numerim.read.workbook.numberformats import Format, built_in, parse
from numerim.read.workbook.ole import records_of
from numerim.read.workbook.sheet import Area, Limits, Note, Sheet
from numerim.read.workbook.shown import as_shown
from numerim.read.workbook.xmlparts import too_much

_COLUMNS = 256
_NUMBERS = (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE)
_FORMULAS, _STARTS, _END = {0x0006, 0x0206, 0x0406}, {0x0009, 0x0209, 0x0409, 0x0809}, 0x000A
_OF_CELLS = 0x0010
_NO_FORMATS = Note("formats", "formats of numbers cannot be read in the workbook; they are told as they are stored")


def read_old(content: bytes, shown: str, limits: Limits) -> list[Sheet]:
    """The sheets of an .xls file.

    Args:
        content: the file.
        shown: its path, for messages.
        limits: what it may hold.

    Raises:
        InputError: it is damaged, locked, or holds more than the limits.
    """
    if len(content) > limits.unpacked:
        raise too_much(shown, f"{len(content) >> 20:,} MiB; {limits.unpacked >> 20:,} are the most that is read")
    records, has_macros = records_of(content, shown)
    notes = [Note("macros", "the workbook has macros; they were not run")] if has_macros else []
    try:
        try:
            return _read(records, shown, limits, notes, formats=True)
        except (InputError, xlrd.XLRDError):
            raise
        except Exception:  # what xlrd raises where it trusts a file that is wrong: here only in the formats, perhaps
            return _read(records, shown, limits, [_NO_FORMATS, *notes], formats=False)
    except InputError:
        raise
    except Exception as error:
        if "encrypted" in str(error):
            raise InputError(shown, *LOCKED) from error
        why = str(error) or type(error).__name__
        raise InputError(shown, f"the workbook is damaged: {why}", "Fetch it again, or open it to see why.") from error


def _read(records: bytes, shown: str, limits: Limits, notes: Sequence[Note], *, formats: bool) -> list[Sheet]:
    found: list[Sheet] = []
    with xlrd.open_workbook(
        file_contents=records, formatting_info=formats, on_demand=True, ragged_rows=True, logfile=StringIO()
    ) as book:
        if book.nsheets > limits.sheets:
            raise too_much(shown, f"more than {limits.sheets:,} sheets")
        formulas = _formulas(records, book.nsheets)
        cells = columns = 0
        for number in range(book.nsheets):
            sheet = book.sheet_by_index(number)
            cells += sheet.nrows * sheet.ncols
            columns += sheet.ncols
            if sheet.ncols > _COLUMNS:
                raise ValueError(f"{sheet.ncols:,} columns, where the format has {_COLUMNS}")
            if cells > limits.cells or columns > limits.columns:
                most = f"{limits.cells:,} and {limits.columns:,} are the most that is read"
                raise too_much(shown, f"{cells:,} cells in {columns:,} columns; {most}")
            found.append(_sheet(book, sheet, formats, formulas[number], notes, shown, limits))
            book.unload_sheet(number)
    return found


def _sheet(
    book: Any, sheet: Any, formats: bool, formulas: int, notes: Sequence[Note], shown: str, limits: Limits
) -> Sheet:
    followed = _formats(book) if formats else {}
    told = Told(formulas=formulas)
    numbers: list[tuple[int, int, float, Format]] = []
    table, fractional = as_table(_rows(book, sheet, followed, numbers, told, shown, limits), max(1, sheet.ncols))
    texts = Texts()
    for row, column, number, format_ in numbers:
        as_shown(number, format_, row, column, fractional, texts, told)
    table = trimmed(texts.into(table))
    hidden_rows = [row + 1 for row, info in sheet.rowinfo_map.items() if info.hidden or info.height == 0]
    hidden_columns = [column + 1 for column, info in sheet.colinfo_map.items() if info.hidden or info.width == 0]
    return Sheet(
        name=sheet.name,
        hidden=sheet.visibility != 0,
        cells=table,
        merged=tuple(sorted(Area(top + 1, left + 1, bottom, right) for top, bottom, left, right in sheet.merged_cells)),
        hidden_rows=(rows := tuple(sorted(row for row in hidden_rows if row <= table.height))),
        hidden_columns=(columns := tuple(sorted(one for one in hidden_columns if one <= table.width))),
        formulas=formulas,
        notes=(*hidden_notes(sheet.visibility != 0, rows, columns), *told.notes(), *notes),
    )


def _formats(book: Any) -> dict[int, Format]:
    """The formats of numbers that show them otherwise than they are stored, by the number of the style."""
    found = {}
    for number, style in enumerate(book.xf_list):
        code = book.format_map.get(style.format_key)
        format_ = parse(code.format_str) if code is not None and code.format_str else built_in(style.format_key)
        if format_ != Format():
            found[number] = format_
    return found


def _rows(
    book: Any,
    sheet: Any,
    followed: dict[int, Format],
    numbers: list[tuple[int, int, float, Format]],
    told: Told,
    shown: str,
    limits: Limits,
) -> Iterator[Sequence[Sequence[Value]]]:
    """Rows of values; numbers that are shown otherwise than they are stored go to `numbers`, with their format."""
    width, size, chunk = max(1, sheet.ncols), 0, []
    at_once = rows_at_once(width)
    for row in range(sheet.nrows):
        kinds, values = sheet.row_types(row), sheet.row_values(row)
        size += sum(len(value) for value in values if isinstance(value, str))
        if size > limits.text:
            raise too_much(shown, f"more than {limits.text >> 20:,} MiB of text")
        for column, kind in enumerate(kinds):
            if kind in _NUMBERS:
                format_ = followed.get(sheet.cell_xf_index(row, column)) if followed else None
                if format_ and format_.is_date:
                    values[column] = moment(values[column], bool(book.datemode), format_.is_span)
                elif format_:
                    numbers.append((row + 1, column + 1, values[column], format_))
                elif kind == xlrd.XL_CELL_DATE:
                    values[column] = moment(values[column], bool(book.datemode))
            elif kind == xlrd.XL_CELL_BOOLEAN:
                values[column] = bool(values[column])
            elif kind == xlrd.XL_CELL_ERROR:
                values[column] = xlrd.error_text_from_code.get(values[column], "#N/A")
                told.errors.append((row + 1, column + 1, values[column]))
        chunk.append(values + [None] * (width - len(values)))
        if len(chunk) >= at_once:
            yield chunk
            chunk = []
    yield chunk


def _formulas(data: bytes, sheets: int) -> list[int]:
    """How many cells of each sheet are formulas: records of that kind between those that begin and end the sheet."""
    counts: list[int] = []
    at, depth, counts_here = 0, 0, False
    while at + 8 <= len(data):
        kind, length, _, content_type = unpack_from("<HHHH", data, at)
        if kind in _STARTS:
            depth += 1
            if depth == 1:
                counts_here = content_type == _OF_CELLS
                counts += [0] if counts_here else []
        elif kind == _END and length == 0:
            depth = max(0, depth - 1)
        elif kind in _FORMULAS and counts_here:
            counts[-1] += 1
        at += 4 + length
    return counts if len(counts) == sheets else [0] * sheets
