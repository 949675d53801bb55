"""`<package>.xlsx`: a sheet for every table, with what its columns and words mean, for those who open it in Excel."""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from html import escape
from typing import Any, Final

from numerim import warehouse
from numerim.contract import ContractError, documented, frictionless_type
from numerim.draft import Draft
from numerim.exporters import Stage
from schemas.table import Table, about, references, tables
from schemas.vocabulary import ELECTION_STATUSES, SEVERITIES, fates_told

STAGE: Final[Stage] = "made"

_MOST_ROWS = 1_048_575
"""Rows that a sheet holds below its header."""
_MOST_TEXT = 32_767
"""UTF-16 units that a cell holds."""
_CUT_AT = 32_700
_CUT = " … [cut: the CSV has it all]"
_IN_MEMORY = 200_000
"""Rows of all tables that are written without temporary files."""
_EXACT = 2**53
"""Beyond this a spreadsheet, which counts in doubles, has not every whole number."""
_FIRST_DAY = date(1900, 3, 1)
"""Before this, spreadsheets do not agree on the number of a day."""
_WIDEST = 60
_TOLD = 100
_MOST_LINES = 6
_LINE = 15
_PER_WIDTH = 1.15
"""Letters of running text for one of width, which is measured in digits."""
_APART = {"align": "right", "indent": 1}
"""So that a number does not touch the text in the next column."""
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]")
"""What XML cannot carry; a workbook has it as `_xHHHH_`."""
_LIKE_ESCAPE = re.compile(f"_(?=x[0-9A-Fa-f]{{4}}(?:_|{_CONTROL.pattern}))")
_COLOURS = ("#1F4E79", "#5B9BD5", "#C55A11", "#7F7F7F", "#BFBFBF")

_Put = Callable[[int, int, Any, tuple[Any, ...]], None]


@dataclass(frozen=True)
class _Part:
    """A table of the contract, as far as its sheet follows from it.

    Attributes:
        name: the table, and the sheet.
        model: its declaration.
        rows: how many rows it has.
        widths: column -> characters across.
    """

    name: str
    model: type[Table]
    rows: int
    widths: dict[str, int]

    @property
    def too_long(self) -> str:
        """What stands in the place of rows that no sheet can hold; empty where they fit."""
        if self.rows <= _MOST_ROWS:
            return ""
        return f"A sheet cannot hold the {self.rows:,} rows of this table; data/{self.name}.csv has them."


class _Book:
    """A workbook with the few looks that cells have, and the texts that were cut."""

    def __init__(self, workbook: Any) -> None:
        self.workbook = workbook
        self.cut = 0
        self.text = self.look()
        self.wrapped = self.look(text_wrap=True)
        self.strong = self.look(text_wrap=True, bold=True)
        self.quoted = self.look(text_wrap=True, quote_prefix=True)
        self.link = self.look(font_color="#0563C1", underline=1)
        self.title = self.look(bold=True, font_size=16)
        self.heading = self.look(bold=True, bottom=1, bg_color="#DDEBF7")
        self.numbers = self.look(bold=True, bottom=1, bg_color="#DDEBF7", **_APART)
        self.plain = self.look(num_format="0", **_APART)
        self.count = self.look(num_format="#,##0", **_APART)
        self.decimals = [self.look(num_format=f"0.{'0' * n}" if n else "0", **_APART) for n in range(7)]
        self.day = self.look(num_format="yyyy-mm-dd", align="left")
        self.truth = self.look(num_format='"TRUE";"TRUE";"FALSE"', align="left")  # or LibreOffice shows 1 and 0

    def look(self, **properties: Any) -> Any:
        """A format whose cells begin at the top of their row."""
        return self.workbook.add_format({"valign": "top", **properties})

    def add(self, name: str) -> Any:
        """A new sheet, to be printed on as many pages as it takes, one across."""
        sheet = self.workbook.add_worksheet(name)
        sheet.xls_strmax = 2**31  # `write` cuts, and says so; XlsxWriter would cut in silence, and markup, too
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&L&A&R&P / &N")
        return sheet

    def write(self, sheet: Any, row: int, column: int, text: str, look: Any) -> None:
        """Write a text as a text, whatever it looks like."""
        if len(text) > _MOST_TEXT // 2 and _units(text) > _MOST_TEXT:
            text = text.encode("utf-16-le")[: _CUT_AT * 2].decode("utf-16-le", "ignore") + _CUT
            self.cut += 1
        if text.startswith(("=", "+", "-", "@")):  # with the prefix, it stays a text when somebody edits the cell
            look = self.quoted
        if "_x" in text or text.startswith("<r>"):
            text = _markup(text)
        sheet.write_string(row, column, text, look)


