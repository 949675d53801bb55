"""A table in the order of its key: no key is kept, and what is wrong in one is told as of any other."""

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from numerim.validation import delimited, table
from numerim.validation.cells import Cells
from numerim.validation.whole import judge

REQUIRED = {"required": True}
SCHEMA = {
    "fields": [
        {"name": "unit", "type": "string", "constraints": REQUIRED},
        {"name": "kind", "type": "string", "constraints": REQUIRED},
        {"name": "within", "type": "string"},
        {"name": "votes", "type": "integer"},
    ],
    "primaryKey": ["unit", "kind"],
    "foreignKeys": [
        {"fields": ["unit"], "reference": {"resource": "units", "fields": ["id"]}},
        {"fields": ["within"], "reference": {"resource": "units", "fields": ["id"]}},
    ],
    "missingValues": [""],
}
UNITS = {"fields": [{"name": "id", "type": "string"}], "primaryKey": ["id"]}
RISING: list[list[Any]] = [
    ["a", "cast", None, 1],
    ["a", "valid", None, 2],
    ["b", "cast", "a", None],
    ["ä", "cast", "b", 4],
    ["ä", "valid", "b", 5],
]


def judged(folder: Path, rows: list[list[Any]], ends: list[int]) -> list[tuple[Any, ...]]:
    """The errors of rows in parts that end after so many; in a CSV where there are no ends."""
    folder.mkdir()
    (folder / "units.csv").write_text("id\na\nb\nä\n", encoding="utf-8")
    names = [field["name"] for field in SCHEMA["fields"]]  # type: ignore[attr-defined]
    resource: dict[str, Any] = {"name": "t", "schema": SCHEMA, "path": "t.csv"}
    for number, (start, end) in enumerate(zip([0, *ends][:-1], ends, strict=True)):
        columns = [pa.array(column) for column in zip(*rows, strict=True)]
        pq.write_table(pa.table(columns, names=names).slice(start, end - start), folder / f"{number}.parquet")
        resource |= {"path": [f"{n}.parquet" for n in range(len(ends))], "format": "parquet"}
    lines = [",".join("" if cell is None else str(cell) for cell in row) for row in rows]
    (folder / "t.csv").write_text("\n".join([",".join(names), *lines]) + "\n", encoding="utf-8")
    resources = [{"name": "units", "path": "units.csv", "schema": UNITS}, resource]
    (folder / "datapackage.json").write_text(json.dumps({"name": "made", "resources": resources}))
    whole = judge(folder / "datapackage.json")
    assert (whole.tables[1].rows, whole.tables[1].because) == (len(rows), "")
    return [(e.type, getattr(e, "row_number", None), e.note) for table in whole.tables for e in table.errors]


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The tables whose keys were kept, of each chunk."""
    tables: list[str] = []
    whole = Cells._keep_keys

    def keep(cells: Cells, mapped: dict[int, str]) -> None:
        tables.append(str(cells.keys))
        whole(cells, mapped)

    monkeypatch.setattr(Cells, "_keep_keys", keep)
    return tables


@pytest.mark.parametrize("ends", [[2, 5], []], ids=["parquet", "csv"])
def test_no_key_is_kept(ends: list[int], tmp_path: Path, kept: list[str]) -> None:
    assert judged(tmp_path / "rising", RISING, ends) == []
    assert "own" not in kept[1:]  # the first are those of units
    kept.clear()
    assert judged(tmp_path / "other", RISING[::-1], ends) == []
    assert "own" in kept[1:]


WRONG = {
    "twice, side by side": [*RISING[:2], RISING[1], *RISING[2:]],
    "twice, far apart": [*RISING, RISING[0]],
    "no unit": [*RISING[:3], ["c", "cast", "a", 1], *RISING[3:]],
    "within nothing": [*RISING[:4], ["ä", "valid", "c", 5]],
    "no kind": [["a", None, None, 1], *RISING[1:]],
    "empty": [["", "cast", None, 1], *RISING[1:]],
}


@pytest.mark.parametrize("rows", WRONG.values(), ids=WRONG)
@pytest.mark.parametrize("ends", [[6], [2, 6], [1, 2, 4, 6], []])
def test_errors_are_those_of_keys_that_are_kept(
    rows: list[list[Any]], ends: list[int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = judged(tmp_path / "rising", rows, [*ends[:-1], len(rows)] if ends else [])
    assert told
    monkeypatch.setattr(table, "can_rise", lambda integrity: False)
    assert told == judged(tmp_path / "kept", rows, [])


NUMBERED = [[str(number), "a", "" if number % 3 else "b", str(number)] for number in range(7, 130)]
SPOILT = {
    "nothing": (),
    "a vote": ((40, 3, "x"), (41, 3, "-2"), (42, 3, "")),
    "a number twice": ((60, 0, "66"),),
    "a vote, then a number twice": ((20, 3, "x"), (90, 0, "5")),
    "no number": ((33, 0, ""),),
    "a number that is none": ((50, 0, "x"),),
    "a number with zeros": ((50, 0, "056"),),
    "no unit of that name": ((122, 1, "c"), (1, 3, "y")),
    "a row too short": ((70, 2, None),),
}


@pytest.mark.parametrize("spoilt", SPOILT.values(), ids=SPOILT)
@pytest.mark.parametrize("most", [table.KEPT, 0], ids=["rows are kept", "rows are read again"])
def test_numbers_rise(
    spoilt: tuple[tuple[int, int, str | None], ...],
    most: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    kept: list[str],
) -> None:
    """Of a CSV in blocks of a few rows, whose key is a number."""
    monkeypatch.setattr(delimited, "BLOCK", 200)
    monkeypatch.setattr(delimited, "FIRST_BLOCK", 100)
    monkeypatch.setattr(table, "KEPT", most)
    rows = [list(row) for row in NUMBERED]
    for row, place, cell in spoilt:
        rows[row] = rows[row][:place] if cell is None else [*rows[row][:place], cell, *rows[row][place + 1 :]]
    (tmp_path / "t.csv").write_text("\n".join(["n,unit,within,votes", *map(",".join, rows)]) + "\n")
    (tmp_path / "units.csv").write_text("id\na\nb\n")
    keys = [{"fields": [name], "reference": {"resource": "units", "fields": ["id"]}} for name in ("unit", "within")]
    fields = [
        {"name": "n", "type": "integer"},
        {"name": "unit", "type": "string"},
        {"name": "within", "type": "string"},
    ]
    votes = {"name": "votes", "type": "integer", "constraints": {"minimum": 0}}
    schema = {"fields": [*fields, votes], "primaryKey": ["n"], "foreignKeys": keys}
    named = {"name": "t", "path": "t.csv", "schema": schema}
    package = {"name": "made", "resources": [named, {"name": "units", "path": "units.csv", "schema": UNITS}]}
    (tmp_path / "datapackage.json").write_text(json.dumps(package))

    def told() -> list[tuple[Any, ...]]:
        (judged, _) = judge(tmp_path / "datapackage.json").tables
        assert judged.rows == len(rows)
        return [(e.type, getattr(e, "row_number", None), e.note) for e in judged.errors]

    found = told()
    assert bool(found) == bool(spoilt)
    assert ("own" in kept) == any(place != 3 for _, place, _ in spoilt)
    monkeypatch.setattr(table, "can_rise", lambda integrity: False)
    assert found == told()
