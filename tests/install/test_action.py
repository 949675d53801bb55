"""The GitHub action, its steps run by bash as GitHub runs them, in a made-up repository of results."""

import json
import os
import re
import subprocess
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml

from tests.conftest import ROOT
from tests.install.conftest import QUICKLY

pytestmark = pytest.mark.heavy
ACTION = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
HEAD = "county,precinct,office,district,party,candidate,votes\n"
RIGHT = HEAD + "".join(
    f"Adair,{precinct},Sheriff,,{party},{candidate},{votes}\n"
    for precinct, *counts in (("1", 120, 95), ("2", 88, 131), ("3", 64, 70), ("Total", 272, 296))
    for (party, candidate), votes in zip((("DEM", "Mary Sand"), ("REP", "John Lake")), counts, strict=True)
)
WRONG = RIGHT.replace("Mary Sand,272", "Mary Sand,282")
FILES = {
    "2030/county/adair.csv": WRONG,
    "2030/county/bell city.csv": RIGHT.replace("Adair", "Bell"),
    "notes.txt": "-\n",
}


def filled(text, values):
    """A text of action.yml with its `${{ … }}` filled in; each of them must be known."""
    return re.sub(r"\$\{\{ *(.*?) *\}\}", lambda found: values[found[1]], str(text))


STEPS = {step["id"]: step for step in ACTION["runs"]["steps"]}


def stepped(step, values, work, temp):
    """Run a step as GitHub does: what it did, and its outputs."""
    assert step["shell"] == "bash"
    (work / ".step.sh").write_text(step["run"], encoding="utf-8")
    output, summary = work / ".output", work / ".summary.md"
    output.write_text("")
    summary.write_text("")
    env = {"GITHUB_OUTPUT": str(output), "GITHUB_STEP_SUMMARY": str(summary)}
    env |= {name: filled(text, {**values, "runner.temp": str(temp)}) for name, text in step["env"].items()}
    command = ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", work / ".step.sh"]
    done = subprocess.run(
        command, cwd=work, env=QUICKLY | os.environ | env, capture_output=True, text=True, check=False
    )
    told = dict(line.split("=", 1) for line in output.read_text().splitlines())
    return SimpleNamespace(code=done.returncode, log=done.stdout + done.stderr, summary=summary.read_text(), told=told)


def inputs_of(**given):
    """The inputs of the action, as given and as they are where nothing is said, and what GitHub knows."""
    said = {name: given.get(name.replace("-", "_"), about.get("default")) for name, about in ACTION["inputs"].items()}
    assert None not in said.values()
    values = {"github.action_path": str(ROOT), "github.action_repository": "somebody/numerim"}
    return values | {"github.server_url": "https://github.com"} | {f"inputs.{k}": v for k, v in said.items()}


@pytest.fixture(scope="module")
def temp(wheel, tmp_path_factory):
    """The folder of a runner in which the first step has installed numerim."""
    temp = tmp_path_factory.mktemp("temp")
    made = stepped(STEPS["install"], inputs_of(files="-", version=str(wheel)), tmp_path_factory.mktemp("work"), temp)
    assert made.code == 0, made.log
    return temp


@pytest.fixture
def action(tmp_path, temp):
    """Files of a repository, and inputs -> exit code, log, summary and outputs of the action."""

    def run(there=FILES, **inputs):
        for name, content in there.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(content, encoding="utf-8")
        made = stepped(STEPS["check"], inputs_of(**inputs), tmp_path, temp)
        steps = {f"steps.check.outputs.{name}": value for name, value in made.told.items()}
        made.outputs = {k: steps.get(said["value"][3:-2].strip()) for k, said in ACTION["outputs"].items()}
        return made

    return run


def test_the_steps_are_these():
    assert list(STEPS) == ["install", "check"]
    assert len(STEPS) == len(ACTION["runs"]["steps"])


def test_a_finding_is_marked_where_it_stands(action):
    made = action(files="2030/**/*.csv")
    assert made.code == 1, made.log
    marks = [line for line in made.log.splitlines() if line.startswith("::error ")]
    assert marks, made.log
    assert all("file=2030/county/adair.csv" in line for line in marks)
    assert "282" in "".join(marks)
    assert made.outputs["exit-code"] == "1"
    sarif = json.loads(Path(made.outputs["sarif"]).read_text("utf-8"))
    results = [result for run in sarif["runs"] for result in run["results"] if result["level"] == "error"]
    places = {result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in results}
    assert places == {"2030/county/adair.csv"}
    assert made.summary.startswith(f"numerim checked 2 files: {len(results)} error")
    assert "| error | R" in made.summary
    assert "2030/county/adair.csv:" in made.summary


@pytest.mark.parametrize(
    ("wrong", "fail_on", "code"), [(True, "error", 1), (True, "never", 0), (False, "error", 0), (False, "info", 0)]
)
def test_what_fails_the_step(action, wrong, fail_on, code):
    made = action({"a.csv": WRONG if wrong else RIGHT}, files="a.csv", fail_on=fail_on)
    assert made.code == code, made.log
    assert made.outputs["exit-code"] == str(int(wrong))
    assert wrong or "nothing that does not fit" in made.summary


@pytest.mark.parametrize(
    ("inputs", "message"),
    [
        ({"files": "2030/**/*.csv\nnone.csv"}, "::error::no file matches 'none.csv'"),
        ({"files": "*.tsv"}, "::error::no file matches '*.tsv'"),
        ({"files": "\n"}, "::error::files names no file"),
        ({"files": "*.txt", "fail_on": "warnings"}, "::error::fail-on is 'warnings'; it must be"),
    ],
)
def test_what_cannot_be_run_says_so(action, inputs, message):
    made = action(**inputs)
    assert made.code == 2
    assert message in made.log


def test_a_file_that_cannot_be_read_fails_whatever_may_be_found(action):
    made = action(files="notes.txt", fail_on="never")
    assert made.code == 2
    assert made.outputs == {"exit-code": "2", "sarif": None}
    assert "not every file could be read" in made.summary
    assert "notes.txt" in made.log


def test_a_wheel_that_is_not_there(tmp_path):
    made = stepped(STEPS["install"], inputs_of(files="-", version="nowhere.whl"), tmp_path, tmp_path)
    assert made.code == 2
    assert "::error::numerim could not be installed from nowhere.whl" in made.log
