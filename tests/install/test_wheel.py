"""numerim as it is installed from its wheel: in an empty folder, without a home, without Prefect."""

import json
import re
import shutil
import sys
import zipfile

import pytest

from tests.conftest import ROOT
from tests.install.conftest import UV, done, must
from tests.numerim.judge.made import HEAD, STATIONS, rows

pytestmark = pytest.mark.heavy
ELECTION = "xk-local-2021"


@pytest.fixture
def empty(tmp_path, monkeypatch):
    """An empty folder, in which HOME is, too."""
    folder = tmp_path / "empty"
    (tmp_path / "home").mkdir()
    folder.mkdir()
    monkeypatch.setenv("UV_CACHE_DIR", must(UV, "cache", "dir").strip())
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    return folder


def test_a_wheel_from_the_source_archive_holds_the_same(wheel, tmp_path):
    must(sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", tmp_path)
    shutil.unpack_archive(next(tmp_path.glob("*.tar.gz")), tmp_path, filter="data")
    must(
        sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path, cwd=next(tmp_path.glob("numerim-*/"))
    )
    names = [zipfile.ZipFile(path).namelist() for path in (wheel, next(tmp_path.glob("*.whl")))]
    assert names[0] == names[1]
    assert len(names[0]) == len(set(names[0]))


def test_the_wheel_holds_every_module_and_seed(wheel):
    names = {name.removeprefix("numerim/") for name in zipfile.ZipFile(wheel).namelist()}
    listed = must("git", "ls-files", "src/numerim/*.py", "schemas/*.py", "flows/*.py", "seeds/*").split()
    assert {name.removeprefix("src/numerim/") for name in listed} <= names


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["show", "R401"]])
def test_it_runs_in_an_empty_folder(installed, empty, words):
    assert must(installed / "numerim", *words, cwd=empty)
    assert list(empty.iterdir()) == list(empty.with_name("home").iterdir()) == []


def test_a_file_is_judged_with_nothing_else_there(installed, empty):
    (empty / "results.csv").write_text(HEAD + rows({**STATIONS, "TOTAL": (912, 614)}))
    said = done(installed / "numerim", "check", "results.csv", "--format", "sarif", cwd=empty)
    assert (said.returncode, said.stderr) == (1, "")
    assert [result["ruleId"] for result in json.loads(said.stdout)["runs"][0]["results"]] == ["R309"]
    assert [path.name for path in empty.iterdir()] == ["results.csv"]


def test_an_election_without_seeds_beside_it_is_checked_with_those_installed(installed, empty):
    shutil.copytree(ROOT / "raw", empty / "raw")
    said = [
        done(python, "-m", "numerim", "check", ELECTION, "--format", "json", cwd=folder)
        for python, folder in ((installed / "python", empty), (sys.executable, ROOT))
    ]
    assert said[0].returncode == said[1].returncode == 0, said[0].stderr
    assert json.loads(said[0].stdout) == json.loads(said[1].stdout) != []


def test_the_seeds_of_a_checkout_win(installed, empty):
    shutil.copytree(ROOT / "raw", empty / "raw")
    (empty / "seeds").mkdir()
    said = done(installed / "numerim", "check", ELECTION, cwd=empty)
    assert (said.returncode, said.stderr) == (2, "numerim: seeds/gp_units.csv: there is no such file\n")


def test_prefect_comes_with_the_schedule_only(installed, empty):
    found = must(installed / "python", "-c", "import importlib.util as u; print(u.find_spec('prefect'))", cwd=empty)
    assert found == "None\n"
    shutil.copytree(ROOT / "raw", empty / "raw")
    assert f"published/{ELECTION}/1.0.0 (new)" in must(installed / "numerim", "run", ELECTION, cwd=empty)
    assert must(installed / "numerim", "release", ELECTION, cwd=empty).startswith(f"{ELECTION} unchanged since 1.0.0")


def test_uvx_runs_it(wheel, empty):
    assert "Usage: numerim" in must(UV, "tool", "run", "--from", wheel, "numerim", "--help", cwd=empty)


def test_a_frame_of_results_is_judged_by_pandera_alone(installed, empty):
    """The page that shows how, run as it stands; and a frame of somebody else."""
    page = (ROOT / "docs" / "pandera.md").read_text("utf-8")
    example, printed = re.findall(r"```(?:python|text)\n(.*?)```", page, re.DOTALL)[:2]
    assert must(installed / "python", "-c", example, cwd=empty) == printed
    theirs = (
        "import polars as pl; from numerim.schemas import Results\n"
        "head, *rows = [line.split() for line in '''contest selection votes share outcome law\n"
        "a X 7 70.0 elected plurality\na Y 3 30.0 lost plurality'''.splitlines()]\n"
        "print(Results.validate(pl.DataFrame(rows, schema=head, orient='row'), lazy=True).height)"
    )
    assert must(installed / "python", "-c", theirs, cwd=empty) == "2\n"
