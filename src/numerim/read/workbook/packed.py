"""Sheets of workbooks of Office Open XML."""

import polars as pl

from numerim.read.workbook import swift
from numerim.read.workbook.cells import trimmed
from numerim.read.workbook.container import check_archive, open_archive
from numerim.read.workbook.look import look
from numerim.read.workbook.notes import Told, hidden_notes
from numerim.read.workbook.sheet import Area, Limits, Note, Sheet, within
from numerim.read.workbook.xlsx import Book, Survey, check_size, read_book, survey


def read_packed(content: bytes, shown: str, limits: Limits) -> list[Sheet]:
    """The sheets of an .xlsx or .xlsm file.

    Args:
        content: the file.
        shown: its path, for messages.
        limits: what it may hold.

    Raises:
        InputError: it is damaged, locked, or holds more than the limits.
    """
    with open_archive(content, shown) as archive:
        check_archive(archive, shown, limits)
        book = read_book(archive, shown, limits)
        surveys = {name: survey(book, part, limits) for name, part in book.sheets.items()}
        check_size(book, surveys, limits)
        with swift.opened(content, shown, book.listed) as workbook:
            found = []
            for name, seen in surveys.items():
                table, fractional, merged = swift.values(workbook, book.numbers[name])
                told = Told()
                if _needs_look(book, seen, fractional):
                    texts, told = look(book, book.sheets[name], fractional)
                    table = texts.into(table)
                found.append(_sheet(book, name, seen, trimmed(table), merged, told))
    return found


def _needs_look(book: Book, seen: Survey, fractional: set[int]) -> bool:
    """Whether a sheet has more to see than the values of its cells."""
    formats = [
        book.formats[int(style)] for style in seen.styles if style.isdecimal() and int(style) < len(book.formats)
    ]
    follows = any(one.changes_whole or (fractional and (one.positive or one.negative)) for one in formats)
    return bool(seen.formulas or seen.has_errors or follows)


def _sheet(book: Book, name: str, seen: Survey, table: pl.DataFrame, merged: list[Area], told: Told) -> Sheet:
    rows = within(((row, row) for row in seen.hidden_rows), table.height)
    columns = within(seen.hidden_columns, table.width)
    notes = [*hidden_notes(name in book.hidden, rows, columns), *told.notes()]
    if told.formulas and book.recalculates:
        says = "the program that wrote it left formulas to be worked out on opening: the stored values may be wrong"
        notes.append(Note("formulas", says))
    return Sheet(
        name=name,
        hidden=name in book.hidden,
        cells=table,
        merged=tuple(merged),
        hidden_rows=rows,
        hidden_columns=columns,
        formulas=seen.formulas,
        notes=(*notes, *book.notes),
    )
