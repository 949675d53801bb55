"""Figures that cannot be read: one is a finding (R118), most of a column a wrong declaration."""

import json
from collections.abc import Callable, Mapping, Sequence
from itertools import product
from typing import Any

import duckdb
import polars as pl

from numerim import warehouse
from numerim.declare.election import ElectionFile
from numerim.declare.numbers import DECIMALS, THOUSANDS, Numbers
from numerim.errors import InputError
from numerim.model.measures import FEW
from numerim.model.numbers import marks_in
from numerim.model.visible import ODD, shown

_UNREAD = pl.col("number").is_null() & pl.col("text").is_null() & (pl.col("given") == "figure")
"""Of a statement: whether its value could not be read."""

UNREAD_SQL = "s.number IS NULL AND s.text IS NULL AND s.given = 'figure'"
"""The same of a row of `raw.statements`, `s`."""

COLUMN = ["source_id", "path", "stated_in", "measure", "cell"]
"""What figures of one column have in common."""

ZEROS = "(-?[0-9]{1,12})[.,]0{1,2}"
"""A regular expression for a whole number with decimals that are 0."""

_FRACTION = r"^\s*\d[\d,’' ]*[.,·]\d+\s*$"
"""A regular expression for a number with decimals."""

_SUMS = ["bad", "all", "figures", "zeros"]
_KINDS = {"count": "a whole number", "share": "a percentage", "points": "a difference", "date": "a date"}


def same_column(other: str, names: Sequence[str] = COLUMN) -> str:
    """SQL: whether a row of `raw.statements`, `s`, is of the column of a row of another table."""
    return " AND ".join(f"{other}.{name} IS NOT DISTINCT FROM s.{name}" for name in names)


def counted(statements: pl.DataFrame, file: ElectionFile) -> pl.DataFrame:
    """What there is in the columns of some statements.

    Returns:
        `COLUMN`, and of each how many statements there are (`all`), how many have a figure (`figures`) that cannot be
        read (`bad`), and how many are counts that cannot be read for decimals that are 0 (`zeros`).
    """
    counts = [name for name, measure in file.election.measures.items() if measure.kind == "count"]
    needed = statements.select(*COLUMN, "number", "text", "given", "value")
    value = pl.col("value").str.strip_chars()
    return needed.group_by(COLUMN, maintain_order=True).agg(
        bad=_UNREAD.sum(),
        all=pl.len(),
        figures=(pl.col("given") == "figure").sum(),
        zeros=value.filter(_UNREAD & pl.col("measure").is_in(counts)).str.contains(f"^{ZEROS}$").sum(),
    )


def summed(counts: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """What there is in columns, of all statements; `counts` as `counted` gives them, of some."""
    return pl.concat(counts).group_by(COLUMN, maintain_order=True).agg(pl.col(_SUMS).sum())


def check_columns(
    connection: duckdb.DuckDBPyConnection,
    counts: pl.DataFrame,
    again: Callable[[pl.DataFrame, Numbers], pl.DataFrame],
    file: ElectionFile,
) -> None:
    """Refuse a source of which whole columns cannot be read: not its figures are wrong then, but how they are declared.

    Args:
        connection: the database, with `raw.statements`.
        counts: as `summed` gives them.
        again: reads statements as if their source wrote numbers otherwise.
        file: what `election.yml` says.

    Raises:
        InputError: at least three figures of a column cannot be read, and those are most of it, or another way of
            writing numbers would read all of it. Every such column is named, with three examples.
    """
    told, empty = [], True
    wrong: dict[tuple[str, str], list[tuple[pl.DataFrame, Numbers | None]]] = {}
    for row in counts.filter(pl.col("bad") >= FEW).iter_rows(named=True):
        column = _values(connection, [f"s.{name} IS NOT DISTINCT FROM {_literal(row[name])}" for name in COLUMN])
        written = column["written"][0]
        source = file.election.sources[row["source_id"]].numbers
        declared = source if written is None else Numbers.model_validate_json(written)
        better = _better(column, declared, again)
        if 2 * row["bad"] <= row["all"] and better is None:
            continue
        first = _first_unread(connection, row)
        examples = ", ".join(f"{'empty' if value is None else repr(value)} ({at.lstrip(':!')})" for value, at in first)
        kind = _KINDS.get(file.election.measures[row["measure"]].kind, "a value")
        place = file.in_source(row["path"] + first[0][1])
        told.append((place, f"{row['bad']} of {row['all']} figures are not {kind} ({row['measure']}): {examples}"))
        wrong.setdefault((row["source_id"], declared.model_dump_json()), []).append((column, better))
        empty = empty and column.filter(_UNREAD)["value"].is_null().all()
    if not told:
        return
    cures = sorted(
        {cure for (of, how), columns in wrong.items() for cure in _cures(connection, of, how, columns, again)}
    )
    if cures:
        cure = f"The source seems to write numbers otherwise: declare {', '.join(cures)}."
    elif empty:
        cure = 'If an empty cell means that there is nothing to say, declare `missing: [""]` of the source.'
    else:
        unread = _values(connection, [UNREAD_SQL])["value"].drop_nulls()
        cure = _meaning(unread) or (
            "How a source writes numbers stands under numbers: and missing:; or the column is of something else."
        )
    more = [": ".join(one) for one in told[1:]]
    raise InputError(told[0][0], "\n  ".join([told[0][1], *more]), cure)


def _values(connection: duckdb.DuckDBPyConnection, which: Sequence[str]) -> pl.DataFrame:
    """The values of some statements, each once, as they stand; with what they are read by and as."""
    read_by = "s.source_id, s.measure, s.value, s.given, s.written, s.election, s.number, s.text"
    asked = f"SELECT {read_by} FROM raw.statements s WHERE {' AND '.join(which)} GROUP BY ALL ORDER BY min(s.rowid)"
    return warehouse.frame(connection, asked)


def _first_unread(connection: duckdb.DuckDBPyConnection, column: Mapping[str, Any]) -> list[tuple[str | None, str]]:
    """The first figures of a column that cannot be read, and where they stand."""
    which = " AND ".join(f"s.{name} IS NOT DISTINCT FROM {_literal(column[name])}" for name in COLUMN)
    asked = f"SELECT s.value, s.stands FROM raw.statements s WHERE {which} AND {UNREAD_SQL} ORDER BY s.rowid LIMIT 3"
    return warehouse.rows(connection, asked)


def _literal(value: str | int | None) -> str:
    return "NULL" if value is None else str(value) if isinstance(value, int) else warehouse.text(value)


def _meaning(values: pl.Series) -> str:
    """What only those can say who know the source: what brackets mean, and words behind figures."""
    if values.str.contains(r"^\s*\(\s*[+-]?\d[^()]*\)\s*$").any():
        return "Say what the brackets mean: numbers: {brackets: negative}, or nothing."
    words = values.str.extract(r"\d\s*(\p{L}{2,}\.?)\s*$").drop_nulls()
    if words.len():
        word = words.mode().sort()[0]
        return f'If the word multiplies the figure, say by what: numbers: {{scale: {{"{word}": 1000}}}}.'
    if values.str.contains(_FRACTION).sum() * 2 > values.len():
        return (
            "Votes, ballots and seats are whole numbers here. If fractions of votes pass on, leave them out "
            '(numbers: {fractions: "left out"}), and say so of the law: {transferable_vote: {fractional: true}}.'
        )
    return ""


def _cures(
    connection: duckdb.DuckDBPyConnection,
    source: str,
    written: str,
    columns: Sequence[tuple[pl.DataFrame, Numbers | None]],
    again: Callable[[pl.DataFrame, Numbers], pl.DataFrame],
) -> list[str]:
    """What is to be declared of a source so that its columns can be read: one thing for all of them, if that does."""
    found = [better for _, better in columns if better]
    if len({better.model_dump_json() for better in found}) > 1:
        both = _better(pl.concat(column for column, _ in columns), Numbers.model_validate_json(written), again)
        found = [both] if both else found
    beside = _values(connection, [f"s.source_id = {warehouse.text(source)}", "s.number IS NOT NULL"])
    return [_declared(better, beside, again) for better in found]


def show_hidden(connection: duckdb.DuckDBPyConnection, file: ElectionFile) -> None:
    """Show in `misread` of `raw.statements` the hidden characters of values that cannot be read."""
    which = f"{UNREAD_SQL} AND s.misread IS NULL"
    asked = f"SELECT DISTINCT s.measure, s.value FROM raw.statements s WHERE {which} AND s.value IS NOT NULL"
    values = warehouse.frame(connection, asked).filter(pl.col("value").str.contains(ODD))
    if values.is_empty():
        return
    kinds = {name: _KINDS.get(measure.kind, "a value") for name, measure in file.election.measures.items()}
    told = [f"“{shown(value)}” is not {kinds[measure]}" for measure, value in values.iter_rows()]
    connection.register("_hidden", values.with_columns(pl.Series("told", told, pl.String)))
    connection.execute(
        "UPDATE raw.statements s SET misread = h.told FROM _hidden h "
        f"WHERE h.measure = s.measure AND h.value = s.value AND {which}"
    )
    connection.unregister("_hidden")


def _better(
    column: pl.DataFrame, declared: Numbers, again: Callable[[pl.DataFrame, Numbers], pl.DataFrame]
) -> Numbers | None:
    """The way of writing numbers that reads every figure of a column, if one does; with as little more as may be."""
    bad = column.filter(_UNREAD).unique("value", maintain_order=True)
    found = marks_in(bad["value"])
    marks = [declared.marks] + ([(*declared.marks, *found)] if found else [])
    for groups, some in product(dict.fromkeys([declared.groups, "thousands", "lakh"]), marks):
        for decimal, thousands in product(_ways(declared.decimal, DECIMALS), _ways(declared.thousands, THOUSANDS)):
            more = {"thousands": thousands, "decimal": decimal, "marks": some, "groups": groups}
            other = declared.model_copy(update=more)
            if other == declared or thousands == decimal or again(bad, other).filter(_UNREAD).height:
                continue
            if not again(column, other).filter(_UNREAD).height:
                return other
    return None


def _ways(declared: str, known: tuple[str, ...]) -> list[str]:
    """The marks that may be meant, that which is declared first; those of Arabic are read without being declared."""
    return [*dict.fromkeys([declared, *(mark for mark in known if mark not in ("٬", "٫"))])]


def _declared(numbers: Numbers, beside: pl.DataFrame, again: Callable[[pl.DataFrame, Numbers], pl.DataFrame]) -> str:
    """What is to be declared, and of what: of one column where other figures of the source would be read otherwise."""
    said = {"thousands": numbers.thousands, "decimal": numbers.decimal}
    said |= numbers.model_dump(mode="json", include={"marks", "groups"}, exclude_defaults=True)
    told = ", ".join(f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in said.items())
    alone = beside.height and not again(beside, numbers)["number"].equals(beside["number"])
    return f"numbers: {{{told}}}" + (" of that column" if alone else "")
