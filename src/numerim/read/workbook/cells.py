"""Values of cells as text."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import polars as pl

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


def _to_millisecond(moment: datetime) -> datetime:
    """A moment without what a fraction of a day loses: to the second where it is within five milliseconds of one."""
    second = (moment + timedelta(milliseconds=500)).replace(microsecond=0)
    if abs(moment - second) <= timedelta(milliseconds=5):
        return second
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def _spec(moment: time) -> str:
    return "milliseconds" if moment.microsecond else "seconds"


def column(values: Sequence[Value]) -> pl.Series:
    """Values of one column as text."""
    kinds = set(map(type, values))
    if kinds == {str}:
        return pl.Series(values, dtype=pl.String)
    if kinds <= {str, float, type(None)}:
        texts: dict[Value, Value] = {value: plain(value) for value in set(values) if isinstance(value, float)}
        return pl.Series([texts.get(value, value) for value in values], dtype=pl.String)
    return pl.Series([text_of(value) for value in values], dtype=pl.String)


def frame(chunks: Iterable[Sequence[Sequence[Value]]], width: int, before: int = 0) -> pl.DataFrame:
    """Rows of values as a table of text, without the rows and columns after the last value.

    Args:
        chunks: rows from the first on, each `width` values wide.
        width: how many values a row has.
        before: how many empty columns stand before them.
    """
    names = [f"c{i}" for i in range(before, before + width)]
    parts = [
        pl.DataFrame([column(values).alias(name) for name, values in zip(names, zip(*rows, strict=True), strict=True)])
        for rows in chunks
        if rows and width
    ]
    if not parts:
        return pl.DataFrame()
    table = pl.concat(parts).select(pl.all().replace("", None))
    return trimmed(table.select([*(pl.lit(None, pl.String).alias(f"c{i}") for i in range(before)), *names]))


def trimmed(table: pl.DataFrame) -> pl.DataFrame:
    """A table without the rows and columns after the last value."""
    last = table.select(pl.all().is_not_null().reverse().arg_max()).row(0) if table.height else ()
    full = table.select(pl.all().is_not_null().any()).row(0) if table.height else ()
    used = [i for i, one in enumerate(full) if one]
    if not used:
        return pl.DataFrame()
    height = table.height - min(last[i] for i in used)
    return table[:, : used[-1] + 1].head(height)
