"""A standalone Spark on loopback: a master, and workers that can be killed."""

import os
import re
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

PATIENCE = 300
"""Seconds to wait for Spark."""


class Started(NamedTuple):
    """A master or a worker, and the file of what it says."""

    process: subprocess.Popen
    log: Path

    def kill(self) -> None:
        """End it and what it started, as a loss of power does."""
        os.killpg(self.process.pid, signal.SIGKILL)


@contextmanager
def started(name: str, folder: Path, *words: str) -> Iterator[Started]:
    """A master or a worker; what it started ends with it."""
    import pyspark

    home = Path(pyspark.__file__).parent
    said = folder / f"{name}.log"
    environment = {**os.environ, "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_HOME": str(home), "SPARK_DAEMON_MEMORY": "256m"}
    command = [home / "bin" / "spark-class", *words]
    with said.open("w") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out, cwd=folder, env=environment, start_new_session=True)
    one = Started(process, said)
    try:
        yield one
    finally:
        if process.poll() is None:
            one.kill()
        process.wait()


def waited(for_, *, told):
    """What a function gives as soon as it gives something."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if found := for_():
            return found
        time.sleep(0.2)
    raise TimeoutError(told())


def _in_log(said: Path, pattern: str):
    return waited(lambda: re.search(pattern, said.read_text("utf-8")), told=lambda: said.read_text("utf-8")[-2000:])


@contextmanager
def cluster(folder: Path, workers: int = 2, memory: str = "600m") -> Iterator[tuple[str, list[Started]]]:
    """A master and so many workers of one core each: its address, and the workers."""
    deploy = "org.apache.spark.deploy"
    where = ("--host", "127.0.0.1", "--port", "0", "--webui-port", "0")
    with ExitStack() as stack:
        master = stack.enter_context(started("master", folder, f"{deploy}.master.Master", *where))
        address = _in_log(master.log, r"Starting Spark master at (spark://127\.0\.0\.1:\d+)")[1]
        there = []
        for i in range(workers):
            own = (*where, "--cores", "1", "--memory", memory, "--work-dir", str(folder / f"work{i}"), address)
            there.append(stack.enter_context(started(f"worker{i}", folder, f"{deploy}.worker.Worker", *own)))
        for one in there:
            _in_log(one.log, "Successfully registered with master")
        yield address, there
