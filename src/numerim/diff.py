"""What changed between two releases, field by field."""

from pathlib import Path
from typing import Any, Literal

import polars as pl

Level = Literal["major", "minor", "patch", "none"]


def diff(old: dict[str, Any] | None, old_folder: Path | None, new: dict[str, Any], new_folder: Path) -> dict[str, Any]:
    """Compare two releases.

    Args:
        old: the descriptor of the release before, or None where there is none.
        old_folder: its folder.
        new: the descriptor of the one that is being made.
        new_folder: its folder.

    Returns:
        `level` (`major` where a field or key changed or a resource went, `minor` where rows or resources were added,
        `patch` where anything else changed, `none`), `schema` (what changed in it, in words), `metadata` (the keys of
        the descriptor that changed) and, by resource, the rows `added` and `removed` and the fields `changed`.
    """
    if old is None or old_folder is None:
        return {"level": "major", "schema": [], "metadata": [], "resources": {}}
    before, after = _resources(old), _resources(new)
    schema = [f"the resource {name} is gone" for name in before if name not in after]
    added = [name for name in after if name not in before]
    resources: dict[str, Any] = {}
    for name in after:
        if name in added:
            resources[name] = {"new": True}
            continue
        schema += _schema_changes(name, before[name]["schema"], after[name]["schema"])
        if before[name]["hash"] == after[name]["hash"]:
            continue
        key = after[name]["schema"]["primaryKey"]
        if key != before[name]["schema"]["primaryKey"]:
            continue  # rows of different keys cannot be compared; the change of the key is told
        changes = _rows(old_folder / before[name]["path"], new_folder / after[name]["path"], key)
        if any(changes.values()):
            resources[name] = changes
    metadata = sorted(k for k in {*old, *new} if k not in ("version", "resources") and old.get(k) != new.get(k))
    metadata += [f"resources.{name}" for name in after if name in before and _told(before[name]) != _told(after[name])]
    return {
        "level": _level(schema, added, resources, metadata),
        "schema": schema,
        "metadata": metadata,
        "resources": resources,
    }


def _level(schema: list[str], added: list[str], resources: dict[str, Any], metadata: list[str]) -> Level:
    if schema:
        return "major"
    if added or any(changes.get("added") for changes in resources.values()):
        return "minor"
    return "patch" if resources or metadata else "none"


def next_version(version: str | None, level: Level) -> str:
    """The version after one, for a difference of a level."""
    if version is None:
        return "1.0.0"
    major, minor, patch = (int(part) for part in version.split("."))
    return {
        "major": f"{major + 1}.0.0",
        "minor": f"{major}.{minor + 1}.0",
        "patch": f"{major}.{minor}.{patch + 1}",
        "none": version,
    }[level]


def _resources(descriptor: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {resource["name"]: resource for resource in descriptor["resources"]}


def _told(resource: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in resource.items() if key not in ("bytes", "hash")}


def _schema_changes(name: str, old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    before = {field["name"]: field["type"] for field in old["fields"]}
    after = {field["name"]: field["type"] for field in new["fields"]}
    changes = [f"{name}.{field} is gone" for field in before if field not in after]
    changes += [f"{name}.{field} is new" for field in after if field not in before]
    changes += [
        f"{name}.{field} was {before[field]} and is {after[field]}"
        for field in after
        if field in before and before[field] != after[field]
    ]
    if old["primaryKey"] != new["primaryKey"]:
        changes.append(f"the key of {name} was {', '.join(old['primaryKey'])} and is {', '.join(new['primaryKey'])}")
    return changes


def _rows(old: Path, new: Path, key: list[str]) -> dict[str, Any]:
    frames = {}
    for side, path in (("old", old), ("new", new)):
        frames[side] = pl.read_csv(path, infer_schema=False)
    shared = [c for c in frames["new"].columns if c in frames["old"].columns and c not in key]
    joined = frames["old"].join(frames["new"], on=key, how="full", suffix="_new", nulls_equal=True)
    marks = [pl.col(f"{key[0]}_new").is_null().alias("gone"), pl.col(key[0]).is_null().alias("fresh")]
    joined = joined.with_columns(marks)
    removed = joined.filter("gone").select(key)
    fresh = joined.filter("fresh").select(pl.col(f"{k}_new").alias(k) for k in key)
    both = joined.filter(~pl.col("gone") & ~pl.col("fresh"))
    changed = []
    for column in shared:
        differs = both.filter(pl.col(column).ne_missing(pl.col(f"{column}_new")))
        changed += [
            {"key": dict(zip(key, row[:-2], strict=True)), "field": column, "from": row[-2], "to": row[-1]}
            for row in differs.select(*key, column, f"{column}_new").iter_rows()
        ]
    return {
        "added": fresh.sort(key).to_dicts(),
        "removed": removed.sort(key).to_dicts(),
        "changed": sorted(changed, key=lambda c: ([str(v) for v in c["key"].values()], c["field"])),
    }
