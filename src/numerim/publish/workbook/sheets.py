"""A sheet of data: every value typed, and the same as in the CSV."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from numerim.publish.contract import ContractError
from numerim.publish.draft import Draft
from numerim.publish.workbook.book import Book, height, lines
from numerim.publish.workbook.parts import WIDEST, Column, Part, records

_EXACT = 2**53
"""Beyond this a spreadsheet, which counts in doubles, has not every whole number."""
_FIRST_DAY = date(1900, 3, 1)
"""Before this, spreadsheets do not agree on the number of a day."""
_MOST_LINES = 6

_Put = Callable[[int, int, Any, tuple[Any, ...]], None]


def write_part(draft: Draft, book: Book, part: Part) -> Any:
    """Write a sheet of data.

    Returns:
        The sheet.

    Raises:
        ContractError: a whole number that a spreadsheet would round.
    """
    sheet = book.add(part.name, part.colour)
    numbers = {column.name for column in part.columns if column.kind in ("integer", "number")}
    book.head(sheet, part.widths, 0 if part.too_long else part.rows, numbers, part.frozen)
    if part.too_long:
        sheet.write_string(1, 0, part.too_long, book.text)
        return sheet
    if part.printed:
        sheet.print_area(0, 0, part.rows, part.printed - 1)
    puts = [_put(book, sheet, part, column) for column in part.columns]
    wide = [(n, part.widths[column.name]) for n, column in enumerate(part.columns) if _wraps(part, column)]
    for row, record in enumerate(records(draft, part), 1):
        if wide and (most := max(lines(record[n], width) for n, width in wide)) > 1:
            sheet.set_row(row, height(min(most, _MOST_LINES)))
        for column, put in enumerate(puts):
            if record[column] is not None:
                put(row, column, record[column], record)
    return sheet


def _wraps(part: Part, column: Column) -> bool:
    return part.widths[column.name] == WIDEST or column.name in part.wraps


def _put(book: Book, sheet: Any, part: Part, column: Column) -> _Put:
    """What writes a value of a column into a cell."""
    wraps = _wraps(part, column)
    look = book.wrapped if wraps else book.text
    link = part.links.get(column.name)
    strong = part.strong if part.strong and part.strong[0] == column.name else None

    number_at = sheet.number if book.quick else sheet.write_number
    before: dict[str, Any] = {}

    def plain(row: int, at: int, value: str, record: tuple[Any, ...]) -> None:
        if cell := before.get(value):
            sheet.again(row, at, cell)
            return
        cut = book.cut
        book.write(sheet, row, at, value, look)
        if book.quick and book.cut == cut:
            before[value] = sheet.text_at(row, at)

    def text(row: int, at: int, value: str, record: tuple[Any, ...]) -> None:
        if link and (address := link(record)):
            book.write(sheet, row, at, value, book.wrapped_link if wraps else book.link, address)
        else:
            book.write(sheet, row, at, value, book.bold if strong and record[strong[1]] in strong[2] else look)

    def integer(row: int, at: int, value: int, record: tuple[Any, ...]) -> None:
        if abs(value) > _EXACT:
            raise ContractError(f"{column.origin}: a spreadsheet would round {value}")
        number_at(row, at, value, book.count if column.unit else book.plain)

    def number(row: int, at: int, value: Decimal | float, record: tuple[Any, ...]) -> None:
        own = max(0, -int(Decimal(str(value)).normalize().as_tuple().exponent))
        decimals = own if part.decimals is None else max(own, record[part.decimals])
        number_at(row, at, float(value), book.decimals[decimals])

    def boolean(row: int, at: int, value: bool, record: tuple[Any, ...]) -> None:
        sheet.write_boolean(row, at, value, book.truth)

    def day(row: int, at: int, value: date, record: tuple[Any, ...]) -> None:
        if value < _FIRST_DAY:
            sheet.write_string(row, at, value.isoformat(), book.text)
        else:
            sheet.write_datetime(row, at, value, book.day)

    of_text = text if link or strong else plain
    puts: dict[str, _Put] = {"string": of_text, "integer": integer, "number": number, "boolean": boolean, "date": day}
    return puts[column.kind]
