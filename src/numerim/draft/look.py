"""How a file is written: its format, encoding and delimiter, and where its table lies."""

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from numerim.declare.dialect import WORDS
from numerim.declare.sources import SourceFile
from numerim.draft.aligned import rows_of, widths_of
from numerim.draft.blocks import blocks_in, grid_of_rows, how_of
from numerim.draft.delimiters import MANY, delimiter, in_quotes, quote_of, some_rows, table_alone
from numerim.draft.encodings import encoding_of
from numerim.draft.marks import of_cells, of_hidden, of_widths
from numerim.draft.shape import SOME, different, figures_in, shape_of
from numerim.errors import InputError
from numerim.locator import Places
from numerim.read.blocks import divided
from numerim.read.clarity import is_clarity
from numerim.read.eml import is_eml
from numerim.read.formats import means, reader
from numerim.read.grid import Grid
from numerim.read.limits import see_cells, see_columns, see_size, wide_cells
from numerim.read.nist import is_nist
from numerim.read.rawtable import Opened, RawTable, names_of
from numerim.read.said import Said
from numerim.read.textgrid import grid_of
from numerim.read.wikitext import is_wikitext, read_wikitext

_LISTED = 12
"""So many tables of a page that are left out are named."""
_ELSE = (
    "If figures stand there without a table, or under no names, docs/when-the-draft-is-wrong.md says what to do "
    "(“When a file is refused”)."
)
"""What to do where no table is found."""
_NO_TEXT = "code (colour)"
"""The name of a column of a page under a name that spans others, in which nothing is written."""


@dataclass(frozen=True)
class Seen:
    """A file, as it can be read.

    Attributes:
        said: what `election.yml` has to say of it, but for what its columns are.
        tables: its tables, read so; the number of each is that of its entry in `tables:`; none yet of JSON and XML.
        unsure: what a person should look at, in words.
        about: what the file says of its election, where its format does, and what its columns are.
    """

    said: dict[str, Any]
    tables: list[RawTable]
    unsure: list[str] = field(default_factory=list)
    about: Said | None = None


