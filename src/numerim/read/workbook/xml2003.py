"""XML spreadsheets of Excel 2003, mostly called .xls, as some tabulation systems still write them."""

from datetime import date, datetime

from numerim.read.workbook.cells import Texts, text_of
from numerim.read.workbook.gather import Gathered, Stored, Tally
from numerim.read.workbook.numberformats import Format, parse
from numerim.read.workbook.sheet import Area, Limits, Sheet
from numerim.read.workbook.shown import as_shown
from numerim.read.workbook.xmlparts import damaged, local, parse_xml, pieces

_NAMED = {
    "Fixed": "0.00",
    "Standard": "#,##0.00",
    "Currency": "#,##0.00",
    "Euro Currency": "#,##0.00",
    "Percent": "0.00%",
    "Scientific": "0.00E+00",
}
_NO_DAY = date(1899, 12, 31)
_LARGEST = 1 << 31


def read_2003(content: bytes, shown: str, limits: Limits) -> list[Sheet]:
    """The sheets of an XML spreadsheet.

    Args:
        content: the file.
        shown: its path, for messages.
        limits: what it may hold.

    Raises:
        InputError: it is damaged, or holds more than the limits.
    """
    reader = _Reader(shown, limits)
    try:
        parse_xml(
            pieces(content, shown, limits), shown, shown, reader.start, reader.text, reader.end, any_encoding=True
        )
    except ValueError as error:
        raise damaged(shown, "(all of it)", str(error)) from error
    found = []
    for sheet in reader.sheets:
        table, fractional = sheet.table()
        texts = Texts()
        for row, column, number, style in reader.numbers.pop(sheet.name, []):
            if format_ := reader.formats.get(style):
                as_shown(number, format_, row, column, fractional, texts, sheet.told)
        found.append(sheet.sheet(table, texts, []))
    return found


class _Reader:
    """Takes the XML element by element."""

    def __init__(self, shown: str, limits: Limits) -> None:
        self.sheets: list[Gathered] = []
        self.formats: dict[str, Format] = {}
        self.numbers: dict[str, list[tuple[int, int, float, str]]] = {}
        self._shown = shown
        self._tally = Tally(shown, limits)
        self._style = ""
        self._row = self._column = 0
        self._next_row = self._next_column = 1
        self._values: list[Stored] = []
        self._cell: dict[str, str] = {}
        self._kind: str | None = None
        self._text: list[str] = []
        self._inside: str = ""
        self._aside = 0

    def start(self, element: str, attributes: dict[str, str]) -> None:
        name = local(element)
        told = {local(key): value for key, value in attributes.items()}
        if self._aside or name in ("Comment", "PhoneticText"):
            self._aside += 1
        elif name == "Style":
            self._style = told.get("ID", "")
        elif name == "NumberFormat":
            code = told.get("Format", "General")
            self.formats[self._style] = parse(_NAMED.get(code, code))
        elif name == "Worksheet":
            self._tally.sheet(self.sheets)
            if any(sheet.name == told.get("Name") for sheet in self.sheets):
                raise damaged(self._shown, "(all of it)", f"two sheets are called {told.get('Name')!r}")
            self.sheets.append(Gathered(told.get("Name", ""), False, self._tally))
            self._row, self._next_row, self._column = 0, 1, 0
        elif not self.sheets:
            return
        elif name == "Column":
            self._column = _number(told, "Index", self._column + 1)
            last = self._column + _number(told, "Span", 0)
            if told.get("Hidden") == "1" or told.get("Width") == "0":
                self.sheets[-1].hidden_columns.append((self._column, last))
            self._column = last
        elif name == "Row":
            self._begin_row(told)
        elif name == "Cell":
            self._begin_cell(told)
        elif name == "Data":
            self._kind, self._text = told.get("Type", "String"), []
        elif name == "Visible":
            self._inside, self._text = name, []

    def _begin_row(self, told: dict[str, str]) -> None:
        self._row = _number(told, "Index", self._next_row)
        if self._row < self._next_row:
            raise ValueError(f"two rows have the number {self._row}")
        self._next_row = self._row + _number(told, "Span", 0) + 1
        self._values, self._next_column = [], 1
        if told.get("Hidden") == "1" or told.get("Height") == "0":
            self.sheets[-1].hidden_rows.append((self._row, self._next_row - 1))

    def _begin_cell(self, told: dict[str, str]) -> None:
        sheet = self.sheets[-1]
        self._cell, self._kind, self._text = told, None, []
        self._column = _number(told, "Index", self._next_column)
        if self._column < self._next_column:
            raise ValueError(f"two cells stand in column {self._column} of row {self._row}")
        across, down = _number(told, "MergeAcross", 0), _number(told, "MergeDown", 0)
        self._next_column = self._column + across + 1
        if across or down:
            sheet.merge(Area(self._row, self._column, self._row + down, self._column + across))
        sheet.told.formulas += "Formula" in told

    def text(self, piece: str) -> None:
        if (self._kind or self._inside) and not self._aside:
            self._text.append(piece)

    def end(self, element: str) -> None:
        if self._aside:
            self._aside -= 1
            return
        name = local(element)
        if name == "Cell" and self.sheets:
            self._end_cell(self.sheets[-1])
        elif name == "Row" and self._values:
            self.sheets[-1].rows.append((self._row, 1, self._values))
            self._values = []
        elif name == "Worksheet":
            self.sheets[-1].finish()
        elif name == "Visible" and self._inside:
            self.sheets[-1].hidden = "".join(self._text).strip() in ("SheetHidden", "SheetVeryHidden")
            self._inside = ""

    def _end_cell(self, sheet: Gathered) -> None:
        text, kind, self._kind = "".join(self._text), self._kind, None
        place = self._row, self._column
        value: str | float | None = text
        match kind:
            case None:
                if "Formula" in self._cell:
                    sheet.told.valueless.append(place)
                return
            case "Number":
                value = float(text)
                self.numbers.setdefault(sheet.name, []).append((*place, value, self._cell.get("StyleID", "Default")))
            case "DateTime":
                moment = datetime.fromisoformat(text.strip())
                value = text_of(moment.time() if moment.date() == _NO_DAY else moment)
            case "Boolean":
                value = "TRUE" if text.strip() == "1" else "FALSE"
            case "Error":
                sheet.told.errors.append((*place, text))
        if value is not None and value != "":
            sheet.put(self._values, self._row, 1, self._column, 1, value)


def _number(told: dict[str, str], key: str, otherwise: int) -> int:
    number = int(told.get(key, otherwise))
    if not 0 <= number < _LARGEST:
        raise ValueError(f"{key} is {number}")
    return number
