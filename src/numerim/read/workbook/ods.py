"""Workbooks of OpenDocument (.ods), as LibreOffice writes them: values, and beside each what a person sees of it.

Cells and rows that are repeated are written once; what they would come to is counted while reading.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from numerim.errors import InputError
from numerim.read.workbook.cells import Texts, as_table, plain, text_of, trimmed
from numerim.read.workbook.container import LOCKED, check_archive, open_archive
from numerim.read.workbook.notes import Told, hidden_notes
from numerim.read.workbook.sheet import Area, Limits, Sheet
from numerim.read.workbook.xmlparts import chunks, damaged, local, parse_xml, too_much

_PART = "content.xml"
_MERGED = 1_000_000
_ROWS_AT_ONCE = 1 << 14
_CELLS = ("table-cell", "covered-table-cell")
_SPACE = re.compile(r"[ \t\r\n]+")
_SPAN = re.compile(r"(-)?P(?:(\d+)D)?T?(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:[.,]\d*)?S)?")


@dataclass
class _Table:
    """A sheet as it is being read.

    Attributes:
        name: of the sheet.
        hidden: whether it is.
        rows: the number of a row, how often it is repeated, and its values.
        height: the last row that has a value.
        width: the last column that has one.
        shown: numbers with what is shown of them: row, how often, column, how often, number, text.
    """

    name: str
    hidden: bool
    rows: list[tuple[int, int, list[str | float | None]]] = field(default_factory=list)
    height: int = 0
    width: int = 0
    shown: list[tuple[int, int, int, int, float, str]] = field(default_factory=list)
    merged: list[Area] = field(default_factory=list)
    hidden_rows: list[tuple[int, int]] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    told: Told = field(default_factory=Told)


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
        manifest = (
            b"".join(chunks(archive, "META-INF/manifest.xml", shown)) if "META-INF/manifest.xml" in names else b""
        )
        if b"encryption-data" in manifest:
            raise InputError(shown, *LOCKED)
        notes = ["the workbook has macros; they were not run"] if any(n.startswith("Basic/") for n in names) else []
        reader = _Reader(shown, limits)
        try:
            parse_xml(chunks(archive, _PART, shown), _PART, shown, reader.start, reader.text, reader.end)
        except (ValueError, InvalidOperation) as error:
            raise damaged(shown, _PART, str(error)) from error
        return [_sheet(table, notes) for table in reader.tables]


def _sheet(table: _Table, notes: Sequence[str]) -> Sheet:
    cells, fractional = as_table(_rows(table), table.width)
    texts = Texts()
    for row, rows, column, columns, number, text in table.shown:
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
    cells = trimmed(texts.into(cells))
    rows_hidden = _within(table.hidden_rows, cells.height)
    columns_hidden = _within(table.hidden_columns, cells.width)
    return Sheet(
        name=table.name,
        hidden=table.hidden,
        cells=cells,
        merged=tuple(sorted(table.merged)),
        hidden_rows=rows_hidden,
        hidden_columns=columns_hidden,
        formulas=table.told.formulas,
        notes=(*hidden_notes(table.hidden, rows_hidden, columns_hidden), *table.told.notes(), *notes),
    )


def _within(runs: Sequence[tuple[int, int]], last: int) -> tuple[int, ...]:
    return tuple(number for first, end in runs for number in range(first, min(end, last) + 1))


def _rows(table: _Table) -> Iterator[Sequence[Sequence[str | float | None]]]:
    """All rows of a sheet, one by one where they are repeated, and empty ones between."""
    empty: list[str | float | None] = [None] * table.width
    chunk: list[list[str | float | None]] = []
    after = 1
    for first, repeated, values in table.rows:
        full = values + empty[len(values) :]
        for row in range(after, first + repeated):
            chunk.append(full if row >= first else empty)
            if len(chunk) * table.width >= _ROWS_AT_ONCE * 16:
                yield chunk
                chunk = []
        after = first + repeated
    yield chunk


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
    fraction = re.search(r"\D(\d+)\D*$", text.strip())
    for decimals in (len(fraction[1]) if fraction else 0, 0):
        if exact.adjusted() + decimals > 26:
            return None
        rounded = f"{exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP):f}"
        if rounded.replace(".", "").lstrip("0") == digits.lstrip("0") and len(digits) >= len(rounded.replace(".", "")):
            whole, _, rest = rounded.partition(".")
            sign = "-" if number < 0 and digits.strip("0") else ""
            zeros = len(digits) - len(rest)
            return sign + whole.zfill(zeros) + ("." + rest if rest else "") + ("%" if is_percent else "")
    return None


class _Reader:
    """Takes the XML of the content of a workbook, element by element."""

    def __init__(self, shown: str, limits: Limits) -> None:
        self.tables: list[_Table] = []
        self._place, self._limits = shown, limits
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
        self._cells = self._size = 0

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
        if len(self.tables) >= self._limits.sheets:
            raise too_much(self._place, f"more than {self._limits.sheets:,} sheets")
        self._table = _Table(told.get("name", ""), told.get("style-name", "") in self._hidden_styles)
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
            self._count(len(spaces))
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
                self._count(0)
            self._row += self._rows
        elif name == "table":
            if self._table is not None:
                self._cells += self._table.height * self._table.width
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
            if len(table.merged) >= _MERGED:
                raise too_much(self._place, f"more than {_MERGED:,} merged cells")
            table.merged.append(Area(self._row, column, self._row + spans[0] - 1, column + spans[1] - 1))
        value = self._value(told, text)
        has_formula = "formula" in told
        if has_formula:
            table.told.formulas += repeated * self._rows
            if "value-type" not in told and not text:
                table.told.valueless.append((self._row, column))
        if value is None or value == "":
            return
        table.height = max(table.height, self._row + self._rows - 1)
        table.width = max(table.width, column + repeated - 1)
        self._count(len(value) * repeated * self._rows if isinstance(value, str) else 0)
        self._values += [None] * (column - 1 - len(self._values)) + [value] * repeated
        if told.get("value-type") == "error":
            table.told.errors.append((self._row, column, text))
        if isinstance(value, float) and text and text != plain(value):
            table.shown.append((self._row, self._rows, column, repeated, value, text))

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

    def _count(self, size: int) -> None:
        """Refuse what holds more than the limits."""
        table = self._table
        area = table.height * table.width if table else 0
        if self._cells + area > self._limits.cells:
            raise too_much(self._place, f"more than {self._limits.cells:,} cells")
        self._size += size
        if self._size > self._limits.text:
            raise too_much(self._place, f"more than {self._limits.text >> 20:,} MiB of text")


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
