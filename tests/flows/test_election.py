"""What a run of one election says: its state, its message, its artifacts, its events; and that one is at work."""

import asyncio
import logging
import re
from datetime import UTC, datetime, timedelta

import pytest

from numerim import inputs, runs
from numerim.publish.versions import versions
from tests.conftest import difference, seeded, snapshot
from tests.flows.test_flows import ELECTION, heard  # noqa: F401
from tests.numerim.fetch.test_sources import DECLARED
from tests.numerim.fetch.test_sources import ELECTION as NIGHT
from tests.numerim.test_bad_input import edit, rehash

CSV = f"raw/xk/{ELECTION}/article.csv"


@pytest.fixture
def run(prefect_server, spoiled):
    from numerim.flows.election import run_election

    return lambda: run_election(ELECTION, str(spoiled.root), return_state=True)


def artifacts():
    from prefect.client.orchestration import get_client

    async def latest():
        async with get_client() as client:
            return {one.key: one.data for one in await client.read_latest_artifacts()}

    return asyncio.run(latest())


def test_new_errors_are_told_once(run, spoiled, heard):  # noqa: F811
    assert run().is_completed()
    assert heard == []
    row = r"^\| warning \| R701 \| \d{4}-\d\d-\d\d[^|]* \| “article.csv” \(article\) is read as a list"
    assert re.search(row, artifacts()[f"findings-{ELECTION}"], re.MULTILINE)

    edit(spoiled.root / CSV, "29.17", "79.17")
    rehash(spoiled.raw / "xk" / ELECTION)
    state = run()
    assert (state.is_failed(), state.name) == (True, "New errors")
    assert state.message.startswith("1 error is new; figures are held back:\n  R710 ")
    version = versions(spoiled.published / ELECTION)[-1]["version"]
    assert f"Published {version}" in state.message
    assert [what for what, *_ in heard] == ["numerim.finding.opened", "numerim.release.published"]
    found_at = runs.last(spoiled, ELECTION).began
    told = artifacts()
    assert told[f"findings-{ELECTION}"].startswith("## New\n\n- error: R710 ")
    assert told[f"release-{ELECTION}"].startswith(f"# {ELECTION} {version}")
    assert told[f"progress-{ELECTION}"] == 100.0

    state = run()
    assert state.is_completed()
    assert state.message == f"1 known error stays open.\nNothing changed since {version}."
    assert len(heard) == 2
    after = runs.last(spoiled, ELECTION)
    assert (after.runs, after.failures, after.count("error"), after.failing_since) == (3, 1, 1, "")
    assert [one.since for one in after.open if one.severity == "error"] == [found_at]

    edit(spoiled.root / CSV, "79.17", "29.17")
    rehash(spoiled.raw / "xk" / ELECTION)
    state = run()
    assert state.is_completed()
    assert "## Gone\n\n- error: R710 " in artifacts()[f"findings-{ELECTION}"]


def test_a_backlog_comes_to_one_run(run, spoiled, monkeypatch):
    with runs.alone(spoiled, ELECTION) as held:
        assert held
        state = run()
    assert (state.name, state.message) == ("Skipped", "Another run of this election is at work.")
    assert runs.last(spoiled, ELECTION).runs == 0
    assert run().name == "Completed"
    before = snapshot(spoiled.root)
    late = datetime.now(UTC) - timedelta(hours=1)
    monkeypatch.setattr("prefect.runtime.flow_run.scheduled_start_time", late)
    state = run()
    assert state.name == "Skipped"
    assert "has looked since" in state.message
    assert difference(before, snapshot(spoiled.root)) == {}


@pytest.mark.parametrize(
    ("due", "began", "every", "is_needed"),
    [(60, 30, None, False), (30, 60, None, True), (60, 30, 45, True), (60, 10, 45, False), (60, 5, 25, False)],
)
def test_a_late_run_stands_for_all_that_have_been_due_since(spoiled, due, began, every, is_needed):
    """Minutes ago: what was due 60 ago, and is so every 45, was last due 15 ago."""
    now = datetime.now(UTC)
    at = (now - timedelta(minutes=began)).isoformat()
    runs.remember(spoiled, ELECTION, at, False, "", {}, None)
    often = every and timedelta(minutes=every)
    assert (runs.looked_since(spoiled, ELECTION, now - timedelta(minutes=due), often) == "") is is_needed


def test_before_the_first_count(prefect_server, tmp_path):
    from numerim.flows.election import run_election

    house = seeded(tmp_path)
    folder = house.raw / "xk" / NIGHT
    folder.mkdir(parents=True)
    (folder / "r.csv").write_text("ward,party,votes\nNorth,Reds,\n", encoding="utf-8")
    said = re.sub("    every: .*\n    allow_private: .*\n|        fetch: .*\n", "", DECLARED.format(url=""))
    (folder / "election.yml").write_text(said.replace("rank: 1", 'rank: 1\n    missing: [""]'), encoding="utf-8")
    inputs.write_lock(house, NIGHT)
    state = run_election(NIGHT, str(tmp_path), return_state=True)
    assert (state.is_completed(), state.name) == (True, "Nothing yet")
    assert state.message == "Nothing is published: the sources have no figure yet."
    assert (runs.last(house, NIGHT).outcome, house.published.exists()) == ("good", False)


def test_that_a_release_waits_is_told_once(run, spoiled, heard):  # noqa: F811
    edit(spoiled.raw / "xk" / ELECTION / "election.yml", "sources:", "publish: {when: approved}\nsources:")
    edit(spoiled.root / CSV, "29.17", "29.18")
    rehash(spoiled.raw / "xk" / ELECTION)
    for _ in range(2):
        state = run()
        assert state.is_completed()
        assert "To approve it:  numerim approve" in state.message
    assert [what for what, *_ in heard] == ["numerim.release.waits"]


def test_the_log_of_a_run_says_what_is_wrong_without_tracebacks(prefect_server, spoiled):
    """As a worker runs it: Prefect would log each error with its traceback, and that it was not expected."""
    from prefect.flow_engine import run_flow

    from numerim.flows.election import run_election
    from numerim.flows.said import RunError

    records = []
    handler = logging.Handler()
    handler.emit = records.append
    loggers = [logging.getLogger(f"prefect.{name}") for name in ("flow_runs", "task_runs")]
    edit(spoiled.raw / "xk" / ELECTION / "election.yml", "sources:", "sauces:")
    for one in loggers:
        one.addHandler(handler)
    try:
        with pytest.raises(RunError):
            run_flow(
                run_election, parameters={"election": ELECTION, "root": str(spoiled.root)}, error_logger=loggers[0]
            )
    finally:
        for one in loggers:
            one.removeHandler(handler)
    errors = [one for one in records if one.levelno == logging.ERROR]
    assert runs.last(spoiled, ELECTION).says in [one.getMessage() for one in errors]
    assert [one for one in records if one.exc_info] == []
