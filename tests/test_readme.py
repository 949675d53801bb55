"""Every command in the README is run."""

import re
import shutil
import subprocess
import sys

import pytest

from numerim import stages, warehouse
from numerim.ask.advise import advised
from numerim.publish.versions import latest_of, versions
from tests.conftest import ELECTIONS, ROOT
from tests.numerim.judge.made import HEAD, STATIONS, rows
from tests.tools import python_with, run

README = (ROOT / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", README, re.S)
COMMANDS = [line for language, block in BLOCKS if language == "sh" for line in block.strip().splitlines()]
MAKE = [command for command in COMMANDS if command.startswith("make ")]
FILE = "numerim check results.csv"
QUICK = [c for c in COMMANDS if c not in [*MAKE, FILE] and "flows." not in c]
TEXTS = [block for language, block in BLOCKS if language == "text"]


def test_nothing_is_left_out():
    assert MAKE == ["make run", "make test"]
    assert {language for language, _ in BLOCKS} == {"sh", "sql", "python", "r", "text"}


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    """A checkout whose .venv is the one that runs the tests."""
    folder = tmp_path_factory.mktemp("checkout")
    for name in ("raw", "seeds", "published"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns(".*"))
    (folder / ".venv" / "bin").mkdir(parents=True)
    (folder / ".venv" / "bin" / "python").write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    (folder / ".venv" / "bin" / "numerim").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m numerim "$@"\n')
    for path in (folder / ".venv" / "bin").iterdir():
        path.chmod(0o755)
    return folder


@pytest.mark.parametrize("command", QUICK)
def test_command(command, checkout):
    done = subprocess.run(command, shell=True, cwd=checkout, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


def test_a_file_is_judged_as_printed(tmp_path):
    assert FILE in COMMANDS
    (tmp_path / "results.csv").write_text(HEAD + rows({**STATIONS, "TOTAL": (912, 614)}))
    done = subprocess.run(
        [sys.executable, "-m", *FILE.split()], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout == TEXTS[0]


@pytest.mark.parametrize("finding", [finding for block in TEXTS[1:] for finding in block.split("\n\n")])
def test_finding_is_printed_like_that(finding, checked, house):
    printed = [advised(checked(name), stages.election_file(house, name)) for name in ELECTIONS]
    assert any(finding.strip() in text for text in printed)


@pytest.mark.heavy
def test_flows(checkout):
    """In the order in which they stand there: a stage needs the one before."""
    flows = [command for command in COMMANDS if "flows." in command]
    assert len(flows) == 4
    for command in flows:
        done = subprocess.run(command, shell=True, cwd=checkout, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, ""), command


@pytest.mark.parametrize("target", ["run", "test"])
def test_make_has_the_target(target):
    done = subprocess.run(["make", "--dry-run", target], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("query", [block for language, block in BLOCKS if language == "sql"])
def test_sql(query, monkeypatch):
    monkeypatch.chdir(ROOT)
    with warehouse.open_memory() as connection:
        assert len(warehouse.rows(connection, query)) == 61


@pytest.mark.heavy
@pytest.mark.parametrize("code", [block for language, block in BLOCKS if language == "python"])
def test_pandas(code):
    """In an environment of its own: numerim does without pandas."""
    assert re.search(r"PS +757", run(python_with("pandas", "pyarrow"), code))


@pytest.mark.heavy
@pytest.mark.skipif(shutil.which("Rscript") is None, reason="R is not installed; .ci/run installs it")
@pytest.mark.parametrize("code", [block for language, block in BLOCKS if language == "r"])
def test_r(code):
    done = subprocess.run(["Rscript", "-e", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "49.72" in done.stdout


@pytest.mark.parametrize(("package", "version"), sorted(set(re.findall(r"published/([\w-]+)/([\d.]+)", README))))
def test_versions_are_the_latest(package, version):
    latest = latest_of(versions(ROOT / "published" / package))
    assert latest
    assert version == latest["version"]


@pytest.mark.parametrize("name", sorted(re.findall(r"\]\(((?!http)[^)]+)\)", README)))
def test_links_lead_somewhere(name):
    path, _, heading = name.partition("#")
    page = ROOT / (path or "README.md")
    assert page.exists()
    if heading:
        lines = page.read_text("utf-8").splitlines()
        headings = [re.sub(r"[^\w -]", "", line.strip("# ")).lower() for line in lines if line.startswith("#")]
        assert heading in [one.replace(" ", "-") for one in headings]
