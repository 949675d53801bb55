"""How long a person waits: `numerim check` on each election, and a run of everything.

    .venv/bin/python benchmarks/times.py

Prints the best and the median of several calls, in seconds of wall time, each in a process of its own.
"""

import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def measure(name: str, command: list[str], times: int) -> None:
    """Run a command several times and print how long it took."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        subprocess.run([sys.executable, *command], cwd=ROOT, capture_output=True, check=False)
        taken.append(time.perf_counter() - start)
    print(f"{name:<28} best {min(taken):5.2f}   median {statistics.median(taken):5.2f}   of {times}")


if __name__ == "__main__":
    for election in ("al-local-2023", "xk-local-2017", "xk-local-2021"):
        measure(f"numerim check {election}", ["-m", "numerim", "check", election], 5)
    measure("numerim --help", ["-m", "numerim", "--help"], 5)
    measure("numerim run (nothing new)", ["-m", "numerim", "run"], 3)
