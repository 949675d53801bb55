"""How much memory a database may take: `NUMERIM_MEMORY`."""

import os
import subprocess
import sys
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, NoReturn

import duckdb
import pytest

from numerim import warehouse
from numerim.check.failures import without_failing
from numerim.check.relations import _collect
from numerim.errors import InputError
from numerim.schemas.rule import rules

_LIMIT = "SELECT current_setting('memory_limit')"
_SORTED = "CREATE TABLE t AS SELECT i, hash(i) AS h, repeat('x', 40) || i AS w FROM range(3000000) s(i) ORDER BY h"


@pytest.mark.parametrize(("said", "limit"), [("1GB", "953.6 MiB"), ("512MiB", "512.0 MiB"), (" 2 gb ", "1.8 GiB")])
def test_it_is_the_limit_of_each_database(
    said: str, limit: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NUMERIM_MEMORY", said)
    with warehouse.open_memory() as connection:
        assert warehouse.rows(connection, _LIMIT) == [(limit,)]
    with warehouse.work_on(tmp_path / "a.duckdb") as connection:
        assert warehouse.rows(connection, _LIMIT) == [(limit,)]
    with warehouse.open_file(tmp_path / "a.duckdb") as connection:
        assert warehouse.rows(connection, _LIMIT) == [(limit,)]


@pytest.mark.parametrize("said", ["much", "2", "-1GB", "80%", "2 GB; DROP"])
def test_what_is_no_size_is_told(said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NUMERIM_MEMORY", said)
    with pytest.raises(InputError, match="is no size"):
        warehouse.open_memory()


@pytest.mark.parametrize(
    ("said", "told"),
    [("10MB", "this needs more memory than NUMERIM_MEMORY=10MB allows. Allow more, such as NUMERIM_MEMORY=4GB.")],
)
def test_too_little_is_told_in_a_sentence(said: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "mayor.csv").write_text("municipality,candidate,votes\nHafsós,A,120\nHafsós,B,80\n")
    words, limited = [sys.executable, "-m", "numerim", "check", "mayor.csv"], os.environ | {"NUMERIM_MEMORY": said}
    ended = subprocess.run(words, capture_output=True, text=True, cwd=tmp_path, env=limited, check=False)
    assert (ended.returncode, ended.stderr.splitlines()[-1:]) == (3, [f"numerim: {told}"])


def test_too_little_is_no_rules_fault() -> None:
    def asked(_: Sequence[Any]) -> NoReturn:
        raise duckdb.OutOfMemoryException

    with pytest.raises(duckdb.OutOfMemoryException):
        without_failing(asked, ["R101", "R102"])
    with pytest.raises(duckdb.OutOfMemoryException):
        _collect(asked, [rules()["R101"]])


def test_what_does_not_fit_lies_among_temporary_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NUMERIM_MEMORY", "150MB")
    with warehouse.open_memory() as connection:
        connection.execute(_SORTED)
        assert warehouse.rows(connection, "SELECT count(*), count(DISTINCT i) FROM t") == [(3000000, 3000000)]
        assert list((tmp_path / "temporary").rglob("*.tmp"))
    assert not list((tmp_path / "temporary").rglob("*.tmp"))
    assert not (tmp_path / ".tmp").exists()


def test_without_it_a_database_has_the_limit_of_duckdb(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NUMERIM_MEMORY", raising=False)
    with warehouse.open_memory() as connection, duckdb.connect(":memory:") as plain:
        assert warehouse.rows(connection, _LIMIT) == warehouse.rows(plain, _LIMIT)


def test_a_database_has_the_same_bytes_each_time(tmp_path: Path) -> None:
    """Segments of texts that DuckDB does not fill end in what lay in memory, if it compresses them."""
    made = set()
    for _ in range(3):
        with warehouse.create(tmp_path / "t.duckdb") as connection:
            connection.execute(
                "CREATE TABLE t AS SELECT md5((i % 3000)::VARCHAR) AS a, i % 90 AS b FROM range(30000) r(i)"
            )
            connection.execute(
                "CREATE TABLE u AS SELECT 'Ward ' || (i % 900) AS a, md5(i::VARCHAR) AS b FROM range(30000) r(i)"
            )
        made.add(sha256((tmp_path / "t.duckdb").read_bytes()).hexdigest())
    assert len(made) == 1
