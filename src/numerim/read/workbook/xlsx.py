"""What a workbook of Office Open XML (.xlsx, .xlsm) says of itself and of its sheets, before any cell is unpacked.

What a relationship or a macro leads to is never opened.
"""

import posixpath
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from zipfile import ZipFile

from numerim.read.workbook.container import parts_of
from numerim.read.workbook.numberformats import Format, built_in, parse
from numerim.read.workbook.sheet import Limits, Note, cell_name
from numerim.read.workbook.xmlparts import chunks, damaged, local, parse_xml, too_much

_STYLES = 100_000
_MERGED = 1_000_000


@dataclass
class Book:
    """What a workbook says of itself.

    Attributes:
        archive: the workbook.
        shown: its path, for messages.
        sheets: the name of each sheet, and the part that holds it.
        numbers: the name of each sheet, and its number among all of the workbook, charts too, from 0.
        listed: how many there are of those.
        hidden: names of hidden sheets.
        formats: of numbers, by style.
        lengths: of the texts that its sheets share.
        recalculates: whether formulas are to be worked out on opening.
        notes: of the whole workbook.
    """

    archive: ZipFile
    shown: str
    sheets: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    listed: int = 0
    hidden: set[str] = field(default_factory=set)
    formats: list[Format] = field(default_factory=list)
    lengths: "array[int]" = field(default_factory=lambda: array("L"))
    recalculates: bool = False
    notes: list[Note] = field(default_factory=list)

    def chunks(self, part: str) -> Iterator[bytes]:
        """A part of it, piece by piece."""
        return chunks(self.archive, part, self.shown)


@dataclass
class Survey:
    """What the first look at a sheet saw.

    Attributes:
        rows: the last row that has a value.
        columns: the last column that has one.
        shared: how many cells hold a shared text.
        formulas: how many are formulas.
        has_errors: whether any is an error.
        styles: of numbers.
        hidden_rows: numbers of rows.
        hidden_columns: first and last columns.
    """

    rows: int = 0
    columns: int = 0
    shared: int = 0
    formulas: int = 0
    has_errors: bool = False
    styles: set[str] = field(default_factory=set)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)


class Columns(dict[str, int]):
    """The letters of a column -> its number, from 1."""

    def __missing__(self, letters: str) -> int:
        number = 0
        for letter in letters.upper():
            if not "A" <= letter <= "Z" or number > 1 << 15:
                raise ValueError(f"no column is called {letters!r}")
            number = number * 26 + ord(letter) - 64
        if number <= 1 << 14:
            self[letters] = number
        return number


COLUMNS = Columns()


def place(reference: str) -> tuple[int, int]:
    """The row and the column of a cell, from 1: `F17` → 17, 6."""
    letters = reference.rstrip("0123456789")
    return int(reference[len(letters) :]), COLUMNS[letters]


def is_on(value: str | None) -> bool:
    """Whether an attribute says yes."""
    return value in ("1", "true", "on")


def read_book(archive: ZipFile, shown: str, limits: Limits) -> Book:
    """What a workbook says of itself.

    Args:
        archive: the workbook.
        shown: its path, for messages.
        limits: what it may hold.

    Raises:
        InputError: it is damaged, or holds more than the limits.
    """
    book = Book(archive, shown)
    names = parts_of(archive)
    top = relations(archive, shown, names, "")
    main = next((target for kind, target in top.values() if kind == "officeDocument"), "xl/workbook.xml")
    related = relations(archive, shown, names, main)
    found: list[tuple[str, str, bool]] = []

    def start(name: str, told: dict[str, str]) -> None:
        match local(name):
            case "sheet":
                key = next((value for key, value in told.items() if local(key) == "id" and key != "id"), "")
                found.append((told.get("name", ""), key, told.get("state", "visible") != "visible"))
                if len(found) > limits.sheets:
                    raise too_much(shown, f"more than {limits.sheets:,} sheets")
            case "calcPr":
                book.recalculates = is_on(told.get("fullCalcOnLoad"))

    parse_xml(book.chunks(names.get(main.lower(), main)), main, shown, start)
    book.listed = len(found)
    for number, (name, key, hidden) in enumerate(found):
        kind, target = related.get(key, ("", ""))
        if kind != "worksheet":
            continue
        if name in book.sheets:
            raise damaged(shown, main, f"two sheets are called {name!r}")
        book.sheets[name] = names.get(target.lower(), target)
        book.numbers[name] = number
        book.hidden |= {name} if hidden else set()
    for kind, target in related.values():
        part = names.get(target.lower())
        if kind == "styles" and part:
            book.formats = _formats(book, part)
        elif kind == "sharedStrings" and part:
            _measure_texts(book, part, limits)
    kinds = {kind for kind, _ in related.values()}
    if "vbaProject" in kinds or any(name.endswith("vbaproject.bin") for name in names):
        book.notes.append(Note("macros", "the workbook has macros; they were not run"))
    if "externalLink" in kinds:
        book.notes.append(Note("links", "the workbook refers to other workbooks; they were not opened"))
    return book


