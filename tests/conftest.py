"""What tests share: the checkout, checked elections, and a checkout of their own to spoil."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from numerim import in_memory, inputs
from numerim.declare.house import House
from numerim.publish.settle import complete
from numerim.read.ingest import read_files

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
ELECTIONS = tuple(House(ROOT).elections())


def completed(house: House, election: str) -> duckdb.DuckDBPyConnection:
    """A checked database that could be published: its clean tables keep their contract."""
    state = inputs.take(house, election)
    raw = read_files(state.file)
    connection = in_memory.checked_as(state, raw)
    complete(connection, state.file, raw)
    return connection


def loud(connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """A checked database, if numerim itself failed at nothing: what costs a user one finding costs us the test."""
    failed = connection.execute("SELECT says FROM core.findings WHERE rule = 'R001'").fetchall()
    assert failed == []
    return connection


@pytest.fixture(scope="session")
def house() -> House:
    return House(ROOT)


@pytest.fixture(scope="session")
def checked(house):
    """Elections, ingested and validated in memory, each only once."""
    made: dict[str, duckdb.DuckDBPyConnection] = {}

    def of(election: str) -> duckdb.DuckDBPyConnection:
        if election not in made:
            made[election] = loud(completed(house, election))
        return made[election]

    yield of
    for connection in made.values():
        connection.close()


@pytest.fixture
def spoiled(tmp_path) -> House:
    """A checkout of one's own, with what is published."""
    for name in ("raw", "seeds"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copytree(ROOT / "published", tmp_path / "published", ignore=shutil.ignore_patterns("*.duckdb"))
    return House(tmp_path)


@pytest.fixture(scope="session")
def numerim():
    """The command line, in a process of its own: (arguments, folder) -> what it did."""

    def run(*arguments: str, cwd: Path = ROOT, **more):
        return subprocess.run(
            [sys.executable, "-m", "numerim", *arguments],
            cwd=cwd,
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "COLUMNS": "160"},
            **more,
        )

    return run


def snapshot(folder: Path) -> dict[str, bytes]:
    """Every file below a folder but databases."""
    files = (p for p in folder.rglob("*") if p.is_file() and p.suffix != ".duckdb" and p.name != ".lock")
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in files}
