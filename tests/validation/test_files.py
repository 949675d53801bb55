"""Files of all makes: encodings, archives, dialects, breaks. Each is judged as stock frictionless judges it."""

import gzip
import json
import zipfile
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

import frictionless
import pytest

from numerim.validation import delimited
from numerim.validation.whole import judge

SCHEMA = {
    "fields": [{"name": "id", "type": "integer"}, {"name": "text", "type": "string"}],
    "primaryKey": ["id"],
}
ROWS = "id,text\n1,é\n2,b\nx,c\n2,d\n\n5\n6,7,8\n"
MANY = "id,text\n" + "".join(f"{number},a\n" for number in range(30_000))
CUT = gzip.compress((MANY + "x,b\n").encode())[:-20]


def zipped(path: Path) -> None:
    """A table in an archive."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("table.csv", ROWS)


FILES: dict[str, tuple[str, dict[str, Any], bytes | Callable[[Path], None]]] = {
    "utf-8": ("a.csv", {}, ROWS.encode()),
    "latin 1": ("a.csv", {"encoding": "latin-1"}, ROWS.encode("latin-1")),
    "latin 1, said to be utf-8": ("a.csv", {"encoding": "utf-8"}, ROWS.encode("latin-1")),
    "utf-16": ("a.csv", {"encoding": "utf-16"}, ROWS.encode("utf-16")),
    "with a byte order mark": ("a.csv", {"encoding": "utf-8"}, ROWS.encode("utf-8-sig")),
    "tabs": ("a.tsv", {}, ROWS.replace(",", "\t").encode()),
    "a line break in a cell of tabs": ("a.tsv", {}, b'id\ttext\r\n1\t"a\r\nb"\r\nx\tc\r\n'),
    "gzip": ("a.csv.gz", {}, gzip.compress(ROWS.encode())),
    "no gzip": ("a.csv.gz", {}, b"none"),
    "zip": ("a.csv.zip", {}, zipped),
    "empty": ("a.csv", {}, b""),
    "a header only": ("a.csv", {}, b"id,text"),
    "carriage returns": ("a.csv", {}, ROWS.replace("\n", "\r").encode()),
    "the byte 0": ("a.csv", {}, b"id,text\n1,a\0b\n2,c\n"),
    "beyond 64 bits": ("a.csv", {}, (MANY + "99999999999999999999999,b\n" * 2).encode()),
    "cut in a quoted cell": ("a.csv", {}, (MANY + '30000,"x').encode()),
    "cut in a row": ("a.csv", {}, (MANY + "300").encode()),
    "another hash and size": ("a.csv", {"hash": "sha256:00", "bytes": 5}, ROWS.encode()),
    "a broken byte": ("a.csv", {"encoding": "utf-8", "bytes": 5}, MANY.encode() + b"x,\xff\n5,5\n"),
    "an escape character": ("a.csv", {"dialect": {"csv": {"escapeChar": "\\", "doubleQuote": False}}}, ROWS.encode()),
    "no quotes": ("a.csv", {"dialect": {"csv": {"quoteChar": ""}}}, (ROWS + '9,"a\n').encode()),
    "spaces": ("a.csv", {"dialect": {"csv": {"skipInitialSpace": True}}}, ROWS.replace(",", ", ").encode()),
    "rows of comments": ("a.csv", {"dialect": {"commentRows": [3], "commentChar": "x"}}, ROWS.encode()),
    "two rows of header": ("a.csv", {"dialect": {"headerRows": [1, 2]}}, ROWS.encode()),
    "no header": ("a.csv", {"dialect": {"header": False}}, ROWS.encode()),
    "blank rows skipped": ("a.csv", {"dialect": {"skipBlankRows": True}}, ROWS.encode()),
}


def told(report: frictionless.Report) -> list[Any]:
    """All errors, and what the tables have."""
    counts = [[task.stats.get(name) for name in ("rows", "bytes", "md5")] for task in report.tasks]
    errors = [error for task in report.tasks for error in task.errors] + report.errors
    return [counts, [error.to_descriptor() for error in errors]]


@pytest.mark.parametrize("name", FILES)
def test_a_file_as_stock_judges_it(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    path, more, content = FILES[name]
    if isinstance(content, bytes):
        Path(path).write_bytes(content)
    else:
        content(Path(path))
    package = {"name": "made", "resources": [{"name": "a", "path": path, "schema": SCHEMA, **more}]}
    Path("datapackage.json").write_text(json.dumps(package))
    whole = judge("datapackage.json")
    assert [table.judged_by for table in whole.tables] == ["numerim"]
    assert told(whole.report()) == told(frictionless.validate("datapackage.json"))


def test_several_paths_are_one_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.csv").write_text(ROWS)
    Path("b.csv").write_text(ROWS)
    package = {"name": "made", "resources": [{"name": "a", "path": ["a.csv", "b.csv"], "schema": SCHEMA}]}
    Path("datapackage.json").write_text(json.dumps(package))
    assert told(judge("datapackage.json").report()) == told(frictionless.validate("datapackage.json"))


def test_an_archive_that_is_cut_off_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stock stops at it where the cut is within the first bytes."""
    monkeypatch.chdir(tmp_path)
    Path("a.csv.gz").write_bytes(gzip.compress(ROWS.encode())[:-20])
    Path("b.csv.gz").write_bytes(CUT)
    resources = [{"name": name, "path": f"{name}.csv.gz", "schema": SCHEMA} for name in "ab"]
    Path("datapackage.json").write_text(json.dumps({"name": "made", "resources": resources}))
    first, second = judge("datapackage.json").tables
    assert [error.type for error in first.errors] == ["compression-error"]
    assert [error.type for error in second.errors][-1] == "source-error"


BLANK_LINES = list(product(("first", "middle", "last", "two"), ("\n", "\r\n"), (False, True), (False, True)))


@pytest.mark.parametrize("columns", [1, 3])
@pytest.mark.parametrize(("where", "end", "cut", "quoted"), BLANK_LINES)
def test_blank_lines_as_stock_judges_them(
    where: str, end: str, cut: bool, quoted: bool, columns: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In blocks of a few rows, so that blank lines stand at each end of one, and in the last."""
    monkeypatch.setattr(delimited, "BLOCK", 60)
    monkeypatch.setattr(delimited, "FIRST_BLOCK", 30)
    monkeypatch.chdir(tmp_path)
    lines = [",".join(str(n) for _ in range(columns)) for n in range(100, 140)]
    lines[20] = ",".join(['"120"' if quoted else "x", *["1"] * (columns - 1)])
    for at in {"first": [0], "middle": [17], "last": [40], "two": [11, 38]}[where]:
        lines.insert(at, "")
    names = [f"c{n}" for n in range(columns)]
    text = end.join([",".join(names), *lines]) + ("" if cut else end)
    Path("a.csv").write_bytes(text.encode())
    schema = {"fields": [{"name": name, "type": "integer"} for name in names], "primaryKey": ["c0"]}
    resource = {"name": "a", "path": "a.csv", "schema": schema, "dialect": {"csv": {"delimiter": ","}}}
    Path("datapackage.json").write_text(json.dumps({"name": "made", "resources": [resource]}))
    stock = frictionless.validate("datapackage.json", limit_errors=10**9)
    assert told(judge("datapackage.json", limit_errors=0).report()) == told(stock)
    assert {error.type for task in stock.tasks for error in task.errors} >= {"blank-row"} or (cut and where == "last")
