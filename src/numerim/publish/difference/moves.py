"""Where statements stand now: a row of a raw file was moved, or others were put before it."""

import json
import re
from collections.abc import Collection
from typing import Any

import polars as pl

from numerim.locator import each_apart, parts

_WORD = re.compile(r"[^\s|\"',;()]+")
_JUDGED = ("locator", "fate", "rules", "held_by", "slip_unseen", "note")
"""Columns of a statement that are not what it says."""
_ABOUT = ("election_id", "source_id", "_file", "measure", "table_name", "table_key", "said_by")
"""What a statement is about, whatever it says of it."""


class Moves:
    """Where the statements of the earlier release stand in the later one."""

    def __init__(self, before: pl.DataFrame, after: pl.DataFrame, files: Collection[str] = ()) -> None:
        """Pair statements: those that stay, those that say the same elsewhere, and those about the same thing.

        Args:
            before: the statements of the earlier release, as text.
            after: those of the later one.
            files: the files that have other bytes.
        """
        self._files = set(files)
        self._places: dict[str, str] = {}
        self._lines: dict[str, str] = {}
        if not {"locator", "measure"} <= set(before.columns) & set(after.columns) or not self._files:
            self._taken: set[str] = set()
            self._stated: set[str] = set()
            return
        self._stated = set(before["locator"])
        left, open_ = (_placed(frame).filter(pl.col("_file").is_in(self._files)) for frame in (before, after))
        shared = [c for c in after.columns if c in before.columns]
        said = [c for c in shared if c not in _JUDGED]
        about = [c for c in _ABOUT if c in left.columns and c in open_.columns]
        paired: list[pl.DataFrame] = []
        for on in ([*said, "locator"], [*about, "locator"], said, about):
            known = pl.col("table_key").is_not_null() if on is about and "table_key" in about else pl.lit(value=True)
            found = _paired(left.filter(known), open_.filter(known), on)
            paired.append(found.select("locator", "locator_new"))
            left = left.filter(~pl.col("_row").is_in(found["_row"].implode()))
            open_ = open_.filter(~pl.col("_row").is_in(found["_row_new"].implode()))
        pairs = pl.concat(paired)
        self._places = dict(pairs.unique("locator", keep="first", maintain_order=True).rows())
        self._lines = _lines(pairs)
        free = set(open_["locator"]) - set(self._places.values())
        for place in left["locator"]:  # it says something else now, in a line whose other cells moved to one line
            if place not in self._places and self._along(place) in free:
                self._places[place] = self._along(place)
        self._places = {old: new for old, new in self._places.items() if old != new}
        self._taken = set(self._places.values()) - self._places.keys()

    def followed(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Rows of the earlier release with the locators that their statements have now; the old ones as `_stood`.

        A row whose statement is gone, and in whose place another stands now, gets a locator that none has. A cell that
        states nothing goes with its line.
        """
        if "locator" not in frame.columns:
            return frame
        stays = pl.when(pl.col("locator").is_in(self._taken)).then(pl.lit("gone from ") + pl.col("locator"))
        named = {place: self._along(place) for place in frame["locator"].unique() if self._is_named(place)}
        places = {**named, **self._places}
        return frame.with_columns(
            pl.when(pl.col("locator").is_in(places.keys()))
            .then(pl.col("locator").replace(places))
            .otherwise(stays.otherwise("locator")),
            pl.col("locator").alias("_stood"),
        )

    def says_the_same(self, field: str, old: str | None, new: str | None) -> bool:
        """Whether two texts differ only in the lines of files that have other bytes.

        Lines are not followed one by one: of a cell that only names somebody no statement says where it stands now.
        The order of a list of locators, and of lists in JSON, follows from the lines and tells nothing, nor does which
        of several statements that agree is the published one.
        """
        if old is None or new is None or not self._files:
            return old == new
        if field == "fate" and {old, new} == {"published", "agrees"}:
            return True
        then, now = (_WORD.sub(self._cell, text) for text in (old, new))
        if field == "locators":
            return sorted(then.split()) == sorted(now.split())
        if field in ("operands", "hints"):
            return bool(_sorted(json.loads(then)) == _sorted(json.loads(now)))
        return then == now

    def _cell(self, found: re.Match[str]) -> str:
        place = parts(found[0])
        return f"{place.path}.{place.cell}" if place and place.cell and place.named in self._files else found[0]

    def _is_named(self, place: str) -> bool:
        """Whether a place is of a cell that states nothing itself, such as a name, in a line that stands elsewhere."""
        return place not in self._stated and self._along(place) != place

    def _along(self, place: str) -> str:
        found = parts(place)
        if found is None or found.row not in self._lines:
            return place
        return found.in_row(self._lines[found.row])


def _placed(statements: pl.DataFrame) -> pl.DataFrame:
    """Statements with file, line and cell as columns, in the order in which they stand."""
    each = statements.select("locator").unique(maintain_order=True)
    apart = each_apart(each["locator"])
    columns = {"named": "_file", "path": "_of", "line": "_line", "number": "_cell"}
    named = each.with_columns(apart.select(pl.col(name).alias(column) for name, column in columns.items()))
    placed = statements.join(named, on="locator", how="left", maintain_order="left")
    return placed.sort("_of", "_line", "_cell", "measure", maintain_order=True).drop("_of").with_row_index("_row")


def _paired(left: pl.DataFrame, right: pl.DataFrame, on: list[str]) -> pl.DataFrame:
    """Rows that have the same values, the first with the first, the second with the second."""
    turn = pl.int_range(pl.len()).over(on).alias("_turn")
    sides = [frame.with_columns(pl.col("locator").alias("_at"), turn) for frame in (left, right)]
    found = sides[0].join(sides[1], on=[*on, "_turn"], nulls_equal=True, suffix="_new", maintain_order="left")
    return found.select("_row", "_row_new", pl.col("_at").alias("locator"), pl.col("_at_new").alias("locator_new"))


def _lines(pairs: pl.DataFrame) -> dict[str, str]:
    """The line that most cells of a line stand in now: line -> line.

    Args:
        pairs: where cells stood (`locator`) and stand (`locator_new`).
    """
    then, now = (each_apart(pairs[name]) for name in ("locator", "locator_new"))
    rows = pl.DataFrame({"then": then["row"], "now": now["row"]}).filter(then["cell"] == now["cell"])
    counted = rows.group_by("then", "now", maintain_order=True).len().sort("len", descending=True, maintain_order=True)
    return dict(counted.unique("then", keep="first", maintain_order=True).select("then", "now").rows())


def _sorted(value: Any) -> Any:
    """JSON in which the order of lists does not count."""
    if isinstance(value, dict):
        return {key: _sorted(item) for key, item in value.items()}
    if isinstance(value, list):
        return sorted((_sorted(item) for item in value), key=lambda item: json.dumps(item, sort_keys=True))
    return value
