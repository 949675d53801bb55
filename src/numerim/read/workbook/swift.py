"""The cells of a workbook by calamine, which knows values and dates, and no formats of numbers."""

from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import islice

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    load_workbook,
)

from numerim.errors import InputError
from numerim.read.workbook.cells import Value, frame
from numerim.read.workbook.container import Kind, check_archive, opened
from numerim.read.workbook.sheet import Area, Limits, Sheet

_CELLS_AT_ONCE = 1 << 18


def read_swiftly(content: bytes, shown: str, kind: Kind, limits: Limits) -> list[Sheet]:
    """The sheets of a workbook, cells as they are stored."""
    if kind != "xls":
        with opened(content, shown) as archive:
            check_archive(archive, shown, limits)
    try:
        workbook = load_workbook(BytesIO(content))
        return [
            _sheet(workbook, one.name, one.visible != SheetVisibleEnum.Visible)
            for one in workbook.sheets_metadata
            if one.typ == SheetTypeEnum.WorkSheet
        ]
    except PasswordError as error:
        raise InputError(
            shown, "the workbook is locked with a password", "Ask for it without, or remove the password."
        ) from error
    except CalamineError as error:
        raise InputError(
            shown, f"the workbook cannot be read: {error}", "Open it in a spreadsheet to see why."
        ) from error


def _sheet(workbook: CalamineWorkbook, name: str, hidden: bool) -> Sheet:
    sheet = workbook.get_sheet_by_name(name)
    merged = [
        Area(top + 1, left + 1, bottom + 1, right + 1)
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or []
    ]
    before = sheet.start[1] if sheet.start else 0
    return Sheet(
        name=name, hidden=hidden, cells=frame(_chunks(sheet), sheet.width, before), merged=tuple(sorted(merged))
    )


def _chunks(sheet: CalamineSheet) -> Iterator[Sequence[Sequence[Value]]]:
    rows = sheet.iter_rows()
    while chunk := list(islice(rows, max(1, _CELLS_AT_ONCE // max(1, sheet.width)))):
        yield chunk
