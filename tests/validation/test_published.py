"""The published packages, whole and with faults sown in: what stock says of them."""

import json
import shutil

import pytest

from tests.conftest import ROOT
from tests.validation.told import of_numerim, of_stock

PUBLISHED = ROOT / "published"
NEWEST = [max(election.glob("*/datapackage.json")).parent for election in sorted(PUBLISHED.glob("*-local-*"))]
SMALLEST = min(NEWEST, key=lambda package: sum(path.stat().st_size for path in package.rglob("*.csv")))


def heavy(values):
    return [pytest.param(value, marks=pytest.mark.heavy) for value in values]


def called(package):
    return f"{package.parent.name} {package.name}"


@pytest.fixture
def package(tmp_path):
    """A copy of a package, to be spoilt."""
    return shutil.copytree(SMALLEST, tmp_path / "package")


def keyed(package):
    """A table with a foreign key to another, and one of its fields."""
    for resource in described(package)["resources"]:
        for key in resource.get("schema", {}).get("foreignKeys", []):
            fields = key["fields"] if isinstance(key["fields"], list) else [key["fields"]]
            names = [field["name"] for field in resource["schema"]["fields"]]
            lines = (package / resource["path"]).read_bytes().splitlines(keepends=True)
            if len(lines) > 3 and b'"' not in lines[2]:
                return package / resource["path"], lines, names.index(fields[0])
    raise AssertionError("no table refers to another")


def described(package):
    return json.loads((package / "datapackage.json").read_text())


def unhashed(package):
    """The descriptor without hashes and counts, so that only the rows speak."""
    told = described(package)
    for resource in told["resources"]:
        for name in ("hash", "bytes"):
            resource.pop(name, None)
    (package / "datapackage.json").write_text(json.dumps(told))


def another_cell(cell):
    """A foreign key that leads nowhere."""

    def spoil(package):
        path, lines, at = keyed(package)
        cells = lines[2].rstrip(b"\r\n").split(b",")
        cells[at] = cell
        lines[2] = b",".join(cells) + b"\n"
        path.write_bytes(b"".join(lines))

    return spoil


def rows(change):
    def spoil(package):
        path, lines, _ = keyed(package)
        path.write_bytes(b"".join(change(lines)))

    return spoil


SPOILT = {
    "a byte changed": rows(lambda lines: [*lines[:2], lines[2][:-2] + b"\xff" + lines[2][-1:], *lines[3:]]),
    "a digit changed": rows(lambda lines: [*lines[:2], lines[2].replace(b"1", b"7", 1), *lines[3:]]),
    "a row missing": rows(lambda lines: lines[:2] + lines[3:]),
    "a row twice": rows(lambda lines: [*lines, lines[2]]),
    "a blank row": rows(lambda lines: [*lines[:2], b"\n", *lines[2:]]),
    "a cell too many": rows(lambda lines: [*lines[:2], lines[2][:-1] + b",x\n", *lines[3:]]),
    "cut off": rows(lambda lines: [*lines[:-1], lines[-1][: len(lines[-1]) // 2]]),
    "header cut": rows(lambda lines: [lines[0].split(b",", 1)[1], *lines[1:]]),
    "a foreign key that leads nowhere": another_cell(b"nowhere"),
    "a foreign key that is empty": another_cell(b""),
    "a table missing": lambda package: keyed(package)[0].unlink(),
}


QUICK = ("a digit changed", "cut off", "a foreign key that leads nowhere")


@pytest.mark.parametrize("name", [*QUICK, *heavy(name for name in SPOILT if name not in QUICK)])
def test_as_stock_says(package, name):
    """Without digests, so that it is not they that tell."""
    unhashed(package)
    SPOILT[name](package)
    stock = of_stock(package / "datapackage.json")
    assert of_numerim(package / "datapackage.json") == stock


@pytest.mark.parametrize(
    "package", [SMALLEST, *heavy(package for package in NEWEST if package != SMALLEST)], ids=called
)
def test_a_whole_package_is_valid_as_stock_says(package):
    stock = of_stock(package / "datapackage.json")
    assert stock[0] is True
    assert of_numerim(package / "datapackage.json") == stock


@pytest.mark.heavy
def test_another_digest_is_told_as_stock_does(package):
    SPOILT["a digit changed"](package)
    stock = of_stock(package / "datapackage.json")
    assert of_numerim(package / "datapackage.json") == stock


def test_a_spoilt_key_is_seen(package):
    unhashed(package)
    another_cell(b"nowhere")(package)
    assert of_numerim(package / "datapackage.json")[0] is False
