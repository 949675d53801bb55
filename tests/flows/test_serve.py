"""`numerim serve`: what is planned, what a backlog comes to, and that nothing is left when it ends."""

import json
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from urllib.request import urlopen

import pytest

from numerim import runs
from numerim.declare.house import House
from numerim.errors import InputError
from tests.conftest import ROOT, seeded
from tests.numerim.fetch.test_sources import DECLARED

NIGHT = "xk-night"


@pytest.fixture
def house(tmp_path):
    """A checkout with one election that is fetched every five minutes."""
    made = seeded(tmp_path)
    declare(made, DECLARED.format(url="http://127.0.0.1:9"))
    return made


def declare(house, text, election=NIGHT):
    path = house.raw / "xk" / election / "election.yml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_a_deployment_for_each_election_that_promises_something(house):
    from numerim.flows.plan import Plan

    declared = DECLARED.format(url="http://127.0.0.1:9")
    plan = Plan(house)
    planned, wrong = plan.look()
    assert [(one.full_name, one.told, one.parameters) for one in planned] == [
        ("election/xk-night", "every 5 minutes", {"election": NIGHT}),
        ("pipeline/nightly", "every night at 03:15 UTC", {}),
    ]
    assert wrong == []
    assert planned[0].tags == ("numerim", "XK", NIGHT, "partial")
    at = datetime(2026, 11, 3, 21, 4, tzinfo=UTC)
    assert [f"{one.next(at):%d %H:%M}" for one in planned] == ["03 21:05", "04 03:15"]

    declare(house, declared.replace("5 minutes", "30 seconds"))
    assert plan.look()[0][0].every == timedelta(seconds=30)
    declare(house, declared.replace("fetch:", "fetsch:"))  # cannot be read: it stays as it was, and is told
    planned, (wrong,) = plan.look()
    assert planned[0].every == timedelta(seconds=30)
    assert "unknown key 'fetsch'" in wrong
    declare(house, declared.replace("    every: 5 minutes\n", ""))
    assert [one.name for one in plan.look()[0]] == ["nightly"]


@pytest.fixture
def deployed(prefect_server, house):
    from prefect.client.orchestration import get_client

    from numerim.flows.plan import Plan
    from numerim.flows.tidy import Deployed, make_pool

    with get_client(sync_client=True) as client:
        make_pool(client, "numerim")
        made = Deployed(client, "numerim")
        made.apply(Plan(house).look()[0])
        yield client, made
        made.apply([])


def test_a_worker_that_starts_meanwhile_may_make_the_pool(deployed, monkeypatch):
    """It is not there when `serve` looks, and there when it makes it."""
    from prefect.exceptions import ObjectNotFound

    from numerim.flows.tidy import make_pool

    client, _ = deployed
    there = client.read_work_pool("numerim").id

    def not_yet(pool: str) -> None:
        raise ObjectNotFound(Exception(pool))

    with monkeypatch.context() as seen:
        seen.setattr(client, "read_work_pool", not_yet)
        make_pool(client, "numerim")
    assert client.read_work_pool("numerim").id == there


