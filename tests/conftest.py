"""What tests share: the checkout, checked elections, and a checkout of their own to spoil."""

import gc
import os
import shutil
from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

import duckdb
import pytest
from hypothesis import settings

from numerim import in_memory, inputs
from numerim.check.check import Engine
from numerim.declare.house import House
from numerim.publish import making
from numerim.publish.settle import complete
from numerim.publish.versions import versions
from numerim.read.ingest import read_files
from tests.command import as_text, typed
from tests.command import started as in_a_process

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
UNFINISHED = shutil.ignore_patterns("*.duckdb", ".*")
"""What is no release: databases, and what another test may just be writing."""
TOGETHER = ("elections", "catalogue", "workbook", "flows")
"""Folders of tests that share what takes long to make."""
APART = ("rules", "validation")
"""Folders of tests that share nothing, and of which some take long: no worker is to be left with a file of them."""
ELECTIONS = tuple(House(ROOT).elections())


if "PYTEST_XDIST_WORKER" in os.environ:  # the memory of browsers and other tools is managed as everywhere
    os.environ.pop("LD_PRELOAD", None)
gc.set_threshold(50_000, 20, 100)  # a check makes many objects, and hardly any that only the collector finds
settings.register_profile("untimed", deadline=None)  # a busy machine is no fault of the code
settings.load_profile("untimed")

_execute = duckdb.DuckDBPyConnection.execute
_parsed = lru_cache(maxsize=4000)(duckdb.extract_statements)


def _execute_parsed(connection, query, *parameters, **more):
    """`execute`, with texts parsed once: elections of tests are so small that it takes a sixth of a run."""
    if parameters or more or not isinstance(query, str) or not (statements := _parsed(query)):
        return _execute(connection, query, *parameters, **more)
    for statement in statements:
        answer = _execute(connection, statement)
    return answer


duckdb.DuckDBPyConnection.execute = _execute_parsed


def pytest_unconfigure():
    """What was put into DuckDB would keep its classes and statements until after the interpreter has ended."""
    duckdb.DuckDBPyConnection.execute = _execute
    _parsed.cache_clear()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """On several workers, the tests of a file run on one, and those of `TOGETHER`: what they share is made once.

    Those of `APART` run one by one where there is room.

    xdist's own groups do nothing under pytest 9.2, which forgets what a worker was told.
    """
    from xdist.scheduler import LoadScopeScheduling

    class Grouped(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            path = Path(nodeid.split("::")[0])
            if path.parent.name in APART:
                return nodeid
            return (path.parent if path.parent.name in TOGETHER else path).as_posix()

    config.option.loadscopereorder = False  # it would leave the longest to the end
    return Grouped(config, log)


def seeded(folder: Path) -> House:
    """A checkout that has the seeds of this one, which nobody may change there, and nothing else yet."""
    folder.mkdir(parents=True, exist_ok=True)
    house = House(folder)
    house.seeds.symlink_to(ROOT / "seeds")
    return house


def completed(
    house: House, election: str, *, whole: bool = True, engine: Engine | None = None
) -> duckdb.DuckDBPyConnection:
    """A checked database that could be published: its clean tables keep their contract.

    Where it need not be whole it has no `results` and no lines of sources, is held against no contract, and takes less.
    """
    state = inputs.take(house, election)
    raw = read_files(state.file)
    connection = in_memory.checked_as(state, raw, engine)
    if whole:
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


@pytest.fixture(scope="session")
def published_once(tmp_path_factory) -> Path:
    """A copy of what is published, for checkouts of tests to link to."""
    return shutil.copytree(ROOT / "published", tmp_path_factory.mktemp("once") / "published", ignore=UNFINISHED)


@pytest.fixture
def spoiled(tmp_path, published_once) -> Iterator[House]:
    """A checkout of one's own, with what is published.

    Files of releases before the latest have the same bytes for all tests, by hard links: they may be taken away and
    replaced, but not written to in place, which fails the test that does so.
    """
    house = seeded(tmp_path)
    shutil.copytree(ROOT / "raw", house.raw, ignore=UNFINISHED)
    latest = {versions(published_once / name)[-1]["version"] for name in ELECTIONS}
    linked = {}

    def copied(source: str, target: str) -> None:
        version = Path(source).relative_to(published_once).parts[1:2]
        if len(version) and version[0][0].isdigit() and version[0] not in latest:
            os.link(source, target)
            linked[source] = Path(source).stat().st_mtime_ns
        else:
            shutil.copy2(source, target)

    shutil.copytree(published_once, tmp_path / "published", copy_function=copied)
    yield house
    assert [path for path, written in linked.items() if Path(path).stat().st_mtime_ns != written] == []


@pytest.fixture(scope="session")
def numerim():
    """The command line, in this process: (arguments, folder) -> what it did."""

    def run(*arguments: str, cwd: Path = ROOT):
        return as_text(typed(*arguments, cwd=cwd))

    return run


@pytest.fixture(scope="session")
def started():
    """The command line in a process of its own: (arguments, folder, more for it) -> what it did."""

    def run(*arguments: str, cwd: Path = ROOT, **more):
        return as_text(in_a_process(*arguments, cwd=cwd, **more))

    return run


@pytest.fixture
def ungated(monkeypatch):
    """Releases of this test are not held against frictionless: the gate costs more than all else of a small one.

    That they pass is seen where a release is made of each kind of election: tests/numerim/test_release.py.
    """
    monkeypatch.setattr(making, "pass_gate", lambda descriptor: None)


def snapshot(folder: Path) -> dict[str, str]:
    """Every file below a folder but databases and locks: its path -> the SHA-256 of what is in it."""
    files = (p for p in folder.rglob("*") if p.is_file() and p.suffix != ".duckdb" and p.name != ".lock")
    return {p.relative_to(folder).as_posix(): sha256(p.read_bytes()).hexdigest() for p in files}


def difference(before: dict[str, str], after: dict[str, str]) -> dict[str, list[str]]:
    """What came, went and is another between two snapshots, by path; empty where they are the same."""
    told = {
        "added": sorted(set(after) - set(before)),
        "gone": sorted(set(before) - set(after)),
        "changed": sorted(path for path in set(before) & set(after) if before[path] != after[path]),
    }
    return {how: paths for how, paths in told.items() if paths}
