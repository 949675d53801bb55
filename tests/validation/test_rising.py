"""A table in Parquet in the order of its key: no key is kept, and what is wrong in one is told as of any other."""

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

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


def test_no_key_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[str] = []
    whole = Cells._keep_keys

    def keep(cells: Cells, mapped: dict[int, str]) -> None:
        kept.append(str(cells.keys))
        whole(cells, mapped)

    monkeypatch.setattr(Cells, "_keep_keys", keep)
    assert judged(tmp_path / "rising", RISING, [2, 5]) == []
    assert "own" not in kept[1:]  # the first are those of units
    kept.clear()
    assert judged(tmp_path / "other", RISING[::-1], [2, 5]) == []
    assert "own" in kept[1:]


@pytest.mark.parametrize(
    "rows",
    [
        [*RISING[:2], RISING[1], *RISING[2:]],
        [*RISING, RISING[0]],
        [*RISING[:3], ["c", "cast", "a", 1], *RISING[3:]],
        [*RISING[:4], ["ä", "valid", "c", 5]],
        [["a", None, None, 1], *RISING[1:]],
        [["", "cast", None, 1], *RISING[1:]],
    ],
    ids=["twice, side by side", "twice, far apart", "no unit", "within nothing", "no kind", "empty"],
)
@pytest.mark.parametrize("ends", [[6], [2, 6], [1, 2, 4, 6]])
def test_errors_are_those_of_the_csv(rows: list[list[Any]], ends: list[int], tmp_path: Path) -> None:
    ends = [*ends[:-1], len(rows)]
    told = judged(tmp_path / "parquet", rows, ends)
    assert told
    assert told == judged(tmp_path / "csv", rows, [])
