"""What brought each change: a source, a correction, a finding, or another reading of the same."""

from collections.abc import Iterable
from typing import Any

import polars as pl

from numerim.locator import parts
from numerim.publish.difference.rows import Change, Changes

Cause = dict[str, Any]
Pairs = dict[str, tuple[pl.DataFrame, pl.DataFrame]]
_DECIDED = ("doubts", "rules", "fate", "source_id")
"""Fields that follow from findings, or from what these hold back."""


class Causes:
    """What may have brought changes, and what did.

    Attributes:
        used: the causes that a change was told to come from: id -> what it is.
    """

    def __init__(self, pairs: Pairs, changes: dict[str, Changes], old: dict[str, Any], new: dict[str, Any]) -> None:
        """Look for causes.

        Args:
            pairs: the rows of both releases by table.
            changes: what changed in them.
            old: the descriptor of the earlier release.
            new: that of the later one.
        """
        self.used: dict[str, Cause] = {}
        sources = changed_files(pairs)
        corrections = _corrections(pairs, changes.get("corrections"))
        findings = _findings(changes.get("findings"))
        reading, self._is_other = _reading(old, new)
        self._every = {**sources, **corrections, **findings, "reading": reading}
        self._raw = [*sources, *corrections]
        self._files = {f"{c['source_id']}|{c['path']}": name for name, c in sources.items()}
        self._cells = {f"{c['source_id']}|{c['locator']}": name for name, c in corrections.items()}
        self._lines = {_row_of(place): name for place, name in self._cells.items()}
        self._about, self._locators = _about(pairs, findings)
        self._held = _held(pairs)

    def told(self, name: str, changes: Changes) -> dict[str, Any]:
        """The changes of a table as `diff.json` has them, each with its causes."""
        if not changes.key:
            return {"compared": False}
        said: dict[str, Any] = {}
        for kind, rows in (("added", changes.added), ("removed", changes.removed)):
            if rows.height:
                said[kind] = [self._row(name, row, changes.key) for row in rows.iter_rows(named=True)]
        if changes.changed:
            said["changed"] = [self._value(name, dict(change)) for change in changes.changed]
        if changes.moved:
            said["moved"] = changes.moved
        return said

    def _row(self, name: str, row: dict[str, Any], key: list[str]) -> Change:
        values = {field: value for field, value in row.items() if value is not None and field not in key}
        places = [f"{row['source_id']}|{row['locator']}"] if row.get("source_id") and row.get("locator") else []
        because = list(self._of(places))
        if name == "sources":
            because = [self._files.get(f"{row['source_id']}|{row['path']}", "")]
        elif name == "findings":
            because = list(self._of(self._locators.get(row["finding_id"], ())))
        elif name == "finding_places":
            because += [cause for cause in (f"finding:{row['finding_id']}",) if cause in self._every]
        elif places and name not in ("statements", "corrections"):
            for place in self._held.get((name, " ".join(str(row[k]) for k in key)), ()):
                because += self._about.get(place, ())
        return {"key": {k: row[k] for k in key}, "values": values, "because": self._noted(because)}

    def _value(self, name: str, change: Change) -> Change:
        places = change.pop("_places")
        because = list(self._of(places))
        if name == "sources":
            because = [self._files.get(f"{change['key'].get('source_id')}|{change['key'].get('path')}", "")]
        elif name == "findings":
            because = list(self._of(self._locators.get(change["key"].get("finding_id"), ())))
        elif change["field"] in _DECIDED:
            codes = set((change["from"] or "").split()) ^ set((change["to"] or "").split())
            about = [cause for place in places for cause in self._about.get(place, ())]
            if change["field"] in ("doubts", "rules"):
                about = [c for c in about if c.removeprefix("finding:").partition("/")[0] in codes]
            because = about or because
        return change | {"because": self._noted(because)}

    def _of(self, places: Iterable[str]) -> Iterable[str]:
        """The corrections of cells, or of others in their line, and the files with other bytes that have them."""
        for place in places:
            found = self._cells.get(place) or (self._lines and self._lines.get(_row_of(place)))
            found = found or (self._files and self._files.get(_file_of(place)))
            if found:
                yield found

    def _noted(self, because: list[str]) -> list[str]:
        """The causes of a change, each once; where none is known, whatever was there to bring it."""
        told = [cause for cause in dict.fromkeys(because) if cause]
        if not told:
            told = [*self._raw, *(["reading"] if self._is_other or not self._raw else [])]
        for cause in told:
            self.used[cause] = self._every[cause]
        return told


def _row_of(place: str) -> str:
    """The row of a cell, both with their source: `article|r.csv:L3.C2` -> `article|r.csv:L3`."""
    source, _, locator = place.partition("|")
    found = parts(locator)
    return f"{source}|{found.row if found else locator}"


def _file_of(place: str) -> str:
    """The file of a cell, both with their source."""
    source, _, locator = place.partition("|")
    found = parts(locator)
    return f"{source}|{found.named if found else locator}"


