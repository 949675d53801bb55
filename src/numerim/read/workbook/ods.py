"""Workbooks of OpenDocument (.ods), as LibreOffice writes them: values, and beside each what a person sees of it.

Cells and rows that are repeated are written once; what they would come to is counted while reading.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from numerim.errors import InputError
from numerim.read.workbook.cells import Texts, plain, text_of
from numerim.read.workbook.container import LOCKED, check_archive, open_archive
from numerim.read.workbook.gather import Gathered, Tally
from numerim.read.workbook.sheet import Area, Limits, Note, Sheet
from numerim.read.workbook.xmlparts import chunks, damaged, local, parse_xml, pieces

_PART, _MANIFEST = "content.xml", "META-INF/manifest.xml"
_CELLS = ("table-cell", "covered-table-cell")
_SPACE = re.compile(r"[ \t\r\n]+")
_SPAN = re.compile(r"(-)?P(?:(\d+)D)?T?(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:[.,]\d*)?S)?")


@dataclass
class _Table(Gathered):
    """A sheet as it is being read.

    Attributes:
        seen: numbers with what is seen of them: row, how often, column, how often, number, text.
    """

    seen: list[tuple[int, int, int, int, float, str]] = field(default_factory=list)


def read_open(content: bytes, shown: str, limits: Limits) -> list[Sheet]:
    """The sheets of an .ods file.

    Args:
        content: the file.
        shown: its path, for messages.
        limits: what it may hold.

    Raises:
        InputError: it is damaged, locked, or holds more than the limits.
    """
    with open_archive(content, shown) as archive:
        check_archive(archive, shown, limits)
        names = archive.namelist()
        manifest = b"".join(chunks(archive, _MANIFEST, shown)) if _MANIFEST in names else b""
        if b"encryption-data" in manifest:
            raise InputError(shown, *LOCKED)
        notes = (
            [Note("macros", "the workbook has macros; they were not run")]
            if any(n.startswith("Basic/") for n in names)
            else []
        )
        return _sheets(chunks(archive, _PART, shown), notes, shown, limits)


def read_flat(content: bytes, shown: str, limits: Limits) -> list[Sheet]:
    """The sheets of an .fods file, which is one piece of XML.

    Args:
        content: the file.
        shown: its path, for messages.
        limits: what it may hold.

    Raises:
        InputError: it is damaged, or holds more than the limits.
    """
    return _sheets(pieces(content, shown, limits), [], shown, limits)


def _sheets(content: Iterator[bytes], notes: Sequence[Note], shown: str, limits: Limits) -> list[Sheet]:
    reader = _Reader(shown, limits)
    try:
        parse_xml(content, _PART, shown, reader.start, reader.text, reader.end, any_encoding=True)
    except (ValueError, InvalidOperation) as error:
        raise damaged(shown, _PART, str(error)) from error
    return [_sheet(table, notes) for table in reader.tables]


def _sheet(table: _Table, notes: Sequence[Note]) -> Sheet:
    cells, fractional = table.table()
    texts = Texts()
    for row, rows, column, columns, number, text in table.seen:
        seen = as_seen(number, text)
        for one in range(column, column + columns):
            if seen is None or (number.is_integer() and one not in fractional and "." in seen and "%" not in seen):
                continue
            exact = Decimal(f"{number:.15g}") * (100 if "%" in seen else 1)
            loses = Decimal(seen.rstrip("%")) != exact
            for line in range(row, row + rows):
                texts.put(line, one, seen)
                if loses:
                    table.told.rounded.append((line, one, seen, plain(number)))
    return table.sheet(cells, texts, notes)


def as_seen(number: float, text: str) -> str | None:
    """A number with the decimals, the zeros in front and the percent sign that its text shows; None: it shows others.

    Args:
        number: as it is stored.
        text: what a person sees, in the language of who wrote the file: `1.234,5`, `(68.1 %)`.
    """
    digits = re.sub(r"\D", "", text)
    if not digits or len(digits) > 40 or not digits.isascii():
        return None
    is_percent = "%" in text
    exact = abs(Decimal(f"{number:.15g}") * (100 if is_percent else 1))
    fraction = re.search(r"[.,](\d+)\D*$", text)
    for decimals in (len(fraction[1]) if fraction else 0, 0):
        if exact.adjusted() + decimals > 26:
            return None
        rounded = f"{exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP):f}"
        whole, _, rest = rounded.partition(".")
        if (whole + rest).lstrip("0") == digits.lstrip("0") and len(digits) >= len(rest):
            sign = "-" if number < 0 and digits.strip("0") else ""
            zeros = len(digits) - len(rest)
            return sign + whole.zfill(zeros) + ("." + rest if rest else "") + ("%" if is_percent else "")
    return None


class _Reader:
    """Takes the XML of the content of a workbook, element by element."""

    def __init__(self, shown: str, limits: Limits) -> None:
        self.tables: list[_Table] = []
        self._tally = Tally(shown, limits)
        self._hidden_styles: set[str] = set()
        self._style = ""
        self._table: _Table | None = None
        self._column, self._row, self._rows = 1, 1, 1
        self._values: list[str | float | None] = []
        self._cell: dict[str, str] | None = None
        self._text: list[str] = []
        self._aside = 0
        self._in_text = 0
        self._paragraphs = 0

    def start(self, element: str, attributes: dict[str, str]) -> None:
        name = local(element)
        told: dict[str, str] = {}
        for key, value in attributes.items():
            short = local(key)  # LibreOffice adds what kind of value it is a second time, which alone knows errors
            if short not in told or value == "error":
                told[short] = value
        if self._aside or name in ("annotation", "shapes", "frame", "custom-shape", "tracked-changes", "forms"):
            self._aside += 1
        elif name == "style":
            self._style = told.get("name", "")
        elif name == "table-properties":
            if told.get("display") == "false":
                self._hidden_styles.add(self._style)
        elif name == "table":
            self._begin_table(told)
        elif self._table is None:
            return
        elif name == "table-column":
            repeated = _times(told, "number-columns-repeated")
            if told.get("visibility", "visible") != "visible":
                self._table.hidden_columns.append((self._column, self._column + repeated - 1))
            self._column += repeated
        elif name == "table-row":
            self._rows, self._column, self._values = _times(told, "number-rows-repeated"), 1, []
            if told.get("visibility", "visible") != "visible":
                self._table.hidden_rows.append((self._row, self._row + self._rows - 1))
        elif name in _CELLS:
            self._cell, self._text, self._paragraphs = told, [], 0
        elif self._cell is not None:
            self._inside(name, told)

    def _begin_table(self, told: dict[str, str]) -> None:
        self._tally.sheet(self.tables)
        self._table = _Table(told.get("name", ""), told.get("style-name", "") in self._hidden_styles, self._tally)
        self.tables.append(self._table)
        self._column = self._row = 1

    def _inside(self, name: str, told: dict[str, str]) -> None:
        """What text has in it beside letters."""
        if name == "p":
            self._text += ["\n"] if self._paragraphs else []
            self._paragraphs += 1
            self._in_text += 1
        elif name == "s":
            spaces = " " * min(_times(told, "c"), 1 << 15)
            self._tally.add(0, 0, len(spaces))
            self._text.append(spaces)
        elif name in ("tab", "line-break"):
            self._text.append("\t" if name == "tab" else "\n")

    def text(self, piece: str) -> None:
        if self._in_text and not self._aside:
            self._text.append(_SPACE.sub(" ", piece))

    def end(self, element: str) -> None:
        if self._aside:
            self._aside -= 1
            return
        name = local(element)
        if name == "p":
            self._in_text = max(0, self._in_text - 1)
        elif name in _CELLS and self._cell is not None:
            self._end_cell(self._cell)
            self._cell, self._in_text = None, 0
        elif name == "table-row" and self._table is not None:
            if self._values:
                self._table.rows.append((self._row, self._rows, self._values))
            self._row += self._rows
        elif name == "table":
            if self._table is not None:
                self._table.finish()
            self._table = None

    def _end_cell(self, told: dict[str, str]) -> None:
        table = self._table
        if table is None:
            return
        repeated = _times(told, "number-columns-repeated")
        column, self._column = self._column, self._column + repeated
        text = "".join(self._text)
        spans = _times(told, "number-rows-spanned"), _times(told, "number-columns-spanned")
        if spans != (1, 1):
            table.merge(Area(self._row, column, self._row + spans[0] - 1, column + spans[1] - 1))
        value = self._value(told, text)
        has_formula = "formula" in told
        if has_formula:
            table.told.formulas += repeated * self._rows
            if "value-type" not in told and not text:
                table.told.valueless.append((self._row, column))
        if value is None or value == "":
            return
        table.put(self._values, self._row, self._rows, column, repeated, value)
        if told.get("value-type") == "error":
            table.told.errors.append((self._row, column, text))
        if isinstance(value, float) and text and text != plain(value):
            table.seen.append((self._row, self._rows, column, repeated, value, text))

    def _value(self, told: dict[str, str], text: str) -> str | float | None:
        match told.get("value-type"):
            case "float" | "percentage" | "currency":
                number = float(told.get("value", ""))
                is_truth = (number, text) in ((1, "TRUE"), (0, "FALSE"))  # so LibreOffice writes those from Excel
                return text if is_truth else number
            case "date":
                return text_of(datetime.fromisoformat(told.get("date-value", "")))
            case "time":
                return _time(told.get("time-value", ""))
            case "boolean":
                return "TRUE" if told.get("boolean-value") == "true" else "FALSE"
        return text or told.get("string-value")


def _times(told: dict[str, str], key: str) -> int:
    """How often something is repeated, or how far it spans."""
    return max(1, int(told.get(key, "1")))


def _time(text: str) -> str | None:
    """A span of time as ISO 8601 writes it, as a clock does."""
    found = _SPAN.fullmatch(text)
    if not found:
        return text or None
    days, hours, minutes, seconds = (int(one or 0) for one in found.groups()[1:])
    whole = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    return text_of(-whole if found[1] else whole)
