"""What `numerim validate` prints, and its exit codes."""

import json
import tempfile
import zipfile
import zlib
from pathlib import Path

import pytest
from typer.testing import CliRunner

from numerim import disk
from numerim.cli import app
from numerim.errors import InputError

SCHEMA = {
    "fields": [
        {"name": "id", "type": "integer"},
        {"name": "votes", "type": "integer", "constraints": {"minimum": 0}},
        {"name": "note", "type": "string"},
    ],
    "primaryKey": ["id"],
}


@pytest.fixture
def package(tmp_path: Path) -> Path:
    (tmp_path / "votes.csv").write_text("id,votes,note\n1,5,a\n2,6,b\n")
    resources = [{"name": "votes", "path": "votes.csv", "schema": SCHEMA}]
    (tmp_path / "datapackage.json").write_text(json.dumps({"name": "made", "resources": resources}))
    return tmp_path


def run(*words: object) -> tuple[int, str]:
    """Exit code and output."""
    done = CliRunner().invoke(app, ["validate", *map(str, words)])
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, done.stdout


def test_one_line_where_all_is_well(package: Path) -> None:
    code, said = run(package / "datapackage.json")
    assert (code, said.split(", ")[:2]) == (0, [f"{package}/datapackage.json is valid: 1 table", "2 rows"])


def test_errors_by_field_and_kind_with_what_was_expected(package: Path) -> None:
    (package / "votes.csv").write_text("id,votes,note\n1,x,a\n2,y,b\n2,-1,c\n4,5\n")
    code, said = run(package, "--limit", 1)
    assert code == 1
    assert said.splitlines()[:-1] == [
        "votes.csv:",
        "  votes: not of the type (type-error): 2",
        "    row 2: 'x'; type is \"integer/default\"",
        "    … and 1 more",
        "  votes: breaks a constraint (constraint-error): 1",
        '    row 4: \'-1\'; constraint "minimum" is "0"',
        "  primary key repeated or missing (primary-key): 1",
        "    row 4: the same as in the row at position 3",
        "  fewer cells than fields (missing-cell): 1",
        "    row 5: no cell for note",
    ]


def test_json_is_the_report_with_the_errors_asked_for(package: Path) -> None:
    (package / "votes.csv").write_text("id,votes,note\n" + "".join(f"{n},x,a\n" for n in range(50)))
    code, said = run(package, "--json", "--limit-errors", 3)
    (task,) = json.loads(said)["tasks"]
    assert (code, [error["rowNumber"] for error in task["errors"]]) == (1, [2, 3, 4])
    assert task["warnings"] == ["reached error limit: 3", "3 errors are shown of 50"]


def test_a_file_with_a_schema(package: Path) -> None:
    (package / "schema.json").write_text(json.dumps(SCHEMA))
    assert run(package / "votes.csv", "--schema", package / "schema.json")[0] == 0


@pytest.mark.parametrize("path", ["../votes.csv", "https://example.org/votes.csv"])
def test_a_path_out_of_the_package_or_on_the_network_is_not_followed(package: Path, path: str) -> None:
    descriptor = json.loads((package / "datapackage.json").read_text())
    descriptor["resources"][0]["path"] = path
    (package / "datapackage.json").write_text(json.dumps(descriptor))
    assert run(package)[0] == 2


def test_no_such_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        run(tmp_path / "nothing.csv")