def export(draft: Draft) -> None:
    """Write the workbook: About, Columns, Words, and a sheet a table.

    Raises:
        ContractError: a whole number that a spreadsheet would round.
    """
    from xlsxwriter import Workbook

    parts = [_part(draft, name) for name in _in_order()]
    large = sum(part.rows for part in parts) > _IN_MEMORY
    options = {
        # In memory a row takes 3 kB; on disk each text is written as often as it occurs, which fewer programs read.
        "constant_memory" if large else "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with Workbook(str(draft.folder / f"{draft.package}.xlsx"), options) as workbook:
        workbook.set_properties(
            {
                "title": draft.file.election.title["en"],
                "subject": f"Data package {draft.package}, version {draft.version}",
                "author": "numerim",
                "comments": _citation(draft),
                "created": datetime.fromisoformat(draft.created).replace(tzinfo=None),
            }
        )
        book = _Book(workbook)
        first = book.add("About")
        _write_columns(book)
        _write_words(book)
        for part in parts:
            _write_table(draft, book, part)
        _write_about(draft, book, first, parts)  # the last, for it says what was cut


def _in_order() -> list[str]:
    """The tables in the order of their sheets; within a group, in that of the contract."""
    return sorted(tables(), key=_group)


def _group(name: str) -> int:
    """Whether a table is of contests, other figures, findings, what ids mean, or of how it all came about."""
    model = tables()[name]
    if "contest_id" in about(model).key and "poll_id" not in about(model).key:
        return 0
    if about(model).states:
        return 1
    if "rules" in _needs(model):
        return 2
    return 3 if any(name in _needs(other) for other in tables().values() if about(other).states) else 4


def _needs(model: type[Table]) -> set[str]:
    return {table for table, _ in references(model).values()}


def _part(draft: Draft, name: str) -> _Part:
    model = tables()[name]
    columns = list(model.to_schema().columns)
    longest = ", ".join(f"max(length({column}::VARCHAR))" for column in columns)
    rows, *lengths = warehouse.rows(draft.connection, f"SELECT count(*), {longest} FROM clean.{name}")[0]
    # 4 more for the arrow of the filter.
    widths = {c: min(_WIDEST, max(n or 0, len(c) + 4)) for c, n in zip(columns, lengths, strict=True)}
    return _Part(name, model, rows, widths)


def _write_table(draft: Draft, book: _Book, part: _Part) -> None:
    sheet = book.add(part.name)
    sheet.set_tab_color(_COLOURS[_group(part.name)])
    columns = part.model.to_schema().columns
    numbers = {column for column, spec in columns.items() if frictionless_type(spec.dtype) in ("integer", "number")}
    _head(book, sheet, part.widths, 0 if part.too_long else part.rows, numbers)
    if part.too_long:
        sheet.write_string(1, 0, part.too_long, book.text)
        return
    puts = [_put(book, sheet, part, column) for column in columns]
    wide = [n for n, column in enumerate(columns) if part.widths[column] == _WIDEST]
    for row, record in enumerate(_records(draft, part), 1):
        if wide and (lines := max(_lines(record[n], _WIDEST) for n in wide)) > 1:
            sheet.set_row(row, _height(min(lines, _MOST_LINES)))
        for column, value in enumerate(record):
            if value is not None:
                puts[column](row, column, value, record)


def _head(book: _Book, sheet: Any, widths: dict[str, int], rows: int, numbers: Collection[str] = ()) -> None:
    """The header of a sheet, and how wide its columns are."""
    for column, (name, width) in enumerate(widths.items()):
        sheet.set_column(column, column, width + 1)
        sheet.write_string(0, column, name, book.numbers if name in numbers else book.heading)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, rows, len(widths) - 1)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    # Text that looks like a number is meant to be text; no cell shall be marked for it.
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})


def _lines(text: str | None, width: int) -> int:
    """How many lines a text takes in a column; not every program finds out by itself how high a row must be."""
    return sum(int(len(line) / width / _PER_WIDTH) + 1 for line in text.split("\n")) if text else 1