def relations(archive: ZipFile, shown: str, names: dict[str, str], part: str) -> dict[str, tuple[str, str]]:
    """What a part refers to: by its key there, the kind of thing and the part.

    Args:
        archive: the workbook.
        shown: its path, for messages.
        names: its parts, by their names in lower case.
        part: which part.

    Raises:
        InputError: it is damaged.
    """
    folder, base = posixpath.split(part)
    name = names.get(posixpath.join(folder, "_rels", f"{base}.rels").lower())
    found: dict[str, tuple[str, str]] = {}

    def start(element: str, told: dict[str, str]) -> None:
        if local(element) == "Relationship":
            target = told.get("Target", "")
            if told.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found[told.get("Id", "")] = (told.get("Type", "").rpartition("/")[2], target)

    if name:
        parse_xml(chunks(archive, name, shown), name, shown, start)
    return found


def _formats(book: Book, part: str) -> list[Format]:
    """The format of numbers of each style."""
    codes: dict[int, Format] = {}
    found: list[Format] = []
    inside = False

    def start(element: str, told: dict[str, str]) -> None:
        nonlocal inside
        match local(element):
            case "numFmt" if "dxf" not in element:
                codes.setdefault(_whole(told.get("numFmtId")), parse(told.get("formatCode", "")))
            case "cellXfs":
                inside = True
            case "cellStyles" | "cellStyleXfs" | "dxfs":
                inside = False
            case "xf" if inside:
                number = _whole(told.get("numFmtId"))
                found.append(codes.get(number) or built_in(number))
                if len(found) > _STYLES:
                    raise too_much(book.shown, f"more than {_STYLES:,} styles")

    parse_xml(book.chunks(part), part, book.shown, start)
    return found


