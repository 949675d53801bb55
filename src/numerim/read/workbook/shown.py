"""Numbers whose formats show them otherwise than they are stored."""

from numerim.read.workbook.cells import Texts, plain
from numerim.read.workbook.notes import Told
from numerim.read.workbook.numberformats import Format


def as_shown(
    number: float, format_: Format, row: int, column: int, fractional: set[int], texts: Texts, told: Told
) -> None:
    """Note how a number is shown, where that is not how it is stored.

    Args:
        number: as stored.
        format_: of its cell.
        row: of its cell, from 1.
        column: of its cell, from 1.
        fractional: columns that have numbers that are not whole; elsewhere zeros after the point say nothing.
        texts: gets the text that is shown.
        told: gets what a careful person should know.
    """
    if format_.hides:
        told.unseen.append((row, column))
        return
    if number.is_integer() and column not in fractional and not format_.changes_whole:
        return
    shown = format_.text(number)
    if shown is None:
        return
    text, loses = shown
    stored = plain(number)
    if text != stored:
        texts.put(row, column, text)
    if loses:
        told.rounded.append((row, column, text, stored))
