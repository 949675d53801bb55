"""How the house is built: what imports what, where things lie, what must not be in the repository."""

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from tempfile import gettempdir

import pytest

from numerim.publish.formats import exporters
from numerim.schemas.fact import facts
from numerim.schemas.rule import rules
from numerim.schemas.table import tables
from tests.conftest import ROOT

TRACKED = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split(
    "\0"
)[:-1]


def test_check_imports_nothing_heavy(tmp_path):
    """`numerim check` is for a person who waits, and who asks again waits for nothing that judges."""
    for name in ("raw", "seeds"):
        (tmp_path / name).symlink_to(ROOT / name)
    code = (
        "import os, sys; sys.argv = ['numerim', 'check', sys.argv[1], '--format', 'json']\n"
        "from numerim.cli import app\n"
        "try: app()\n"
        "except SystemExit: pass\n"
        "heavy = set(os.environ['HEAVY'].split()) & set(sys.modules)\n"
        "sys.exit(f'imported {heavy}' if heavy else 0)"
    )
    never = "prefect frictionless pandas"
    for heavy in (never, f"{never} pandera polars duckdb numpy yaml"):
        done = subprocess.run(
            [sys.executable, "-c", code, "xk-local-2021"],
            cwd=tmp_path,
            env={**os.environ, "HEAVY": heavy},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr


def test_importing_numerim_imports_nothing_heavy():
    code = (
        "import sys, numerim, numerim.cli\n"
        "heavy = {'pandas', 'pandera', 'polars', 'duckdb', 'frictionless', 'prefect'} & set(sys.modules)\n"
        "sys.exit(f'imported {heavy}' if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_everything_is_found_by_where_it_lies():
    assert len(rules()) == len(list(ROOT.glob("schemas/rules/*/[!_]*.py")))
    assert len(tables()) == len(list(ROOT.glob("schemas/tables/[!_]*.py")))
    declared = [fact for fact in facts().values() if fact.__module__.startswith("numerim.schemas.facts.")]
    assert len(declared) == len(list(ROOT.glob("schemas/facts/[!_]*.py")))
    assert len(exporters()) == len(list(ROOT.glob("src/numerim/publish/formats/[!_]*.py")))


@pytest.mark.parametrize("folder", ["src", "schemas", "flows", "tests"])
def test_modules_are_small(folder):
    long = {p.name: n for p in (ROOT / folder).rglob("*.py") if (n := len(p.read_text("utf-8").splitlines())) > 420}
    assert long == {}


def test_only_the_warehouse_opens_duckdb():
    opens = [
        path.name for path in (ROOT / "src").rglob("*.py") if re.search(r"duckdb\.connect", path.read_text("utf-8"))
    ]
    assert opens == ["warehouse.py"]


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-spark.lock"])
def test_the_lock_names_no_index(lock):
    assert not re.search(r"https?://|--(extra-)?index|--find-links", (ROOT / lock).read_text("utf-8"))


def test_no_databases_are_committed():
    assert [name for name in TRACKED if name.endswith(".duckdb")] == []


def test_no_file_knows_where_it_lay():
    """Nor what is inside archives and spreadsheets. A folder that every machine has says nothing."""
    place = ROOT if ROOT.parent in (Path("/"), Path(gettempdir())) else ROOT.parent
    told = f"{place}/".encode()
    assert [name for name in TRACKED if any(told in part for part in _parts(ROOT / name))] == []


def _parts(path):
    if path.suffix in (".zip", ".xlsx"):
        with zipfile.ZipFile(path) as archive:
            yield from (archive.read(name) for name in archive.namelist())
    elif path.is_file():
        yield path.read_bytes()


def test_the_drawing_of_the_house_is_true():
    """Every room of docs/architecture.md is one, in the order in which imports may run; none is missing."""
    layers = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    allowed = next(contract["layers"] for contract in layers if contract.get("containers") == ["numerim"])
    order = [[name.strip() for name in layer.split("|")] for layer in reversed(allowed)]
    drawing = (ROOT / "docs" / "architecture.md").read_text("utf-8").split("```")[1]
    drawn = re.findall(r"^ +([a-z_]+) {4,}\S", drawing, re.MULTILINE)
    beside = {
        "layouts",
        "printed",
        "warehouse",
        "store",
        "reference",
        "stopping",
        "doing",
        "kept",
        "disk",
        "markdown",
        "errors",
        "locator",
        "flows",
        "schemas",
    }
    assert drawn == [name for layer in order for name in layer if name not in beside]
    assert {name for layer in order for name in layer} == {*drawn, *beside}
    rooms = {path.name for path in (ROOT / "src" / "numerim").iterdir() if (path / "__init__.py").is_file()}
    assert rooms <= {*drawn, *beside}
    assert all((ROOT / "src" / "numerim" / room / "__init__.py").read_text("utf-8").strip() for room in rooms)
