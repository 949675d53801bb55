"""What changed in the rows of a table."""

from dataclasses import dataclass, field
from typing import Any

import polars as pl

from numerim.publish.difference.moves import Moves

_PLACED = ("says", "operands", "locators", "hints", "note", "reason", "fate")
"""Fields whose text may name locators, or that follow from the order of the lines."""

Change = dict[str, Any]


@dataclass(frozen=True)
class Changes:
    """What changed in a table.

    Attributes:
        key: the fields by which rows were compared; empty where they could not be.
        added: rows that are new, whole.
        removed: rows that are gone, whole, with the locators that they had.
        changed: the key, the field, the old and the new value; as `_places` where the row's figure stood and stands.
        moved: the key, and where its figure stood and stands, or the fields that name places.
    """

    key: list[str]
    added: pl.DataFrame
    removed: pl.DataFrame
    changed: list[Change] = field(default_factory=list)
    moved: list[Change] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.added.height or self.removed.height or self.changed or self.moved or not self.key)


def compared(before: pl.DataFrame, after: pl.DataFrame, key: list[str], moves: Moves) -> Changes:
    """Compare the rows of two releases of a table.

    Args:
        before: its rows in the earlier release, as text.
        after: its rows in the later one.
        key: the fields of its key that both have.
        moves: where statements stand now.

    Returns:
        The changes. Without a `key` where those fields do not tell rows apart.
    """
    if not key or _twice(before, key) or _twice(after, key):
        return Changes([], after.clear(), before.clear())
    followed = moves.followed(before)
    if "locator" in key and _twice(followed, key):
        followed = before.with_columns(pl.col("locator").alias("_stood"))  # two cells were made one
    removed = followed.join(after, on=key, how="anti", nulls_equal=True)
    added = after.join(followed, on=key, how="anti", nulls_equal=True)
    both = followed.join(after, on=key, how="inner", nulls_equal=True, suffix="_new")
    if "_stood" in removed.columns:
        removed = removed.with_columns(pl.col("_stood").alias("locator")).drop("_stood")
    changed, moved = _fields(both, key, [c for c in after.columns if c in before.columns and c not in key], moves)
    return Changes(
        key,
        added.sort(key),
        removed.sort(key),
        sorted(changed, key=_order),
        sorted([*moved, *_moved(both, key)], key=_order),
    )


def _twice(frame: pl.DataFrame, key: list[str]) -> bool:
    return bool(frame.height and frame.select(pl.struct(key).is_duplicated().any()).item())


def _order(change: Change) -> tuple[list[str], str]:
    return [str(value) for value in change["key"].values()], change.get("field", "")


def _fields(both: pl.DataFrame, key: list[str], fields: list[str], moves: Moves) -> tuple[list[Change], list[Change]]:
    """The values that changed, and rows in which only the places did that a text names."""
    changed: list[Change] = []
    moved: dict[tuple[Any, ...], Change] = {}
    has = {name: name in both.columns for name in ("source_id", "source_id_new", "_stood", "locator_new")}
    old, new = (
        pl.concat_str(pl.col(source), pl.lit("|"), pl.col(locator))
        if has.get("_stood") and "source_id" in both.columns
        else pl.lit(None, pl.String)
        for source, locator in (
            ("source_id", "_stood"),
            (
                "source_id_new" if has["source_id_new"] else "source_id",
                "locator_new" if has["locator_new"] else "locator",
            ),
        )
    )
    for name in fields:
        if name == "locator":
            continue
        differs = both.filter(pl.col(name).ne_missing(pl.col(f"{name}_new")))
        values = (pl.col(name).alias("_old"), pl.col(f"{name}_new").alias("_now"))
        for row in differs.select(*key, *values, old.alias("_from"), new.alias("_to")).iter_rows(named=True):
            found: Change = {"key": {part: row[part] for part in key}}
            if name in _PLACED and moves.says_the_same(name, row["_old"], row["_now"]):
                place = moved.setdefault(tuple(found["key"].values()), found | {"fields": {}})
                place["fields"][name] = {"from": row["_old"], "to": row["_now"]}
            else:
                places = [place for place in (row["_to"], row["_from"]) if place]
                changed.append(found | {"field": name, "from": row["_old"], "to": row["_now"], "_places": places})
    return changed, list(moved.values())


def _moved(both: pl.DataFrame, key: list[str]) -> list[Change]:
    """Rows whose figure stands elsewhere."""
    if "_stood" not in both.columns:
        return []
    now = "locator_new" if "locator_new" in both.columns else "locator"
    rows = both.filter(pl.col("_stood").ne_missing(pl.col(now))).select(*key, "_stood", pl.col(now).alias("_stands"))
    return [
        {"key": {part: row[part] for part in key}, "from": row["_stood"], "to": row["_stands"]}
        for row in rows.iter_rows(named=True)
    ]
