"""A table in Parquet, whole or in parts, is judged as the CSV with the same rows."""

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from numerim.errors import InputError
from numerim.validation.whole import judge
from tests.validation.test_command import run

FIELDS: list[dict[str, Any]] = [
    {"name": "id", "type": "integer"},
    {"name": "share", "type": "number", "constraints": {"maximum": 100}},
    {"name": "day", "type": "date"},
    {"name": "word", "type": "string", "constraints": {"enum": ["yes", "no"], "required": True}},
    {"name": "of", "type": "integer"},
]
SCHEMA = {
    "fields": FIELDS,
    "primaryKey": ["id"],
    "foreignKeys": [{"fields": ["of"], "reference": {"resource": "", "fields": ["id"]}}],
}
ROWS: list[list[Any]] = [
    [1, 50.5, "2023-05-14", "yes", None],
    [2, 100.0, None, "no", 1],
    [3, 100.25, "2023-05-14", "no", 2],
    [2, None, "2023-05-14", "perhaps", 1],
    [4, 0.0, "2023-05-28", None, 9],
]
TYPES = [("id", pa.int64()), ("share", pa.float64()), ("day", pa.string()), ("word", pa.string()), ("of", pa.int64())]


def package(folder: Path, ends: list[int], **more: Any) -> Path:
    """A package of one table, in a CSV where `ends` is empty, else in parts that end after so many rows."""
    resource: dict[str, Any] = {"name": "t", "schema": SCHEMA | {"missingValues": [""]}, **more}
    if ends:
        starts = [0, *ends[:-1]]
        for number, (start, end) in enumerate(zip(starts, ends, strict=True)):
            columns = [pa.array(column, kind) for column, (_, kind) in zip(zip(*ROWS, strict=True), TYPES, strict=True)]
            table = pa.table(columns, names=[name for name, _ in TYPES]).slice(start, end - start)
            days = table["day"].cast(pa.date32())
            pq.write_table(table.set_column(2, "day", days), folder / f"{number}.parquet")
        paths = [f"{number}.parquet" for number in range(len(ends))]
        resource |= {"path": paths if len(paths) > 1 else paths[0], "format": "parquet"}
    else:
        lines = [",".join("" if cell is None else str(cell) for cell in row) for row in ROWS]
        (folder / "t.csv").write_text("\n".join(["id,share,day,word,of", *lines]) + "\n")
        resource["path"] = "t.csv"
    (folder / "datapackage.json").write_text(json.dumps({"name": "made", "resources": [resource]}))
    return folder / "datapackage.json"


def found(descriptor: Path) -> tuple[int | None, list[tuple[Any, ...]]]:
    (table,) = judge(descriptor).tables
    assert not table.because
    told = [(e.type, getattr(e, "row_number", None), getattr(e, "field_name", None), e.note) for e in table.errors]
    return table.rows, told


@pytest.mark.parametrize("ends", [[5], [2, 5], [1, 4, 5]])
def test_it_has_the_errors_of_the_csv(ends: list[int], tmp_path: Path) -> None:
    for name in ("parquet", "csv"):
        (tmp_path / name).mkdir()
    rows, told = found(package(tmp_path / "parquet", ends))
    assert (rows, told) == found(package(tmp_path / "csv", []))
    assert {row for _, row, *_ in told} == {4, 5, 6}


def test_rows_and_bytes_are_those_of_all_parts(tmp_path: Path) -> None:
    assert {kind for kind, *_ in found(package(tmp_path, [2, 5], rows=6, bytes=5))[1]} >= {"row-count", "byte-count"}


def test_columns_that_the_schema_does_not_have_are_told(tmp_path: Path) -> None:
    descriptor = package(tmp_path, [5], schema={"fields": FIELDS[:2]})
    assert [kind for kind, *_ in found(descriptor)[1]][:3] == ["extra-label"] * 3


@pytest.mark.parametrize(
    "fields", [[{"name": "id", "type": "array"}], [{"name": "id", "type": "date", "format": "%Y"}]]
)
def test_what_is_not_known_of_parquet_is_left_to_stock(fields: list[dict[str, Any]], tmp_path: Path) -> None:
    from numerim.validation import known
    from numerim.validation.whole import Resource, _tables_of

    (table,) = _tables_of(Resource(str(package(tmp_path, [5], schema={"fields": fields}))))
    assert "Parquet" in str(known.reason_for_stock(table)) or "array" in str(known.reason_for_stock(table))


def test_memory_is_a_size(tmp_path: Path) -> None:
    assert run(package(tmp_path, [5]), "--memory", "200MB")[0] == 1
    with pytest.raises(InputError, match="is no size"):
        run(tmp_path / "datapackage.json", "--memory", "much")
