"""All that a schedule needs, on one machine, with one command: `numerim serve`.

It starts a Prefect server and a worker, unless a server is named, deploys what `election.yml` plans, and stays: it
takes what changes there, keeps the runs tidy, answers for metrics, and puts down each period that it is alive. When it
ends, everything that it started has ended.
"""

import argparse
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from datetime import UTC, datetime
from secrets import token_hex
from typing import TYPE_CHECKING
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from numerim import disk, runs
from numerim.declare.house import House, find_house
from numerim.errors import DiskError, InputError
from numerim.fetch.states import now
from numerim.flows import processes
from numerim.flows.logs import JsonLines

if TYPE_CHECKING:  # Prefect reads its settings when it is imported: first they are set
    from prefect.client.orchestration import SyncPrefectClient

    from numerim.flows.plan import Plan
    from numerim.flows.tidy import Deployed

PERIOD = 10.0
"""Seconds from one look at what is declared, and one sign of life, to the next."""

_START = 180.0
"""Seconds that a server has to answer."""

_SETTINGS = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_LOGGING_COLORS": "false",
    "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",
}
_SERVER = {
    # what a worker that died holds is known after a restart, too
    "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": "prefect.server.concurrency.lease_storage.filesystem",
    "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
    "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": "2592000",  # 30 days of runs
    # runs are planned five minutes ahead, or three of them, not an hour: all of them are read and named each period
    "PREFECT_SERVER_SERVICES_SCHEDULER_MIN_SCHEDULED_TIME": "PT5M",
    # it would look at what every run of a day that was cancelled has left, every 20 seconds
    "PREFECT_SERVER_SERVICES_CANCELLATION_CLEANUP_LOOP_SECONDS": "300",
    "PREFECT_SERVER_LOGGING_LEVEL": "WARNING",
}

JSON_LOGS = {
    "PREFECT_LOGGING_COLORS": "false",
    "PREFECT_LOGGING_HANDLERS_CONSOLE_FORMATTER": "json",
    "PREFECT_LOGGING_FORMATTERS_JSON_CLASS": "numerim.flows.logs.JsonLines",
}
"""Settings of Prefect with which the records of its logs are lines of JSON."""


