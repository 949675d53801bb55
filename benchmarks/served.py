"""All that docs/operations.md puts on several machines, on this one: PostgreSQL, a Prefect server, `serve`, workers.

They have ports, a database and a folder of their own, and have ended when the `with` ends, whatever they were at.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from statistics import median
from urllib.request import urlopen

from numerim.declare.house import House
from numerim.flows import processes

MOST = 1800.0
"""Seconds after which what has not come will not come."""
_PAGE = 200
Sample = dict[str, tuple[float, int]]
"""Of each process that stays, MiB and open files."""
_QUICK = {"PREFECT_WORKER_QUERY_SECONDS": "2", "PREFECT_LOGGING_LEVEL": "WARNING"}
"""A worker looks for runs every 10 seconds; in accelerated time more often."""


def free_port() -> int:
    """A port of this machine that nothing listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def postgres(into: Path) -> Iterator[tuple[str, int]]:
    """A cluster of Debian's PostgreSQL with a database `prefect`; gives the address, and the process."""
    (binaries,) = sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1:] or [Path("/usr/bin")]
    data, port = into / "postgres", free_port()
    data.mkdir(mode=0o700)
    other = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []  # it refuses to be root's
    if other:
        shutil.chown(data, "postgres")
        into.chmod(0o755)

    def do(what: str, *words: str) -> None:
        with (into / "postgres.log").open("ab") as log:
            command = [*other, str(binaries / what), *words]
            subprocess.run(command, check=True, stdout=log, stderr=log, stdin=subprocess.DEVNULL, cwd="/")

    there = ("-h", "127.0.0.1", "-p", str(port), "-U", "prefect")
    do("initdb", "-D", str(data), "-U", "prefect", "--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8")
    # Pages that it keeps count as memory when they are first used: with few of them, what grows is no cache.
    settings = f"-p {port} -c unix_socket_directories={data} -c shared_buffers=16MB"
    do("pg_ctl", "-D", str(data), "-w", "-o", settings, "start")
    try:
        do("createdb", *there, "prefect")
        pid = int((data / "postmaster.pid").read_text("ascii").split()[0])
        yield f"postgresql+asyncpg://prefect@127.0.0.1:{port}/prefect", pid
    finally:
        do("pg_ctl", "-D", str(data), "-m", "fast", "-w", "stop")


