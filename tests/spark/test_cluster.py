"""An election checked on a standalone Spark, a master and two workers on loopback, of which one is killed midway."""

import os
import subprocess
import sys

import pytest

from tests.conftest import ROOT
from tests.spark.cluster import PATIENCE, cluster, waited

pytestmark = pytest.mark.heavy
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


def checked(*words, folder):
    """The findings of an election as JSON, being asked in a process of its own."""
    settings = f"--driver-memory 1g --driver-java-options '-XX:+UseSerialGC -XX:TieredStopAtLevel=1' {SETTINGS}"
    environment = {**os.environ, "PYSPARK_SUBMIT_ARGS": f"{settings} pyspark-shell", "SPARK_LOCAL_IP": "127.0.0.1"}
    command = [sys.executable, "-m", "numerim", "check", "xk-local-2017", "--format", "json", *words]
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, text=True, stdout=subprocess.PIPE, stderr=(folder / "driver.log").open("w")
    )


def test_a_worker_that_is_killed_changes_nothing(tmp_path):
    pytest.importorskip("pyspark", reason="numerim[spark] is not installed: pip install -r requirements-spark.lock")
    plain = checked(folder=tmp_path)
    wanted, _ = plain.communicate()
    shared = tmp_path / "shared"
    shared.mkdir()
    with cluster(tmp_path) as (address, workers):
        asked = checked("--engine", "spark", "--master", address, "--shared", str(shared), folder=tmp_path)
        try:
            waited(
                lambda: list(shared.glob("*/sums.parquet")) or asked.poll() is not None, told=lambda: "no answer yet"
            )
            assert asked.poll() is None, (tmp_path / "driver.log").read_text("utf-8")[-2000:]
            said = workers[0].log.read_text("utf-8")
            assert "Asked to launch executor" in said or "Launching executor" in said
            workers[0].kill()
            answer, _ = asked.communicate(timeout=PATIENCE * 2)
        finally:
            asked.kill()
    assert asked.returncode == plain.returncode, (tmp_path / "driver.log").read_text("utf-8")[-2000:]
    assert answer == wanted
