"""The schedule: flows by hand, in Prefect, and deployed."""

import os
import shutil
import subprocess
import sys

import pytest

from numerim.declare.house import House
from numerim.publish.release import versions
from tests.conftest import ROOT, difference, snapshot
from tests.numerim.test_bad_input import csv, edit, yml

ELECTION = "xk-local-2021"


def by_hand(flow, house, *elections):
    command = [sys.executable, "-m", f"numerim.flows.{flow}", *elections]
    env = {**os.environ, "COLUMNS": "80"}
    return subprocess.run(command, cwd=house.root, capture_output=True, text=True, check=False, env=env)


@pytest.mark.heavy
def test_the_pipeline_by_hand_publishes_everything_and_then_nothing(prefect_server, tmp_path):
    """First as a person starts it, then in this process."""
    from numerim.flows.pipeline import pipeline

    for name in ("raw/xk", "seeds"):
        shutil.copytree(ROOT / name, tmp_path / name)
    house = House(tmp_path)
    packages = list(house.elections())
    first = by_hand("pipeline", house)
    assert first.returncode == 0, first.stderr  # no figure is held back
    assert first.stderr == ""
    assert not {"Traceback", "WARNING", "INFO", "ERROR"} & set(first.stdout.split())
    for package in packages:
        assert f"published/{package}/1.0.0 (new)" in first.stdout
        assert (house.published / package / "1.0.0" / f"{package}-1.0.0.zip").is_file()
    assert house.analysts_database.is_file()
    assert max(len(line) for line in first.stdout.splitlines()) <= 80
    before = snapshot(house.published)
    again = pipeline(root=str(tmp_path))
    assert [(one["package"], one["version"], one["is_new"]) for one in again] == [(p, "1.0.0", False) for p in packages]
    assert difference(before, snapshot(house.published)) == {}


@pytest.mark.heavy
@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (csv("unit,candidate", "unit,candidat"), "candidat"),
        (yml("\nexpect:", "\nexpects:"), "unknown key 'expects'"),
        (yml("publish: figures", "publish: nothing"), "its terms do not allow to publish anything of it"),
    ],
)
def test_bad_input_by_hand(spoiled, spoil, message):
    before = snapshot(spoiled.published)
    spoil(spoiled.raw / "xk" / ELECTION)
    done = by_hand("pipeline", spoiled)
    assert done.returncode == 2
    assert done.stderr.startswith("numerim: raw/xk/xk-local-2021/")
    assert message in done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert difference(before, snapshot(spoiled.published)) == {}


@pytest.fixture
def heard(monkeypatch):
    """What automations hear: event, election, and what it says."""
    from numerim.flows import said

    events = []
    monkeypatch.setattr(
        said, "emit_event", lambda what, _, payload: events.append((what, payload["election"], payload["says"]))
    )
    return events


def test_one_election_holds_up_no_other(prefect_server, spoiled, monkeypatch, heard):
    """One cannot be read and one source does not come: the other is published, and the run says what happened."""
    from numerim.fetch import patient
    from numerim.flows import pipeline
    from tests.numerim.fetch.test_sources import DECLARED

    night = spoiled.raw / "xk" / "xk-night"
    night.mkdir()
    night.joinpath("election.yml").write_text(DECLARED.format(url="http://127.0.0.1:9"), encoding="utf-8")
    other = spoiled.raw / "xk" / "xk-other"
    shutil.copytree(spoiled.raw / "xk" / ELECTION, other)
    monkeypatch.setitem(patient.fetch_patiently.__kwdefaults__, "patience", patient.Patience(first=0.0))
    for _ in range(2):
        state = pipeline.pipeline(["xk-night", "xk-other", ELECTION], str(spoiled.root), return_state=True)
        assert state.is_failed()
        assert [one["package"] for one in state.result(raise_on_failure=False).made] == [ELECTION]
        assert "r.csv: http://127.0.0.1:9/r.csv: it cannot be reached" in state.message
        assert "nothing was fetched yet" in state.message
        assert "the id is 'xk-local-2021' but the folder is 'xk-other'" in state.message
    (event,) = heard  # that it still fails is no news
    assert event[:2] == ("numerim.source.failed", "xk-night")
    assert "it cannot be reached" in event[2]


@pytest.mark.parametrize("flow", ["ingest", "validate", "publish", "pipeline"])
def test_help_by_hand(house, flow):
    done = by_hand(flow, house, "--help")
    assert done.returncode == 0
    assert done.stdout.startswith(f"usage: python -m numerim.flows.{flow}")


def test_every_stage_runs_alone(prefect_server, spoiled):
    from numerim.flows.ingest import ingest_election
    from numerim.flows.publish import publish_elections
    from numerim.flows.validate import validate_election

    where = str(spoiled.root)
    before = snapshot(spoiled.published)
    ingest_election(where, ELECTION)
    validate_election(where, ELECTION)
    made = publish_elections(where, [ELECTION])
    latest = versions(spoiled.published / ELECTION)[-1]["version"]
    folder = f"published/{ELECTION}/{latest}"
    (one,) = made
    assert (one["package"], one["version"], one["folder"], one["is_new"]) == (ELECTION, latest, folder, False)
    assert difference(before, snapshot(spoiled.published)) == {}


def test_a_file_that_changed_since_the_last_run_is_noticed(prefect_server, spoiled):
    from numerim.errors import InputError
    from numerim.flows.ingest import ingest_election

    ingest_election(str(spoiled.root), ELECTION)
    edit(spoiled.raw / "xk" / ELECTION / "article.csv", "45.54", "45.45")
    with pytest.raises(InputError, match="the file has changed since it was recorded"):
        ingest_election(str(spoiled.root), ELECTION)


@pytest.mark.parametrize(("flow", "what"), [("validate", "ingested"), ("publish", "ingested|validated")])
def test_a_stage_says_which_one_must_come_before(prefect_server, spoiled, flow, what):
    from numerim.errors import InputError
    from numerim.flows.publish import publish_elections
    from numerim.flows.validate import validate_election

    with pytest.raises(InputError, match=f"is not ({what}) yet"):
        validate_election(str(spoiled.root), ELECTION) if flow == "validate" else publish_elections(
            str(spoiled.root), [ELECTION]
        )


@pytest.mark.parametrize(
    ("named", "what"), [("published", "is not the whole path"), ("{}", "this is not inside a numerim checkout")]
)
def test_a_run_that_is_deployed_says_that_it_finds_no_checkout(monkeypatch, tmp_path, named, what):
    from numerim.errors import InputError
    from numerim.flows.pipeline import pipeline

    monkeypatch.setenv("NUMERIM_HOME", named.format(tmp_path))
    with pytest.raises(InputError, match=f"NUMERIM_HOME=.*: .*{what}[^/]*Before you start the worker"):
        pipeline.fn()