def _height(lines: int) -> int:
    """How high a row is in points; Excel refuses a file with a row above 409."""
    return min(_LINE * lines, 405)


def _records(draft: Draft, part: _Part) -> Iterator[tuple[Any, ...]]:
    columns = ", ".join(part.model.to_schema().columns)
    with draft.connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM clean.{part.name} ORDER BY {', '.join(about(part.model).key)}")
        while some := cursor.fetchmany(10_000):
            yield from some


def _put(book: _Book, sheet: Any, part: _Part, column: str) -> _Put:
    """What writes a value of a column into a cell."""
    columns = part.model.to_schema().columns
    unit = (columns[column].metadata or {})["unit"]
    look = book.wrapped if part.widths[column] == _WIDEST else book.text

    def text(row: int, at: int, value: str, record: tuple[Any, ...]) -> None:
        book.write(sheet, row, at, value, look)

    def integer(row: int, at: int, value: int, record: tuple[Any, ...]) -> None:
        if abs(value) > _EXACT:
            raise ContractError(f"{part.name}.{column}: a spreadsheet would round {value}")
        sheet.write_number(row, at, value, book.count if unit else book.plain)

    printed = list(columns).index("decimals") if "decimals" in columns else None

    def number(row: int, at: int, value: Decimal, record: tuple[Any, ...]) -> None:
        own = max(0, -int(value.normalize().as_tuple().exponent))
        decimals = own if printed is None else max(own, record[printed])
        sheet.write_number(row, at, float(value), book.decimals[decimals])

    def boolean(row: int, at: int, value: bool, record: tuple[Any, ...]) -> None:
        sheet.write_boolean(row, at, value, book.truth)

    def day(row: int, at: int, value: date, record: tuple[Any, ...]) -> None:
        if value < _FIRST_DAY:
            sheet.write_string(row, at, value.isoformat(), book.text)
        else:
            sheet.write_datetime(row, at, value, book.day)

    puts: dict[str, _Put] = {"string": text, "integer": integer, "number": number, "boolean": boolean, "date": day}
    return puts[frictionless_type(columns[column].dtype)]


def _write_columns(book: _Book) -> None:
    widths = {"table": 18, "column": 20, "key": 8, "type": 10, "unit": 18, "title": 24, "description": 68, "words": 60}
    rows = []
    for name in _in_order():
        model = tables()[name]
        for column, spec in model.to_schema().columns.items():
            said = spec.metadata or {}
            key = "key" if column in about(model).key else ""
            kind = frictionless_type(spec.dtype)
            words = ", ".join(said["words"])
            rows.append((name, column, key, kind, said["unit"], str(spec.title), str(spec.description), words))
    _write_texts(book, "Columns", widths, rows)


def _write_words(book: _Book) -> None:
    widths = {"table": 18, "column": 20, "word": 24, "meaning": 90}
    rows = [
        (name, column, word, meaning)
        for name in _in_order()
        for column, spec in tables()[name].to_schema().columns.items()
        for word, meaning in (spec.metadata or {})["words"].items()
    ]
    _write_texts(book, "Words", widths, rows)


def _write_texts(book: _Book, name: str, widths: dict[str, int], rows: Sequence[tuple[str, ...]]) -> None:
    sheet = book.add(name)
    _head(book, sheet, widths, len(rows))
    for row, texts in enumerate(rows, 1):
        lines = max(_lines(text, width) for text, width in zip(texts, widths.values(), strict=True))
        sheet.set_row(row, _height(lines))
        for column, text in enumerate(texts):
            if text:
                book.write(sheet, row, column, text, book.wrapped)


class _Page:
    """A sheet that is read from top to bottom: a name, what is said of it, a number."""

    def __init__(self, book: _Book, sheet: Any) -> None:
        self.book, self.sheet, self.row = book, sheet, 0

    def heading(self, name: str, number: str = "") -> None:
        self.row += 1
        for column, text in enumerate((name, "", number)):
            self.sheet.write_string(self.row, column, text, self.book.numbers if column == 2 else self.book.heading)
        self.row += 1

    def line(self, name: str, text: str, number: int | None = None, link: str = "") -> None:
        if link:
            self.sheet.write_url(self.row, 0, f"internal:'{link}'!A1", self.book.link, name)
        elif name:
            self.book.write(self.sheet, self.row, 0, name, self.book.strong)
        self.sheet.set_row(self.row, _height(_lines(text, _TOLD)))
        self.book.write(self.sheet, self.row, 1, text, self.book.wrapped)
        if number is not None:
            self.sheet.write_number(self.row, 2, number, self.book.count)
        self.row += 1