@pytest.mark.parametrize(
    ("name", "content", "options", "says"),
    [
        ("broken.json", b'{"name": ', (), "neither a table nor the descriptor"),
        ("two.zip", b"", (), "it holds 2 packages: a/datapackage.json, b/datapackage.json"),
        ("broken.zip", b"", (), "the archive cannot be read: Error -3 while decompressing data"),
        ("text.zip", b"id\n1\n", (), "it is no zip file, or is cut off"),
        ("none.zip", b"", (), "neither a table nor the descriptor"),
        ("votes.csv", b"id\n1\n", ("--schema", "schma.json"), "schma.json: there is no such file"),
        ("empty/", b"", (), "the folder is empty"),
    ],
)
def test_what_is_no_package_is_refused(
    tmp_path: Path, name: str, content: bytes, options: tuple[str], says: str
) -> None:
    path = tmp_path / name
    if name.endswith("/"):
        path.mkdir()
    elif name.endswith(".zip") and not content:
        with zipfile.ZipFile(path, "w") as archive:
            for one in ("a", "b") if name == "two.zip" else ():
                archive.writestr(f"{one}/datapackage.json", "{}")
            archive.writestr("readme.txt", "nothing")
            if name == "broken.zip":
                archive.writestr("a/datapackage.json", "{}" * 500, zipfile.ZIP_DEFLATED)
        if name == "broken.zip":
            path.write_bytes(path.read_bytes().replace(zlib.compress(b"{}" * 500)[2:6], b"\xff\xff\xff\xff"))
    else:
        path.write_bytes(content)
    with pytest.raises(InputError, match=says):
        run(path, *options)


@pytest.mark.parametrize("folder", ["", "votes-1.0/", "a/b/"])
def test_a_package_in_a_zip_file_is_found_however_deep_it_lies(package: Path, tmp_path: Path, folder: str) -> None:
    (package / "votes.csv").write_text("id,votes,note\n1,5,a\n2,x,b\n")
    with zipfile.ZipFile(tmp_path / "packed.zip", "w") as archive:
        archive.writestr(f"__MACOSX/{folder}datapackage.json", "{}")
        for path in sorted(package.glob("*.[cj]s*")):
            archive.write(path, f"{folder}{path.name}")
    code, said = run(tmp_path / "packed.zip")
    assert (code, "(type-error): 1\n    row 3: 'x'" in said) == (1, True)
    assert [one.name for one in Path(tempfile.gettempdir()).glob(disk.mine() + "*")] == []


def test_a_quote_that_never_closes_is_told_with_its_row(package: Path) -> None:
    (package / "votes.csv").write_text('id,votes,note\n1,5,a\n2,6,"b\n3,7,c\n')
    assert "row 3: a quote opens a cell that is never closed" in run(package)[1]


def test_a_broken_byte_is_an_error_and_the_rows_before_it_are_judged(package: Path) -> None:
    rows = b"".join(b"%d,5,a\n" % number for number in range(1, 5_000))
    (package / "votes.csv").write_bytes(b"id,votes,note\n" + rows.replace(b"\n10,5,", b"\n10,x,") + b"5000,5,\xff\n")
    descriptor = json.loads((package / "datapackage.json").read_text())
    descriptor["resources"][0]["encoding"] = "utf-8"
    (package / "datapackage.json").write_text(json.dumps(descriptor))
    code, said = run(package)
    assert (code, "(type-error): 1" in said, "can't decode byte 0xff" in said) == (1, True, True)
    assert "the file cannot be read beyond about row" in said


@pytest.mark.parametrize(("digits", "code"), [("right", 0), ("0" * 40, 1)])
def test_sha1_is_compared(package: Path, digits: str, code: int) -> None:
    import hashlib

    right = hashlib.sha1((package / "votes.csv").read_bytes(), usedforsecurity=False).hexdigest()
    descriptor = json.loads((package / "datapackage.json").read_text())
    descriptor["resources"][0]["hash"] = f"sha1:{right if digits == 'right' else digits}"
    (package / "datapackage.json").write_text(json.dumps(descriptor))
    assert run(package)[0] == code


def test_a_package_of_no_table_is_one_and_a_file_that_is_none_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7\n")
    resources = [{"name": "a", "path": "a.pdf"}]
    (tmp_path / "datapackage.json").write_text(json.dumps({"name": "made", "resources": resources}))
    for package in (tmp_path / "datapackage.json", tmp_path):
        assert run(package)[0] == 0
    with pytest.raises(InputError, match="neither a table nor the descriptor"):
        run(tmp_path / "a.pdf")
