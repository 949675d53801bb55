"""Answers as tables, CSV or JSON on the terminal."""

import csv
import json
import sys
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from numerim.markdown import steers, visible


class Format(StrEnum):
    """How an answer is printed."""

    table = "table"
    csv = "csv"
    json = "json"


class Engine(StrEnum):
    """What asks the rules of an election."""

    duckdb = "duckdb"
    spark = "spark"


class Checked(StrEnum):
    """How the findings of a check are printed: all that `Format` and `numerim.printed.Form` have."""

    text = "text"
    table = "table"
    csv = "csv"
    json = "json"
    sarif = "sarif"
    github = "github"


def as_format(form: Checked) -> Format:
    """The form for a table that is not of findings: that of the name, where there is one."""
    return Format[form.name] if form.name in Format.__members__ else Format.table


def show(columns: Sequence[str], rows: Sequence[Sequence[Any]], form: Format, fold: bool = True) -> None:
    """Print rows on standard output; a table that is too wide is folded, or its records are printed one by one."""
    if form is Format.csv:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([["" if v is None else bare(v) for v in row] for row in rows])
    elif form is Format.json:
        told = [dict(zip(columns, (_plain(v) for v in row), strict=True)) for row in rows]
        print(json.dumps(told, ensure_ascii=False, indent=2, default=str))
    else:
        _table(columns, rows, fold)


def bare(value: Any) -> str:
    """A value as text, without superfluous zeros."""
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def harmless(text: str) -> str:
    """A text in which a terminal finds nothing but text: what moves its cursor or turns its letters is written out."""
    if text.isprintable():
        return text
    return "".join(visible(c) if c != "\n" and steers(c) else c for c in text)


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value.isoformat() if isinstance(value, date) else value


def _table(columns: Sequence[str], rows: Sequence[Sequence[Any]], fold: bool) -> None:
    from rich import box
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    console = Console()
    columns = [harmless(name) for name in columns]
    texts = [["" if value is None else harmless(bare(value)) for value in row] for row in rows]
    width = sum(max([len(name), *(len(row[i]) for row in texts)]) + 3 for i, name in enumerate(columns))
    if not fold and width > console.width and len(columns) > 2:
        margin = max(len(name) for name in columns)
        for row in texts:
            told = [f"{name:>{margin}}  {value}" for name, value in zip(columns, row, strict=True) if value]
            print("\n".join([*told, ""]))
        return
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for i, name in enumerate(columns):
        numeric = all(isinstance(row[i], (int, float, Decimal)) or row[i] is None for row in rows) and bool(rows)
        long = any(isinstance(row[i], str) and len(row[i]) > 30 for row in rows)
        table.add_column(name, justify="right" if numeric else "left", overflow="fold", ratio=1 if long else None)
    for row in texts:
        table.add_row(*map(escape, row))
    console.print(table)
