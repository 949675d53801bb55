"""Where something stands in a source, written so that a person finds it there with the tool of its format.

A locator is the path of a file, with what of it where it holds several things, and a place: `r.csv:L12.C3`,
`r.xlsx!Sheet1!F17`, `r.html#table3!R4C2`, `r.json#/Localities/3/Votes`, `results.zip!folder/r.csv:L12.C3`. It has
neither space nor bar in it. Nothing else in numerim puts one together or takes one apart.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from string import ascii_uppercase
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote, unquote

if TYPE_CHECKING:
    import polars as pl

Form = Literal["text", "sheet", "page", "tree"]
"""What a place looks like: that of text, of a workbook, of a page, or of a tree of objects."""

_SAFE = "".join(chr(c) for c in range(33, 127) if chr(c) not in " |%!#")
_TEXT = re.compile(r"(?P<path>.+):L(?P<line>\d+)(?:\.C(?P<cell>\d+))?")
_PAGE = re.compile(r"(?P<path>.+#[^!#]*)!R(?P<line>\d+)(?:C(?P<cell>\d+))?")
_SHEET = re.compile(r"(?P<path>.+![^!]+)!(?P<letters>[A-Z]{0,3})(?P<line>\d+)")
_TREE = re.compile(r"(?P<path>[^#]+)#(?P<at>/.*)?")


def encoded(name: str) -> str:
    """A name as it stands in a locator: without spaces and what divides the parts of one (RFC 3986)."""
    return "".join(c if c.isalnum() else quote(c, safe=_SAFE) for c in name)


def decoded(name: str) -> str:
    """A name out of a locator."""
    return unquote(name)


def column_letters(number: int) -> str:
    """The letters of a column of a workbook: 1 -> A, 27 -> AA."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = ascii_uppercase[rest] + letters
    return letters


def column_number(letters: str) -> int:
    """The number of a column of a workbook: A -> 1, AA -> 27."""
    number = 0
    for letter in letters:
        number = 26 * number + ascii_uppercase.index(letter) + 1
    return number


@dataclass(frozen=True)
class Parts:
    """A locator, taken apart.

    Attributes:
        path: the file, and what of it.
        row: the locator of its row; of a value in a tree, that of the object in which it stands.
        cell: what follows the row in it, such as `C3`; in a workbook the letters of the column; empty for a whole row.
        line: the number of its line or row, from 1; None in a tree.
        number: the number of the cell in its row, from 1; None in a tree, and for a whole row.
        form: as `Places` has it.
    """

    path: str
    row: str
    cell: str
    line: int | None
    number: int | None
    form: Form

    @property
    def is_line(self) -> bool:
        """Whether it is in a file of lines that lies in the folder as it is."""
        return self.form == "text" and self.path == self.file

    @property
    def named(self) -> str:
        """The file as `election.yml` names it: without the sheet of a workbook, or the table of a page."""
        return {"sheet": self.path.rpartition("!")[0], "page": self.path.rpartition("#")[0]}.get(self.form, self.path)

    def in_row(self, row: str) -> str:
        """The locator of the same cell of another row, of which the locator is given."""
        if self.form == "sheet":
            path, _, line = row.rpartition("!")
            return f"{path}!{self.cell}{line}"
        return row + {"text": ".", "page": "", "tree": ""}[self.form] + self.cell

    @property
    def file(self) -> str:
        """The file alone, as it lies in the folder; of a member of an archive, the archive."""
        return re.split("[!#]", self.path)[0]


def parts(locator: str) -> Parts | None:
    """Take a locator apart; None where it is none."""
    if found := _TEXT.fullmatch(locator):
        path, line, cell = found["path"], int(found["line"]), found["cell"]
        return Parts(path, f"{path}:L{line}", f"C{cell}" if cell else "", line, int(cell) if cell else None, "text")
    if found := _PAGE.fullmatch(locator):
        path, line, cell = found["path"], int(found["line"]), found["cell"]
        return Parts(path, f"{path}!R{line}", f"C{cell}" if cell else "", line, int(cell) if cell else None, "page")
    if found := _SHEET.fullmatch(locator):
        path, letters, line = found["path"], found["letters"], int(found["line"])
        return Parts(path, f"{path}!{line}", letters, line, column_number(letters) if letters else None, "sheet")
    if found := _TREE.fullmatch(locator):
        within, _, key = (found["at"] or "").rpartition("/")
        return Parts(found["path"], f"{found['path']}#{within}", f"/{key}" if found["at"] else "", None, None, "tree")
    return None


