"""The MAJOR, in which each contest has another id: what is told and the rows of 3.0.0 give those of 4.0.0."""

import json

import polars as pl
import pytest

from numerim.publish.release import side
from tests.conftest import ELECTIONS, ROOT
from numerim.publish.difference import difference


def renamed(row, ids):
    """A row of the earlier release with the ids of the later one, wherever they stand."""
    election, contest = row.get("election_id"), row.get("contest_id")
    if (election, contest) in ids:
        row["contest_id"] = ids[election, contest]
        words = (row.get("subject") or "").split(" ")
        if "subject" in row and row["subject"]:
            row["subject"] = " ".join(ids[election, contest] if word == contest else word for word in words)
    if row.get("table_key"):
        first, *rest = row["table_key"].split(" ")
        row["table_key"] = " ".join([first, *(ids.get((first, word), word) for word in rest[:1]), *rest[1:]])
    return row


@pytest.mark.parametrize("package", ELECTIONS)
def test_the_rows_of_3_and_what_is_told_are_the_rows_of_4(package):
    old, new = (side(ROOT / "published" / package, version) for version in ("3.0.0", "4.0.0"))
    said = json.loads(json.dumps(difference(old, new)))
    (form,) = [change for change in said["schema"] if change["change"] == "ids"]
    assert (form["resource"], form["to"]) == ("contests", "{election_id}/{contest_id}")
    ids = {
        (row["election_id"], row["contest_id"]): form["to"].format(**row)
        for row in old.table("contests").iter_rows(named=True)
    }
    for name in old.resources.keys() & new.resources.keys():
        fields = {c["from"]: c["field"] for c in said["schema"] if (c.get("resource"), c["change"]) == (name, "renamed")}
        before, after = old.table(name).rename(fields), new.table(name)
        shared = [column for column in before.columns if column in after.columns]
        key = [column for column in new.resources[name]["schema"]["primaryKey"] if column in shared]
        rows = [renamed(row, ids) for row in before.iter_rows(named=True)]
        found = {tuple(row[k] for k in key): row for row in rows}
        told = (said["resources"] | said["ledger"]).get(name, {})
        for row in told.get("removed", ()):
            del found[tuple(row["key"][k] for k in key)]
        for change in told.get("changed", ()):
            row = found[tuple(change["key"][k] for k in key)]
            assert row[change["field"]] == change["from"]
            row[change["field"]] = change["to"]
        for row in told.get("added", ()):
            found[tuple(row["key"][k] for k in key)] = dict.fromkeys(shared) | row["values"] | row["key"]
        made = pl.DataFrame([*found.values()], schema=before.schema).select(shared).sort(key)
        assert made.equals(after.select(shared).sort(key)), name


PAGE = (ROOT / "docs" / "decisions" / "023-from-3-to-4.md").read_text("utf-8")
LINES = [line for line in PAGE.splitlines() if line.startswith("|")]


def is_told(*words):
    return any(all(f"`{word}`" in line for word in words if word) for line in LINES)


@pytest.mark.parametrize("package", ELECTIONS)
def test_each_difference_stands_on_the_page(package):
    said = difference(*(side(ROOT / "published" / package, version) for version in ("3.0.0", "4.0.0")))
    untold = [
        (change.get("resource") or change["view"], change.get("field"), change["change"])
        for change in said["schema"]
        if not is_told(change.get("resource") or change["view"], change.get("field"))
    ]
    for name, table in (said["resources"] | said["ledger"]).items():
        untold += [(name, change["field"], change["key"]) for change in table.get("changed", ()) if not is_told(name, change["field"])]
        untold += [(name, "rows", kind) for kind in ("added", "removed", "new") if kind in table and not is_told(name)]
    assert untold == []
