"""Pages of the web: bytes in, tables of cells as text out.

Cells stand where the table model of HTML puts them, spans counted; the foot of a table is its end. Text is what a
reader sees: scripts, styles and what is not shown are none, and figures that are set high or low (a footnote behind a
figure) are written so, `1,234²`. A cell that is not shown has no place in its row; rows and tables that are not shown
are read like others, since a page shows them when it is asked to. The text of a table inside a cell is its own.
"""

import re
from collections import Counter
from dataclasses import dataclass, field

import polars as pl
from lxml import etree

from numerim.declare.encoding import canonical, text_of
from numerim.errors import InputError
from numerim.locator import Places
from numerim.read.grid import Grid
from numerim.read.rawtable import Opened

_UNSEEN = {"head", "script", "style", "template", "noscript", "textarea", "select", "datalist"}
_HIDDEN = re.compile(r"(?i)(^|;)\s*(display\s*:\s*none|visibility\s*:\s*(hidden|collapse))\b")
_NOT_SHOWN = {"sortkey", "mw-editsection"}  # the classes of Wikipedia for what is no text of the page
_APART = re.compile(
    "address|article|aside|blockquote|br|caption|center|dd|details|div|dl|dt|fieldset|figcaption|figure|footer|form|"
    "h[1-6]|header|hr|li|main|nav|ol|option|p|pre|section|summary|table|td|th|tr|ul"
)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_HIGH = str.maketrans("0123456789+-−()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁽⁾")
_LOW = str.maketrans("0123456789+-−()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₍₎")
_SHORT = 20  # characters of a mark
_META = re.compile(rb"(?i)<meta\s[^>]*charset\s*=\s*[\"']?\s*([\w.:-]+)")
_XML = re.compile(rb"^\s*<\?xml[^>]*encoding\s*=\s*[\"']([\w.:-]+)")
_AS_BROWSERS = {  # what a page says -> what a browser reads (https://encoding.spec.whatwg.org)
    "ascii": "windows-1252",
    "iso8859-1": "windows-1252",
    "iso8859-9": "windows-1254",
    "tis-620": "windows-874",
    "iso8859-11": "windows-874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "utf-16": "utf-8",
    "utf-16-le": "utf-8",
    "utf-16-be": "utf-8",
}
_MOST_COLUMNS, _MOST_ROWS = 1000, 65_534  # what a cell may span, as browsers have it


@dataclass(frozen=True)
class Limits:
    """What a page may hold.

    Attributes:
        content: bytes.
        tags: how many `<` stand in it.
        cells: cells of all tables together, a cell counted as often as it spans others.
        columns: columns of one table.
        tables: how many.
        nesting: how deep an element may lie in others.
    """

    content: int = 32 << 20
    tags: int = 1_500_000
    cells: int = 3_000_000
    columns: int = 1 << 14
    tables: int = 5_000
    nesting: int = 500


def read_page(source: Opened, limits: Limits | None = None) -> list[Grid]:
    """The tables of a page that have any text, in its order.

    A table is called by its caption, else by the nearest heading above it, else `table3`; one that shares that with
    another has the heading above before it (`Town / Results`), and where that is not enough a number behind it.

    Args:
        source: the file.
        limits: what it may hold.

    Raises:
        InputError: it is not in the encoding that it or `election.yml` declares, it has no table, or holds more than
            the limits.
    """
    limits = limits or Limits()
    if len(source.content) > limits.content:
        raise _too_much(source.shown, f"it has {len(source.content):,} bytes", limits.content)
    if (tags := source.content.count(b"<")) > limits.tags:
        raise _too_much(source.shown, f"it has {tags:,} tags", limits.tags)
    encoding = source.said.encoding or declared_encoding(source.content, source.shown, source.place)
    text = text_of(source.content, encoding, source.shown, source.place, source.language)
    listener = _Listener(source.shown, limits)
    try:
        etree.fromstring(text.encode(), etree.HTMLParser(target=listener, encoding="utf-8", huge_tree=True))
    except etree.LxmlError as error:
        raise InputError(source.shown, f"it is no page that can be read: {error}") from None
    budget = _Budget(source.shown, limits)
    grids = [(table, cells) for table in listener.tables if (cells := _cells(table, budget))]
    if not grids:
        raise InputError(
            source.shown,
            "there is no table in the page",
            "If a browser shows one, a script puts it there: save the page as the browser has it (“complete”), or take "
            "the file that the script loads.",
        )
    titles = _titles([table for table, _ in grids])
    return [
        Grid(title, f"#table{table.number}", Places("page"), cells, spans)
        for (table, (cells, spans)), title in zip(grids, titles, strict=True)
    ]