def changed_files(pairs: Pairs) -> dict[str, Cause]:
    """Files of sources that are new, gone, or have other bytes: id -> cause."""
    if not _have(pairs, "sources", "source_id", "path", "sha256"):
        return {}
    then, now = (
        {(r["source_id"], r["path"]): r["sha256"] for r in frame.iter_rows(named=True)} for frame in pairs["sources"]
    )
    return {
        f"source:{source}/{path}": {
            "kind": "source",
            "source_id": source,
            "path": path,
            "from": then.get((source, path)),
            "to": now.get((source, path)),
        }
        for source, path in sorted(then.keys() | now.keys())
        if then.get((source, path)) != now.get((source, path))
    }


def _have(pairs: Pairs, table: str, *columns: str) -> bool:
    """Whether both releases have a table with these columns."""
    return table in pairs and all(set(columns) <= set(frame.columns) for frame in pairs[table])


def _reading(old: dict[str, Any], new: dict[str, Any]) -> tuple[Cause, bool]:
    """Another reading of the same, and whether another version of numerim did it."""
    told: Cause = {"kind": "reading", "of": "numerim, its reference data or election.yml"}
    made = [f"{said['name']} {said['version']}" if (said := side.get("generator")) else None for side in (old, new)]
    return (told | {"from": made[0], "to": made[1]}, True) if made[0] != made[1] else (told, False)


def _corrections(pairs: Pairs, changes: Changes | None) -> dict[str, Cause]:
    """Corrections that are declared, withdrawn, or say something else."""
    parts = ("source_id", "locator", "expect", "value", "reason")
    if not changes or not _have(pairs, "corrections", *parts):
        return {}
    found: dict[str, Cause] = {}
    for kind, rows in (("declared", changes.added), ("withdrawn", changes.removed)):
        for row in rows.iter_rows(named=True):
            found[_name(row)] = {"kind": "correction", "is": kind, **{k: row[k] for k in parts}}
    now = {_name(row): row for row in pairs["corrections"][1].iter_rows(named=True)}
    for change in changes.changed:
        name = _name(change["key"])
        cause = found.setdefault(name, {"kind": "correction", "is": "changed", **{k: now[name][k] for k in parts}})
        cause.setdefault("before", {})[change["field"]] = change["from"]
    return found


def _name(row: dict[str, Any]) -> str:
    return f"correction:{row['source_id']}/{row['locator']}"


def _findings(changes: Changes | None) -> dict[str, Cause]:
    """Findings that are new, gone, or of which something else was decided."""
    if not changes or "finding_id" not in changes.key:
        return {}
    found: dict[str, Cause] = {}
    for kind, rows in (("new", changes.added), ("gone", changes.removed)):
        for row in rows.iter_rows(named=True):
            cause = {"kind": "finding", "is": kind, "finding_id": row["finding_id"], "says": row.get("says")}
            found[f"finding:{row['finding_id']}"] = cause
    for change in changes.changed:
        if change["field"] in ("status", "severity"):
            finding = change["key"]["finding_id"]
            told = {"kind": "finding", "is": change["to"], "finding_id": finding}
            found.setdefault(f"finding:{finding}", told)
    return found


def _about(pairs: Pairs, changed: dict[str, Cause]) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Place (`source|locator`) -> the changed findings about it; and finding -> its places, the later ones first."""
    places: dict[str, list[str]] = {}
    locators: dict[str, list[str]] = {}
    for frame in reversed(_placed(pairs)):
        for finding, place in frame.unique(maintain_order=True).iter_rows():
            locators.setdefault(finding, []).append(place)
            if f"finding:{finding}" in changed:
                places.setdefault(place, []).append(f"finding:{finding}")
    return places, locators


def _placed(pairs: Pairs) -> list[pl.DataFrame]:
    """Of the earlier and the later release the findings and their places, a row each.

    Before 4.0 the places stood in one field of a finding, divided by spaces.
    """
    if _have(pairs, "finding_places", "finding_id", "source_id", "locator"):
        place = pl.concat_str("source_id", pl.lit("|"), "locator")
        return [frame.select("finding_id", place.alias("place")) for frame in pairs["finding_places"]]
    if _have(pairs, "findings", "finding_id", "locators"):
        place = pl.col("locators").str.split(" ")
        return [
            frame.select("finding_id", place.alias("place")).explode("place").drop_nulls()
            for frame in pairs["findings"]
        ]
    return []


def _held(pairs: Pairs) -> dict[tuple[str, str], list[str]]:
    """(table, key) -> the places whose statements of it are held back in either release."""
    found: dict[tuple[str, str], list[str]] = {}
    columns = ("table_name", "table_key", "source_id", "locator")
    if _have(pairs, "statements", "fate", *columns):
        for frame in pairs["statements"]:
            for table, key, source, locator in frame.filter(pl.col("fate") == "held_back").select(columns).iter_rows():
                found.setdefault((table, key), []).append(f"{source}|{locator}")
    return found
