"""The schedule on a fresh Prefect server, with the commands as they are printed."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from tests.conftest import ROOT
from tests.test_readme import DEPLOY

ELECTION = "xk-local-2021"
PREFECT = f'#!/bin/sh\nexec "{sys.executable}" -m prefect "$@"\n'


def test_prefect_yaml_prints_the_same_commands():
    assert re.findall(r"^#   (.+)$", (ROOT / "prefect.yaml").read_text("utf-8"), re.M) == DEPLOY


@contextmanager
def running(command, log, **more):
    """A process of its own, ended with all that it started."""
    with log.open("wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out, start_new_session=True, **more)
    try:
        yield
    finally:
        for how in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(process.pid, how)
                process.wait(5)
            except (ProcessLookupError, subprocess.TimeoutExpired):
                continue


def answers(url):
    for _ in range(240):
        try:
            with urlopen(url) as answer:  # noqa: S310
                return answer.status == 200
        except URLError:
            time.sleep(0.5)
    return False


@pytest.mark.heavy
def test_a_fresh_server(tmp_path):
    checkout = tmp_path / "checkout"
    for name in (f"raw/xk/{ELECTION}", "seeds", "flows", "schemas", "src"):
        shutil.copytree(ROOT / name, checkout / name, symlinks=True)
    shutil.copy(ROOT / "prefect.yaml", checkout)
    prefect = checkout / ".venv" / "bin" / "prefect"
    prefect.parent.mkdir(parents=True)
    prefect.write_text(PREFECT)
    prefect.chmod(0o755)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    env = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "NUMERIM_"))}
    env |= {"PREFECT_HOME": str(tmp_path / "prefect"), "PYTHONPATH": str(checkout / "src"), "DO_NOT_TRACK": "1"}
    env |= {"PREFECT_SERVER_ANALYTICS_ENABLED": "false"}
    export, *commands, worker = (command.replace("4200", port) for command in DEPLOY)

    def typed(*lines):
        script = "\n".join(["set -e", export, *lines])
        done = subprocess.run(["sh", "-c", script], cwd=checkout, env=env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    server = [prefect, "server", "start", "--port", port]
    log = tmp_path / "worker.log"
    with running(server, tmp_path / "server.log", cwd=checkout, env=env):
        assert answers(f"http://127.0.0.1:{port}/api/health"), (tmp_path / "server.log").read_text()
        typed(*commands)
        with running(["sh", "-c", f"{export}\n{worker}"], log, cwd=checkout, env=env):
            told = typed("timeout 120 .venv/bin/prefect deployment run pipeline/nightly --watch")
    assert "finished successfully" in told, log.read_text()
    assert (checkout / "published" / ELECTION / "1.0.0" / "datapackage.json").is_file(), log.read_text()
    assert (checkout / "published" / "numerim.duckdb").is_file()
