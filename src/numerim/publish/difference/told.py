"""A difference in words."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from numerim.markdown import plain
from numerim.schemas.sentence import sentence

_MANY = 12
"""Changes of one table and kind that are printed unless all are asked for."""


def summary(difference: dict[str, Any]) -> str:
    """A difference in a sentence, for lists of releases.

    Args:
        difference: what `difference` gives, the summary aside.
    """
    facts, ledger = difference["resources"], difference["ledger"]
    parts = []
    of_tables = [change for change in difference["schema"] if "form" not in change]
    if of_tables:
        parts.append(_counted(len(of_tables), "change of the schema", "changes of the schema"))
    for what, words in (("added", "new forms"), ("removed", "forms that are gone")):
        if found := [
            change["form"] for change in difference["schema"] if "form" in change and change["change"] == what
        ]:
            parts.append(f"{words}: {', '.join(found)}")
    for kind, one, many in (
        ("added", "row added", "rows added"),
        ("removed", "row removed", "rows removed"),
        ("changed", "value changed", "values changed"),
    ):
        counts = {name: len(_shown_of(table.get(kind, ()))) for name, table in facts.items()}
        if told := [f"{n} in {name}" for name, n in counts.items() if n]:
            parts.append(f"{_counted(sum(counts.values()), one, many)} ({', '.join(told)})")
    if doubts := sum(len(_doubts_of(table)) for table in facts.values()):
        parts.append(f"{_counted(doubts, 'figure has', 'figures have')} other doubts")
    parts += [f"the rows of {name} could not be compared" for name, t in facts.items() if t.get("compared") is False]
    parts += [f"{name} is new" for name, t in facts.items() if t.get("new")]
    moved = sum(len(table.get("moved", ())) for table in facts.values())
    others = [name for name, t in ledger.items() if name != "sources" and set(t) != {"moved"}]
    if not parts and not others and (moved or "statements" in ledger):
        files = [cause["path"] for cause in difference["causes"].values() if cause["kind"] == "source"]
        where = f" in {', '.join(files)}" if files else ""
        return f"Only locators moved: the same figures stand elsewhere{where}."
    if difference["schema"] and len(parts) == 1 and not others:
        parts.insert(0, "no published figure changed")
    if not parts and ledger:
        parts.append(f"no published figure changed; {', '.join(ledger)} did")
    if not parts and difference["metadata"]:
        return "No row changed; the package is described otherwise."
    if moved:
        parts.append(f"{_counted(moved, 'row stands', 'rows stand')} elsewhere in the sources")
    sentence = "; ".join(parts) or "nothing changed"
    return sentence[0].upper() + sentence[1:] + "."


def _shown_of(changes: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Changes that people want to see: not doubts, which are told apart, nor fields for machines."""
    return [change for change in changes if change.get("field") not in ("doubts", *_MACHINES)]


def _doubts_of(table: dict[str, Any]) -> list[dict[str, Any]]:
    return [change for change in table.get("changed", ()) if change["field"] == "doubts"]


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
    causes = difference["causes"]
    if not every and (shown := _causes_of(difference["resources"])):
        causes = {name: said for name, said in causes.items() if name in shown}
    if causes:
        yield "caused by"
        yield from (f"  [{numbers[name]}] {cause(said)}" for name, said in causes.items())


def _causes_of(tables: dict[str, Any]) -> set[str]:
    """The causes of changes that are told."""
    return {
        name
        for table in tables.values()
        for kind in ("added", "removed", "changed")
        for change in table.get(kind, ())
        for name in change["because"]
    }


def laid_out(difference: dict[str, Any]) -> str:
    """`diff.json`: JSON with a line for every change, because there may be as many as there are votes."""
    encode = json.JSONEncoder(ensure_ascii=False).encode

    def lines_of(value: Any, margin: str) -> str:
        inner = margin + "  "
        if isinstance(value, dict) and value and margin.count("  ") < _DEEP:
            members = (f"{inner}{encode(name)}: {lines_of(member, inner)}" for name, member in value.items())
            return "{\n" + ",\n".join(members) + f"\n{margin}}}"
        if isinstance(value, list) and value and isinstance(value[0], dict):
            return "[\n" + ",\n".join(f"{inner}{encode(item)}" for item in value) + f"\n{margin}]"
        return encode(value)

    return lines_of(difference, "") + "\n"


_DEEP = 3
"""Levels of `diff.json` that have a line for each member: the parts, the tables, the kinds of changes."""


def changelog(difference: dict[str, Any], before: str) -> str:
    """`CHANGELOG.md`: the newest release first.

    Args:
        difference: what `diff.json` holds.
        before: the changelog of the release before; empty where there is none.
    """
    told = [f"- {plain(difference['summary'])}"]
    told += [f"  - {plain(schema_change(change))}" for change in difference["schema"]]
    causes = list(difference["causes"].values())
    told += [f"- caused by: {plain(cause(said))}" for said in causes[:_MANY]]
    if len(causes) > _MANY:
        told.append(f"- and {len(causes) - _MANY} causes more, which diff.json has")
    if paths := [change["path"] for change in difference["metadata"]]:
        told.append(f"- described otherwise: {', '.join(paths[:_MANY])}" + (" …" if len(paths) > _MANY else ""))
    head = f"# Changes of {difference['package']}"
    return "\n".join([head, "", f"## {difference['to']}", "", *told, ""]) + before.removeprefix(f"{head}\n")


