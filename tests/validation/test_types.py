"""Cells of each type, as they are judged here and by stock frictionless."""

import json
import pickle
from pathlib import Path
from typing import Any

import frictionless
import pytest

from numerim.validation import validate
from numerim.validation.whole import judge

CELLS: dict[str, list[str]] = {
    "integer": ["1", "007", " 5", "-0", "1.0", "+4", "1_0", "12345678901234567890", "x", ""],
    "number": ["1", "2.50", "1e3", ".5", "1.", "1,5", "1.234,5", "NaN", "-inf", "1_0.5", "3 %", ""],
    "boolean": ["true", "True", "1", "0", "yes", "t", ""],
    "date": ["2024-02-29", "2023-02-29", "2024-1-5", "0000-01-01", "2024-01-01T00:00:00", ""],
    "time": ["10:00:00", "24:00:00", "10:00", "10:00:00.5", "10:00:00Z", ""],
    "datetime": [
        *("2024-01-01T10:00:00", "2024-01-01 10:00:00", "2024-01-01T10:00:00Z", "2024-01-01T25:00:00", ""),
        *("0001-01-01T00:00:00+14:00", "0001-01-01T01:00:00+15:00", "9999-12-31T23:59:59-14:00"),
    ],
    "year": ["2024", "24", "0999", "-999", " 202", ""],
    "yearmonth": ["2024-01", "2024-1", "2024-13", "24-01", ""],
    "string": ["a", "é", "P001", "a@b.com", "https://example.org/a", "ab\ncd", "QUJD", ""],
    "any": ["a", ""],
}
OF_TYPE: dict[str, list[dict[str, Any]]] = {
    "integer": [{"minimum": 2}, {"maximum": "7"}, {"enum": [1, 7]}],
    "number": [{"minimum": 1, "maximum": 3}, {"enum": ["2.5"]}],
    "date": [{"minimum": "2024-01-01"}],
    "datetime": [{"unique": True, "enum": ["0001-01-01T00:00:00+14:00"]}],
    "year": [{"maximum": 2000}],
    "string": [{"pattern": "[a-z]+"}, {"pattern": "a|P"}, {"minLength": 2, "maxLength": 4}, {"enum": ["a", "é"]}],
}
OPTIONS: dict[str, list[dict[str, Any]]] = {
    "integer": [{"bareNumber": False}],
    "number": [{"bareNumber": False}, {"decimalChar": ","}, {"decimalChar": ",", "groupChar": "."}],
    "boolean": [{"trueValues": ["yes"], "falseValues": ["0"]}],
    "date": [{"format": "%d/%m/%Y"}, {"format": "any"}],
    "string": [{"format": each} for each in ("email", "uri", "uuid", "binary")],
}
FIELDS = [
    {"type": kind, **options, "constraints": claims, **missing}
    for kind in CELLS
    for options in [{}, *OPTIONS.get(kind, [])]
    for claims in [{}, {"required": True}, {"unique": True}, *(OF_TYPE.get(kind, []) if not options else [])]
    for missing in [{}, {"missingValues": ["1", "a"]}]
]


def told(report: frictionless.Report) -> list[Any]:
    """The errors of a report, whole."""
    return [error.to_descriptor() for task in report.tasks for error in task.errors]


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: json.dumps(field))
def test_a_field_as_stock_judges_it(field: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    cells = CELLS[str(field["type"])] * 2
    rows = "".join(f'{number},"{cell}"\n' for number, cell in enumerate(cells))
    Path("table.csv").write_text("number,cell\n" + rows, encoding="utf-8")
    schema = {"fields": [{"name": "number", "type": "integer"}, {"name": "cell", **field}]}
    stock = frictionless.validate("table.csv", schema=frictionless.Schema.from_descriptor(schema))
    assert told(validate("table.csv", schema=schema)) == told(stock)


def test_what_is_not_known_is_judged_by_stock_and_said_so(tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_text("place\nnowhere\n")
    schema = {"fields": [{"name": "place", "type": "geopoint"}]}
    (table,) = judge(tmp_path / "table.csv", schema=schema).tables
    assert (table.judged_by, table.because, table.valid) == ("frictionless", 'fields of the type "geopoint"', False)


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_rows_beyond_a_block_have_their_numbers(ending: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks that are split at once and one that is not, in one file."""
    monkeypatch.setattr("numerim.validation.delimited.BLOCK", 100_000)
    rows = [f'{number},"a ""quoted"" name, {number}"' for number in range(1, 20_001)]
    rows[14_000] = "14001"
    rows[16_000] = '16001,a "bare" quote,'
    rows[17_000] = ""
    rows[19_998] = "x,y"
    (tmp_path / "table.csv").write_text(ending.join(["id,name", *rows]), newline="")
    schema = {"fields": [{"name": "id", "type": "integer"}, {"name": "name", "type": "string"}], "primaryKey": ["id"]}
    flat = validate(tmp_path / "table.csv", schema=schema).flatten(["rowNumber", "type", "fieldName"])
    assert flat == [
        [14_002, "missing-cell", "name"],
        [16_002, "extra-cell", ""],
        [17_002, "blank-row", None],
        [17_002, "primary-key", None],
        [20_000, "type-error", "id"],
        [20_000, "primary-key", None],
    ]


def test_errors_can_be_pickled(tmp_path):
    """For processes that judge side by side; the message is as it was."""
    path = tmp_path / "table.csv"
    path.write_text("a,b\nx,1\n,\n3\n1,2,3\n")
    whole = validate(str(path), schema={"fields": [{"name": "a", "type": "integer"}, {"name": "b", "type": "integer"}]})
    made = whole.tasks[0].errors
    assert [error.type for error in made] == ["type-error", "blank-row", "missing-cell", "extra-cell"]
    again = pickle.loads(pickle.dumps(made))  # noqa: S301
    assert [one.to_descriptor() for one in again] == [one.to_descriptor() for one in made]