def test_a_backlog_comes_to_the_first_run_and_the_dead_hold_nothing(deployed):
    """20 runs are late: 19 end at once. One was taken up by a worker that died: it is told, and its place is free."""
    from prefect.states import Pending, Scheduled

    client, made = deployed
    at = datetime.now(UTC)
    deployment = client.read_deployment_by_name(f"election/{NIGHT}")
    late = [
        client.create_flow_run_from_deployment(
            deployment.id, state=Scheduled(scheduled_time=at - timedelta(minutes=5 * n))
        ).id
        for n in range(20, 0, -1)
    ]
    made.tidy(at)
    told = [client.read_flow_run(one) for one in late]
    assert [one.state.name for one in told] == ["Scheduled"] + ["Skipped"] * 19
    assert told[-1].state.message == "An earlier run of this election is still to begin, and does its work."
    assert told[0].name == f"{NIGHT}, due {at - timedelta(minutes=100):%Y-%m-%d %H:%M:%S}"

    nightly = client.read_deployment_by_name("pipeline/nightly")
    far = client.create_flow_run_from_deployment(
        nightly.id, state=Scheduled(scheduled_time=datetime(2090, 11, 3, 3, 15, tzinfo=UTC))
    )
    made.tidy(at)
    assert client.read_flow_run(far.id).name == "nightly, due 2090-11-03 03:15:00"

    assert client.set_flow_run_state(late[0], Pending()).status.name == "ACCEPT"  # a worker takes it up, and dies
    other = client.create_flow_run_from_deployment(deployment.id, state=Scheduled(scheduled_time=at))
    client.set_flow_run_state(other.id, Pending())
    assert client.read_flow_run(other.id).state.message == "Deployment concurrency limit reached."
    made.tidy(at + timedelta(minutes=10))
    assert client.read_flow_run(late[0]).state.is_crashed()
    other = client.create_flow_run_from_deployment(deployment.id, state=Scheduled(scheduled_time=at))
    assert client.set_flow_run_state(other.id, Pending()).status.name == "ACCEPT"


def test_metrics(house):
    from prometheus_client import CollectorRegistry
    from prometheus_client.openmetrics.exposition import generate_latest

    from numerim.flows.metrics import Figures

    runs.remember(house, NIGHT, "2026-11-03T21:04:00Z", True, "…", [runs.Open("R1/x", "error", "…", "")])
    registry = CollectorRegistry()
    registry.register(Figures(house, house.elections))
    lines = generate_latest(registry).decode().splitlines()
    for line in (
        'numerim_runs_total{election="xk-night"} 1.0',
        'numerim_runs_failed_total{election="xk-night"} 1.0',
        'numerim_findings_open{election="xk-night",severity="error"} 1.0',
        'numerim_run_began_timestamp_seconds{election="xk-night"} 1.79373984e+09',
        'numerim_late{election="xk-night",file="r.csv",source="board"} 1.0',
    ):
        assert line in lines


def test_a_server_that_does_not_answer_is_told(house, monkeypatch):
    from numerim.flows import serve

    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:9/api")
    with pytest.raises(InputError, match=r"PREFECT_API_URL=.*: no Prefect server answers there"):
        serve.Serve(house, serve.options().parse_args([])).run()
    assert runs.heard(house).stopped is False


def test_logs_as_lines_of_json():
    code = (
        "from prefect.logging.configuration import setup_logging; setup_logging()\n"
        "from prefect.logging import get_logger; log = get_logger('flow_runs')\n"
        "try: 1 / 0\n"
        "except ZeroDivisionError: log.exception('a [red]line[/red] of %s', 200 * 'x')\n"
    )
    env = {**os.environ, "PREFECT_LOGGING_TO_API_ENABLED": "false", **serve_settings()}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
    (line,) = done.stderr.splitlines()
    read = json.loads(line)
    assert read["message"] == f"a [red]line[/red] of {200 * 'x'}"
    assert (read["level"], read["name"]) == ("ERROR", "prefect.flow_runs")
    assert "ZeroDivisionError" in read["raised"]


def serve_settings():
    from numerim.flows.serve import JSON_LOGS

    return JSON_LOGS


def test_the_guide_has_all_settings_of_a_server():
    from numerim.flows.serve import _SERVER, _SETTINGS

    guide = (ROOT / "docs" / "operations.md").read_text("utf-8")
    settings = {**_SERVER, "PREFECT_SERVER_ANALYTICS_ENABLED": _SETTINGS["PREFECT_SERVER_ANALYTICS_ENABLED"]}
    del settings["PREFECT_SERVER_LOGGING_LEVEL"]
    assert [f"{name}={value}" for name, value in settings.items() if f"{name}={value}" not in guide] == []


