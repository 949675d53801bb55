"""Ids that have another form: told once, and not as rows that are gone and others that are new."""

from graphlib import CycleError, TopologicalSorter
from typing import Any

import polars as pl

Schema = dict[str, Any]
Change = dict[str, Any]
_OLD, _NEW, _ITSELF = "_id_was", "_id_is", "\0"
_SUBJECT = "subject"
"""The field of a finding that has the ids of what it is about, divided by spaces."""


class Ids:
    """What the ids of the earlier release are called in the later one.

    An id belongs to the table whose key it ends and that others refer to (`contests.contest_id`). Two rows of that
    table are one under another id where they agree in every other field that both releases have, and no others do.

    Attributes:
        told: the changes, as `diff.json` has them under `schema`.
    """

    def __init__(self, schemas: dict[str, Schema]) -> None:
        """Know which table an id belongs to.

        Args:
            schemas: by table, the Table Schema of the later release.
        """
        self.told: list[Change] = []
        self._schemas = schemas
        self._maps: dict[str, pl.DataFrame] = {}
        self._home = {name: own for name in schemas if (own := self._own(name))}

    def order(self) -> list[str]:
        """The tables, those that others refer to first."""
        needs = {name: {there for _, there, _ in self._links(name)} | self._called(name) for name in self._schemas}
        needs = {name: (wanted - {name}) & set(self._schemas) for name, wanted in needs.items()}
        try:
            return list(TopologicalSorter(needs).static_order())
        except CycleError:
            return list(self._schemas)

    def renamed(self, name: str, before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
        """The earlier rows of a table with the ids of the later release; those tables that it refers to come first."""
        before = self._referred(name, before)
        own = self._home.get(name)
        key = self._schemas[name]["primaryKey"]
        if own is None or not {own} <= set(before.columns) & set(after.columns):
            return before
        known = [c for c in key if c in before.columns]
        gone, fresh = (
            one.join(other, on=known, how="anti", nulls_equal=True) for one, other in ((before, after), (after, before))
        )
        within = [c for c in known if c != own]
        pairs = _paired(gone, fresh, within, own)
        if pairs.is_empty():
            return before
        kept = before.height > gone.height
        if form := None if kept else _form(pairs, within, own):
            pairs = gone.select(*within, pl.col(own).alias(_OLD), form[1].alias(_NEW))
        self.told += _told(name, own, pairs, before, form[0] if form else None)
        self._maps[name] = pairs
        return _mapped(before, pairs, {field: field for field in self._fields(name)})

    def keys(self, statements: pl.DataFrame, old: dict[str, Schema], names: dict[str, dict[str, str]]) -> pl.DataFrame:
        """Statements whose `table_key` has the ids, and the order, of the later release.

        Args:
            statements: those of the earlier release.
            old: by table, the Table Schema of the earlier release.
            names: by table, fields that have another name.
        """
        if not self._maps or not {"table_name", "table_key"} <= set(statements.columns):
            return statements
        done = statements.with_row_index("_at")
        parts: list[pl.DataFrame] = []
        for table, rows in done.filter(pl.col("table_key").is_not_null()).group_by("table_name"):
            name = str(table[0])
            if name not in old or name not in self._schemas:
                continue
            key = [names.get(name, {}).get(part, part) for part in old[name]["primaryKey"]]
            now = self._schemas[name]["primaryKey"]
            split = rows.select("_at", pl.col("table_key").str.split(" ").alias("_parts"))
            split = split.filter(pl.col("_parts").list.len() == len(key))
            frame = split.with_columns(pl.col("_parts").list.get(n).alias(part) for n, part in enumerate(key))
            frame = self._referred(name, frame)
            if (pairs := self._maps.get(name)) is not None:
                frame = _mapped(frame, pairs, {field: field for field in self._fields(name)})
            order = now if set(now) == set(key) else key
            parts.append(frame.select("_at", pl.concat_str(*order, separator=" ").alias("_key")))
        if not parts:
            return statements
        joined = done.join(pl.concat(parts), on="_at", how="left", maintain_order="left")
        return joined.with_columns(pl.coalesce("_key", "table_key").alias("table_key")).drop("_at", "_key")

    def _own(self, name: str) -> str | None:
        """The field that makes ids of this table, where other tables have it."""
        lent = {field for fields, there, _ in self._links(name) if there != name for field in fields}
        own = [field for field in self._schemas[name]["primaryKey"] if field not in lent]
        if len(own) != 1:
            return None
        asked = any(
            there == name and own[0] in fields for other in self._schemas for _, there, fields in self._links(other)
        )
        return own[0] if asked else None

    def _fields(self, name: str) -> list[str]:
        """What tells the ids of a table apart, the id the last."""
        return [*(c for c in self._maps[name].columns if c not in (_OLD, _NEW)), self._home[name]]

    def _called(self, name: str) -> set[str]:
        """The tables whose whole key is among the fields of a table, by name."""
        fields = {field["name"] for field in self._schemas[name]["fields"]}
        return {there for there in self._home if there != name and set(self._schemas[there]["primaryKey"]) <= fields}

    def _links(self, name: str) -> list[tuple[list[str], str, list[str]]]:
        keys = self._schemas[name].get("foreignKeys", [])
        return [(key["fields"], key["reference"]["resource"] or name, key["reference"]["fields"]) for key in keys]

    def _referred(self, name: str, frame: pl.DataFrame) -> pl.DataFrame:
        """Rows with the later ids of other tables: by foreign keys, and where fields are called as there."""
        for there, pairs in self._maps.items():
            if there == name:
                continue
            fields = self._fields(there)
            ways = {tuple(fields): {f: f for f in fields}}
            for here, home, theirs in self._links(name):
                if home == there and set(theirs) == set(fields):
                    names = dict(zip(theirs, here, strict=True))
                    ways[tuple(names[f] for f in fields)] = {f: names[f] for f in fields}
            for way in ways.values():
                if set(way.values()) <= set(frame.columns):
                    frame = _mapped(frame, pairs, way)
        return frame


def _mapped(frame: pl.DataFrame, pairs: pl.DataFrame, way: dict[str, str]) -> pl.DataFrame:
    """Rows with another id where `pairs` has one; `way`: field of the home table -> field here, the id the last."""
    *within, own = way
    theirs = [*within, _OLD]
    here = [*(way[c] for c in within), way[own]]
    joined = frame.join(pairs, left_on=here, right_on=theirs, how="left", maintain_order="left")
    if _SUBJECT in frame.columns and way[own] != _SUBJECT:
        joined = _in_words(joined, way[own])
    return joined.with_columns(pl.coalesce(_NEW, way[own]).alias(way[own])).select(frame.columns)


def _in_words(joined: pl.DataFrame, own: str) -> pl.DataFrame:
    """Rows whose subject, ids divided by spaces, has the later id, too."""
    named = joined.with_row_index("_at").filter(pl.col(_NEW).is_not_null() & pl.col(_SUBJECT).is_not_null())
    words = named.select("_at", own, _NEW, pl.col(_SUBJECT).str.split(" ").alias("_word")).explode("_word")
    words = words.with_columns(pl.when(pl.col("_word") == pl.col(own)).then(_NEW).otherwise("_word").alias("_word"))
    texts = words.group_by("_at").agg(pl.col("_word").str.join(" ").alias("_said"))
    told = joined.with_row_index("_at").join(texts, on="_at", how="left", maintain_order="left")
    return told.with_columns(pl.coalesce("_said", _SUBJECT).alias(_SUBJECT)).drop("_at", "_said")


def _paired(gone: pl.DataFrame, fresh: pl.DataFrame, within: list[str], own: str) -> pl.DataFrame:
    """Rows that agree in all but the id, and in what repeats it: (within…, was, is)."""
    shared = [c for c in fresh.columns if c in gone.columns and c != own]
    if not set(shared) - set(within):
        return pl.DataFrame()
    for fields in (shared, [c for c in shared if c != "locator"]):
        sides = [
            side.select(
                pl.col(own).alias(name),
                *(
                    pl.when((pl.col(c) == pl.col(own)) & (c not in within)).then(pl.lit(_ITSELF)).otherwise(c).alias(c)
                    for c in fields
                ),
            ).filter(pl.struct(fields).is_unique())
            for side, name in ((gone, _OLD), (fresh, _NEW))
        ]
        pairs = sides[0].join(sides[1], on=fields, nulls_equal=True).select(*within, _OLD, _NEW)
        if not pairs.is_empty():
            return pairs
    return pairs


def _form(pairs: pl.DataFrame, within: list[str], own: str) -> tuple[str, pl.Expr] | None:
    """How all later ids follow from the earlier ones: in words, and as an expression over the earlier rows."""
    if pairs.height < _SEVERAL or not pairs.select(pl.col(_NEW).str.ends_with(pl.col(_OLD)).all()).item():
        return None
    heads = pairs.select(
        *within,
        pl.col(_NEW)
        .str.head(pl.col(_NEW).str.len_chars().cast(pl.Int64) - pl.col(_OLD).str.len_chars())
        .alias("_head"),
    )
    for part in (*reversed(within), None):
        column = pl.lit("") if part is None else pl.col(part)
        rest = heads.select(
            pl.when(pl.col("_head").str.starts_with(column))
            .then(pl.col("_head").str.slice(column.str.len_chars()))
            .alias("_rest")
        )["_rest"]
        if rest.null_count() == 0 and rest.n_unique() == 1:
            said = ("" if part is None else f"{{{part}}}") + rest[0] + f"{{{own}}}"
            return said, pl.concat_str(column, pl.lit(rest[0]), pl.col(own))
    return None


_SEVERAL = 2
"""Ids that must have the same form before it is told instead of them."""


def _told(name: str, own: str, pairs: pl.DataFrame, before: pl.DataFrame, form: str | None) -> list[Change]:
    """The ids that have another form: one line for all, or one for each, with where it is so if not everywhere."""
    said = {"resource": name, "field": own, "change": "ids"}
    if form is not None:
        return [{**said, "from": f"{{{own}}}", "to": form, "rows": pairs.height, "level": "major"}]
    within = [c for c in pairs.columns if c not in (_OLD, _NEW)]
    changes = []
    for (was, is_), rows in pairs.group_by(_OLD, _NEW, maintain_order=True):
        change = {**said, "from": was, "to": is_, "rows": rows.height}
        if before.filter(pl.col(own) == was).height > rows.height:
            change["where"] = rows.select(within).sort(within).rows(named=True)
        changes.append({**change, "level": "patch"})
    return sorted(changes, key=lambda change: (change["from"], change["to"]))