def look(content: bytes, shown: str) -> Seen:
    """Find out how a file is written.

    Args:
        content: its bytes, unpacked.
        shown: its path in messages.

    Raises:
        InputError: it is of no format that can be read, or no table is found in it.
    """
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return _workbook(content, shown)
    for name, is_it in (("nist", is_nist), ("eml", is_eml), ("clarity", is_clarity)):
        if is_it(content):
            return _meant(name, content, shown)
    begins = content[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    if not begins.startswith(b"<") and is_wikitext(content):
        return _page(content, shown, "wikitext")
    if begins.startswith((b"{", b"[")):
        return _nested("json", content, shown)
    if begins.startswith(b"<") and re.search(rb"(?i)<!doctype html|<(html|body|table)[\s>]", begins):
        return _page(content, shown)
    if begins.startswith(b"<"):
        return _nested("xml", content, shown)
    return _delimited(content, shown)


def read_so(said: Mapping[str, Any], content: bytes, shown: str) -> list[RawTable]:
    """The tables of a file, as `election.yml` would describe it.

    Raises:
        InputError: it cannot be read so.
    """
    declared = SourceFile.model_validate(said)
    return reader(declared.reader).read(Opened(shown, content, declared), declared.tables)


def grids_of(content: bytes, shown: str) -> tuple[dict[str, Any], list[str], list[Grid]]:
    """How a workbook, a page or delimited text is written, what is unsure of that, and the rows of cells it has.

    Raises:
        InputError: it is of no such format, or cannot be read.
    """
    from numerim.read.page import declared_encoding, read_page
    from numerim.read.workbook import read_workbook

    begins = content[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        sheets = read_workbook(content, shown)
        grids = [Grid(one.name, "", Places("sheet"), one.cells, one.merged) for one in sheets]
        return {"reader": "workbook"}, [], grids
    if begins.startswith(b"<") and re.search(rb"(?i)<!doctype html|<(html|body|table)[\s>]", begins):
        said: dict[str, Any] = {"reader": "html"}
        encoding, unsure = (None, []) if declared_encoding(content, shown, shown) else encoding_of(content, shown)
        said |= {"encoding": encoding} if encoding else {}
        return said, unsure, read_page(Opened(shown, content, SourceFile.model_validate(said)))
    if begins.startswith((b"{", b"[", b"<")) or is_wikitext(content):
        raise InputError(shown, "it has no rows of cells")
    dialect = _dialect(content, shown)
    declared = SourceFile.model_validate(dialect.said | {"tables": [{"columns": "same"}]})
    return dialect.said, dialect.unsure, [grid_of(Opened(shown, content, declared))]


def _workbook(content: bytes, shown: str) -> Seen:
    from numerim.read.workbook import read_workbook

    sheets = [sheet for sheet in read_workbook(content, shown) if sheet.cells.height and sheet.cells.width]
    unsure: list[str] = []
    tables: list[dict[str, Any]] = []
    ignored: dict[str, str] = {}
    grids = [Grid(one.name, "", Places("sheet"), one.cells, one.merged) for one in sheets]
    how, grids = blocks_in(grids)
    used = set()
    for grid in grids:
        numbered = _filled_rows(grid)
        shape = shape_of(numbered)
        if shape is None or (len(grids) > 1 and not _has_figures(numbered, shape)):
            ignored[grid.title] = "no table was found in it" if shape is None else "no column of it has figures"
            continue
        named = {"at": grid.title} if len(grids) > 1 else {}
        tables.append({**named, **shape, **_merged_header(grid, shape), "columns": "same"})
        used.add(grid.inside or grid.title)
    for sheet in (sheet for sheet in sheets if how or sheet.name in used):
        if sheet.hidden:
            unsure.append(of_hidden(sheet.name))
        unsure += [of_cells(f"{sheet.name}: {note}") for note in sheet.notes]
    if not tables:
        raise InputError(shown, "no sheet has a table: a header, and figures beneath it", _ELSE)
    said: dict[str, Any] = {"reader": "workbook", **({"blocks": how} if how else {}), "tables": tables}
    said |= {"ignore": ignored} if ignored else {}
    return Seen(said, read_so(said, content, shown), unsure)


def _filled_rows(grid: Grid) -> list[tuple[int, list[str]]]:
    """The rows in which something stands, each with its number."""
    rows = [[text or "" for text in row] for row in grid.cells.iter_rows()]
    lines = grid.lines or range(1, len(rows) + 1)
    return [(line, row) for line, row in zip(lines, rows, strict=True) if any(text.strip() for text in row)]


def _merged_header(grid: Grid, shape: Mapping[str, Any]) -> dict[str, int]:
    """How many rows the header has, where cells of it are merged with rows in which nothing else stands."""
    skip, header = shape.get("skip", 0), shape.get("header", 1)
    if grid.lines or not header:
        return {}
    end = max((bottom for top, _, bottom, _ in grid.spans if skip < top <= skip + header), default=0)
    return {"header": end - skip} if end > skip + header else {}


def _has_figures(rows: Sequence[tuple[int, list[str]]], shape: Mapping[str, Any]) -> bool:
    """Whether a table has a column of figures beneath its header."""
    body = [row for line, row in rows if line > shape.get("skip", 0)][shape.get("header", 1) :]
    return bool(figures_in(body[:SOME], max((len(row) for row in body), default=0)))


def _page(content: bytes, shown: str, kind: str = "html") -> Seen:
    """The tables that have three rows or more and a column of figures; all others are ignored."""
    from numerim.read.page import declared_encoding, read_page

    said: dict[str, Any] = {"reader": kind}
    unsure: list[str] = []
    if kind == "wikitext" or declared_encoding(content, shown, shown) is None:
        encoding, unsure = encoding_of(content, shown)
        said |= {"encoding": encoding} if encoding else {}
    left: dict[str, str] = {}
    read = read_page if kind == "html" else read_wikitext
    how, grids = blocks_in(read(Opened(shown, content, SourceFile.model_validate(said))))
    said |= {"blocks": how} if how else {}
    tables: list[dict[str, Any]] = []
    for grid in grids:
        rows = _under_names(grid)
        shape = shape_of(rows)
        if shape is None:
            left[grid.title] = "no table was found in it"
            continue
        body = [row for line, row in rows if line > shape.get("skip", 0)]
        header, body = body[: shape.get("header", 1)], body[shape.get("header", 1) :]
        if len(body) < 3 or not figures_in(body[:SOME], grid.cells.width):
            left[grid.title] = "it has fewer than three rows" if len(body) < 3 else "no column of it has figures"
            continue
        begins = rows[len(rows) - len(header) - len(body)][0]
        if any(left < right and begins <= top < begins + len(header) for top, left, _, right in grid.spans):
            names = [*names_of(header), *[""] * grid.cells.width][: grid.cells.width]
            is_used = [any(row[i] for _, row in rows) for i in range(grid.cells.width)]
            names = [name if used else _NO_TEXT for name, used in zip(names, is_used, strict=True)]
            shape["grid"] = different(names, grid.cells.width)
        named = {"at": grid.title} if len(grids) > 1 else {}
        tables.append({**named, **shape, "columns": "same"})
    if not tables:
        raise InputError(shown, "no table of the page has three rows and a column of figures", _ELSE)
    if len(left) > _LISTED or len(left) + len(tables) < len(grids):
        left = {"*": "other tables of the page: none has three rows and a column of figures"}
    said |= {"tables": tables} | ({"ignore": left} if left else {})
    return Seen(said, read_so(said, content, shown), unsure)


def _under_names(grid: Grid) -> list[tuple[int, list[str]]]:
    """The rows of a table in which something stands, a text over several columns above the first that is used."""
    rows = [[text or "" for text in row] for row in grid.cells.iter_rows()]
    wide = [(top - 1, left - 1, right) for top, left, _, right in grid.spans if left < right]
    over = {(i, first) for i, first, _ in wide}
    used = {j for i, row in enumerate(rows) for j, text in enumerate(row) if text and (i, j) not in over}
    for i, first, end in wide:
        to = next((j for j in range(first, end) if j in used), first)
        rows[i][first], rows[i][to] = "", rows[i][first]
    lines = grid.lines or range(1, len(rows) + 1)
    return [(line, row) for line, row in zip(lines, rows, strict=True) if any(row)]


def _meant(name: str, content: bytes, shown: str) -> Seen:
    """A file of a format that says itself what it means."""
    says = means(name)
    if says is None:
        raise TypeError(f"the format {name} does not say what it means")
    meant = says(content, shown)
    tables = read_so({"reader": name}, content, shown)
    return Seen({"reader": name, "tables": [{"at": table.at} for table in tables]}, tables, about=meant.said)


def _nested(kind: str, content: bytes, shown: str) -> Seen:
    """A file of lists and objects, which can be read; which of these are tables follows from their keys."""
    from numerim.read.tree import read_json, read_json_lines, read_xml

    by_line = shown.split("!")[-1].removesuffix(".gz").endswith((".jsonl", ".ndjson"))
    (read_xml if kind == "xml" else read_json_lines if by_line else read_json)(content, shown)
    return Seen({"reader": kind}, [])


@dataclass
class _Dialect:
    """How delimited text is written, and its first and last rows with their lines."""

    said: dict[str, Any]
    unsure: list[str]
    rows: list[tuple[int, list[str]]]


def _dialect(content: bytes, shown: str) -> _Dialect:
    see_size(content, shown)
    see_cells(content, ",", shown)
    encoding, unsure = encoding_of(content, shown)
    said: dict[str, Any] = {"reader": "csv"} | ({"encoding": encoding} if encoding else {})
    tables = [{"columns": "same"}]
    text = Opened(shown, content, SourceFile.model_validate(said | {"tables": tables})).text
    lines = text.removesuffix("\n").split("\n")
    try:
        with wide_cells():
            mark = delimiter(lines)
            quote = quote_of(lines, mark or ",")
            rows = some_rows(lines, mark or ",", quote)
        widths = widths_of(lines) if mark in (None, ",") else None
        if widths and (mark is None or len(widths) > max(len(row) for _, row in rows)):
            said["widths"], mark, quote = widths, ",", '"'
            rows = rows_of(lines, widths)
            unsure.append(of_widths(widths))
        see_columns(max((len(row) for _, row in rows), default=0), shown)
    except csv.Error as error:
        raise InputError(shown, f"its cells cannot be told apart: {error}", "Is a quotation mark not closed?") from None
    if mark is None and in_quotes(lines):
        raise InputError(
            shown,
            "each of its lines stands in quotation marks as a whole, and so is one cell; delimiters stand within",
            "Take the first and the last quotation mark of each line away.",
        )
    if mark is None:
        raise InputError(
            shown,
            "its lines are not divided into cells by commas, semicolons, tabs, bars or columns of spaces",
            "A file of results has one row per unit or candidate. docs/add-an-election.md says what else can be read.",
        )
    if mark != ",":
        said["delimiter"] = next((word for word, one in WORDS.items() if one == mark), mark)
    if quote != '"':
        said["quote"] = "none"
    return _Dialect(said, unsure, rows)


def _delimited(content: bytes, shown: str) -> Seen:
    dialect = _dialect(content, shown)
    said, unsure, rows = dialect.said, dialect.unsure, dialect.rows
    if how := how_of(grid_of_rows(rows[:MANY])):
        grids = divided(grid_of(Opened(shown, content, SourceFile.model_validate(said))), how, alone=True)
        shapes = [(grid.title, shape_of(_filled_rows(grid))) for grid in grids]
        named = [{"at": title} if len(grids) > 1 else {} for title, _ in shapes]
        tables = [{**at, **(shape or {}), "columns": "same"} for at, (_, shape) in zip(named, shapes, strict=True)]
        said |= {"blocks": how, "tables": tables}
        return Seen(said, read_so(said, content, shown), unsure)
    alone = table_alone(rows)
    shape = shape_of(alone, has_titles=len(alone) < len(rows))
    if shape is None:
        raise InputError(shown, "no table was found in it: a header, and figures beneath it", _ELSE)
    said["tables"] = [{**shape, "columns": "same"}]
    return Seen(said, read_so(said, content, shown), unsure)