def _write_about(draft: Draft, book: _Book, sheet: Any, parts: list[_Part]) -> None:
    election = draft.file.election
    for column, width in enumerate((24, _TOLD, 12)):
        sheet.set_column(column, column, width)
    sheet.hide_gridlines(2)
    sheet.fit_to_pages(1, 1)
    sheet.set_row(0, 24)
    book.write(sheet, 0, 0, election.title["en"], book.title)
    page = _Page(book, sheet)
    page.row = 1
    page.line("Data package", draft.package)
    page.line("Version", draft.version)
    page.line("Status of the count", f"{election.status}: {ELECTION_STATUSES[election.status]}")
    page.line("As of", f"{draft.file.as_of.isoformat()}, the day up to which the sources tell")
    page.line(
        "Licence",
        "The compilation is dedicated to the public domain (CC0-1.0). The sources have terms of their own; see below.",
    )
    page.line("How to cite", _citation(draft))
    _write_reading(draft, page, parts)
    _write_findings(draft, page)
    _write_sources(draft, page)
    page.heading("Sheets", "Rows")
    page.line("Columns", "What every column means: its type, whether it is part of the key, its unit", link="Columns")
    page.line("Words", "What the words in columns with a closed list of words mean", link="Words")
    for part in parts:
        told = f"{about(part.model).title}. {part.too_long or documented(part.model)}"
        page.line(part.name, told, part.rows, link=part.name)
    sheet.activate()


def _write_reading(draft: Draft, page: _Page, parts: list[_Part]) -> None:
    fates = dict(warehouse.rows(draft.connection, "SELECT fate, count(*) FROM clean.statements GROUP BY ALL"))
    page.heading("How to read it")
    page.line("Sheets", "A sheet is a table of the package; its first row names the columns, and can be filtered.")
    page.line("Empty cells", "An empty cell has no value. It is never a zero.")
    page.line("Percentages", "A share of 45.54 is 45.54 per cent, shown with as many decimals as the source prints.")
    page.line(
        "Where it is from",
        "Every figure carries the source that it was read from (source_id) and the place where it stands there "
        "(locator), such as article.csv:L12.C8: file, line, cell.",
    )
    page.line(
        "What is held back",
        "Figures that a finding of severity error disputes are held back from the other sheets. Nothing is lost: "
        "the sheet statements has every figure of every source, exactly as printed, and what became of it: "
        f"{fates_told(fates)}.",
    )
    if long := [part for part in parts if part.too_long]:
        files = ", ".join(f"data/{part.name}.csv" for part in long)
        page.line("Not in this file", f"Some tables have more rows than a sheet can hold ({_MOST_ROWS:,}): {files}.")
    if page.book.cut:
        page.line(
            "Texts that are cut",
            f"Texts longer than a cell can hold ({_MOST_TEXT:,} characters) end with “{_CUT.strip()}”; "
            f"so many are cut: {page.book.cut:,}.",
        )


def _write_findings(draft: Draft, page: _Page) -> None:
    found = dict(warehouse.rows(draft.connection, "SELECT severity, count(*) FROM clean.findings GROUP BY ALL"))
    page.heading("What does not fit", "Findings")
    for severity, meaning in SEVERITIES.items():
        page.line(severity, meaning, found.get(severity, 0))


def _write_sources(draft: Draft, page: _Page) -> None:
    page.heading("Sources", "Statements")
    for source, title, publisher, licence, dated, paths, figures in warehouse.rows(
        draft.connection,
        "SELECT source_id, any_value(title), any_value(publisher), any_value(licence), any_value(dated), "
        "string_agg(path, ', ' ORDER BY path), sum(figures) FROM clean.sources GROUP BY ALL ORDER BY min(rank), 1",
    ):
        day = f"; {dated.isoformat()}" if dated else ""
        page.line(source, f"{title}; {publisher}{day}; terms: {licence}; read from {paths}", int(figures))


def _citation(draft: Draft) -> str:
    title = draft.file.election.title["en"]
    return f"numerim. {title}. Data package {draft.package}, version {draft.version}. CC0-1.0."


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