def declared_encoding(content: bytes, shown: str, place: str) -> str | None:
    """The encoding that a page says it is in, as browsers understand it; None where it says none or has a mark.

    Args:
        content: its bytes.
        shown: its path in messages.
        place: where `election.yml` speaks of it.

    Raises:
        InputError: there is no such encoding.
    """
    if content.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")):
        return None
    begins = re.sub(rb"(?s)<!--.*?-->", b"", content[:4096])
    found = _META.search(begins) or _XML.match(begins)
    if found is None:
        return None
    name = found[1].decode("ascii", "replace")
    try:
        known = canonical(name)
    except ValueError:
        problem = f"the page says that it is in {name!r}, and there is no such encoding"
        raise InputError(shown, problem, f"Say `encoding:` ({place}); it goes before what the page says.") from None
    return next((to for of, to in _AS_BROWSERS.items() if canonical(of) == known), name)


@dataclass
class _Table:
    """A table as it is written.

    Attributes:
        number: in the page, from 1.
        headings: those above it, the highest first.
        caption: its own.
        groups: whether it is a foot, and its rows; a cell is its text, the columns and the rows that it spans, 0 rows
            for all that follow.
        in_group: whether the last group is still open, as a `tbody` that the page writes.
        in_row: whether the last row is.
    """

    number: int
    headings: tuple[str, ...]
    caption: str = ""
    groups: list[tuple[bool, list[list[tuple[str, int, int]]]]] = field(default_factory=list)
    in_group: bool = False
    in_row: bool = False

    def group(self, is_foot: bool) -> None:
        self.groups.append((is_foot, []))
        self.in_group, self.in_row = True, False

    def row(self) -> None:
        if not self.in_group:
            self.group(is_foot=False)
        self.groups[-1][1].append([])
        self.in_row = True

    def cell(self, text: str, columns: int, rows: int) -> None:
        self.groups[-1][1][-1].append((text, columns, rows))


@dataclass
class _Text:
    """What is gathered of a cell, a caption or a heading, and what has to be known of it at its end.

    Attributes:
        tag: the element.
        table: the table that it is of; None for a heading.
        hidden: how many elements around the place are not shown; those around a table do not count inside it.
        spans: of a cell, how many columns and rows.
    """

    tag: str
    table: _Table | None
    hidden: int = 0
    spans: tuple[int, int] = (1, 1)
    parts: list[str] = field(default_factory=list)

    @property
    def whole(self) -> str:
        return re.sub(r"[ \t\n\r\f]+", " ", "".join(self.parts)).strip()


