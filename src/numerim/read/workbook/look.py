"""The second look at a sheet of Office Open XML: what numbers look like, errors, and formulas without a value."""

from numerim.read.workbook.cells import Texts
from numerim.read.workbook.notes import Told
from numerim.read.workbook.numberformats import Format
from numerim.read.workbook.shown import as_shown
from numerim.read.workbook.xlsx import COLUMNS, Book, place
from numerim.read.workbook.xmlparts import damaged, local, parse_xml

_LONGEST = 64
"""No number and no error is written longer."""


def look(book: Book, part: str, fractional: set[int]) -> tuple[Texts, Told]:
    """Read a sheet cell by cell.

    Args:
        book: the workbook.
        part: the part that holds the sheet.
        fractional: columns, from 1, that have numbers that are not whole.

    Returns:
        The texts of cells that are shown otherwise than stored, and what there is to tell.

    Raises:
        InputError: the sheet is damaged.
    """
    texts, told = Texts(), Told()
    followed: dict[str, Format] = {
        str(i): one for i, one in enumerate(book.formats) if one.positive or one.negative or one.hides
    }
    row, column, row_digits, kind, style = 0, 0, "0", "", None
    has_formula, is_value, value = False, False, ""

    def finish() -> None:
        nonlocal kind
        if kind == "n":
            if value and style is not None and (number := _number(value)) is not None:
                as_shown(number, style, row, column, fractional, texts, told)
        elif kind == "e" and value:
            texts.put(row, column, value.strip())
            told.errors.append((row, column, value.strip()))
        if has_formula and not value and kind not in ("str", "inlineStr", ""):
            told.valueless.append((row, column))
        kind = ""

    def start(element: str, attributes: dict[str, str]) -> None:
        nonlocal row, column, row_digits, kind, style, has_formula, is_value, value
        if ":" in element:
            element = local(element)
        if element == "c":
            finish()
            reference = attributes.get("r")
            if reference is None:
                column += 1
            elif (known := COLUMNS.get(reference.removesuffix(row_digits))) is not None:
                column = known
            else:
                row, column = place(reference)
                row_digits = str(row)
            kind = attributes.get("t", "n")
            style = followed.get(attributes.get("s", "0"))
            has_formula, is_value, value = False, False, ""
        elif element == "v":
            is_value = True
        elif element == "row":
            finish()
            row_digits = attributes.get("r", "")
            row = int(row_digits) if row_digits else row + 1
            row_digits, column = row_digits or str(row), 0
        elif element == "f" and kind:
            has_formula, is_value = True, False
            told.formulas += 1
        else:
            is_value = False
            if element == "extLst" or element == "mergeCells":
                finish()

    def text(piece: str) -> None:
        nonlocal value
        if is_value and len(value) < _LONGEST:
            value += piece

    try:
        parse_xml(book.chunks(part), part, book.shown, start, text)
        finish()
    except ValueError as error:
        raise damaged(book.shown, part, str(error)) from error
    return texts, told


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None  # calamine gives the text as it stands
