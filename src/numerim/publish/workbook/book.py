"""What every sheet shares: the looks of cells, headers, and texts that are written as texts."""

import re
from collections.abc import Collection
from html import escape
from typing import Any, Final

MOST_TEXT: Final = 32_767
"""UTF-16 units that a cell holds."""
CUT: Final = " … [cut: the CSV has it all]"
"""The end of a text that is cut."""
_CUT_AT = 32_700
_LINE = 15
_PER_WIDTH = 1.15
"""Letters of running text for one of width, which is measured in digits."""
_APART = {"align": "right", "indent": 1}
"""So that a number does not touch the text in the next column."""
_HEADING = {"bold": True, "bottom": 1, "bg_color": "#DDEBF7"}
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]")
"""What XML cannot carry; a workbook has it as `_xHHHH_`."""
_LIKE_ESCAPE = re.compile(f"_(?=x[0-9A-Fa-f]{{4}}(?:_|{_CONTROL.pattern}))")


class Book:
    """A workbook with the few looks that cells have.

    Attributes:
        workbook: the workbook, of XlsxWriter.
        quick: the class of its sheets, where it is made in memory; see `workbook.quick`.
        cut: how many texts were cut.
    """

    def __init__(self, workbook: Any, quick: Any = None) -> None:
        self.workbook = workbook
        self.quick = quick
        self.cut = 0
        self.text = self._look()
        self.wrapped = self._look(text_wrap=True)
        self.strong = self._look(text_wrap=True, bold=True)
        self.bold = self._look(bold=True)
        self.link = self._look(font_color="#0563C1", underline=1)
        self.wrapped_link = self._look(font_color="#0563C1", underline=1, text_wrap=True)
        self.title = self._look(bold=True, font_size=16)
        self.heading = self._look(**_HEADING)
        self.numbers = self._look(**_HEADING, **_APART)
        self.plain = self._look(num_format="0", **_APART)
        self.count = self._look(num_format="#,##0", **_APART)
        self.decimals = [self._look(num_format=f"0.{'0' * n}" if n else "0", **_APART) for n in range(7)]
        self.day = self._look(num_format="yyyy-mm-dd", align="left")
        self.truth = self._look(num_format='"TRUE";"TRUE";"FALSE"', align="left")  # or LibreOffice shows 1 and 0
        self._quoted = self._look(text_wrap=True, quote_prefix=True)

    def add(self, name: str, colour: str = "") -> Any:
        """A new sheet, to be printed on as many pages as it takes, one across."""
        sheet = self.workbook.add_worksheet(name, self.quick)
        sheet.xls_strmax = 2**31  # `write` cuts, and says so; XlsxWriter would cut in silence, and markup, too
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&L&A&R&P / &N")
        if colour:
            sheet.set_tab_color(colour)
        return sheet

    def head(
        self, sheet: Any, widths: dict[str, int], rows: int, numbers: Collection[str] = (), frozen: int = 0
    ) -> None:
        """Write the header of a sheet, and make its columns as wide as they are to be.

        Args:
            sheet: the sheet.
            widths: column -> characters across.
            rows: how many rows follow.
            numbers: the columns that hold numbers.
            frozen: how many columns stay in sight when one goes to the right.
        """
        for column, (name, width) in enumerate(widths.items()):
            sheet.set_column(column, column, width + 1)
            sheet.write_string(0, column, name, self.numbers if name in numbers else self.heading)
        sheet.freeze_panes(1, frozen)
        sheet.autofilter(0, 0, rows, len(widths) - 1)
        sheet.repeat_rows(0)
        sheet.set_landscape()
        # Text that looks like a number is meant to be text; no cell shall be marked for it.
        sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})

    def write(self, sheet: Any, row: int, column: int, text: str, look: Any, link: str = "") -> None:
        """Write a text as a text, whatever it looks like; one that leads somewhere, if a link is given."""
        if len(text) > MOST_TEXT // 2 and _units(text) > MOST_TEXT:
            text = text.encode("utf-16-le")[: _CUT_AT * 2].decode("utf-16-le", "ignore") + CUT
            self.cut += 1
        if text.startswith(("=", "+", "-", "@")):  # with the prefix, it stays a text when somebody edits the cell
            look = self._quoted
        if "_x" in text or text.startswith("<r>"):
            text = _markup(text)
        if link:
            sheet.write_url(row, column, link, look, text)
        else:
            sheet.write_string(row, column, text, look)

    def _look(self, **properties: Any) -> Any:
        """A format whose cells begin at the top of their row."""
        return self.workbook.add_format({"valign": "top", **properties})


def lines(text: str | None, width: int) -> int:
    """How many lines a text takes in a column; not every program finds out by itself how high a row must be."""
    return sum(int(len(line) / width / _PER_WIDTH) + 1 for line in text.split("\n")) if text else 1


def height(lines: int) -> int:
    """How high a row is in points; Excel refuses a file with a row above 409."""
    return min(_LINE * lines, 405)


def _markup(text: str) -> str:
    """A text as XlsxWriter writes it as it is.

    XlsxWriter takes a text `<r>…</r>` for markup, and makes a carriage return of the end of `_x005F_x000D_`. So such
    texts come as markup, in which an x that is not to be escaped once more is a reference.
    """
    text = _LIKE_ESCAPE.sub("_x005F_", text)
    text = _CONTROL.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
    return f'<r><t xml:space="preserve">{escape(text, quote=False).replace("_x", "_&#120;")}</t></r>'


def _units(text: str) -> int:
    """How long a text is in UTF-16, in which spreadsheets measure."""
    return len(text.encode("utf-16-le")) // 2
