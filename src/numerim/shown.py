"""Answers as tables, CSV or JSON on the terminal."""

import csv
import json
import sys
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any


class Format(StrEnum):
    """How an answer is printed."""

    table = "table"
    csv = "csv"
    json = "json"


def show(columns: Sequence[str], rows: Sequence[Sequence[Any]], form: Format, title: str = "") -> None:
    """Print rows on standard output."""
    if form is Format.csv:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([["" if v is None else bare(v) for v in row] for row in rows])
    elif form is Format.json:
        told = [dict(zip(columns, (_plain(v) for v in row), strict=True)) for row in rows]
        print(json.dumps(told, ensure_ascii=False, indent=2, default=str))
    else:
        _table(columns, rows, title)


def bare(value: Any) -> str:
    """A value as text, without superfluous zeros."""
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value.isoformat() if isinstance(value, date) else value


def _table(columns: Sequence[str], rows: Sequence[Sequence[Any]], title: str) -> None:
    from rich import box
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    table = Table(title=title or None, box=box.SIMPLE_HEAD, title_justify="left", pad_edge=False)
    for i, name in enumerate(columns):
        numeric = all(isinstance(row[i], (int, float, Decimal)) or row[i] is None for row in rows) and bool(rows)
        long = any(isinstance(row[i], str) and len(row[i]) > 30 for row in rows)
        table.add_column(name, justify="right" if numeric else "left", overflow="fold", ratio=1 if long else None)
    for row in rows:
        table.add_row(*("" if value is None else escape(bare(value)) for value in row))
    Console(soft_wrap=False).print(table)