class _Listener:
    """Gathers tables from what the parser meets. No tree is kept."""

    def __init__(self, shown: str, limits: Limits) -> None:
        self.shown, self.limits = shown, limits
        self.tables: list[_Table] = []
        self.headings: list[tuple[int, str]] = []
        self.open: list[tuple[bool, int, _Text | None]] = []  # is hidden, parts before, the text that it began
        self.within: list[_Table] = []
        self.texts: list[_Text] = [_Text("page", None)]

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if len(self.open) >= self.limits.nesting:
            raise _too_much(self.shown, "elements lie in each other", self.limits.nesting, "deep")
        text = self.texts[-1]
        if _APART.fullmatch(tag):
            text.parts.append(" ")
        table = self.within[-1] if self.within else None
        began: _Text | None = None
        if tag == "table":
            if len(self.tables) == self.limits.tables:
                raise _too_much(self.shown, "the page has more tables", self.limits.tables)
            table = _Table(len(self.tables) + 1, tuple(title for _, title in self.headings))
            self.tables.append(table)
            self.within.append(table)
            began = _Text("table", table)
        elif table and tag in ("thead", "tbody", "tfoot"):
            self._close_cell()
            table.group(tag == "tfoot")
        elif table and tag == "tr":
            self._close_cell()
            table.row()
        elif table and tag in ("td", "th"):
            self._close_cell()
            if not table.in_row:
                table.row()
            began = _Text(tag, table, spans=(_columns(attributes), _rows(attributes)))
        elif tag in _HEADINGS or (table and tag == "caption" and text.tag == "table"):
            began = _Text(tag, table if tag == "caption" else None, text.hidden)
        if began:
            self.texts.append(began)
        hidden = tag not in ("table", "tr", "thead", "tbody", "tfoot") and _is_hidden(tag, attributes)
        self.texts[-1].hidden += hidden
        self.open.append((hidden, len(self.texts[-1].parts), began))

    def data(self, text: str) -> None:
        if not self.texts[-1].hidden and self.texts[-1].tag not in ("page", "table"):
            self.texts[-1].parts.append(text)

    def end(self, tag: str) -> None:
        hidden, before, began = self.open.pop()
        text = self.texts[-1]
        if tag in ("sup", "sub") and len(text.parts) - before <= _SHORT:
            set_so = "".join(text.parts[before:])
            if "[" not in set_so and len(set_so) <= _SHORT:
                text.parts[before:] = [set_so.translate(_HIGH if tag == "sup" else _LOW)]
        if began:
            self.texts.pop()
            self._ended(began, self.texts[-1])
        text.hidden -= hidden
        if _APART.fullmatch(tag):
            self.texts[-1].parts.append(" ")
        table = self.within[-1] if self.within else None
        if tag == "table":
            self.within.pop()
        elif table and tag in ("thead", "tbody", "tfoot"):
            table.in_group = table.in_row = False
        elif table and tag == "tr":
            table.in_row = False

    def close(self) -> None:
        """Nothing is left to do."""

    def _close_cell(self) -> None:
        """Ends a cell that the page leaves open, as browsers do."""
        for text in reversed(self.texts):
            if text.tag in ("table", "page"):
                return
            if text.tag in ("td", "th"):
                self._ended(text, text)
                text.tag = "table"  # what stands between cells is of none
                return

    def _ended(self, text: _Text, around: _Text) -> None:
        if text.tag in ("td", "th") and text.table:
            if not text.hidden:
                text.table.cell(text.whole, *text.spans)
        elif text.tag == "caption" and text.table:
            text.table.caption = text.table.caption or text.whole
        elif text.tag in _HEADINGS:
            if around.tag not in ("page", "table"):
                around.parts += text.parts
            level = int(text.tag[1])
            if text.whole:
                self.headings = [one for one in self.headings if one[0] < level] + [(level, text.whole)]


def _is_hidden(tag: str, attributes: dict[str, str]) -> bool:
    if tag in _UNSEEN or "hidden" in attributes:
        return True
    if "style" in attributes and _HIDDEN.search(attributes["style"]):
        return True
    return "class" in attributes and not _NOT_SHOWN.isdisjoint(attributes["class"].split())


def _columns(attributes: dict[str, str]) -> int:
    return min(_number(attributes.get("colspan")) or 1, _MOST_COLUMNS)


def _rows(attributes: dict[str, str]) -> int:
    number = _number(attributes.get("rowspan"))
    return 1 if number is None else min(number, _MOST_ROWS)


