"""Values of cells as text."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import polars as pl

_SHORT = 1_000
"""So many values are quicker put into a list than into a series."""

Value = str | float | int | bool | date | datetime | time | timedelta | None


def plain(number: float) -> str:
    """A number as stored: whole without a point, others by the fifteen digits that a spreadsheet keeps; no exponent."""
    if number.is_integer() and abs(number) < 1e15:
        return str(int(number))
    digits = f"{number:.15g}"
    return f"{Decimal(digits):f}" if "e" in digits else digits


def text_of(value: Value) -> str | None:
    """A value as text: dates and times by ISO 8601, spans of time as hours:minutes:seconds; None where it is empty."""
    if value is None or isinstance(value, str):
        return value or None
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return plain(float(value))
    if isinstance(value, datetime):
        near = _to_millisecond(value)
        return near.date().isoformat() if near.time() == time() else near.isoformat(timespec=_spec(near.time()))
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        near = _to_millisecond(datetime.combine(date(2000, 1, 1), value))
        return near.time().isoformat(timespec=_spec(near.time()))
    seconds = round(value.total_seconds())
    sign, seconds = "-" if seconds < 0 else "", abs(seconds)
    return f"{sign}{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def moment(number: float, since_1904: bool = False, is_span: bool = False) -> Value:
    """The date, the time or the span of time that a number of days stands for; the number where there is none.

    Args:
        number: days since the end of 1899, with the day that 1900 did not have, or since the start of 1904.
        since_1904: which of the two.
        is_span: whether it is a span of time.
    """
    try:
        if is_span:
            return timedelta(days=number)
        if 0 <= number < 1:
            return (datetime(2000, 1, 1) + timedelta(days=number)).time()
        start = datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 30 if number >= 60 else 31)
        return start + timedelta(days=number) if number >= 0 else number
    except OverflowError:
        return number


def _to_millisecond(moment: datetime) -> datetime:
    """A moment without what a fraction of a day loses: to the second where it is within ten milliseconds of one."""
    second = (moment + timedelta(milliseconds=500)).replace(microsecond=0)
    if abs(moment - second) <= timedelta(milliseconds=10):
        return second
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def _spec(moment: time) -> str:
    return "milliseconds" if moment.microsecond else "seconds"


class Texts:
    """Texts of some cells of a sheet, to be put into its table.

    Attributes:
        columns: the number of a column, from 1 -> rows, from 1, and their texts.
    """

    def __init__(self) -> None:
        self.columns: dict[int, tuple[list[int], list[str]]] = {}

    def put(self, row: int, column: int, text: str) -> None:
        """One more cell; row and column from 1."""
        rows, texts = self.columns.setdefault(column, ([], []))
        rows.append(row)
        texts.append(text)

    def into(self, table: pl.DataFrame) -> pl.DataFrame:
        """A table with these texts in their cells, larger where they stand outside of it."""
        if not self.columns:
            return table
        height = max(table.height, *(max(rows) for rows, _ in self.columns.values()))
        width = max(table.width, *self.columns)
        if height > table.height and table.width:
            table = pl.concat([table, table.clear(height - table.height)])
        beside = pl.Series([None], dtype=pl.String).extend_constant(None, height - 1)
        columns = [*table.get_columns(), *(beside.alias(f"c{i}") for i in range(table.width, width))]
        for column, (rows, texts) in self.columns.items():
            columns[column - 1] = _put(columns[column - 1], rows, texts)
        return pl.DataFrame(columns)


def _put(column: pl.Series, rows: Sequence[int], texts: Sequence[str]) -> pl.Series:
    """A column with texts in some of its rows, which count from 1."""
    if column.len() > _SHORT:
        return column.scatter(pl.Series(rows, dtype=pl.Int64) - 1, texts)
    values = column.to_list()
    for row, text in zip(rows, texts, strict=True):
        values[row - 1] = text
    return pl.Series(column.name, values, dtype=pl.String)


def rows_at_once(width: int) -> int:
    """How many rows of so many cells are turned into columns at once: little memory, and few short columns."""
    return max(256, (1 << 18) // max(1, width))


def as_texts(values: Sequence[Value]) -> tuple[pl.Series, bool]:
    """Values of one column as text, and whether one of them is a number that is not whole."""
    kinds = set(map(type, values))
    if kinds <= {str, type(None)}:
        return pl.Series([value or None for value in values], dtype=pl.String), False
    if kinds <= {str, float, type(None)}:
        texts: dict[Value, Value] = {value: plain(value) for value in set(values) if isinstance(value, float)}
        broken = any("." in text for text in texts.values() if isinstance(text, str))
        texts[""] = None
        return pl.Series([texts.get(value, value) for value in values], dtype=pl.String), broken
    broken = float in kinds and not all(value.is_integer() for value in values if isinstance(value, float))
    return pl.Series([text_of(value) for value in values], dtype=pl.String), broken


def as_table(chunks: Iterable[Sequence[Sequence[Value]]], width: int, before: int = 0) -> tuple[pl.DataFrame, set[int]]:
    """Rows of values as a table of text.

    Args:
        chunks: rows from the first on, each `width` values wide.
        width: how many values a row has.
        before: how many empty columns stand before them.

    Returns:
        The table, and the numbers, from 1, of its columns that have numbers that are not whole.
    """
    parts, fractional = [], set()
    for rows in chunks:
        columns = []
        for number, values in enumerate(zip(*rows, strict=True), before + 1):
            texts, broken = as_texts(values)
            columns.append(texts.alias(f"c{number - 1}"))
            if broken:
                fractional.add(number)
        if columns:
            parts.append(pl.DataFrame(columns))
    if not parts:
        return pl.DataFrame(), set()
    table = pl.concat(parts)
    empty = pl.Series([None], dtype=pl.String).extend_constant(None, table.height - 1)
    beside = [empty.alias(f"c{i}") for i in range(before)]
    return (pl.DataFrame([*beside, *table.get_columns()]) if before else table), fractional


def trimmed(table: pl.DataFrame) -> pl.DataFrame:
    """A table without the rows and columns after the last value."""
    columns = table.get_columns()
    while columns and columns[-1].null_count() == columns[-1].len():
        columns.pop()
    if not columns:
        return pl.DataFrame()
    height = table.height
    if all(column[-1] is None for column in columns):
        used = (column for column in columns if column.null_count() < height)
        height = 1 + max(column.is_not_null().arg_true()[-1] for column in used)
    return table[:, : len(columns)].head(height)