class Serve:
    """What `numerim serve` does, from its start to its end.

    Args:
        house: the checkout.
        asked: the options.
    """

    def __init__(self, house: House, asked: argparse.Namespace) -> None:
        self._house = house
        self._asked = asked
        self._mark = token_hex(16)
        self._started: list[tuple[str, subprocess.Popen[bytes]]] = []
        self._wake = threading.Event()
        self._signal = 0
        self._problem = ""

    def run(self) -> int:
        """Serve until a signal comes; give the exit code: 130 after Ctrl-C, 143 after SIGTERM.

        Raises:
            InputError: another serves this checkout, a port is taken, or the server does not answer.
            DiskError: something could not be written.
        """
        handled = {which: signal.signal(which, self._stop) for which in (signal.SIGINT, signal.SIGTERM)}
        try:
            self._alone()
        finally:
            for which, before in handled.items():
                signal.signal(which, before)
        return 128 + self._signal if self._signal else 3

    def _alone(self) -> None:
        lock = self._house.build / ".serve.lock"
        with disk.alone(lock, wait=False) as held, ExitStack() as ends:
            if not held:
                raise InputError("numerim serve", "another one is at work in this checkout", "Stop that one first.")
            if (before := runs.heard(self._house)) and before.mark:
                processes.end(before.mark)
            ends.callback(self._end)
            self._serve(ends)

    def _stop(self, which: int, _: object) -> None:
        self._signal = self._signal or which
        self._wake.set()

    def _serve(self, ends: ExitStack) -> None:
        own = not os.environ.get("PREFECT_API_URL")
        if own:
            self._start_server()
        elif not _answers(f"{os.environ['PREFECT_API_URL'].rstrip('/')}/health"):
            place = f"PREFECT_API_URL={os.environ['PREFECT_API_URL']}"
            raise InputError(place, "no Prefect server answers there", "Start it, or unset that, and one is started.")
        if self._signal:
            return
        from prefect.client.orchestration import get_client

        from numerim.flows.metrics import serve_metrics
        from numerim.flows.plan import Plan
        from numerim.flows.tidy import Deployed, make_pool

        client = ends.enter_context(get_client(sync_client=True))
        plan, deployed = Plan(self._house), Deployed(client, self._asked.pool)
        make_pool(client, self._asked.pool)
        planned, _ = plan.look()
        deployed.apply(planned)
        for one in planned:
            self._say(f"  {one.full_name}: {one.told}, next {one.next(datetime.now(UTC)):%Y-%m-%d %H:%M:%S} UTC")
        if own:
            deployed.clear()
            deployed.crash_all("numerim serve ended while this run was at work; the next one does its work.")
        deployed.tidy()
        if self._asked.metrics_port:
            try:
                server, _ = serve_metrics(self._house, self._house.elections, self._asked.metrics_port)
            except OSError:
                raise _taken("--metrics-port", self._asked.metrics_port) from None
            ends.callback(server.shutdown)
            self._say(f"metrics: http://127.0.0.1:{self._asked.metrics_port}/metrics")
        if self._asked.worker:
            self._start_worker()
        self._stay(client, plan, deployed)

    def _stay(self, client: "SyncPrefectClient", plan: "Plan", deployed: "Deployed") -> None:
        """Look each period, until a signal comes or what was started has ended."""
        while not self._signal:
            try:
                planned, wrong = plan.look()
                told = deployed.apply(planned)
                for one in told:
                    self._say(f"election.yml changed: {one}")
                deployed.tidy()
                problem = "\n".join(wrong)
            except (DiskError, OSError):
                raise
            except Exception as error:  # a server that is gone for a while; runs are late meanwhile, which status tells
                problem = f"the Prefect server does not do what it is asked: {type(error).__name__}: {error}"
            if problem != self._problem:
                self._say(problem or "all is well again", logging.WARNING if problem else logging.INFO)
            self._problem = problem
            self._beat()
            for name, process in self._started:
                if (code := process.poll()) is not None:
                    self._say(f"the {name} has ended with {code}: {self._log(name)}", logging.ERROR)
                    return
            self._wake.wait(PERIOD)

    def _beat(self, stopped: bool = False) -> None:
        runs.hear(self._house, runs.Heard(now(), PERIOD, stopped, self._problem, self._mark))

    def _start_server(self) -> None:
        port = self._asked.port
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                raise _taken("--port", port) from None
        for name, value in _SERVER.items():
            os.environ.setdefault(name, value)
        os.environ["PREFECT_API_URL"] = f"http://127.0.0.1:{port}/api"
        self._say("starting a Prefect server; that takes half a minute")
        self._start("server", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port))
        until = time.monotonic() + _START
        while not self._signal and not _answers(f"http://127.0.0.1:{port}/api/health"):
            if self._started[-1][1].poll() is not None or time.monotonic() > until:
                cure = f"{self._log('server')} says why."
                raise InputError("numerim serve", "the Prefect server does not answer", cure)
            self._wake.wait(0.3)
        if not self._signal:
            self._say(f"Prefect: http://127.0.0.1:{port}")

    def _start_worker(self) -> None:
        os.environ["NUMERIM_HOME"] = str(self._house.root)
        words = ["--pool", self._asked.pool, "--type", "process", "--limit", str(self._asked.limit)]
        self._start("worker", "prefect", "worker", "start", *words, "--name", socket.gethostname())

    def _start(self, name: str, *words: str) -> None:
        """Start a process; its output goes to a log, or with all else to standard error, as JSON."""
        if self._asked.json_logs and name != "server":
            self._started.append((name, processes.start(self._mark, words)))
        else:
            path = self._house.build / "logs" / f"{name}.log"
            with disk.told(self._house.shown(path)):
                path.parent.mkdir(parents=True, exist_ok=True)
                with path.open("ab") as log:
                    self._started.append((name, processes.start(self._mark, words, log)))
        self._beat()

    def _log(self, name: str) -> str:
        return self._house.shown(self._house.build / "logs" / f"{name}.log")

    def _end(self) -> None:
        if self._signal:
            self._say("stopping")
        processes.end(self._mark, [process for _, process in self._started])
        with suppress(DiskError):
            self._beat(stopped=bool(self._signal))

    def _say(self, line: str, level: int = logging.INFO) -> None:
        if self._asked.json_logs:
            record = logging.LogRecord("numerim.serve", level, __file__, 0, line.strip(), None, None)
            print(JsonLines().format(record), file=sys.stderr, flush=True)
        else:
            print(line, file=sys.stderr if level > logging.INFO else sys.stdout, flush=True)


def _taken(option: str, port: int) -> InputError:
    return InputError(
        f"{option} {port}", "something listens on this port already", f"Name another one: {option} NUMBER"
    )


def _answers(url: str) -> bool:
    try:
        with urlopen(url, timeout=2) as answer:  # noqa: S310
            return bool(answer.status == 200)
    except HTTPError as error:
        return error.code in (401, 403)  # it asks for a password, which Prefect knows
    except (URLError, OSError):
        return False


def options() -> argparse.ArgumentParser:
    """What `numerim serve` passes on; `numerim serve --help` says what it means."""
    taken = argparse.ArgumentParser("numerim serve")
    taken.add_argument("--port", type=int, default=4200)
    taken.add_argument("--metrics-port", type=int, default=0)
    taken.add_argument("--pool", default="numerim")
    taken.add_argument("--limit", type=int, default=2)
    taken.add_argument("--no-worker", dest="worker", action="store_false")
    taken.add_argument("--json-logs", action="store_true")
    return taken


def main(words: Sequence[str]) -> int:
    """Serve the checkout that the working folder lies in; see `numerim serve --help` for the options."""
    asked = options().parse_args(words)
    try:
        house = find_house()
        for name, value in {**_SETTINGS, "PREFECT_HOME": str(house.build / "prefect")}.items():
            os.environ.setdefault(name, value)
        if asked.json_logs:
            os.environ.update(JSON_LOGS)
        return Serve(house, asked).run()
    except InputError as error:
        print(f"numerim: {error}", file=sys.stderr)
        return 2
    except DiskError as error:
        print(f"numerim: {error}", file=sys.stderr)
        return 3


if __name__ == "__main__":
    processes.leave(main(sys.argv[1:]))
