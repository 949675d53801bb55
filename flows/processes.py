"""Processes that `numerim serve` starts, all of which it ends: their children, too, wherever these were put.

Each inherits a mark in its environment, by which what a serve that was killed has left is found by the next.
"""

import atexit
import os
import shlex
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import IO, NoReturn

RUN = shlex.join([sys.executable, "-m", "numerim.flows.engine"])
"""What a worker starts for a run, by a path that is the same on all machines.

Where nothing is said, it starts another process before that, which looks for the flow in a copy of its code; ours is
installed.
"""

_MARK = "NUMERIM_SERVED_BY"
_PATIENCE = 10.0
"""Seconds that processes have to end by themselves."""


def start(mark: str, words: Sequence[str], log: IO[bytes] | None = None) -> subprocess.Popen[bytes]:
    """Start a Python module in a session of its own, so that Ctrl-C on the terminal is ours alone.

    Args:
        mark: what tells our processes.
        words: the module, and what stands behind it on the command line.
        log: where its output goes; to ours where absent.
    """
    return subprocess.Popen(
        [sys.executable, "-m", *words],
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        start_new_session=True,
        env={**os.environ, _MARK: mark},
    )


def end(mark: str, started: Sequence[subprocess.Popen[bytes]] = ()) -> None:
    """End all processes with a mark, the last that was started first, and wait for it."""
    for process in reversed(started):
        _signal([process.pid], signal.SIGTERM)
        try:
            process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    for how in (signal.SIGTERM, signal.SIGKILL):
        if not (left := marked(mark)):
            return
        _signal(left, how)
        until = time.monotonic() + _PATIENCE
        while marked(mark) and time.monotonic() < until:
            time.sleep(0.1)


def leave(code: int) -> NoReturn:
    """End this process when all is sent and written, as Python does, and let the system take its memory.

    Prefect leaves threads behind that hold on to what was used. When Python then takes itself apart, DuckDB tells of
    each of its classes that it was leaked: forty lines a run, in logs that else are of JSON.
    """
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def marked(mark: str) -> list[int]:
    """The processes with a mark, as far as the system tells (Linux does)."""
    sought, found = f"{_MARK}={mark}".encode(), []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if sought in (folder / "environ").read_bytes().split(b"\0") and int(folder.name) != os.getpid():
                found.append(int(folder.name))
        except (OSError, ValueError):  # it has ended, or is another's
            continue
    return found


def _signal(pids: Sequence[int], how: signal.Signals) -> None:
    for pid in pids:
        try:
            os.kill(pid, how)
        except ProcessLookupError:
            continue
