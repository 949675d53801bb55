"""The values of cells by calamine, which knows dates, and no other formats of numbers and no errors."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from itertools import islice

import polars as pl
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, load_workbook

from numerim.errors import InputError
from numerim.read.workbook.cells import Value, as_table, rows_at_once
from numerim.read.workbook.container import LOCKED
from numerim.read.workbook.sheet import Area


@contextmanager
def opened(content: bytes, shown: str, sheets: int) -> Iterator[CalamineWorkbook]:
    """A workbook for calamine; what goes wrong with it in there is told as an error of input.

    Args:
        content: the file, measured before: calamine knows no limits.
        shown: its path, for messages.
        sheets: how many sheets it lists, charts and all.

    Raises:
        InputError: calamine cannot read it, or sees other sheets in it.
    """
    try:
        workbook = load_workbook(BytesIO(content))
        if len(workbook.sheet_names) != sheets:
            raise _damaged(shown, f"it lists {sheets} sheets, and {len(workbook.sheet_names)} can be told apart")
        yield workbook
    except PasswordError as error:
        raise InputError(shown, *LOCKED) from error
    except (CalamineError, ValueError, OverflowError, OSError) as error:
        raise _damaged(shown, str(error)) from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # calamine gave up where it trusted the file; no Exception to pyo3
            raise _damaged(shown, str(error)) from error
        raise


def _damaged(shown: str, why: str) -> InputError:
    return InputError(
        shown, f"the workbook is damaged: {why}", "Open it in a spreadsheet to see why, and save it anew."
    )


def values(workbook: CalamineWorkbook, number: int) -> tuple[pl.DataFrame, set[int], list[Area]]:
    """A sheet as a table of text.

    Args:
        workbook: as calamine has it.
        number: of the sheet among all of the workbook, charts too, from 0; calamine spells some names otherwise.

    Returns:
        The table, the columns, from 1, that have numbers that are not whole, and merged cells.
    """
    sheet = workbook.get_sheet_by_index(number)
    merged = sheet.merged_cell_ranges or []
    areas = [Area(top + 1, left + 1, bottom + 1, right + 1) for (top, left), (bottom, right) in merged]
    table, fractional = as_table(_chunks(sheet), sheet.width, sheet.start[1] if sheet.start else 0)
    return table, fractional, sorted(areas)


def _chunks(sheet: CalamineSheet) -> Iterator[Sequence[Sequence[Value]]]:
    rows = sheet.iter_rows()
    while chunk := list(islice(rows, rows_at_once(sheet.width))):
        yield chunk
