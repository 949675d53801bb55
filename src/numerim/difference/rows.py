"""What changed in the rows of a table."""

from dataclasses import dataclass, field
from typing import Any

import polars as pl

from numerim.difference.moves import Moves

_PLACED = ("says", "operands", "locators", "hints", "note", "told")
"""Fields whose text names locators."""


@dataclass(frozen=True)
class Changes:
    """What changed in a table.

    Attributes:
        key: the fields by which rows were compared; empty where they could not be.
        added: rows that are new, whole.
        removed: rows that are gone, whole, with the locators that they had.
        changed: the key, the field, the old and the new value, and as `_at` the source and locator that the row has.
        moved: the key, and where its figure stood and stands.
    """

    key: list[str]
    added: pl.DataFrame
    removed: pl.DataFrame
    changed: list[dict[str, Any]] = field(default_factory=list)
    moved: list[dict[str, Any]] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.added.height or self.removed.height or self.changed or self.moved or not self.key)


def compared(name: str, before: pl.DataFrame, after: pl.DataFrame, key: list[str], moves: Moves) -> Changes:
    """Compare the rows of two releases of a table.

    Args:
        name: the table.
        before: its rows in the earlier release, as text.
        after: its rows in the later one.
        key: the fields of its key that both have.
        moves: where statements stand now.

    Returns:
        The changes. Without a `key` where those fields do not tell rows apart.
    """
    if not key or any(
        side.select(pl.struct(key).is_duplicated().any()).item() for side in (before, after) if side.height
    ):
        return Changes([], after.clear(), before.clear())
    followed = moves.followed(before)
    if "locator" in key and followed.height and followed.select(pl.struct(key).is_duplicated().any()).item():
        followed = before.with_columns(pl.col("locator").alias("_stood"))  # two cells were made one
    removed = followed.join(after, on=key, how="anti", nulls_equal=True)
    added = after.join(followed, on=key, how="anti", nulls_equal=True)
    both = followed.join(after, on=key, how="inner", nulls_equal=True, suffix="_new")
    changed, moved = _fields(both, key, [c for c in after.columns if c in before.columns and c not in key], moves)
    if "_stood" in both.columns:
        moved |= _moved(both, key)
    if "_stood" in removed.columns:
        removed = removed.with_columns(pl.col("_stood").alias("locator")).drop("_stood")
    places = sorted(moved.values(), key=_order)
    return Changes(key, added.sort(key), removed.sort(key), sorted(changed, key=_order), places)


def _order(change: dict[str, Any]) -> tuple[list[str], str]:
    return [str(value) for value in change["key"].values()], change.get("field", "")


def _fields(
    both: pl.DataFrame, key: list[str], fields: list[str], moves: Moves
) -> tuple[list[dict[str, Any]], dict[tuple[Any, ...], dict[str, Any]]]:
    changed: list[dict[str, Any]] = []
    moved: dict[tuple[Any, ...], dict[str, Any]] = {}
    place = [c for c in ("source_id", "locator") if c in both.columns]
    at = [f"{c}_new" if f"{c}_new" in both.columns else c for c in place]
    for name in fields:
        differs = both.filter(pl.col(name).ne_missing(pl.col(f"{name}_new")))
        for row in differs.select(
            *key,
            pl.col(name).alias("_old"),
            pl.col(f"{name}_new").alias("_now"),
            *(pl.col(c).alias(f"_{p}") for p, c in zip(place, at, strict=True)),
        ).iter_rows(named=True):
            found = {"key": {part: row[part] for part in key}}
            if name == "locator":
                moved[tuple(found["key"].values())] = found | {"from": row["_old"], "to": row["_now"]}
            elif name in _PLACED and moves.says_the_same(row["_old"], row["_now"]):
                places = {"from": row["_old"], "to": row["_now"]} if name == "locators" else {}
                moved.setdefault(tuple(found["key"].values()), found).update(places)
            else:
                where = {p: row[f"_{p}"] for p in place}
                changed.append(found | {"field": name, "from": row["_old"], "to": row["_now"], "_at": where})
    return changed, moved


def _moved(both: pl.DataFrame, key: list[str]) -> dict[tuple[Any, ...], dict[str, Any]]:
    """Rows that `followed` found elsewhere."""
    now = "locator_new" if "locator_new" in both.columns else "locator"
    rows = both.filter(pl.col("_stood").ne_missing(pl.col(now))).select(*key, "_stood", pl.col(now).alias("_stands"))
    return {
        tuple(row[part] for part in key): {
            "key": {part: row[part] for part in key},
            "from": row["_stood"],
            "to": row["_stands"],
        }
        for row in rows.iter_rows(named=True)
    }
