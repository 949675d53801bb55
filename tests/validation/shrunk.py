"""The smallest case that still shows a difference: parts are taken away as long as it stays."""

import copy
from collections.abc import Callable, Iterator

from tests.validation.made import Case


def shrunk(made: Case, shows: Callable[[Case], bool], most: int = 400) -> Case:
    """A smaller case for which `shows` still says yes; `most` attempts."""
    tried = 0
    smaller = True
    while smaller and tried < most:
        smaller = False
        for attempt in _attempts(made):
            tried += 1
            if tried > most:
                break
            if shows(attempt):
                made, smaller = attempt, True
                break
    return made


def _attempts(made: Case) -> Iterator[Case]:
    """Every case with one part less, large parts first."""
    for n, table in enumerate(made["tables"]):
        if len(made["tables"]) > 1:
            yield _without(made, [], n, "tables")
        for size in (64, 16, 4, 1):
            if size == 1 or len(table["rows"]) > size:
                for at in range(0, len(table["rows"]), size):
                    less = copy.deepcopy(made)
                    del less["tables"][n]["rows"][at : at + size]
                    yield less
        for key in ("schema", "dialect", "resource", "write"):
            for name in table[key]:
                yield _without(made, ["tables", n, key], name)
        for at in range(len(table["spoil"])):
            yield _without(made, ["tables", n, "spoil"], at)
        for at, field in enumerate(table["fields"]):
            if len(table["fields"]) > 1:
                yield _without_column(made, n, at)
            for name in field:
                if name not in ("name", "type"):
                    yield _without(made, ["tables", n, "fields", at], name)
            for name in field.get("constraints", {}):
                yield _without(made, ["tables", n, "fields", at, "constraints"], name)
            for place, _ in enumerate(field.get("constraints", {}).get("enum", [])):
                yield _without(made, ["tables", n, "fields", at, "constraints", "enum"], place)
            if field.get("type") not in ("string", None):
                plain = copy.deepcopy(made)
                plain["tables"][n]["fields"][at] = {"name": field["name"], "type": "string"}
                yield plain
    for n, table in enumerate(made["tables"]):
        for at, row in enumerate(table["rows"]):
            for place, cell in enumerate(row):
                for plain_cell in ("1", "a"):
                    if cell not in ("1", "a"):
                        less = copy.deepcopy(made)
                        less["tables"][n]["rows"][at][place] = plain_cell
                        yield less


def _without(made: Case, path: list[str | int], *names: str | int) -> Case:
    less = copy.deepcopy(made)
    at = less
    if not path:
        del less[str(names[1])][names[0]]
        return less
    for step in path:
        at = at[step]  # type: ignore[index]
    del at[names[0]]  # type: ignore[arg-type]
    return less


def _without_column(made: Case, table: int, at: int) -> Case:
    less = copy.deepcopy(made)
    one = less["tables"][table]
    name = one["fields"][at]["name"]
    del one["fields"][at]
    del one["labels"][at : at + 1]
    for row in one["rows"]:
        del row[at : at + 1]
    if name in str(one["schema"].get("primaryKey", "")):
        del one["schema"]["primaryKey"]
    for other in less["tables"]:
        if name in str(other["schema"].get("foreignKeys", "")):
            del other["schema"]["foreignKeys"]
    if name in str(one["schema"].get("uniqueKeys", "")):
        del one["schema"]["uniqueKeys"]
    return less
