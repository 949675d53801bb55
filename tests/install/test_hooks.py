"""The hooks of pre-commit: ours, in a copy of the checkout, and the one that other repositories use."""

import re
import shutil
import sys
from pathlib import Path

import pytest
import yaml

from tests.conftest import ROOT
from tests.install.conftest import UV, copied, done, must

GIT = ("git", "-c", "user.name=somebody", "-c", "user.email=somebody@example.org")


def tool(words, cwd):
    """What pre-commit does in a folder, whose own modules are found before those of the checkout."""
    return done(UV, "tool", "run", "--quiet", "pre-commit", *words, cwd=cwd, PYTHONPATH=f"{cwd / 'src'}:{cwd}")


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    """A copy of the checkout, committed, whose .venv is the one that runs the tests."""
    folder = copied(tmp_path_factory.mktemp("checkout"))
    must("git", "init", "--quiet", cwd=folder)
    must("git", "add", "--all", cwd=folder)
    must(*GIT, "commit", "--quiet", "--message", "all", cwd=folder)
    (folder / ".venv").symlink_to(Path(sys.prefix))
    known = ROOT / ".mypy_cache"  # git ignores it; mypy compares what it has of each file
    if known.is_dir():
        shutil.copytree(known, folder / known.name)
    return folder


def test_they_are_of_this_repository_and_need_no_download():
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))["repos"]
    assert [(repo["repo"], {hook["language"] for hook in repo["hooks"]}) for repo in hooks] == [("local", {"system"})]


@pytest.mark.heavy
def test_they_pass_on_all_files(checkout):
    run = tool(["run", "--all-files", "--color", "never"], checkout)
    assert run.returncode == 0, run.stdout + run.stderr
    assert re.findall(r"^(\S.*?)\.+(\w+)$", run.stdout, re.M) == [
        ("ruff", "Passed"),
        ("ruff format", "Passed"),
        ("mypy", "Passed"),
        ("import-linter", "Passed"),
        ("numerim check of the elections that changed", "Passed"),
    ]


FAULTS = [
    (
        "ruff",
        "src/numerim/declare/house.py",
        "from pathlib",
        "import wave\nfrom pathlib",
        "`wave` imported but unused",
    ),
    (
        "ruff-format",
        "src/numerim/declare/house.py",
        "    root: Path",
        "    root:Path",
        "1 file would be reformatted",
    ),
    ("mypy", "schemas/apportion.py", "\ndef ", "\nX: int = ''\n\n\ndef ", "Incompatible types in assignment"),
    (
        "lint-imports",
        "src/numerim/errors.py",
        '."""',
        '."""\nimport numerim.declare.house',
        "numerim.errors -> numerim.declare.house",
    ),
    (
        "elections",
        "raw/xk/xk-local-2021/election.yml",
        "\nexpect:",
        "\nexpects:",
        "raw/xk/xk-local-2021/election.yml:L9: unknown key 'expects'",
    ),
]
"""A hook, and a change to a file that it must refuse, with what it says."""


@pytest.mark.parametrize(("path", "old"), [(path, old) for _, path, old, _, _ in FAULTS])
def test_what_is_changed_is_there(path, old):
    assert old in (ROOT / path).read_text("utf-8")


@pytest.mark.heavy
@pytest.mark.parametrize(("hook", "path", "old", "new", "message"), FAULTS)
def test_each_fails_on_what_it_is_for(checkout, hook, path, old, new, message):
    before = (checkout / path).read_text("utf-8")
    try:
        (checkout / path).write_text(before.replace(old, new, 1), encoding="utf-8")
        run = tool(["run", hook, "--files", path, "--color", "never"], checkout)
    finally:
        (checkout / path).write_text(before, encoding="utf-8")
    assert run.returncode == 1
    assert message in run.stdout
