"""The hook of pre-commit that a repository of results uses."""

import pytest

from tests.install.conftest import UV, copied, done, must
from tests.install.test_action import RIGHT, WRONG

GIT = ("git", "-c", "user.name=somebody", "-c", "user.email=somebody@example.org")


@pytest.mark.heavy
def test_it_checks_what_is_committed(tmp_path):
    numerim, results = copied(tmp_path / "numerim"), tmp_path / "results"
    results.mkdir()
    (results / "right.csv").write_text(RIGHT, encoding="utf-8")
    (results / "wrong.csv").write_text(WRONG, encoding="utf-8")
    for folder in (numerim, results):
        must("git", "init", "--quiet", cwd=folder)
        must("git", "add", "--all", cwd=folder)
        must(*GIT, "commit", "--quiet", "--message", "all", cwd=folder)
    hook = (UV, "tool", "run", "--quiet", "pre-commit", "try-repo", numerim, "numerim-check", "--color", "never")
    home = {"PRE_COMMIT_HOME": str(tmp_path / "home")}
    right = done(*hook, "--files", "right.csv", cwd=results, **home)
    assert right.returncode == 0, right.stdout + right.stderr
    wrong = done(*hook, "--files", "right.csv", "wrong.csv", cwd=results, **home)
    assert wrong.returncode == 1
    assert "wrong.csv" in wrong.stdout
    assert "282" in wrong.stdout
