"""The cells of a table as figures, and how its source writes them."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy
import polars as pl
from numpy.typing import NDArray

from numerim.draft.notes import NO_FIGURE, is_number
from numerim.draft.stems import folded
from numerim.read.rawtable import RawTable

_GROUPED = {mark: re.compile(rf"^[-+]?[1-9]\d{{0,2}}({re.escape(mark)}\d{{3}})+$") for mark in (",", ".", "'", "’")}
_SPACED = re.compile(r"^[-+]?\d{1,3}([\s\u00a0\u202f\u2009]\d{3})+$")
_LAKH = re.compile(r"^[-+]?[1-9]\d?(,\d{2})+,\d{3}$")
_MILLIONS = re.compile(r"^[-+]?[1-9]\d{0,2}(,\d{3}){2,}$")
_DECIMAL = {mark: re.compile(rf"^[-+]?\d+{re.escape(mark)}(\d{{1,2}}|\d{{4,}})\s*%?$") for mark in (",", ".")}


_WRITTEN = ((" (", "%)"), (" (", " %)"), ("(", "%)"), (" / ", "%"), (" / ", " %"), (" ", "%"), (" - ", "%"))
_NUMBER, _SHARE = r"[-+]?\d[\d.,’' \u00a0\u202f]*?", r"(?P<share>\d{1,3}(?:[.,]\d+)?)"
_BEHIND = {
    f"{{votes}}{mark}{{share}}{end}": re.compile(f"^{_NUMBER}{re.escape(mark)}{_SHARE}{re.escape(end)}$")
    for mark, end in _WRITTEN
}
"""How a cell holds votes and their share -> a regular expression for it."""


@dataclass(frozen=True)
class Numbers:
    """How numbers are written: what divides thousands, what stands before decimals, and `lakh` for 12,34,567."""

    thousands: str = ""
    decimal: str = "."
    groups: str = ""


@dataclass(frozen=True)
class Cells:
    """The cells of a table.

    Attributes:
        names: the names of its columns.
        texts: column -> its texts, without spaces around them.
        numbers: how they write figures.
        figures: rows by columns; NaN where a cell holds no figure.
        is_figures: the numbers of the columns that hold figures and hardly anything else.
        marks: what stands in those instead of a figure -> how often.
        differ: the columns that write figures in another way than the others -> how.
        patterns: column -> how each of its cells holds votes and their share, such as `{votes} ({share}%)`.
        shares: the columns of figures whose cells or name have a percent sign, or decimals and nothing above 100.
    """

    names: Sequence[str]
    texts: dict[str, list[str]]
    numbers: Numbers
    figures: NDArray[numpy.float64]
    is_figures: list[int]
    marks: dict[str, int] = field(default_factory=dict)
    shares: frozenset[int] = frozenset()
    patterns: dict[str, str] = field(default_factory=dict)
    differ: dict[str, Numbers] = field(default_factory=dict)

    def number(self, name: str) -> int:
        """The number of a column."""
        return self._numbered[name]

    @cached_property
    def _numbered(self) -> dict[str, int]:
        return {name: i for i, name in enumerate(self.names)}

    def values(self, name: str) -> Sequence[str]:
        """The different texts of a column, as they come, without empty ones."""
        texts = self.texts[name]
        if name not in self._different or self._different[name][0] is not texts:
            self._different[name] = texts, tuple(text for text in dict.fromkeys(texts) if text)
        return self._different[name][1]

    @cached_property
    def _different(self) -> dict[str, tuple[Sequence[str], Sequence[str]]]:
        return {}


def is_code(cells: Cells, name: str) -> bool:
    """Whether a column of figures has codes or days: all as long as each other, and long, or with zeros before them."""
    texts = cells.values(name)
    long = len({len(text) for text in texts}) == 1 and all(text.isdigit() for text in texts)
    zeros = any(text.startswith("0") and len(text) > 1 and text.isdigit() for text in texts)
    days = all(_DAY.match(text) for text in texts)
    return bool(texts) and (zeros or days or (long and len(texts[0]) >= _LONG))


def why_aside(cells: Cells, name: str) -> str:
    """Why a column is not read whose name says that it has neither votes nor ballots."""
    number = cells.number(name)
    is_count = number in cells.is_figures and not is_code(cells, name) and len(cells.values(name)) > 1
    return (
        "a percentage of something else"
        if number in cells.shares
        else "voters who stayed at home"
        if is_count and _ABSTAINED.match(folded(name))
        else ASIDE
    )


ASIDE = "a code or a running number"
"""Why a column is not read whose name says that it does not count, for all that is known."""


def numbers_rows(cells: Cells, column: int) -> bool:
    """Whether a column without a name counts the rows from 0 or 1, however few they are."""
    figures = cells.figures[:, column]
    is_nameless = cells.names[column] == f"column {column + 1}"
    return is_nameless and bool(figures[0] in (0, 1)) and bool((numpy.diff(figures) == 1).all())


MOMENT = re.compile(r"(19|20)\d{12}$|(19|20)\d\d-\d\d-\d\d[T ]\d\d:\d\d|\d{1,2}:\d\d(:\d\d)?$")
"""A time of the day, as programs write it."""
_ABSTAINED = re.compile(r"abst|non voters|nichtwahler|uzdrz|neglas|nie glos|nuk kane")


def is_flag(cells: Cells, name: str) -> bool:
    """Whether a column marks its rows as programs do, and names nothing."""
    return {*cells.values(name)} <= {"true", "false"}


def fractions(cells: Cells) -> list[str]:
    """The columns of shares that are written as parts of one, not of a hundred: `0.3655`.

    Somebody has more than one per cent, so these are all where no share is more than 1; else those of many decimals.
    """
    some = {cells.names[i]: cells.figures[:, i] for i in cells.shares if not numpy.isnan(cells.figures[:, i]).all()}
    small = [name for name, own in some.items() if numpy.nanmin(own) >= 0 and numpy.nanmax(own) <= 1]
    small = [name for name in small if not any("%" in text for text in cells.values(name)[:_FIRST])]
    if len(small) == len(some):
        return small
    return [name for name in small if all(len(text) >= _LONG for text in cells.values(name) if text not in ("0", "1"))]


HALVES = "votes in halves; numerim counts whole votes"
"""Why a column is not read in which votes are halved, as some laws have it."""
PARTS = "parts of votes, as they are transferred; numerim counts whole votes"
"""Why a column is not read in which votes have a value of less than one."""


def has_halves(cells: Cells, name: str) -> bool:
    """Whether the figures of a column are whole or end in a half, and several do: votes, and no shares.

    One half or two among whole figures is a slip (1.5 for 1.500), not a way to count.
    """
    number = cells.number(name)
    if number not in cells.is_figures or number in cells.shares:
        return False
    there = cells.figures[:, number][~numpy.isnan(cells.figures[:, number])]
    halves = int((there % 1 == 0.5).sum())
    is_often = halves >= _HALVES and halves >= _OFTEN * len(there)
    return bool(is_often and ((there * 2) % 1 == 0).all() and there.max() > 100)


def in_parts(cells: Cells, name: str) -> str:
    """Why the figures of a column are no whole votes; empty where they may be, or are shares.

    Most have decimals, which are no thousands and not all zeros, one is more than a share can be, and the table tells
    of votes that are transferred.
    """
    if has_halves(cells, name):
        return HALVES
    number, texts = cells.number(name), [text for text in cells.texts[name] if text]
    if number not in cells.is_figures or number in cells.shares:
        return ""
    there = cells.figures[:, number][~numpy.isnan(cells.figures[:, number])]
    broken = int((there % 1 != 0).sum())
    if broken < _BROKEN or _FOURTH * broken < len(there) or numpy.abs(there).max() <= _HUNDRED:
        return ""
    are = 2 * sum(bool(_DECIMALS.search(text)) for text in texts) > len(texts)
    return PARTS if are and _are_transferred(cells) else ""


def _are_transferred(cells: Cells) -> bool:
    """Whether a column or a row is called as those are that tell of votes that go on to others."""
    words = [cells.values(name) for i, name in enumerate(cells.names) if i not in cells.is_figures]
    return any(map(_TRANSFERRED.search, (text.casefold() for some in [cells.names, *words] for text in some)))


_TRANSFERRED = re.compile(r"transfer|surplus|\bexhausted|\b(exclusion|elimination|distribution) of\b|übertrag")
_BROKEN, _FOURTH = 2, 4
"""So many figures have decimals that are not zeros, in number and as one in so many, where votes go on in parts."""
_DECIMALS = re.compile(r"\d[.,](\d{1,2}|\d{4,})$")
_HALVES, _OFTEN = 3, 0.05
"""So many figures end in a half, in number and in parts of one, where votes are counted in halves."""
_DAY = re.compile(r"^\d{1,4}[./-]\d{1,2}[./-]\d{2,4}$")
_FIRST = 100
_LONG = 6
"""So many characters has a share as a part of one where nobody rounds it to a percentage."""


def _is_no_share(name: str, figures: pl.Series) -> bool:
    """Whether whole figures under a name with a percent sign count: of a party called `99%`, or most above 100."""
    middle = figures.median()
    return bool(re.fullmatch(r"\d+\s*%", name)) or (isinstance(middle, float) and middle > _HUNDRED)


_HUNDRED = 100


def cells_of(table: RawTable) -> Cells:
    """The cells of a table, its figures read."""
    names = list(table.rows.columns)
    rows = table.rows.select(
        pl.col(name).struct.field("text").fill_null("").str.strip_chars().alias(name) for name in names
    )
    texts: dict[str, list[str]] = {name: rows[name].to_list() for name in names}
    rows = rows.with_columns(_in_ascii(rows[name]) for name in names)
    patterns = {name: pattern for name in names if (pattern := _pattern(texts[name]))}
    behind: list[str] = []
    for name, pattern in patterns.items():
        behind += [found["share"] for text in texts[name][:_FIRST] if (found := _BEHIND[pattern].match(text))]
        rows = rows.with_columns(pl.col(name).str.extract(_COUNT, 1).fill_null(pl.col(name)))
    is_figures: list[int] = []
    marks: dict[str, int] = {}
    nearly: dict[str, str] = {}
    different: dict[str, list[str]] = {}
    for i, name in enumerate(names):
        times = rows.filter(pl.col(name) != "").group_by(pl.col(name), maintain_order=True).len()
        different[name] = times[name].to_list()
        others = {text: n for text, n in times.iter_rows() if not is_number(text)}
        filled, off = int(times["len"].sum()), sum(others.values())
        if filled > off and all(text in NO_FIGURE for text in others):
            is_figures.append(i)
            for text, n in others.items():
                marks[text] = marks.get(text, 0) + n
        elif filled and (off <= 0.05 * filled or (off == 1 and filled > _SOME and _SLIP(next(iter(others))))):
            is_figures.append(i)
        elif off == 1 and filled > _SOME:
            nearly[name] = next(iter(others))
    is_figures = sorted({*is_figures, *_with_a_word(rows, nearly, [names[i] for i in is_figures])})
    numbers = _numbers([*behind, *(text for i in is_figures for text in different[names[i]])])
    thousandths = {mark for i in is_figures for mark in (",", ".") if _are_thousandths(different[names[i]], mark)}
    if numbers.thousands in thousandths:
        numbers = Numbers("", numbers.thousands)
    differ = {names[i]: own for i in is_figures if (own := _otherwise(different[names[i]], numbers))}
    figures = numpy.full((rows.height, len(names)), numpy.nan)
    shares = set()
    for i in is_figures:
        column = _read(rows[names[i]], differ.get(names[i], numbers))
        figures[:, i] = column.to_numpy()
        signed = rows[names[i]].str.contains("%", literal=True).sum()
        decimals = ((column % 1) != 0).sum()
        is_named = "%" in names[i] and (decimals or not _is_no_share(names[i], column))
        if signed or is_named or (decimals and (column.max() or 0) <= 100):  # type: ignore[operator]
            shares.add(i)
    return Cells(names, texts, numbers, figures, is_figures, marks, frozenset(shares), patterns, differ)


def _in_ascii(texts: pl.Series) -> pl.Series:
    """Texts in which digits of other scripts, and what stands between these, are those of the Latin one."""
    others = texts.filter(texts.str.contains(_OTHER_DIGIT)).str.extract_all(_OTHER_DIGIT).explode().unique().to_list()
    if not others:
        return texts
    digits = {digit: str(unicodedata.digit(digit, digit)) for digit in others}
    return texts.str.replace_many({"٫": ".", "٬": ","} | digits)


_OTHER_DIGIT = r"[\p{Nd}--0-9]"


def _with_a_word(rows: pl.DataFrame, nearly: Mapping[str, str], figures: Sequence[str]) -> list[int]:
    """The numbers of columns in which a word stands once instead of a figure, in a row that lacks most others, too."""
    if not figures:
        return []
    lacks = pl.sum_horizontal((pl.col(name) == "").cast(pl.Int64) for name in figures) * 2 > len(figures)
    alone = {name for name, word in nearly.items() if rows.filter(pl.col(name) == word, lacks).height}
    return [i for i, name in enumerate(rows.columns) if name in alone]


_SOME = 4
"""Among more figures than these, one cell that is none is a slip, and does not make the column one of names."""
_SLIP = re.compile(r"(?=.*\d)[^\w]*[\dlIOo][\dlIOo.,'’\s]*[^\w]*$").match
"""A figure with a letter that looks like a digit, a separator too many, or a mark beside it."""

_COUNT = r"^([-+]?\d[\d.,’' \x{00a0}\x{202f}]*?)\s*(?:\(|/|-|\s)\s*\d{1,3}(?:[.,]\d+)?\s*%\)?$"
"""The votes of a cell that holds their share, too."""


def _pattern(texts: Sequence[str]) -> str:
    """How every cell of a column holds votes and their share; empty where they do not."""
    some = [text for text in texts if text]
    return next((one for one, of in _BEHIND.items() if "%" in some[0] and all(map(of.match, some))), "") if some else ""


def _numbers(texts: Sequence[str]) -> Numbers:
    """How figures are written: what no other reading explains."""
    some = list(dict.fromkeys(texts))
    if any(map(_LAKH.match, some)) and not any(map(_MILLIONS.match, some)):
        return Numbers(",", ".", "lakh")
    decimals = {mark: sum(bool(pattern.match(text)) for text in some) for mark, pattern in _DECIMAL.items()}
    decimal = "," if decimals[","] > decimals["."] else "."
    grouped = {mark: sum(bool(pattern.match(text)) for text in some) for mark, pattern in _GROUPED.items()}
    grouped[" "] = sum(bool(_SPACED.match(text)) for text in some)
    if grouped["."] and not decimals["."] and not grouped[","] and decimal == ".":
        decimal = ","
    grouped.pop(decimal, None)
    most = max(grouped, key=lambda mark: grouped[mark])
    return Numbers(most if grouped[most] else "", decimal)


def _are_thousandths(texts: Sequence[str], mark: str) -> bool:
    """Whether all cells of a column are percentages of three decimals, which look like thousands: one says so.

    A zero stands before the mark, or they make a hundred, or one is.
    """
    parts = [text.removesuffix("%").strip().split(mark) for text in texts]
    if not all(len(one) == 2 and one[0].isdigit() and len(one[1]) == 3 and one[1].isdigit() for one in parts):
        return False
    shares = [int(whole) + int(rest) / 1000 for whole, rest in parts]
    is_sum = len(shares) > 1 and abs(sum(shares) - 100) < _ROUNDED
    return max(shares, default=101) <= 100 and (max(shares) == 100 or is_sum or any(one[0] == "0" for one in parts))


_ROUNDED = 0.02
"""By so much percentages of three decimals may miss a hundred together."""


def _otherwise(texts: Sequence[str], numbers: Numbers) -> Numbers | None:
    """How a column writes decimals, where all its cells have the mark that is not that of the table, and once."""
    other = "." if numbers.decimal == "," else ","
    is_other = bool(texts) and all(map(_DECIMAL[other].match, texts))
    return Numbers("", other) if is_other and numbers.thousands != other else None


def _read(texts: pl.Series, numbers: Numbers) -> pl.Series:
    marks = {" ": r"[\s\u00a0\u202f\u2009]", "": r"[\s]"}.get(numbers.thousands, re.escape(numbers.thousands))
    plain = texts.str.replace_all(r"[%‰*†()]", "").str.replace_all("−", "-", literal=True).str.strip_chars()
    plain = plain.str.replace_all(marks, "")
    if numbers.decimal == ",":
        plain = plain.str.replace_all(",", ".", literal=True)
    return plain.cast(pl.Float64, strict=False)
