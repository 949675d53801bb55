"""Tools of other people, in environments of their own."""

import fcntl
import subprocess
import sys
import venv
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def python_with(*packages: str) -> Path:
    """A Python that has these packages, and nothing of numerim's; it is kept under `build/` and made only once."""
    name = sha256(f"{sys.version} {packages}".encode()).hexdigest()[:12]
    home = ROOT / "build" / "tools"
    home.mkdir(parents=True, exist_ok=True)
    python = home / name / "bin" / "python"
    with (home / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (home / name / "ready").is_file():
            venv.create(home / name, clear=True, with_pip=True)
            command = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *packages]
            subprocess.run(command, check=True, capture_output=True)
            (home / name / "ready").touch()
    return python


def run(python: Path, code: str, *arguments: object, cwd: Path = ROOT) -> str:
    """What a script prints; a failure shows what it said."""
    command = [python, "-c", code, *map(str, arguments)]
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout
