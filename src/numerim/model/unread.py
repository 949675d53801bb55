"""Figures that cannot be read: one is a finding (R118), most of a column a wrong declaration."""

import json
from collections.abc import Callable, Sequence
from itertools import product

import polars as pl

from numerim.declare.election import ElectionFile
from numerim.declare.numbers import DECIMALS, THOUSANDS, Numbers
from numerim.errors import InputError
from numerim.model.columns import FEW
from numerim.model.numbers import marks_in
from numerim.model.visible import ODD, shown

UNREAD = pl.col("number").is_null() & pl.col("text").is_null() & (pl.col("given") == "figure")
"""Of a statement: whether its value could not be read."""

_COLUMN = ["source_id", "path", "stated_in", "measure", "cell"]
_ZEROS = r"^(-?\d{1,12})[.,]0{1,2}$"
_KINDS = {"count": "a whole number", "share": "a percentage", "points": "a difference", "date": "a date"}


def with_zero_decimals(statements: pl.DataFrame, file: ElectionFile) -> pl.DataFrame:
    """The statements; in columns all of whose counts have decimals that are 0, such as `81916.0`, these are left out.

    Programs write whole numbers so that have a gap in their column. One such figure among others is as it may be a
    slip, so it is left unread; so is one with three zeros, which may be thousands.
    """
    counts = [name for name, measure in file.election.measures.items() if measure.kind == "count"]
    printed = pl.col("value").str.strip_chars()
    fits = UNREAD & pl.col("measure").is_in(counts) & printed.str.contains(_ZEROS)
    if not statements.select(fits.any()).item():
        return statements
    figures = (pl.col("given") == "figure").fill_null(value=False)
    whole = (fits | ~figures).all().over(_COLUMN) & (fits.sum().over(_COLUMN) >= FEW) & fits
    told = pl.concat_str("how", pl.lit("decimals that are 0 left out"), separator="; ", ignore_nulls=True)
    return statements.with_columns(
        pl.when(whole).then(printed.str.extract(_ZEROS, 1).cast(pl.Decimal(24, 6))).otherwise("number").alias("number"),
        pl.when(whole).then(told).otherwise("how").alias("how"),
    )


def check_columns(
    statements: pl.DataFrame, again: Callable[[pl.DataFrame, Numbers], pl.DataFrame], file: ElectionFile
) -> None:
    """Refuse a source of which whole columns cannot be read: not its figures are wrong then, but how they are declared.

    Args:
        statements: with `number` and `text`, both null where a value cannot be read.
        again: reads statements as if their source wrote numbers otherwise.
        file: what `election.yml` says.

    Raises:
        InputError: at least three figures of a column cannot be read, and those are most of it, or another way of
            writing numbers would read all of it. Every such column is named, with three examples.
    """
    needed = statements.select(*_COLUMN, "number", "text", "given")
    counted = needed.group_by(_COLUMN, maintain_order=True).agg(bad=UNREAD.sum(), all=pl.len())
    suspect = counted.filter(pl.col("bad") >= FEW)
    told, empty = [], True
    wrong: dict[tuple[str, str], list[tuple[pl.DataFrame, Numbers | None]]] = {}
    for row in suspect.iter_rows(named=True):
        column = statements.filter(*(pl.col(name).eq_missing(row[name]) for name in _COLUMN))
        written = column["written"][0]
        source = file.election.sources[row["source_id"]].numbers
        declared = source if written is None else Numbers.model_validate_json(written)
        better = _better(column, declared, again)
        if 2 * row["bad"] <= row["all"] and better is None:
            continue
        bad = column.filter(UNREAD)
        examples = ", ".join(
            f"{'empty' if value is None else repr(value)} ({at.lstrip(':!')})"
            for value, at in bad.head(3).select("value", "stands").rows()
        )
        kind = _KINDS.get(file.election.measures[row["measure"]].kind, "a value")
        place = file.in_source(row["path"] + bad["stands"][0])
        told.append((place, f"{row['bad']} of {row['all']} figures are not {kind} ({row['measure']}): {examples}"))
        wrong.setdefault((row["source_id"], declared.model_dump_json()), []).append((column, better))
        empty = empty and bad["value"].is_null().all()
    if not told:
        return
    cures = sorted(
        {cure for (of, how), columns in wrong.items() for cure in _cures(statements, of, how, columns, again)}
    )
    if cures:
        cure = f"The source seems to write numbers otherwise: declare {', '.join(cures)}."
    elif empty:
        cure = 'If an empty cell means that there is nothing to say, declare `missing: [""]` of the source.'
    else:
        unread = statements.filter(UNREAD)["value"].drop_nulls()
        cure = _meaning(unread) or (
            "How a source writes numbers stands under numbers: and missing:; or the column is of something else."
        )
    more = [": ".join(one) for one in told[1:]]
    raise InputError(told[0][0], "\n  ".join([told[0][1], *more]), cure)


def _meaning(values: pl.Series) -> str:
    """What only those can say who know the source: what brackets mean, and words behind figures."""
    if values.str.contains(r"^\s*\(\s*[+-]?\d[^()]*\)\s*$").any():
        return "Say what the brackets mean: numbers: {brackets: negative}, or nothing."
    words = values.str.extract(r"\d\s*(\p{L}{2,}\.?)\s*$").drop_nulls()
    if words.len():
        word = words.mode().sort()[0]
        return f'If the word multiplies the figure, say by what: numbers: {{scale: {{"{word}": 1000}}}}.'
    return ""


def _cures(
    statements: pl.DataFrame,
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
    beside = statements.filter(pl.col("source_id") == source, pl.col("number").is_not_null())
    return [_declared(better, beside, again) for better in found]


def with_hidden_shown(statements: pl.DataFrame, file: ElectionFile) -> pl.DataFrame:
    """The statements; of values with hidden characters that cannot be read `misread` shows these."""
    bad = UNREAD & pl.col("misread").is_null() & pl.col("value").str.contains(ODD)
    needed = statements.select("measure", "value", "number", "text", "given", "misread")
    values = needed.filter(bad).select("measure", "value").unique()
    if values.is_empty():
        return statements
    kinds = {name: _KINDS.get(measure.kind, "a value") for name, measure in file.election.measures.items()}
    told = [f"“{shown(value)}” is not {kinds[measure]}" for measure, value in values.iter_rows()]
    said = statements.join(
        values.with_columns(pl.Series("_told", told, pl.String)),
        on=["measure", "value"],
        how="left",
        maintain_order="left",
    )
    return said.with_columns(pl.coalesce("misread", pl.when(bad).then("_told")).alias("misread")).drop("_told")


def _better(
    column: pl.DataFrame, declared: Numbers, again: Callable[[pl.DataFrame, Numbers], pl.DataFrame]
) -> Numbers | None:
    """The way of writing numbers that reads every figure of a column, if one does; with as little more as may be."""
    bad = column.filter(UNREAD).unique("value", maintain_order=True)
    found = marks_in(bad["value"])
    marks = [declared.marks] + ([(*declared.marks, *found)] if found else [])
    for groups, some in product(dict.fromkeys([declared.groups, "thousands", "lakh"]), marks):
        for decimal, thousands in product(_ways(declared.decimal, DECIMALS), _ways(declared.thousands, THOUSANDS)):
            more = {"thousands": thousands, "decimal": decimal, "marks": some, "groups": groups}
            other = declared.model_copy(update=more)
            if other == declared or thousands == decimal or again(bad, other).filter(UNREAD).height:
                continue
            if not again(column, other).filter(UNREAD).height:
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