def schema_change(change: dict[str, Any]) -> str:
    """A change of the schema in words."""
    if "form" in change:
        table = f"the form {change['form']}"
    else:
        table = f"the view {change['view']}" if "view" in change else change["resource"]
    place = ".".join(part for part in (table, change.get("field")) if part)
    what = change["change"]
    if what == "added":
        return f"{place} is new"
    if what == "removed":
        return f"{place} is gone"
    if what == "renamed":
        return f"{change['resource']}.{change['from']} is now called {change['field']}"
    if what == "ids":
        where = _where(change.get("where", []))
        of = "" if change["from"].startswith("{") else f" {change['from']}"
        return f"{place}{of} is now {change['to']}{where} ({_counted(change['rows'], 'id', 'ids')})"
    if what == "required":
        return f"{place} {'may not be' if change['to'] else 'may be'} empty"
    if what == "order":
        return f"the fields of {place} stand in another order"
    if what == "enum" and change["from"] and change["to"]:
        more, less = (
            sorted(set(a) - set(b)) for a, b in ((change["to"], change["from"]), (change["from"], change["to"]))
        )
        told = [f"may also be {', '.join(more)}"] * bool(more) + [f"may no longer be {', '.join(less)}"] * bool(less)
        return f"{place} {' and '.join(told) or 'has its words in another order'}"
    was, is_ = (", ".join(map(str, v)) if isinstance(v, list) else str(v) for v in (change["from"], change["to"]))
    if what == "foreign keys":
        return f"the foreign keys of {place} were {was} and are {is_}"
    return f"the {what} of {place} was {was} and is {is_}"


def _where(rows: Sequence[dict[str, str]]) -> str:
    if not rows:
        return ""
    first = " and ".join(f"{name} is {value}" for name, value in rows[0].items())
    return f" where {first}" + (f", and in {len(rows) - 1} more" if len(rows) > 1 else "")


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
        before = "".join(f"; before, its {field} was {value}" for field, value in said.get("before", {}).items())
        return (
            f"a correction at {said['locator']}: {said['expect']} is read as {said['value']}: {said['reason']}{before}"
        )
    if said["kind"] == "finding":
        return f"the finding {said['finding_id']} is {said['is']}" + (f": {said['says']}" if "says" in said else "")
    made = f" ({said['from'] or 'an earlier version'} to {said['to']})" if "to" in said else ""
    return f"another reading of the same sources by {said['of']}{made}"


def _table(name: str, table: dict[str, Any], numbers: dict[str, int], *, every: bool) -> Iterator[str]:
    if table.get("new"):
        rows = "" if table.get("rows") is None else sentence(" ({rows:row|rows})", table)
        yield f"{name}: new{rows}"
        return
    if table.get("compared") is False:
        yield f"{name}: its rows cannot be told apart by a key that both versions have"
        return
    kinds = {kind: _shown_of(table.get(kind, ())) for kind in ("added", "removed", "changed")}
    counts = [f"{len(changes)} {kind}" for kind, changes in kinds.items() if changes]
    if doubts := _doubts_of(table):
        counts.append(f"{len(doubts)} with other doubts")
    if moved := table.get("moved"):
        counts.append(f"{len(moved)} moved")
    yield f"{name}: {', '.join(counts) or 'changed for machines'}"
    for (kind, changes), mark in zip(kinds.items(), "+-~", strict=True):
        for change in changes[: None if every else _MANY]:
            why = " ".join(f"[{numbers[cause]}]" for cause in change["because"])
            yield f"  {mark} {' '.join(str(v) for v in change['key'].values())}{_values(kind, change)}  {why}"
        if len(changes) > _MANY and not every:
            yield f"  {mark} … {len(changes) - _MANY} more; --all tells them"
    rules = Counter(code for change in doubts for code in set((change["to"] or "").split()))
    yield from (f"  ? {_counted(n, 'figure is', 'figures are')} now doubted by {code}" for code, n in rules.items())


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
    text = _text(value)
    return text if len(text) <= 70 else text[:67] + "…"


def _text(value: Any) -> str:
    if value is None:
        return "(empty)"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _metadata(change: dict[str, Any]) -> str:
    was, is_ = (_text(change[side]) for side in ("from", "to"))
    same = next((n for n, (a, b) in enumerate(zip(was, is_, strict=False)) if a != b), 0)
    if same > _HEAD:  # what differs is to be seen
        was, is_ = ("…" + text[same - _HEAD :] for text in (was, is_))
    return f"{change['path']}: {_shown(was)} -> {_shown(is_)}"


_HEAD = 20
"""Letters before the first difference of two texts that are shown."""


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
