"""What changed in the description of the tables, and of the package."""

from collections.abc import Iterator
from typing import Any

import polars as pl

Schema = dict[str, Any]
Change = dict[str, Any]

_COUNTED = ("version", "$schema", "bytes", "hash", "rows", "parts")
"""What follows from the rows, or from this comparison."""
_NO_NEWS = ("generator", "homepage", "download", "contributors", "forms")
"""What may differ without a new version: who wrote the same figures down again, and where and with whom they are. Of
`forms`, whether there are more or fewer is told as a change of the schema."""
_READ = {
    "format": "csv",
    "encoding": "utf-8",
    "dialect": {"delimiter": ",", "quoteChar": '"', "doubleQuote": True},
    "missingValues": [""],
}
"""How the file of a resource is read, and how it is where a descriptor does not say (RFC 4180, Table Schema)."""
_PARTS = ("type", "format", "unit", "groupChar", "decimalChar", "bareNumber", "trueValues", "falseValues")
"""What decides what a value of a field is."""
_TOLD = ("name", "constraints", "fields", "primaryKey", "foreignKeys", *_PARTS, *_READ)
"""What is told as a change of the schema."""
_LOOSER = {"enum": lambda before, after: set(before) < set(after)}
"""Constraints that can be loosened: what was allowed still is."""


def renamed(before: pl.DataFrame, after: pl.DataFrame, old: Schema, new: Schema) -> dict[str, str]:
    """Fields with another name and the same type and values, that are described alike, keyed alike, or like no other.

    Args:
        before: the rows of the earlier table.
        after: the rows of the later one.
        old: the Table Schema of the earlier table.
        new: that of the later one.

    Returns:
        Old name -> new name.
    """
    gone = [field for field in old["fields"] if field["name"] not in after.columns]
    fresh = [field for field in new["fields"] if field["name"] not in before.columns]
    alike = [
        (field, other)
        for field in gone
        for other in fresh
        if field["type"] == other["type"]
        and before[field["name"]].sort().equals(after[other["name"]].sort(), check_names=False)
    ]
    found: dict[str, str] = {}
    for field, other in alike:
        described = field.get("description") == other.get("description")
        if (
            (described or _in_key(field, old) == _in_key(other, new) >= 0)
            and field["name"] not in found
            and other["name"] not in found.values()
        ):
            found[field["name"]] = other["name"]
    for field, other in alike:
        rivals = [pair for pair in alike if (pair[0] is field) != (pair[1] is other)]
        filled = before[field["name"]].null_count() < before.height
        if filled and not rivals and field["name"] not in found:
            found[field["name"]] = other["name"]
    return found


def _in_key(field: Schema, schema: Schema) -> int:
    """Where a field stands in the key of its table; -1 where it does not."""
    key: list[str] = schema["primaryKey"]
    return key.index(field["name"]) if field["name"] in key else -1


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
            changes += _reading(name, old[name], resource)
            changes += _fields(name, old[name]["schema"], resource["schema"], renames.get(name, {}))
    return changes


def view_changes(old: dict[str, Any], new: dict[str, Any]) -> list[Change]:
    """Changes of the views of the database, where both descriptors name them: who asks them relies on their columns."""
    if "views" not in old or "views" not in new:
        return []
    before, after = ({view["name"]: view["columns"] for view in said["views"]} for said in (old, new))
    changes = [{"view": name, "change": "removed", "level": "major"} for name in before if name not in after]
    changes += [{"view": name, "change": "added", "level": "minor"} for name in after if name not in before]
    for name in [name for name in after if name in before]:
        for what, level, these, those in (("removed", "major", before, after), ("added", "minor", after, before)):
            fields = [field for field in these[name] if field not in those[name]]
            changes += [{"view": name, "field": field, "change": what, "level": level} for field in fields]
        shared = [
            [field for field in side[name] if field in before[name] and field in after[name]]
            for side in (before, after)
        ]
        if shared[0] != shared[1]:
            changes.append({"view": name, "change": "order", "from": shared[0], "to": shared[1], "level": "major"})
    return changes


def form_changes(before: set[str], new: dict[str, Any]) -> list[Change]:
    """Forms of the package that are new or gone: who reads one relies on it.

    Args:
        before: the paths of those that the earlier release has.
        new: the later descriptor.
    """
    after = {form["path"] for form in new.get("forms", ())}
    changes = [{"form": path, "change": "removed", "level": "major"} for path in sorted(before - after)]
    return changes + [{"form": path, "change": "added", "level": "minor"} for path in sorted(after - before)]


def _reading(name: str, old: Schema, new: Schema) -> Iterator[Change]:
    for part, usual in _READ.items():
        before, after = ({**said, **said["schema"]}.get(part, usual) for said in (old, new))
        if isinstance(usual, dict):
            before, after = usual | before, usual | after
        if before != after:
            yield {"resource": name, "change": part, "from": before, "to": after, "level": "major"}


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
        for part in _PARTS:
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
    told = []
    for key in schema.get("foreignKeys", []):
        fields, there = [names.get(f, f) for f in key["fields"]], key["reference"]
        named = "" if fields == there["fields"] else f" ({', '.join(there['fields'])})"
        told.append(f"{', '.join(fields)} → {there['resource']}{named}")
    return sorted(told)


def metadata_changes(old: dict[str, Any], new: dict[str, Any]) -> list[Change]:
    """Changes of `datapackage.json` that are none of rows, fields or keys: words, licences, sources, coverage.

    Returns:
        Each with its `path`, such as `resources.contests.fields.round.description`, `from` and `to`.
    """
    before, after = dict(_words(old)), dict(_words(new))
    both = _described(before) & _described(after)
    return [
        {"path": ".".join(path), "from": before.get(path), "to": after.get(path)}
        for path in sorted(before.keys() | after.keys())
        if path[: -2 if path[-2:-1] == ("categories",) else -1] in both and before.get(path) != after.get(path)
    ]


Path = tuple[str, ...]


def _described(words: dict[Path, Any]) -> set[Path]:
    """The package, and every resource, schema and field that is described."""
    return {path[:n] for path in words for n in range(len(path))}


def _words(said: dict[str, Any]) -> Iterator[tuple[Path, Any]]:
    for name, value in said.items():
        if name == "resources":
            for resource in value:
                yield from _resource_words(resource)
        elif name == "views":
            yield from ((("views", view["name"], "description"), view.get("description")) for view in value)
        elif name not in (*_COUNTED, *_NO_NEWS):
            yield (name,), value


def _resource_words(resource: dict[str, Any]) -> Iterator[tuple[Path, Any]]:
    place = ("resources", resource["name"])
    schema = resource["schema"]
    yield from _each(place, {name: value for name, value in resource.items() if name != "schema"})
    yield from _each((*place, "schema"), schema)
    for field in schema["fields"]:
        here = (*place, "fields", field["name"])
        categories = field.get("categories", [])
        yield from _each(here, {name: value for name, value in field.items() if name != "categories"})
        yield from (((*here, "categories", category["value"]), category["label"]) for category in categories)


def _each(place: Path, said: dict[str, Any]) -> Iterator[tuple[Path, Any]]:
    yield (*place, "name"), place[-1]  # so that it counts as described
    for name, value in said.items():
        if name not in _TOLD and name not in _COUNTED:
            yield (*place, name), value
