"""A difference in words."""

from collections.abc import Iterator
from typing import Any

from numerim.markdown import plain

_MANY = 12
"""Changes of one table and kind that are printed unless all are asked for."""


def summary(difference: dict[str, Any]) -> str:
    """A difference in a sentence, for lists of releases.

    Args:
        difference: what `difference` gives, the summary aside.
    """
    parts = []
    if difference["schema"]:
        parts.append(_counted(len(difference["schema"]), "change of the schema", "changes of the schema"))
    facts = difference["resources"]
    for kind, one, many in (
        ("added", "row added", "rows added"),
        ("removed", "row removed", "rows removed"),
        ("changed", "value changed", "values changed"),
    ):
        if told := [f"{len(t[kind])} in {name}" for name, t in facts.items() if t.get(kind)]:
            total = sum(len(t.get(kind, ())) for t in facts.values())
            parts.append(f"{_counted(total, one, many)} ({', '.join(told)})")
    moved = sum(len(t.get("moved", ())) for t in facts.values())
    if not parts and not any(t.get("new") for t in facts.values()):
        ledger = [
            name for name, t in difference["ledger"].items() if any(t.get(k) for k in ("added", "removed", "changed"))
        ]
        if moved or any(t.get("moved") for t in difference["ledger"].values()):
            files = [c["path"] for c in difference["causes"].values() if c["kind"] == "source"]
            where = f" in {', '.join(files)}" if files else ""
            return f"Only locators moved: the same figures stand elsewhere{where}."
        if ledger:
            parts.append(f"no figure changed; {', '.join(ledger)} did")
        elif difference["metadata"]:
            return "No row changed; the package is described otherwise."
    elif moved:
        parts.append(f"{_counted(moved, 'row stands', 'rows stand')} elsewhere in the sources")
    parts += [f"{name} is new" for name, t in facts.items() if t.get("new")]
    sentence = "; ".join(parts) or "nothing changed"
    return sentence[0].upper() + sentence[1:] + "."


def lines(difference: dict[str, Any], *, every: bool = False) -> Iterator[str]:
    """A difference line by line, the schema first.

    Args:
        difference: what `diff.json` holds.
        every: whether all changes are told, where a table has many.
    """
    numbers = {name: number for number, name in enumerate(difference["causes"], 1)}
    if difference["schema"]:
        yield "schema"
        yield from (f"  {schema_change(change)}" for change in difference["schema"])
    for name, table in difference["resources"].items():
        yield from _table(name, table, numbers, every=every)
    for name, table in difference["ledger"].items():  # echoes of the above, but for those who ask
        told = list(_table(name, table, numbers, every=every))
        yield from told if every else told[:1]
    if difference["metadata"]:
        yield "described otherwise"
        yield from (f"  {_metadata(change)}" for change in difference["metadata"][: None if every else _MANY])
        if len(difference["metadata"]) > _MANY and not every:
            yield f"  … {len(difference['metadata']) - _MANY} more"
    if difference["causes"]:
        yield "because of"
        yield from (f"  [{numbers[name]}] {cause(said)}" for name, said in difference["causes"].items())


def changelog(difference: dict[str, Any], before: str) -> str:
    """`CHANGELOG.md`: the newest release first.

    Args:
        difference: what `diff.json` holds.
        before: the changelog of the release before; empty where there is none.
    """
    told = [f"- {plain(difference['summary'])}"]
    told += [f"- {plain(schema_change(change))}" for change in difference["schema"]]
    told += [f"- {plain(cause(said))}" for said in difference["causes"].values()]
    if paths := [change["path"] for change in difference["metadata"]]:
        told.append(f"- described otherwise: {', '.join(paths[:_MANY])}" + (" …" if len(paths) > _MANY else ""))
    head = f"# Changes of {difference['package']}"
    return "\n".join([head, "", f"## {difference['to']}", "", *told, ""]) + before.removeprefix(f"{head}\n")


