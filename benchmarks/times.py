"""How long a person waits: `numerim check` on each election, and a run of everything.

    .venv/bin/python benchmarks/times.py

Prints the best and the median of several calls, in seconds of wall time, each in a process of its own.
"""

import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def measure(name: str, command: list[str], times: int, *, first: bool = False) -> None:
    """Run a command several times, with nothing kept under `build/` if it is the first, and print how long it took."""
    taken = []
    for _ in range(times):
        if first:
            shutil.rmtree(ROOT / "build" / "elections", ignore_errors=True)
        start = time.perf_counter()
        subprocess.run([sys.executable, *command], cwd=ROOT, capture_output=True, check=False)
        taken.append(time.perf_counter() - start)
    print(f"{name:<29} best {min(taken):5.2f}   median {statistics.median(taken):5.2f}   of {times}")


if __name__ == "__main__":
    for election in ("al-local-2023", "xk-local-2017", "xk-local-2021"):
        for what in ("first", "again"):
            measure(f"check {election}, {what}", ["-m", "numerim", "check", election], 5, first=what == "first")
    measure("numerim --help", ["-m", "numerim", "--help"], 5)
    measure("numerim run (nothing new)", ["-m", "numerim", "run"], 3)