def each_apart(locators: "pl.Series") -> "pl.DataFrame":
    """Take locators apart, as `parts` does.

    Returns:
        A row for each: `named`, `path`, `row`, `cell`, `line` and `number`; null where it is no locator.
    """
    import polars as pl

    texts = {"path": pl.String, "row": pl.String, "cell": pl.String, "line": pl.Int64, "number": pl.Int64}
    schema = {"named": pl.String, **texts}
    groups = locators.str.extract_groups(f"^{_TEXT.pattern}$").struct.unnest()
    path, line, number = (pl.col(name) for name in ("path", "line", "cell"))
    found = groups.select(
        path.alias("named"),
        path,
        pl.format("{}:L{}", path, line.cast(pl.Int64)).alias("row"),
        pl.when(path.is_not_null()).then(pl.coalesce(pl.format("C{}", number), pl.lit(""))).alias("cell"),
        line.cast(pl.Int64),
        number.cast(pl.Int64).alias("number"),
    )
    others = found.select(pl.arg_where(pl.col("path").is_null())).to_series()
    if others.is_empty():
        return found
    taken = [parts(locator) for locator in locators.gather(others)]
    rows = [tuple(getattr(one, name) for name in schema) if one else (None,) * len(schema) for one in taken]
    told = pl.DataFrame(rows, schema=schema, orient="row").with_columns(others.cast(pl.UInt32).alias("_at"))
    return found.with_row_index("_at").update(told, on="_at").drop("_at")


def as_one_reads(locators: "pl.Series") -> "pl.DataFrame":
    """What locators are sorted by to stand as one reads, as `order` gives it: `path`, `line`, `number`."""
    import polars as pl

    apart = each_apart(locators)
    path = apart.select(pl.when(pl.col("line").is_null()).then(locators).otherwise("path")).to_series()
    ranks = {one: rank for rank, one in enumerate(sorted(path.unique(), key=_natural))}
    return apart.select(
        path.replace_strict(ranks, return_dtype=pl.Int64).alias("path"),
        pl.col("line").fill_null(0),
        pl.when(pl.col("line").is_null()).then(0).otherwise(pl.col("number").fill_null(0)).alias("number"),
    )


def order(locator: str) -> tuple[tuple[tuple[int, int, str], ...], int, int]:
    """What locators are sorted by to stand as one reads: lines, cells, and numbers in names as numbers."""
    found = parts(locator)
    if found is None or found.line is None:
        return _natural(locator), 0, 0
    return _natural(found.path), found.line, found.number or 0


def _natural(text: str) -> tuple[tuple[int, int, str], ...]:
    pieces = re.findall(r"[0-9]+|[^0-9]+", text)
    return tuple((0, int(one), "") if one.isdecimal() else (1, 0, one) for one in pieces)


@dataclass(frozen=True)
class Places:
    """How the places in a table are written, from the numbers of its lines and cells.

    Attributes:
        form: what they look like.
        objects: in a tree, the number of an object -> its place, such as `#/Localities/3`.
        keys: in a tree, the number of a cell -> what follows that, such as `/Votes`.
    """

    form: Form = "text"
    objects: Mapping[int, str] = field(default_factory=dict)
    keys: Mapping[int, str] = field(default_factory=dict)

    def at(self, line: int, cell: int | None = None) -> str:
        """The place of a cell, or of a whole row, behind the path of its table: `:L12.C3`."""
        if self.form == "sheet":
            return f"!{column_letters(cell or 0)}{line}"
        if self.form == "page":
            return f"!R{line}" + (f"C{cell}" if cell else "")
        if self.form == "tree":
            return self.objects[line] + (self.keys[cell] if cell else "")
        return f":L{line}" + (f".C{cell}" if cell else "")

    def cell(self, number: int) -> str:
        """A cell without its row: `C3`; in a workbook the letters of its column, in a tree its keys."""
        if self.form == "sheet":
            return column_letters(number)
        return self.keys[number] if self.form == "tree" else f"C{number}"

    def each(self, line: "pl.Expr", cell: "pl.Expr") -> "pl.Expr":
        """The places of cells, as `at` gives them; null where the numbers are."""
        import polars as pl

        if self.form == "sheet":
            return pl.format("!{}{}", _letters(cell), line)
        if self.form == "page":
            return pl.format("!R{}C{}", line, cell)
        if self.form == "tree":
            return pl.concat_str(_of(self.objects, line), _of(self.keys, cell))
        return pl.format(":L{}.C{}", line, cell)

    def each_row(self, line: "pl.Expr") -> "pl.Expr":
        """The places of rows, as `at` gives them; null where the numbers are."""
        import polars as pl

        if self.form == "tree":
            return _of(self.objects, line)
        return pl.format({"sheet": "!{}", "page": "!R{}"}.get(self.form, ":L{}"), line)


def _of(texts: Mapping[int, str], number: "pl.Expr") -> "pl.Expr":
    import polars as pl

    return number.replace_strict(list(texts), list(texts.values()), default=None, return_dtype=pl.String)


def _letters(number: "pl.Expr") -> "pl.Expr":
    """As `column_letters`, of up to three letters."""
    import polars as pl

    def letter(of: pl.Expr) -> pl.Expr:
        return pl.when(of >= 0).then(pl.lit(ascii_uppercase).str.slice(of % 26, 1)).otherwise(pl.lit(""))

    last = number - 1
    before = last // 26 - 1
    return pl.concat_str(letter(before // 26 - 1), letter(before), letter(last))