def start_server(into: Path, mark: str, port: int) -> "subprocess.Popen[bytes]":
    """Start a Prefect server, set as that of `numerim serve`, and wait until it answers."""
    from numerim.flows.serve import _SERVER, _SETTINGS

    os.environ.update({**_SETTINGS, **_SERVER, "PREFECT_HOME": str(into / "prefect")})
    os.environ["PREFECT_API_URL"] = f"http://127.0.0.1:{port}/api"
    with (into / "server.log").open("ab") as log:
        server = processes.start(mark, ["prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)], log)
    for _ in range(900):
        with suppress(OSError), urlopen(f"http://127.0.0.1:{port}/api/health", timeout=2):
            return server
        if server.poll() is not None:
            break
        time.sleep(0.3)
    processes.end(mark, [server])
    raise TimeoutError((into / "server.log").read_text("utf-8")[-2000:])


class Served:
    """A checkout that is served.

    Args:
        house: the checkout; its elections are declared already.
        into: where logs, the database and what Prefect puts down go.
        workers: how many there are, each with one run at a time.
    """

    def __init__(self, house: House, into: Path, workers: int = 2) -> None:
        self.house, self._into, self._workers = house, into, workers
        self._mark = token_hex(16)
        self._started: dict[str, subprocess.Popen[bytes]] = {}
        self._ends = ExitStack()
        self._postgres = 0

    def __enter__(self) -> "Served":
        with ExitStack() as ends:
            ends.callback(signal.signal, signal.SIGTERM, signal.signal(signal.SIGTERM, lambda *_: sys.exit(143)))
            database, self._postgres = ends.enter_context(postgres(self._into))
            os.environ["PREFECT_API_DATABASE_CONNECTION_URL"] = database
            os.environ.update(_QUICK)
            ends.callback(lambda: processes.end(self._mark, list(self._started.values())))
            self._started["server"] = start_server(self._into, self._mark, free_port())
            del os.environ["PREFECT_API_DATABASE_CONNECTION_URL"]  # workers and `serve` know only the address
            os.environ["NUMERIM_HOME"] = str(self.house.root)
            self._start("serve", "numerim.flows.serve", "--no-worker")
            for number in range(1, self._workers + 1):
                words = ("--pool", "numerim", "--type", "process", "--limit", "1")
                self._start(f"worker {number}", "prefect", "worker", "start", *words)
            self._ends = ends.pop_all()
        return self

    def __exit__(self, *raised: object) -> None:
        self._ends.close()

    def _start(self, name: str, *words: str) -> None:
        before = Path.cwd()
        os.chdir(self.house.root)
        try:
            with (self._into / f"{name}.log").open("ab") as log:
                self._started[name] = processes.start(self._mark, words, log)
        finally:
            os.chdir(before)

    def wait(self, seconds: float, until: Callable[[], bool]) -> float:
        """Wait so long, and until something is so; give how much longer than so long."""
        began = time.monotonic()
        while (spent := time.monotonic() - began) < seconds or not until():
            gone = [f"{name} ended with {one.poll()}" for name, one in self._started.items() if one.poll() is not None]
            if gone:
                raise RuntimeError("; ".join(gone))
            if spent > seconds + MOST:
                raise TimeoutError
            time.sleep(0.1)
        return max(0.0, time.monotonic() - began - seconds)

    def used(self) -> Sample:
        """Of each that stays: MiB that its own memory takes, and how many files it has open.

        Runs are processes of their own that come and go, and no part of their worker; PostgreSQL's are many.
        """
        found = {name: _used([one.pid]) for name, one in self._started.items()}
        return found | {"postgres": _used([self._postgres, *self._backends()])}

    def _backends(self) -> list[int]:
        children = Path(f"/proc/{self._postgres}/task/{self._postgres}/children").read_text("ascii")
        return [int(pid) for pid in children.split()]

    def spent(self) -> str:
        """The seconds of CPU that each has taken; what workers started, which are the runs, by itself."""
        tick, found = os.sysconf("SC_CLK_TCK"), Counter[str]()
        for name, one in self._started.items():
            own, children = _ticks(one.pid)
            found[name] += own // tick
            found["runs"] += children // tick if name.startswith("worker") else 0
        found["postgres"] = (sum(_ticks(self._postgres)) + sum(_ticks(pid)[0] for pid in self._backends())) // tick
        return ", ".join(f"{name} {seconds:,} s" for name, seconds in found.items())

    def runs(self) -> tuple[Counter[str], list[str]]:
        """How many runs came to which end, and what is said of those that failed."""
        from prefect.client.orchestration import get_client

        counted: Counter[str] = Counter()
        failed: list[str] = []
        with get_client(sync_client=True) as client:
            for offset in range(0, 1 << 30, _PAGE):
                page = client.read_flow_runs(limit=_PAGE, offset=offset)
                for run in page:
                    state = run.state
                    if state and state.type.value != "SCHEDULED" and not run.parent_task_run_id:
                        counted[state.name] += 1
                        if state.is_failed() or state.is_crashed():
                            failed.append(f"{run.name}: {state.name}: {(state.message or '')[:300]}")
                if len(page) < _PAGE:
                    return counted, failed
        raise AssertionError

    def events(self) -> Counter[str]:
        """How many events of numerim the server knows, by name."""
        from prefect.client.orchestration import get_client

        with get_client(sync_client=True) as client:
            asked = {"filter": {"event": {"prefix": ["numerim."]}}}
            counted = client.request("POST", "/events/count-by/event", json=asked).json()
        return Counter({one["value"]: one["count"] for one in counted})


def _ticks(pid: int) -> tuple[int, int]:
    said = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return int(said[11]) + int(said[12]), int(said[13]) + int(said[14])


def _used(pids: Sequence[int]) -> tuple[float, int]:
    kilobytes, files = 0.0, 0
    for pid in pids:
        with suppress(OSError):
            said = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines()
            kilobytes += sum(int(line.split()[1]) for line in said if line.startswith("Pss:"))
            files += len(list(Path(f"/proc/{pid}/fd").iterdir()))
    return kilobytes / 1024, files


def told(used: Sample) -> str:
    """The memory and open files of each, in a line."""
    return "; ".join(f"{name} {size:,.0f} MiB, {files} files" for name, (size, files) in used.items())


def flat(samples: Sequence[Sample]) -> bool:
    """Whether what stays takes no more in the last quarter than at most in the first half, a tenth aside."""
    quarter, holds = max(1, len(samples) // 4), True
    for name in samples[0]:
        early, late = samples[: 2 * quarter], samples[-quarter:]
        (size, size_then), (files, files_then) = (
            (max(one[name][which] for one in early), median(one[name][which] for one in late)) for which in (0, 1)
        )
        well = size_then <= 1.1 * size and files_then <= 1.1 * files
        words = f"at most {size:.0f}, then {size_then:.0f} MiB; {files}, {files_then} files"
        print(f"  {'ok ' if well else 'NOT'} {name}: {words}")
        holds &= well
    return holds