def _whole(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0


def _measure_texts(book: Book, part: str, limits: Limits) -> None:
    lengths = book.lengths

    def start(element: str, _: dict[str, str]) -> None:
        if element == "si" or element.endswith(":si"):
            lengths.append(0)
            if len(lengths) > limits.cells:
                raise too_much(book.shown, f"more than {limits.cells:,} texts")

    def text(piece: str) -> None:
        if lengths:
            lengths[-1] += len(piece)

    parse_xml(book.chunks(part), part, book.shown, start, text)


def survey(book: Book, part: str, limits: Limits, *, collects: bool = False) -> Survey:
    """Measure a sheet, and see what there is to look at in it.

    Args:
        book: the workbook.
        part: the part that holds the sheet.
        limits: what it may hold.
        collects: whether the places of all cells are collected, to see whether one stands twice.

    Raises:
        InputError: the sheet is damaged, or holds more than the limits.
    """
    seen = Survey()
    styles = seen.styles
    row, column, cells, row_digits, has_cell, merged, last = 0, 0, 0, "0", False, 0, 0
    goes_back = False
    places = array("q")

    def start(element: str, told: dict[str, str]) -> None:
        nonlocal row, column, cells, row_digits, has_cell, merged, last, goes_back
        if ":" in element:
            element = local(element)
        if element == "c":
            cells += 1
            if cells > limits.cells:
                raise too_much(book.shown, f"more than {limits.cells:,} cells")
            has_cell = True
            reference = told.get("r")
            if reference is None:
                column += 1
            elif (known := COLUMNS.get(reference.removesuffix(row_digits))) is not None:
                column = known
            else:
                row, column = place(reference)
                row_digits = str(row)
            at = row << 20 | column
            if at <= last:
                goes_back = True
            last = at
            if collects:
                places.append(at)
            kind = told.get("t", "n")
            if kind == "n":
                styles.add(told.get("s", "0"))
            elif kind == "s":
                seen.shared += 1
            elif kind == "e":
                seen.has_errors = True
        elif element == "v" or element == "is":
            if row > seen.rows:
                seen.rows = row
            if column > seen.columns:
                seen.columns = column
        elif element == "row":
            row_digits = told.get("r", "")
            row = int(row_digits) if row_digits else row + 1
            row_digits, column = row_digits or str(row), 0
            if is_on(told.get("hidden")) or told.get("ht") == "0":
                seen.hidden_rows.append(row)
        elif element == "f":
            seen.formulas += has_cell
        elif element == "col":
            if is_on(told.get("hidden")) or told.get("width") == "0":
                seen.hidden_columns.append((_whole(told.get("min")), _whole(told.get("max"))))
        elif element == "mergeCell":
            merged += 1
            if merged > _MERGED:
                raise too_much(book.shown, f"more than {_MERGED:,} merged cells")
        elif element == "extLst":
            has_cell = False

    try:
        parse_xml(book.chunks(part), part, book.shown, start)
    except (ValueError, OverflowError) as error:
        raise damaged(book.shown, part, str(error)) from error
    if collects:
        ordered = sorted(places)
        for one, other in pairwise(ordered):
            if one == other:
                raise damaged(book.shown, part, f"cell {cell_name(one >> 20, one & 0xFFFFF)} stands in it twice")
    elif goes_back:
        survey(book, part, limits, collects=True)
    return seen


def check_size(book: Book, surveys: dict[str, Survey], limits: Limits) -> None:
    """Refuse sheets that are too large to be unpacked.

    Args:
        book: the workbook.
        surveys: by the name of a sheet.
        limits: what they may hold.

    Raises:
        InputError: they hold more.
    """
    area = sum(seen.rows * seen.columns for seen in surveys.values())
    if area > limits.cells:
        name, worst = max(surveys.items(), key=lambda one: one[1].rows * one[1].columns)
        problem = f"{area:,} cells; sheet {name!r} has {worst.rows:,} rows and {worst.columns:,} columns"
        raise too_much(book.shown, f"{problem}, and {limits.cells:,} are the most that is read")
    columns = sum(seen.columns for seen in surveys.values())
    if columns > limits.columns:
        raise too_much(book.shown, f"{columns:,} columns; {limits.columns:,} are the most that is read")
    longest = max(book.lengths, default=0)
    if longest * sum(seen.shared for seen in surveys.values()) > limits.text:
        size = sum(_text_size(book, book.sheets[name]) for name, seen in surveys.items() if seen.shared)
        if size > limits.text:
            raise too_much(book.shown, f"{size >> 20:,} MiB of text; {limits.text >> 20:,} are the most that is read")


def _text_size(book: Book, part: str) -> int:
    """How much text the cells of a sheet have in shared texts, each counted as often as it stands."""
    size, is_shared, number = 0, False, ""

    def start(element: str, told: dict[str, str]) -> None:
        nonlocal size, is_shared, number
        if local(element) == "c":
            size += book.lengths[int(number)] if number.strip().isdecimal() and int(number) < len(book.lengths) else 0
            is_shared, number = told.get("t") == "s", ""

    def text(piece: str) -> None:
        nonlocal number
        if is_shared and len(number) < 10:
            number += piece

    parse_xml(book.chunks(part), part, book.shown, start, text)
    return size
