"""Workbooks: bytes in, sheets of cells as text out.

A number is told as a person sees it, where its format only sets decimals, dividers, zeros in front or a percent sign;
else as it is stored. Dividers are dropped: 12,345 is `12345`, 0.681 shown in percent is `68.10%`. That is what was
published and what others print, and its decimals say how far it was rounded; a note tells of how many cells more
digits are stored. Zeros after the point are told only in columns that have numbers that are not whole: 5 shown as
`5.00` is `5.00` beside `68.10`, and `5` among whole numbers. Nothing in a workbook is run, followed or worked out:
macros, links, formulas.
"""

from numerim.errors import InputError
from numerim.read.workbook.container import kind_of
from numerim.read.workbook.ods import read_flat, read_open
from numerim.read.workbook.packed import read_packed
from numerim.read.workbook.sheet import Area, Limits, Note, Sheet, cell_name, column_name
from numerim.read.workbook.xlsb import read_binary
from numerim.read.workbook.xml2003 import read_2003

__all__ = ["Area", "Limits", "Note", "Sheet", "cell_name", "column_name", "read_workbook"]


def read_workbook(content: bytes, shown: str, limits: Limits | None = None) -> list[Sheet]:
    """The sheets of a workbook, in its order: .xlsx, .xlsm, .xlsb, .xls, .ods, .fods or XML of Excel 2003.

    Args:
        content: the file.
        shown: its path, for messages.
        limits: what it may hold.

    Raises:
        InputError: it is no workbook, is locked or damaged, holds more than the limits, or has no sheet of cells.
    """
    limits = limits or Limits()
    kind = kind_of(content, shown)
    match kind:
        case "xlsx":
            sheets = read_packed(content, shown, limits)
        case "xls":
            from numerim.read.workbook.xls import read_old  # two libraries that nothing else needs

            sheets = read_old(content, shown, limits)
        case "ods":
            sheets = read_open(content, shown, limits)
        case "flat":
            sheets = read_flat(content, shown, limits)
        case "2003":
            sheets = read_2003(content, shown, limits)
        case "xlsb":
            sheets = read_binary(content, shown, limits)
    if not sheets:
        raise InputError(shown, "the workbook has no sheet of cells", "Charts and macros are no source of figures.")
    return sheets