def test_another_serve_is_refused(house):
    from numerim import disk
    from numerim.flows import serve

    with disk.alone(house.build / ".serve.lock"), pytest.raises(InputError, match="another one is at work"):
        serve.Serve(house, serve.options().parse_args([])).run()


def test_what_was_started_is_ended_with_its_children_wherever_they_are(tmp_path):
    """A child in a session of its own that ignores SIGTERM, whose parent was killed, as by `kill -9` of serve."""
    from numerim.flows import processes

    (tmp_path / "parent.py").write_text(
        "import subprocess, sys, time\n"
        "code = 'import signal, time; signal.signal(15, signal.SIG_IGN); print(1, flush=True); time.sleep(600)'\n"
        "child = subprocess.Popen([sys.executable, '-c', code], start_new_session=True, stdout=subprocess.PIPE)\n"
        "child.stdout.readline()\n"
        "print('ready', flush=True)\n"
        "time.sleep(600)\n"
    )
    log = tmp_path / "serve.log"
    with log.open("wb") as out, pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(tmp_path))
        patch.setattr(processes, "_PATIENCE", 1.0)
        parent = processes.start("abc", ["parent"], out)
        until(lambda: "ready" in said(tmp_path))
        assert len(processes.marked("abc")) == 2
        parent.kill()
        parent.wait()
        processes.end("abc")
    assert processes.marked("abc") == []


@pytest.mark.heavy
@pytest.mark.parametrize(("how", "code"), [(signal.SIGTERM, 143)])
def test_serve_runs_elections_and_leaves_nothing(tmp_path, how, code):
    """An election that comes while it serves is run; another schedule is taken; a signal ends all that was started."""
    house = seeded(tmp_path)
    (house.raw / "xk").mkdir(parents=True, exist_ok=True)
    (tmp_path / "w").mkdir()
    env = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "NUMERIM_"))}
    log = (tmp_path / "serve.log").open("wb")
    command = [sys.executable, "-m", "numerim", "serve", "--port", "4317", "--metrics-port", "9477"]
    served = subprocess.Popen(command, cwd=tmp_path, env=env, stdout=log, stderr=log)
    try:
        until(lambda: "metrics:" in said(tmp_path))
        declare(house, DECLARED.format(url="http://127.0.0.1:9").replace("5 minutes", "10 seconds"))
        until(lambda: runs.last(house, NIGHT).runs > 0)
        assert "it cannot be reached" in runs.last(house, NIGHT).says
        with urlopen("http://127.0.0.1:9477/metrics") as answer:
            assert f'numerim_runs_failed_total{{election="{NIGHT}"}}' in answer.read().decode()
        mark = runs.heard(house).mark
        from numerim.flows.processes import marked

        assert len(marked(mark)) >= 2
    finally:
        served.send_signal(how)
        ended = served.wait(60)
    assert ended == code, said(tmp_path)
    assert marked(mark) == []
    assert "stopping" in said(tmp_path)
    for log in (said(tmp_path), (house.build / "logs" / "worker.log").read_text("utf-8")):
        assert "leaked" not in log
    assert json.loads((house.build / "serve.json").read_text())["stopped"] is True


def said(folder):
    return (folder / "serve.log").read_text("utf-8")


def until(so, seconds=180):
    end = time.monotonic() + seconds
    while not so():
        assert time.monotonic() < end
        time.sleep(0.5)


def test_heard(tmp_path):
    from numerim.ask.status import status

    house = House(seeded(tmp_path).root)
    at = datetime(2026, 11, 3, 21, 4, tzinfo=UTC)
    for stopped, later, state in [(False, 5, "good"), (False, 90, "late"), (True, 90, "stopped")]:
        runs.hear(house, runs.Heard(f"{at:%Y-%m-%dT%H:%M:%SZ}", 10.0, stopped))
        (one,) = status(house, [], at + timedelta(seconds=later))
        assert one.state == state
