"""What `numerim serve` counts, in the text of OpenMetrics, on the loopback only."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from threading import Thread
from wsgiref.simple_server import WSGIServer

from prometheus_client import CollectorRegistry, start_http_server
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, InfoMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from numerim import __version__, runs
from numerim.ask.status import status
from numerim.declare.house import House
from numerim.errors import InputError
from numerim.publish.versions import versions

_FILE = ("election", "source", "file")


class Figures(Collector):
    """The state of a checkout, read anew each time that somebody asks."""

    def __init__(self, house: House, elections: Callable[[], Iterable[str]]) -> None:
        self._house = house
        self._elections = elections

    def collect(self) -> Iterator[Metric]:
        """All figures; see their help."""
        yield InfoMetricFamily("numerim", "The version of numerim.", {"version": __version__})
        elections = list(self._elections())
        yield from self._sources(elections)
        yield from self._runs(elections)
        releases = GaugeMetricFamily("numerim_releases", "Releases of a package.", labels=["election"])
        for election in elections:
            with suppress(InputError):  # its runs fail, and say so
                releases.add_metric([election], len(versions(self._house.published / election)))
        yield releases
        size = 0
        for path in self._house.snapshots.rglob("*"):
            with suppress(FileNotFoundError):  # it has taken its place meanwhile
                size += path.stat().st_size if path.is_file() else 0
        yield GaugeMetricFamily("numerim_store_bytes", "Bytes of the store of inputs (snapshots/).", size)

    def _sources(self, elections: Iterable[str]) -> Iterator[Metric]:
        told = {
            "checked": "When a file was looked at last.",
            "changed": "When another snapshot of a file was taken last.",
            "failing_since": "Since when nothing good comes of a file; 0 where it does.",
        }
        times = {
            name: GaugeMetricFamily(f"numerim_source_{name}_timestamp_seconds", says, labels=_FILE)
            for name, says in told.items()
        }
        late = GaugeMetricFamily(
            "numerim_late", "Whether a file, or the runs of an election, are later than promised.", labels=_FILE
        )
        for election in elections:
            try:
                found = status(self._house, [election])
            except InputError:  # its runs fail, and say so
                continue
            for one in (one for one in found if one.election):
                labels = [one.election, one.source, one.file]
                late.add_metric(labels, one.state in ("late", "never"))
                if one.source:
                    for name, family in times.items():
                        family.add_metric(labels, _seconds(getattr(one, name)))
        yield from times.values()
        yield late

    def _runs(self, elections: Iterable[str]) -> Iterator[Metric]:
        began = GaugeMetricFamily(
            "numerim_run_began_timestamp_seconds", "When the last run began.", labels=["election"]
        )
        took = GaugeMetricFamily("numerim_run_duration_seconds", "How long the last run took.", labels=["election"])
        count = CounterMetricFamily("numerim_runs", "Runs of an election.", labels=["election"])
        failed = CounterMetricFamily("numerim_runs_failed", "Runs that failed.", labels=["election"])
        failing = GaugeMetricFamily(
            "numerim_runs_failing_since_timestamp_seconds", "Since when runs fail; 0 where not.", labels=["election"]
        )
        found = GaugeMetricFamily(
            "numerim_findings_open", "Open findings; those with one cause count once.", labels=["election", "severity"]
        )
        for election in elections:
            try:
                last = runs.last(self._house, election)
            except InputError:
                continue
            if last.began:
                began.add_metric([election], _seconds(last.began))
                took.add_metric([election], last.seconds)
                failing.add_metric([election], _seconds(last.failing_since))
                for severity in ("error", "warning"):
                    found.add_metric([election, severity], last.count(severity))
            count.add_metric([election], last.runs)
            failed.add_metric([election], last.failures)
        yield from (began, took, count, failed, failing, found)


def serve_metrics(house: House, elections: Callable[[], Iterable[str]], port: int) -> tuple[WSGIServer, Thread]:
    """Answer at `http://127.0.0.1:PORT/metrics`; give the server, to be shut down, and its thread.

    Raises:
        OSError: the port is taken.
    """
    registry = CollectorRegistry(auto_describe=False)
    registry.register(Figures(house, elections))
    return start_http_server(port, addr="127.0.0.1", registry=registry)


def _seconds(at: str) -> float:
    return datetime.fromisoformat(at).timestamp() if at else 0.0
