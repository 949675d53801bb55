"""The wheel, built once, and an environment that has it and nothing else."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

UV = Path(sys.executable).with_name("uv")
QUICKLY = {"PIP_NO_COMPILE": "1"}
"""What is installed is compiled when it is imported, and most of it never is."""


def done(*command: object, cwd: Path = ROOT, **env: str) -> subprocess.CompletedProcess[str]:
    """What a command did; it knows of no virtual environment and of no folder of Python modules."""
    kept = {k: v for k, v in os.environ.items() if k not in ("VIRTUAL_ENV", "PYTHONPATH", "PYTHONHOME")}
    return subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
        env={**QUICKLY, **kept, **env},
    )


def must(*command: object, cwd: Path = ROOT, **env: str) -> str:
    """What a command prints that must not fail."""
    made = done(*command, cwd=cwd, **env)
    assert made.returncode == 0, made.stdout + made.stderr
    return made.stdout


def copied(folder: Path) -> Path:
    """The files of the checkout that git knows or would add, as they are now."""
    listed = must("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0")[:-1]
    for name in listed:
        path, to = ROOT / name, folder / name
        if path.is_symlink() or (path.is_file() and not name.startswith("published/")):
            to.parent.mkdir(parents=True, exist_ok=True)
            to.symlink_to(path.readlink()) if path.is_symlink() else to.write_bytes(path.read_bytes())
    return folder


@pytest.fixture(scope="session")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    must(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder)
    return next(folder.glob("numerim-*.whl"))


@pytest.fixture(scope="session")
def installed(wheel, tmp_path_factory):
    """The `bin` folder of an environment into which the wheel was installed."""
    home = tmp_path_factory.mktemp("installed")
    must(UV, "venv", "--quiet", "--python", sys.executable, home / "env")
    must(UV, "pip", "install", "--quiet", "--python", home / "env/bin/python", wheel)
    return home / "env" / "bin"
