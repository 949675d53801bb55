"""The sheets Columns and Words: what the columns of the others mean, and the words in them."""

from collections.abc import Sequence

from numerim.publish.workbook.book import Book, height, lines
from numerim.publish.workbook.parts import Part


def write_columns(book: Book, parts: Sequence[Part]) -> None:
    """Write what every column of every sheet means."""
    widths = {"table": 18, "column": 20, "key": 8, "type": 10, "unit": 18, "title": 24, "description": 68, "words": 60}
    rows = [
        (part.name, c.name, "key" if c.key else "", c.kind, c.unit, c.title, c.description, ", ".join(c.words))
        for part in parts
        for c in part.columns
    ]
    _write_texts(book, "Columns", widths, rows)


def write_words(book: Book, parts: Sequence[Part]) -> None:
    """Write what the words of the closed lists mean."""
    widths = {"table": 18, "column": 20, "word": 24, "meaning": 90}
    rows = [
        (part.name, column.name, word, meaning)
        for part in parts
        for column in part.columns
        for word, meaning in column.words.items()
    ]
    _write_texts(book, "Vocabulary", widths, rows)


def _write_texts(book: Book, name: str, widths: dict[str, int], rows: Sequence[tuple[str, ...]]) -> None:
    sheet = book.add(name)
    book.head(sheet, widths, len(rows))
    for row, texts in enumerate(rows, 1):
        sheet.set_row(row, height(max(lines(text, width) for text, width in zip(texts, widths.values(), strict=True))))
        for column, text in enumerate(texts):
            if text:
                book.write(sheet, row, column, text, book.wrapped)
