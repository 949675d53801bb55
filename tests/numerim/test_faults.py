"""A sample of benchmarks/faults.py and fuzz.py: what happens is told, and what is published stays whole.

Full disks are in test_cut_off.py.
"""

import importlib
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

SOURCES = (
    *("a byte now and then", "reset in the body", "a length that is too short", "two lengths", "packed and cut off"),
    *("a bomb", "a redirection for ever", "a page of error, status 200", "half a row at the end"),
    *("the file of yesterday", "zeros instead of the file"),
)


@pytest.fixture(scope="module")
def benchmark():
    """(name) -> a module of benchmarks/."""
    sys.path.insert(0, str(ROOT / "benchmarks"))
    yield importlib.import_module
    sys.path.remove(str(ROOT / "benchmarks"))


@pytest.mark.heavy
def test_faults_of_sources_are_told_and_the_last_good_snapshot_stands(benchmark, tmp_path):
    rows = benchmark("faults").sources(tmp_path, SOURCES)
    assert [(kind, *how) for kind, *how, _ in rows] == [(kind, True, True, True) for kind in SOURCES]


@pytest.mark.heavy
def test_commands_that_are_killed_leave_what_is_published_whole(tmp_path):
    """In a process of its own, which forks before it has threads."""
    words = ["kills", "--into", str(tmp_path), "--seed", "7", "--most", "5", "--a-state", "6"]
    done = subprocess.run(
        [sys.executable, str(ROOT / "benchmarks" / "faults.py"), *words], capture_output=True, text=True, check=False
    )
    trials = [json.loads(line) for line in (tmp_path / "kills.jsonl").read_text("utf-8").splitlines()]
    assert sum(one["killed"] for one in trials) == 5
    assert "differ" in trials[-1]
    assert done.stdout.endswith("\n0 not as they must be\n"), done.stdout + done.stderr
    assert done.returncode == 0


@pytest.mark.heavy
@pytest.mark.skipif(not list(Path("/usr/lib/postgresql").glob("*/bin/initdb")), reason="Debian's postgresql is missing")
def test_a_night_goes_through_a_server_on_postgresql_with_two_workers():
    """In a process of its own, which puts the settings of Prefect into its environment.

    By this seed counts go down for good after the first look, whenever the others are. Whether memory grows, which the
    script judges, too, can be seen only in a long night.
    """
    words = ["--elections", "1", "--units", "6", "--hours", "0.2", "--faster", "12", "--seed", "110", "--workers", "2"]
    done = subprocess.run(
        [sys.executable, str(ROOT / "benchmarks" / "election_night.py"), *words],
        capture_output=True,
        text=True,
        check=False,
    )
    said = re.search(
        r"'numerim\.release\.published': (?P<published>\d+)[,}](.|\n)*\n\d+ states of sources, (?P<sent>\d+) sent, "
        r"(?P<snapshotted>\d+) snapshotted\n(?P<releases>\d+) releases; 1 of 1 last ones are the last state\n"
        r"(?P<fell>\d+) counts went down from one to the next, (?P<told>\d+) told by \d+ alerts\n",
        done.stdout,
    )
    assert said, done.stdout + done.stderr
    counted = {name: int(number) for name, number in said.groupdict().items()}
    assert counted["fell"] == counted["told"] > 0
    assert counted["sent"] == counted["snapshotted"] > 1
    assert counted["releases"] > 1
    assert counted["releases"] - counted["published"] in (0, 1), "the event of the last may come after its files"


@pytest.mark.parametrize("what", ["readers", "declared", "seeds", "manifests"])
def test_spoiled_files_are_read_or_refused(benchmark, what):
    counted, faults = benchmark("fuzz").fuzz(what, seconds=300, many=8, most=8)
    assert faults == {}
    assert counted["refused"] > 5
