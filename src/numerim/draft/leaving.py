"""Rows of a table that are no votes and no ballots: shares beneath counts, and others counted once more."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy
import polars as pl

from numerim.draft.described import Column, Described
from numerim.draft.others import may_be_of_others
from numerim.draft.stems import folded
from numerim.draft.words import SELECTIONS, meaning_of
from numerim.read.rawtable import RawTable

_NEAR = 1.5
"""By so many per cent shares may miss 100."""
_NO_COUNTS = ("turnout", "share", "ignore")
_LABELS = 200
"""So many rows has a table of labels at most."""


def shares_beneath(table: RawTable, reference: Path) -> dict[str, list[str]]:
    """Rows of percentages that stand beneath counts: `Turnout | 62.3 %`, where no other cell of the column is one.

    Args:
        table: the table.
        reference: where the seeds are.

    Returns:
        The column of labels -> what stands there in such rows; empty where there are none.
    """
    names = table.rows.columns
    if not 2 < table.rows.height <= _LABELS or len(names) < 2:
        return {}
    first = names[0]
    cells = [(table.rows[name].struct.field("text").fill_null("").str.strip_chars()).to_list() for name in names]
    left = []
    for i, label in enumerate(cells[0]):
        there = [column[i] for column in cells[1:] if column[i]]
        one = meaning_of(re.sub(r"\(.*?\)|[%:]", " ", label), reference) if there and _are_shares(there) else None
        if one and one.role in _NO_COUNTS:
            left.append(label)
    left = left or _under_each(cells)
    beneath = [
        column
        for column in cells[1:]
        if any(text and not _is_percent(text) and any(c.isdigit() for c in text) for text in column)
    ]
    return {first: left} if left and beneath and len({*left}) < len(cells[0]) - 1 else {}


def names_again(table: RawTable) -> dict[str, list[str]]:
    """The first of rows that are lists, where the names of columns stand in it.

    Returns:
        A column -> its name; empty where the first row is one as others.
    """
    rows = table.rows.head(1)
    own = {name: name.rpartition("/")[2] for name in rows.columns}
    texts = {name: rows[name].struct.field("text").to_list() for name in own}
    again = [name for name, last in own.items() if texts[name] == [last]]
    return {again[0]: [own[again[0]]]} if len(again) > 1 and 2 * len(again) > len(own) else {}


def _is_percent(text: str) -> bool:
    return bool(re.fullmatch(r"[-+]?\d{1,3}([.,]\d+)?\s*[%٪]|[%٪]\s*\d{1,3}([.,]\d+)?|\d{1,2}[.,]\d{1,3}", text))


def _are_shares(texts: Sequence[str]) -> bool:
    """Whether all texts are percentages, and one at least is nothing else: `1.234` may be a count."""
    return all(map(_is_percent, texts)) and any("%" in text or "٪" in text or not _is_count(text) for text in texts)


def _under_each(cells: Sequence[Sequence[str]]) -> list[str]:
    """What stands, if anything, in the first cell of rows of shares of which one lies beneath each row of counts.

    Args:
        cells: the texts of each column, the first that of labels.
    """
    labels = cells[0]
    again = Counter(labels).most_common(1)[0][0]
    under = [i for i, label in enumerate(labels) if label == again]
    if len(under) < _SEVERAL or under != list(range(1, len(labels), 2)):
        return []
    rows = [[text for column in cells[1:] if (text := column[i])] for i in under]
    above = [[text for column in cells[1:] if (text := column[i])] for i in range(0, len(labels), 2)]
    are_shares = all(map(_are_shares, rows))
    has_counts = all(sum(map(_is_count, row)) >= _COUNTS for row in above)
    return [again] if are_shares and has_counts and again not in labels[::2] else []


_SEVERAL, _COUNTS = 3, 2
"""So many rows of shares, and so many counts in each row above them, tell that shares stand beneath counts."""


def _is_count(text: str) -> bool:
    return bool(re.fullmatch(r"\d{1,3}([.,' \u00a0\u202f]\d{3})*|\d+", text))


def others_again(said: Described) -> dict[str, list[str]]:
    """The row that counts again those who are named beside it: without it shares make 100, with it they do not.

    Args:
        said: a table in which each row is of one who is voted for.

    Returns:
        The column of these -> what stands there in such rows; empty where there is none.
    """
    who = next((column for role in SELECTIONS if (column := said.of(role))), None)
    if who is None or (said.of("share") is None and said.of("valid") is None):
        return {}
    for value in said.cells.values(who.name):
        if may_be_of_others(folded(value)) and _is_more(said, who, value):
            return {who.name: [value]}
    return {}


def _is_more(said: Described, who: Column, value: str) -> bool:
    """Whether in all units but one what a row has is more than what is missing to 100, or to the valid votes."""
    cells, rows = said.cells, [not total for total in said.is_total]
    keys = [cells.texts[c.name] for role in ("within", "unit", "office", "round") if (c := said.of(role))]
    frame = pl.DataFrame({"of": cells.texts[who.name], **{f"k{i}": key for i, key in enumerate(keys)}})
    for measure in ("share", "votes"):
        column, valid = said.of(measure), said.of("valid")
        if column is None or (measure == "votes" and valid is None):
            continue
        figures = numpy.nan_to_num(cells.figures[:, cells.number(column.name)])
        whole = (
            cells.figures[:, cells.number(valid.name)]
            if measure == "votes" and valid
            else numpy.full(len(figures), 100.0)
        )
        some = frame.with_columns(v=pl.Series(figures), w=pl.Series(whole)).filter(
            pl.Series(rows) & ~pl.col("of").is_in([word for word in who.words if word != value])
        )
        told = some.group_by([f"k{i}" for i in range(len(keys))] or [pl.lit(0).alias("k")]).agg(
            pl.col("v").filter(pl.col("of") != value).sum().alias("without"),
            pl.col("v").sum().alias("all"),
            pl.col("w").max(),
        )
        told = told.filter((pl.col("all") > pl.col("without")) & pl.col("w").is_not_nan())
        near = _NEAR if measure == "share" else 0.5
        fits = told.filter(((pl.col("without") - pl.col("w")).abs() <= near) & ((pl.col("all") - pl.col("w")) > near))
        if fits.height and fits.height >= max(1, told.height - 1):
            return True
    return False


def both(*several: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Column -> all that stands there in rows that are not read, as several say it."""
    found: dict[str, list[str]] = {}
    for rows in several:
        for name, texts in rows.items():
            found[name] = list(dict.fromkeys([*found.get(name, ()), *texts]))
    return found


def without(table: RawTable, rows: Mapping[str, Sequence[str]]) -> RawTable:
    """A table without some of its rows."""
    from dataclasses import replace

    for name, texts in rows.items():
        stays = ~pl.col(name).struct.field("text").fill_null("").str.strip_chars().is_in(list(texts))
        table = replace(table, rows=table.rows.filter(stays))
    return table
