"""Sheets of .xlsb and .ods, cells as they are stored."""

from python_calamine import SheetTypeEnum, SheetVisibleEnum

from numerim.read.workbook import swift
from numerim.read.workbook.cells import trimmed
from numerim.read.workbook.container import Kind, check_archive, open_archive
from numerim.read.workbook.sheet import Limits, Sheet


def read_swiftly(content: bytes, shown: str, kind: Kind, limits: Limits) -> list[Sheet]:
    """The sheets of a workbook, cells as they are stored."""
    if kind != "xls":
        with open_archive(content, shown) as archive:
            check_archive(archive, shown, limits)
    found = []
    with swift.opened(content, shown) as workbook:
        for one in workbook.sheets_metadata:
            if one.typ == SheetTypeEnum.WorkSheet:
                table, _, merged = swift.values(workbook, one.name)
                hidden = one.visible != SheetVisibleEnum.Visible
                found.append(Sheet(one.name, hidden, trimmed(table), tuple(merged)))
    return found