def schema_change(change: dict[str, Any]) -> str:
    """A change of the schema in words."""
    place = ".".join(part for part in (change["resource"], change.get("field")) if part)
    what = change["change"]
    if what == "added":
        return f"{place} is new"
    if what == "removed":
        return f"{place} is gone"
    if what == "renamed":
        return f"{change['resource']}.{change['from']} is now called {change['field']}"
    if what == "order":
        return f"the fields of {place} stand in another order"
    if what == "enum" and change["from"] and change["to"]:
        more, less = (
            sorted(set(a) - set(b)) for a, b in ((change["to"], change["from"]), (change["from"], change["to"]))
        )
        told = [f"may also be {', '.join(more)}"] * bool(more) + [f"may no longer be {', '.join(less)}"] * bool(less)
        return f"{place} {' and '.join(told) or 'has its words in another order'}"
    was, is_ = (", ".join(map(str, v)) if isinstance(v, list) else str(v) for v in (change["from"], change["to"]))
    return f"the {what} of {place} was {was} and is {is_}"


def cause(said: dict[str, Any]) -> str:
    """A cause in words."""
    if said["kind"] == "source":
        place = f"{said['path']} of the source {said['source_id']}"
        if said["from"] is None:
            return f"{place} is new"
        return f"{place} is gone" if said["to"] is None else f"{place} has other bytes ({said['to'][:12]}…)"
    if said["kind"] == "correction":
        if said["is"] == "withdrawn":
            return f"the correction at {said['locator']} is withdrawn: {said['expect']} stands again"
        told = (
            f"{said['expect']} is read as {said['value']}: {said['reason']}"
            if "expect" in said
            else "it says another thing"
        )
        return f"a correction at {said['locator']}: {told}"
    if said["kind"] == "finding":
        return f"the finding {said['finding_id']} is {said['is']}" + (f": {said['says']}" if "says" in said else "")
    made = f" ({said['from']} -> {said['to']})" if "to" in said else ""
    return f"another reading of the same sources by {said['of']}{made}"


def _table(name: str, table: dict[str, Any], numbers: dict[str, int], *, every: bool) -> Iterator[str]:
    if table.get("new"):
        rows = "" if table.get("rows") is None else f" ({table['rows']} rows)"
        yield f"{name}: new{rows}"
        return
    if table.get("compared") is False:
        yield f"{name}: its rows cannot be told apart by a key that both versions have"
        return
    counts = [f"{len(table[kind])} {kind}" for kind in ("added", "removed", "changed", "moved") if table.get(kind)]
    yield f"{name}: {', '.join(counts)}"
    for kind, mark in (("added", "+"), ("removed", "-"), ("changed", "~")):
        changes = table.get(kind, [])
        told = [change for change in changes if change.get("field") not in _MACHINES]
        for change in told[: None if every else _MANY]:
            why = " ".join(f"[{numbers[cause]}]" for cause in change["because"])
            yield f"  {mark} {' '.join(str(v) for v in change['key'].values())}{_values(kind, change)}  {why}"
        if len(told) > _MANY and not every:
            yield f"  {mark} … {len(told) - _MANY} more; --all tells them"


def _values(kind: str, change: dict[str, Any]) -> str:
    if kind == "changed":
        return f"  {change['field']} {_shown(change['from'])} -> {_shown(change['to'])}"
    values = change["values"]
    if "says" in values:
        return f"  {values['severity']}: {values['says']}"
    told = {k: v for k, v in values.items() if k not in ("source_id", "locator", *_MACHINES)}
    return "  " + ", ".join(f"{k} {_shown(v)}" for k, v in list(told.items())[:6]) if told else ""


_MACHINES = ("operands", "hints")
"""Fields for machines: in `diff.json`, and in words by what they follow from."""


def _shown(value: Any) -> str:
    text = "(empty)" if value is None else str(value)
    return text if len(text) <= 70 else text[:67] + "…"


def _metadata(change: dict[str, Any]) -> str:
    return f"{change['path']}: {_shown(change['from'])} -> {_shown(change['to'])}"


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
