"""Nothing is lost: the earlier rows and `diff.json` give the later rows, of every table."""

import json
import random

import polars as pl
import pytest

from numerim.publish.versions import versions
from tests.numerim.test_bad_input import rehash
from tests.numerim.test_release import ELECTION, publish

pytestmark = pytest.mark.heavy


def number(rows, chance):
    """A digit of a figure is another one."""
    at = chance.choice([i for i, row in enumerate(rows) if any(c.isdigit() for c in row.split(",")[7])])
    cells = rows[at].split(",")
    cells[7] = cells[7].translate(str.maketrans("23456", "34562"))
    rows[at] = ",".join(cells)


def delete(rows, chance):
    """A row is gone."""
    del rows[chance.randrange(len(rows))]


def repeat(rows, chance):
    """A row stands there twice."""
    rows.insert(chance.randrange(len(rows)), chance.choice(rows))


def shuffle(rows, chance):
    """The rows stand in another order."""
    chance.shuffle(rows)


def nothing(rows, chance):
    """No more than the others do."""


def rows_of(folder, name):
    return pl.read_csv(folder / "data" / f"{name}.csv", infer_schema=False)


def replayed(before, table, key):
    """The rows of a table after its changes."""
    rows = {tuple(row[k] for k in key): row for row in before.iter_rows(named=True)}
    moved = {}
    for row in table.get("removed", ()):
        del rows[tuple(row["key"][k] for k in key)]
    for move in table.get("moved", ()):
        now = tuple(move["key"][k] for k in key)
        if "from" in move and "locator" in key:
            moved[now] = rows.pop(tuple(move["from"] if k == "locator" else move["key"][k] for k in key))
    rows |= {now: row | dict(zip(key, now, strict=True)) for now, row in moved.items()}
    for move in table.get("moved", ()):
        row = rows[tuple(move["key"][k] for k in key)]
        row |= {"locator": move["to"]} if "from" in move else {n: v["to"] for n, v in move["fields"].items()}
    for change in table.get("changed", ()):
        row = rows[tuple(change["key"][k] for k in key)]
        assert row[change["field"]] == change["from"]
        row[change["field"]] = change["to"]
    for row in table.get("added", ()):
        rows[tuple(row["key"][k] for k in key)] = dict.fromkeys(before.columns) | row["values"] | row["key"]
    return pl.DataFrame(list(rows.values()), schema=before.schema).sort(key)


@pytest.mark.parametrize("second", [nothing, shuffle])
@pytest.mark.parametrize("first", [number, delete, repeat])
def test_the_difference_is_whole(spoiled, ungated, first, second):
    folder = spoiled.raw / "xk" / ELECTION
    chance = random.Random(f"{first.__name__} {second.__name__}")  # noqa: S311
    head, *rows = (folder / "article.csv").read_text("utf-8").splitlines()
    first(rows, chance)
    second(rows, chance)
    (folder / "article.csv").write_text("\n".join([head, *rows, ""]), encoding="utf-8")
    rehash(folder)
    old = spoiled.published / ELECTION / versions(spoiled.published / ELECTION)[-1]["version"]
    made = publish(spoiled)
    assert made.is_new
    said = json.loads((made.folder / "diff.json").read_text("utf-8"))
    for resource in json.loads((made.folder / "datapackage.json").read_text("utf-8"))["resources"]:
        name, key = resource["name"], resource["schema"]["primaryKey"]
        table = (said["resources"] | said["ledger"]).get(name, {})
        expected = rows_of(made.folder, name).sort(key)
        assert replayed(rows_of(old, name), table, key).equals(expected), name
