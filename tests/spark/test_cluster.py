"""An election checked on a standalone Spark, a master and two workers on loopback, of which one is killed midway."""

import os
import re
import signal
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.heavy
PATIENCE = 300
"""Seconds to wait for Spark."""


@contextmanager
def started(name, folder, *words):
    """A master or a worker of Spark, and the file of what it says; what it started ends with it."""
    import pyspark

    home = Path(pyspark.__file__).parent
    said = folder / f"{name}.log"
    environment = {**os.environ, "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_HOME": str(home), "SPARK_DAEMON_MEMORY": "256m"}
    command = [home / "bin" / "spark-class", *words]
    with said.open("w") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out, cwd=folder, env=environment, start_new_session=True)
    try:
        yield process, said
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def waited(for_, *, told):
    """What a function gives as soon as it gives something."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if found := for_():
            return found
        time.sleep(0.2)
    raise TimeoutError(told())


def in_log(said, pattern):
    return waited(lambda: re.search(pattern, said.read_text("utf-8")), told=lambda: said.read_text("utf-8")[-2000:])


def checked(*words, folder):
    """The findings of an election as JSON, being asked in a process of its own."""
    settings = f"--driver-memory 1g --driver-java-options '-XX:+UseSerialGC -XX:TieredStopAtLevel=1' {SETTINGS}"
    environment = {**os.environ, "PYSPARK_SUBMIT_ARGS": f"{settings} pyspark-shell", "SPARK_LOCAL_IP": "127.0.0.1"}
    command = [sys.executable, "-m", "numerim", "check", "xk-local-2017", "--format", "json", *words]
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, text=True, stdout=subprocess.PIPE, stderr=(folder / "driver.log").open("w")
    )


SETTINGS = " ".join(
    f"--conf {name}={value}"
    for name, value in {
        "spark.executor.memory": "512m",
        "spark.sql.shuffle.partitions": "2",
        "spark.sql.codegen.wholeStage": "false",
        "spark.sql.codegen.factoryMode": "NO_CODEGEN",
        "spark.executor.extraJavaOptions": "-XX:+UseSerialGC",
    }.items()
)


def test_a_worker_that_is_killed_changes_nothing(tmp_path):
    pytest.importorskip("pyspark", reason="numerim[spark] is not installed: pip install -r requirements-spark.lock")
    plain = checked(folder=tmp_path)
    wanted, _ = plain.communicate()
    shared = tmp_path / "shared"
    shared.mkdir()
    with ExitStack() as stack:
        deploy = "org.apache.spark.deploy"
        where = ("--host", "127.0.0.1", "--port", "0", "--webui-port", "0")
        _, said = stack.enter_context(started("master", tmp_path, f"{deploy}.master.Master", *where))
        address = in_log(said, r"Starting Spark master at (spark://127\.0\.0\.1:\d+)")[1]
        workers = []
        for name in ("first", "second"):
            own = (*where, "--cores", "1", "--memory", "600m", "--work-dir", str(tmp_path / name), address)
            workers.append(stack.enter_context(started(name, tmp_path, f"{deploy}.worker.Worker", *own)))
        for _, log in workers:
            in_log(log, "Successfully registered with master")
        asked = checked("--engine", "spark", "--master", address, "--shared", str(shared), folder=tmp_path)
        try:
            waited(
                lambda: list(shared.glob("*/sums.parquet")) or asked.poll() is not None, told=lambda: "no answer yet"
            )
            assert asked.poll() is None, (tmp_path / "driver.log").read_text("utf-8")[-2000:]
            assert re.search("Asked to launch executor|Launching executor", workers[0][1].read_text("utf-8"))
            os.killpg(workers[0][0].pid, signal.SIGKILL)
            answer, _ = asked.communicate(timeout=PATIENCE * 2)
        finally:
            asked.kill()
    assert asked.returncode == plain.returncode, (tmp_path / "driver.log").read_text("utf-8")[-2000:]
    assert answer == wanted
