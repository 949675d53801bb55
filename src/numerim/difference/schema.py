"""What changed in the description of the tables, and of the package."""

from collections.abc import Iterator
from typing import Any

import polars as pl

Schema = dict[str, Any]
Change = dict[str, Any]

_COUNTED = ("version", "$schema", "bytes", "hash", "rows")
"""What follows from the rows, or from this comparison."""
_LOOSER = {"enum": lambda before, after: set(before) < set(after)}
"""Constraints that can be loosened: what was allowed still is."""


def renamed(before: pl.DataFrame, after: pl.DataFrame, old: Schema, new: Schema) -> dict[str, str]:
    """Fields that have another name and are otherwise the same: type, description and every value.

    Args:
        before: the rows of the earlier table.
        after: the rows of the later one.
        old: the Table Schema of the earlier table.
        new: that of the later one.

    Returns:
        Old name -> new name.
    """
    fresh = [field for field in new["fields"] if field["name"] not in before.columns]
    found: dict[str, str] = {}
    for field in old["fields"]:
        if field["name"] in after.columns:
            continue
        for other in fresh:
            same = field["type"] == other["type"] and field.get("description") == other.get("description")
            if same and other["name"] not in found.values():
                values = before[field["name"]].sort(), after[other["name"]].sort()
                if values[0].equals(values[1], check_names=False):
                    found[field["name"]] = other["name"]
                    break
    return found


def schema_changes(old: dict[str, Schema], new: dict[str, Schema], renames: dict[str, dict[str, str]]) -> list[Change]:
    """Changes of resources, fields and keys.

    Args:
        old: the resources of the earlier release by name.
        new: those of the later one.
        renames: by resource, fields that only have another name.
    """
    changes: list[Change] = []
    for name in old:
        if name not in new:
            changes.append({"resource": name, "change": "removed", "level": "major"})
    for name, resource in new.items():
        if name not in old:
            changes.append({"resource": name, "change": "added", "level": "minor"})
        else:
            changes += _fields(name, old[name]["schema"], resource["schema"], renames.get(name, {}))
    return changes


def _fields(name: str, old: Schema, new: Schema, names: dict[str, str]) -> Iterator[Change]:
    before = {names.get(f["name"], f["name"]): f for f in old["fields"]}
    after = {field["name"]: field for field in new["fields"]}

    def change(field: str | None, what: str, level: str, **values: Any) -> Change:
        place = {"resource": name, "field": field} if field else {"resource": name}
        return {**place, "change": what, **values, "level": level}

    for field in before:
        if field not in after:
            yield change(field, "removed", "major")
    for field in after:
        if field not in before:
            yield change(field, "added", "major")
            continue
        was, is_ = before[field], after[field]
        if was["name"] != is_["name"]:
            yield change(field, "renamed", "major", **{"from": was["name"], "to": is_["name"]})
        for part in ("type", "format", "unit"):
            if was.get(part) != is_.get(part):
                yield change(field, part, "major", **{"from": was.get(part), "to": is_.get(part)})
        yield from (
            change(field, what, level, **{"from": a, "to": b})
            for what, level, a, b in _constraints(was.get("constraints", {}), is_.get("constraints", {}))
        )
    order = [field for field in before if field in after], [field for field in after if field in before]
    if order[0] != order[1]:
        yield change(None, "order", "major", **{"from": order[0], "to": order[1]})
    key = [names.get(part, part) for part in old["primaryKey"]]
    if key != new["primaryKey"]:
        yield change(None, "key", "major", **{"from": old["primaryKey"], "to": new["primaryKey"]})
    links = [_links(old, names), _links(new, {})]
    if links[0] != links[1]:
        yield change(None, "foreign keys", "minor", **{"from": links[0], "to": links[1]})


def _constraints(before: dict[str, Any], after: dict[str, Any]) -> Iterator[tuple[str, str, Any, Any]]:
    for what in sorted(before.keys() | after.keys()):
        was, is_ = before.get(what), after.get(what)
        if was != is_:
            loosened = what in _LOOSER and was is not None and is_ is not None and _LOOSER[what](was, is_)
            yield what, "minor" if loosened else "major", was, is_


def _links(schema: Schema, names: dict[str, str]) -> list[str]:
    return sorted(
        f"{', '.join(names.get(f, f) for f in key['fields'])} → {key['reference']['resource']}"
        for key in schema.get("foreignKeys", [])
    )


def metadata_changes(old: dict[str, Any], new: dict[str, Any]) -> list[Change]:
    """Changes of `datapackage.json` that are none of rows, fields or keys: words, licences, sources, coverage.

    Returns:
        Each with its `path`, such as `resources.contests.fields.round.description`, `from` and `to`.
    """
    before, after = dict(_words(old)), dict(_words(new))
    told = [path for path in before.keys() | after.keys() if "." not in path or path in before.keys() & after.keys()]
    return [
        {"path": path, "from": before.get(path), "to": after.get(path)}
        for path in sorted(told)
        if before.get(path) != after.get(path)
    ]


def _words(said: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in said.items():
        if name == "resources":
            for resource in value:
                yield from _resource_words(resource)
        elif name not in _COUNTED:
            yield name, value


def _resource_words(resource: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    place = f"resources.{resource['name']}"
    for name, value in resource.items():
        if name == "schema":
            for field in value["fields"]:
                for word in ("title", "description"):
                    yield f"{place}.fields.{field['name']}.{word}", field.get(word)
                for category in field.get("categories", ()):
                    yield f"{place}.fields.{field['name']}.categories.{category['value']}", category["label"]
        elif name not in _COUNTED:
            yield f"{place}.{name}", value