def _number(text: str | None) -> int | None:
    """As browsers read a whole number: what follows its digits says nothing."""
    found = re.match(r"[ \t\n\r\f]*(?:\+?(\d{1,9})|(-0+(?!\d)))", text, re.ASCII) if text else None
    return int(found[1] or 0) if found else None


class _Budget:
    """How many cells may still come."""

    def __init__(self, shown: str, limits: Limits) -> None:
        self.shown, self.limits, self.left = shown, limits, limits.cells

    def take(self, cells: int) -> None:
        self.left -= cells
        if self.left < 0:
            raise _too_much(self.shown, "its tables have more cells, spans counted", self.limits.cells)

    def width(self, columns: int, table: _Table) -> None:
        if columns > self.limits.columns:
            shown = f"{self.shown}#table{table.number}"
            raise _too_much(shown, "the table has more columns, spans counted", self.limits.columns)


_Spans = list[tuple[int, int, int, int]]


def _cells(table: _Table, budget: _Budget) -> tuple[pl.DataFrame, _Spans] | None:
    """The cells of a table in rows and columns, and those that span several; None where nothing stands in it.

    This is the algorithm of HTML, “forming a table”: a cell stands in the first column that no cell from above covers;
    none reaches beyond its group of rows. Columns in which no cell begins are not told.
    """
    groups = [rows for is_foot, rows in table.groups if not is_foot]
    groups += [rows for is_foot, rows in table.groups if is_foot]
    texts: list[dict[int, str]] = []
    spans: _Spans = []
    for rows in groups:
        top = len(texts)
        covered: list[int] = []  # per column the row up to which a cell from above covers it
        for i, row in enumerate(rows):
            number, column = top + i, 0
            begun: dict[int, str] = {}
            for text, wide, high in row:
                while column < len(covered) and covered[column] > number:
                    column += 1
                bottom = top + len(rows) if high == 0 else min(number + high, top + len(rows))
                budget.width(column + wide, table)
                budget.take(wide)
                covered += [0] * (column + wide - len(covered))
                covered[column : column + wide] = [max(bottom, one) for one in covered[column : column + wide]]
                begun[column] = text
                if wide > 1 or bottom > number + 1:
                    spans.append((number + 1, column + 1, bottom, column + wide))
                column += wide
            budget.take(len(covered))
            texts.append(begun)
    if not any(text for row in texts for text in row.values()):
        return None
    width = max(max(row) for row in texts if row) + 1
    budget.take(width * len(texts))
    spans = [(up, left, down, min(right, width)) for up, left, down, right in spans]
    spans = [one for one in spans if one[0] < one[2] or one[1] < one[3]]
    budget.take(sum((down - up + 1) * (right - left + 1) for up, left, down, right in spans))
    columns: list[list[str | None]] = [[None] * len(texts) for _ in range(width)]
    for i, begun in enumerate(texts):
        for column, text in begun.items():
            columns[column][i] = text or None
    return pl.DataFrame({f"c{i}": pl.Series(one, dtype=pl.String) for i, one in enumerate(columns)}), spans


def _titles(tables: list[_Table]) -> list[str]:
    """What each table is called, no two alike."""
    paths = [[*table.headings, table.caption] if table.caption else list(table.headings) for table in tables]
    names = [path[-1] if path else f"table{table.number}" for path, table in zip(paths, tables, strict=True)]
    shared = {name for name, times in Counter(names).items() if times > 1}
    names = [
        " / ".join(path[-2:]) if name in shared and path else name for name, path in zip(names, paths, strict=True)
    ]
    titles: dict[str, None] = {}
    taken, last = set(names), dict.fromkeys(names, 1)
    for name in names:
        own = name
        while own in titles or (own != name and own in taken):
            last[name] += 1
            own = f"{name} ({last[name]})"
        titles[own] = None
    return list(titles)


def _too_much(place: str, problem: str, most: int, behind: str = "") -> InputError:
    told = f"{problem}; {most:,} are allowed" if not behind else f"{problem}, more than {most:,} {behind}"
    return InputError(place, told, "Save the part of the page that has the results.")
