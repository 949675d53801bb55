"""What brought each change: a source, a correction, a finding, or another reading of the same."""

from typing import Any

import polars as pl

from numerim.difference.rows import Changes

Cause = dict[str, Any]
_PLACE = ("source_id", "locator")
_COUNTS = ("held", "broken", "not_applicable", "applies")


class Causes:
    """What may have brought changes, and what did.

    Attributes:
        used: the causes that a change was told to come from: id -> what it is.
    """

    def __init__(
        self,
        pairs: dict[str, tuple[pl.DataFrame, pl.DataFrame]],
        changes: dict[str, Changes],
        old: dict[str, Any],
        new: dict[str, Any],
    ) -> None:
        """Look for causes.

        Args:
            pairs: the rows of both releases by table.
            changes: what changed in them.
            old: the descriptor of the earlier release.
            new: that of the later one.
        """
        self.used: dict[str, Cause] = {}
        self._sources = _sources(*pairs["sources"]) if "sources" in pairs else {}
        self._corrections = _corrections(changes.get("corrections"))
        self._findings = _findings(changes.get("findings"))
        self._about = _about(pairs["findings"], self._findings) if "findings" in pairs else {}
        self._places = _places(pairs["findings"][1]) if "findings" in pairs else {}
        self._fates = _fates(pairs["statements"]) if "statements" in pairs else ({}, {})
        self._reading: Cause = {"kind": "reading", "of": "numerim, its reference data or election.yml"}
        made = [_generator(old), _generator(new)]
        if made[0] != made[1]:
            self._reading |= {"from": made[0], "to": made[1]}

    def told(self, name: str, changes: Changes) -> dict[str, Any]:
        """The changes of a table as `diff.json` has them, each with its causes."""
        if not changes.key:
            return {"compared": False}
        said: dict[str, Any] = {}
        for kind, rows in (("added", changes.added), ("removed", changes.removed)):
            if rows.height:
                said[kind] = [self._row(name, kind, row, changes.key) for row in rows.iter_rows(named=True)]
        if changes.changed:
            said["changed"] = [self._value(name, dict(change)) for change in changes.changed]
        if changes.moved:
            said["moved"] = changes.moved
        return said

    def _row(self, name: str, kind: str, row: dict[str, Any], key: list[str]) -> dict[str, Any]:
        values = {field: value for field, value in row.items() if value is not None and field not in key}
        because = self._of_place(row)
        if "source_id" in row and "locator" in row and name not in ("statements", "corrections"):
            then, now = (fates.get((name, " ".join(str(row[k]) for k in key)), []) for fates in self._fates)
            held = then if kind == "added" else now
            because += [c for place in held for c in self._about.get(place, ()) if c not in because]
        if name == "findings":
            because = self._of_places(row.get("locators"))
        return {"key": {k: row[k] for k in key}, "values": values, "because": self._noted(because)}

    def _value(self, name: str, change: dict[str, Any]) -> dict[str, Any]:
        at = change.pop("_at")
        because = self._of_place(at)
        if name == "sources":
            because = [c for c in self._sources if c == f"source:{change['key']['source_id']}/{change['key']['path']}"]
        if name == "findings":
            because = self._of_places(self._places.get(change["key"]["finding_id"]))
        if name == "rules" and change["field"] in _COUNTS:
            because = [*self._sources, *self._corrections]
        if change["field"] in ("doubts", "rules"):
            codes = set((change["from"] or "").split()) ^ set((change["to"] or "").split())
            about = self._about.get(f"{at.get('source_id')}|{at.get('locator')}", ())
            because = [c for c in about if c.removeprefix("finding:").partition("/")[0] in codes] or because
        return change | {"because": self._noted(because)}

    def _of_place(self, row: dict[str, Any]) -> list[str]:
        if row.get("locator") is None:
            return []
        correction = f"correction:{row['source_id']}/{row['locator']}"
        if correction in self._corrections:
            return [correction]
        source = f"source:{row['source_id']}/{row['locator'].rpartition(':')[0]}"
        return [source] if source in self._sources else []

    def _of_places(self, locators: str | None) -> list[str]:
        found: list[str] = []
        for place in (locators or "").split():
            source, _, locator = place.partition("|")
            found += [c for c in self._of_place({"source_id": source, "locator": locator}) if c not in found]
        return found or list(self._sources)

    def _noted(self, because: list[str]) -> list[str]:
        because = because or ["reading"]
        every = self._sources | self._corrections | self._findings | {"reading": self._reading}
        for cause in because:
            self.used[cause] = every[cause]
        return because


