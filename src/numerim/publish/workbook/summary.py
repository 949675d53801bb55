"""The sheet Summary: what happened in a few sentences, the numbers behind them, and charts of these."""

from typing import Any, Final

from numerim.publish.draft import Draft
from numerim.publish.headlines.races import Answers, Tally
from numerim.publish.workbook.book import Book, height, lines

NAME: Final = "Summary"
"""The sheet."""
_MOST_BARS = 10
"""Bars of a chart; what is left is one more, called others."""
_WIDE = 118
"""Characters across, over the columns that a sentence runs over."""
_LEFT, _CHART = (34, 12), 3
"""How wide the columns of a tally are, and the column where its chart begins."""
_ROW, _TALLEST = 20, 9
"""Pixels of a row, and the fewest rows that a chart takes."""
_GREY = "#404040"
"""Dark enough to be told from paper in black and white."""


def write_summary(draft: Draft, book: Book, answers: Answers) -> None:
    """Write what happened.

    Args:
        draft: the release.
        book: the workbook.
        answers: what happened.
    """
    sheet = book.add(NAME, "#548235")
    for column, width in enumerate((*_LEFT, 3, *[12] * 6)):
        sheet.set_column(column, column, width)
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_row(0, 24)
    book.write(sheet, 0, 0, draft.file.election.title["en"], book.title)
    row = 2
    for sentence in answers.sentences or ["No contest has a result yet."]:
        sheet.merge_range(row, 0, row, 8, "", book.wrapped)
        book.write(sheet, row, 0, sentence, book.wrapped)
        sheet.set_row(row, height(lines(sentence, _WIDE)))
        row += 1
    for tally in answers.tallies:
        row = _write_tally(book, sheet, tally, row + 1)
    if answers.names:
        row += 1
        book.write(sheet, row, 0, "Short names", book.heading)
        sheet.write_string(row, 1, "", book.heading)
        for at, (short, full) in enumerate(answers.names.items(), row + 1):
            book.write(sheet, at, 0, short, book.text)
            book.write(sheet, at, 1, full, book.text)


def _write_tally(book: Book, sheet: Any, tally: Tally, row: int) -> int:
    """Write a tally with its chart beside it.

    Returns:
        The row after both.
    """
    book.write(sheet, row, 0, tally.title, book.heading)
    book.write(sheet, row, 1, tally.counts, book.numbers)
    rows = list(tally.rows)
    if len(rows) > _MOST_BARS + 1:
        rows = [*rows[:_MOST_BARS], (f"{len(rows) - _MOST_BARS} others", sum(n for _, n in rows[_MOST_BARS:]))]
    for n, (who, number) in enumerate(rows, row + 1):
        book.write(sheet, n, 0, who, book.text)
        sheet.write_number(n, 1, number, book.count)
    if len(rows) < 2:
        return row + len(rows) + 1
    taken = max(_TALLEST, len(rows) + 2)
    chart = book.workbook.add_chart({"type": "bar"})
    chart.add_series(
        {
            "name": [NAME, row, 0],
            "categories": [NAME, row + 1, 0, row + len(rows), 0],
            "values": [NAME, row + 1, 1, row + len(rows), 1],
            "fill": {"color": _GREY},
            "gap": 40,
            "data_labels": {"value": True, "num_format": "#,##0"},
        }
    )
    chart.set_title({"name": tally.title, "overlay": False, "name_font": {"size": 11}})
    chart.set_legend({"none": True})
    chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}, "min": 0})
    chart.set_y_axis({"reverse": True, "major_tick_mark": "none", "num_font": {"size": 9}})
    chart.set_size({"width": 560, "height": taken * _ROW})
    sheet.insert_chart(row, _CHART, chart, {"description": f"{tally.title}, a bar each: {tally.counts}"})
    return row + taken
