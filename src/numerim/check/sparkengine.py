"""Where Spark runs, and rules judged there in the place of DuckDB."""

import os
import shutil
import socket
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import duckdb
import polars as pl

from numerim.check.failures import Failure
from numerim.check.questions import Off
from numerim.check.relations import Verdict
from numerim.errors import InputError
from numerim.schemas.rule import Rule

LOCAL = "local[*]"
"""The master where none is named: this machine, with all its cores."""

_LOOK = "It says why above; it needs Java 17 or 21, and workers that can start."
_WAIT = 5
"""Seconds until a master that does not answer is held for one that is not there."""

Judge = Callable[
    [duckdb.DuckDBPyConnection, Sequence[Rule], Off, list[pl.Series]], tuple[dict[str, Verdict], list[Failure]]
]


@contextmanager
def engine(
    master: str = LOCAL, shared: Path | None = None, settings: Mapping[str, str] | None = None
) -> Iterator[Judge]:
    """Start Spark, or connect to it, and let it judge rules.

    Args:
        master: `local[*]`, `spark://host:7077`, or `sc://host` of Spark Connect.
        shared: a folder by a path that Spark's workers see, too; one of this machine where none is named.
        settings: further settings of Spark.

    Yields:
        What `check` takes as its engine.

    Raises:
        InputError: PySpark or Java is not installed, or the master does not answer.
    """
    session = start(master, settings or {})
    try:
        yield judge_on(session, shared)
    finally:
        session.stop()


def judge_on(session: Any, shared: Path | None = None) -> Judge:
    """What lets a session of Spark judge rules; see `engine`."""

    def judge(
        connection: duckdb.DuckDBPyConnection, every: Sequence[Rule], off: Off, held: list[pl.Series]
    ) -> tuple[dict[str, Verdict], list[Failure]]:
        from numerim.check.spark import Spark, write_facts
        from numerim.check.sparkrules import Judging

        with tempfile.TemporaryDirectory(prefix="numerim-spark-", dir=shared, ignore_cleanup_errors=True) as folder:
            if shared is not None:  # workers may be another user's
                Path(folder).chmod(0o777)
            facts = Path(folder) / "facts"
            write_facts(connection, facts)
            spark = Spark(session)
            spark.read(str(facts))
            judging = Judging(spark, connection, folder, off)
            verdicts = judging.relations([rule for rule in every if rule.relation])
            others, failures = judging.others(every, held)
        return verdicts | others, failures

    return judge


def start(master: str, settings: Mapping[str, str]) -> Any:
    """A session of Spark; see `engine`."""
    try:
        import sqlglot  # noqa: F401
        from pyspark.sql import SparkSession
    except ImportError as error:
        problem = f"{error.name or 'PySpark'} is not installed"
        raise InputError("--engine spark", problem, 'Install it: pip install "numerim[spark]".') from None
    where = urlsplit(master)
    if where.scheme in ("spark", "sc"):
        _see(master, where.hostname or "", where.port or (7077 if where.scheme == "spark" else 15002))
    if where.scheme == "sc":
        try:
            return SparkSession.builder.remote(master).getOrCreate()
        except ImportError as error:
            raise InputError(
                "--engine spark", f"Spark Connect needs a package: {error}", 'Install "pyspark[connect]".'
            ) from None
    _see_java()
    builder = SparkSession.builder.master(master).appName("numerim check")
    for name, value in {**_own(master, where.hostname), **settings}.items():
        builder = builder.config(name, value)
    try:
        session = builder.getOrCreate()
    except Exception as error:
        told = str(error).strip().partition("\n")[0]
        raise InputError("--engine spark", f"Spark did not start: {told}", _LOOK) from None
    session.sparkContext.setLogLevel("ERROR")
    return session


def _own(master: str, host: str | None) -> dict[str, str]:
    """Settings for a run from the command line; nobody else's machine is to reach a Spark that is this one's alone."""
    own = {"spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false"}
    if master.startswith("local") or host in ("127.0.0.1", "localhost"):
        own |= {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
    return own


def _see(master: str, host: str, port: int) -> None:
    try:
        socket.create_connection((host, port), timeout=_WAIT).close()
    except OSError as error:
        told = error.strerror or str(error)
        raise InputError("--master", f"nothing answers at {master}: {told}", "Is Spark running there?") from None


def _see_java() -> None:
    home = os.environ.get("JAVA_HOME")
    there = Path(home, "bin", "java").exists() if home else shutil.which("java")
    if not there:
        where = f"JAVA_HOME ({home}) has none" if home else "there is none on the PATH"
        raise InputError(
            "--engine spark", f"Spark needs Java, and {where}", "On Debian: apt install openjdk-17-jre-headless."
        )