def _generator(descriptor: dict[str, Any]) -> str | None:
    said = descriptor.get("generator", {})
    return f"{said['name']} {said['version']}" if said else None


def _sources(before: pl.DataFrame, after: pl.DataFrame) -> dict[str, Cause]:
    """Files that are new, gone, or have other bytes."""
    then, now = (
        {(r["source_id"], r["path"]): r["sha256"] for r in frame.iter_rows(named=True)} for frame in (before, after)
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


def _corrections(changes: Changes | None) -> dict[str, Cause]:
    """Corrections that are new, gone, or say something else."""
    if changes is None or not changes.key:
        return {}
    found: dict[str, Cause] = {}
    for kind, rows in (("declared", changes.added), ("withdrawn", changes.removed)):
        for row in rows.iter_rows(named=True):
            said = {k: row[k] for k in (*_PLACE, "expect", "value", "reason")}
            found[f"correction:{row['source_id']}/{row['locator']}"] = {"kind": "correction", "is": kind, **said}
    for change in changes.changed:
        key = change["key"]
        found.setdefault(
            f"correction:{key['source_id']}/{key['locator']}", {"kind": "correction", "is": "changed", **key}
        )[change["field"]] = change["to"]
    return found


def _findings(changes: Changes | None) -> dict[str, Cause]:
    """Findings that are new, gone, or of which something else was decided."""
    if changes is None or not changes.key:
        return {}
    found: dict[str, Cause] = {}
    for kind, rows in (("new", changes.added), ("gone", changes.removed)):
        for row in rows.iter_rows(named=True):
            cause = {"kind": "finding", "is": kind, "finding_id": row["finding_id"], "says": row["says"]}
            found[f"finding:{row['finding_id']}"] = cause
    for change in changes.changed:
        if change["field"] in ("status", "severity"):
            finding = change["key"]["finding_id"]
            told = {"kind": "finding", "is": change["to"], "finding_id": finding}
            found.setdefault(f"finding:{finding}", told)
    return found


def _places(findings: pl.DataFrame) -> dict[str, str]:
    """Finding -> where its figures stand."""
    return dict(findings.select("finding_id", "locators").iter_rows())


def _about(findings: tuple[pl.DataFrame, pl.DataFrame], changed: dict[str, Cause]) -> dict[str, list[str]]:
    """Place (`source|locator`) -> the findings about it that are new, gone or otherwise decided."""
    places: dict[str, list[str]] = {}
    for frame in findings:
        for finding, locators in frame.select("finding_id", "locators").iter_rows():
            cause = f"finding:{finding}"
            for place in (locators or "").split() if cause in changed else ():
                if cause not in places.setdefault(place, []):
                    places[place].append(cause)
    return places


Fates = dict[tuple[str, str], list[str]]


def _fates(statements: tuple[pl.DataFrame, pl.DataFrame]) -> tuple[Fates, Fates]:
    """Of both releases: (table, key) -> the places whose statements of it are held back."""
    both: list[Fates] = []
    for frame in statements:
        held = frame.filter(pl.col("fate") == "held_back").select("table_name", "table_key", "source_id", "locator")
        found: Fates = {}
        for table, key, source, locator in held.iter_rows():
            found.setdefault((table, key), []).append(f"{source}|{locator}")
        both.append(found)
    return both[0], both[1]
