"""Files of authorities, untouched: what `numerim new FILE` and then `numerim check` make of them, with nothing said.

    .venv/bin/python benchmarks/authorities.py [FOLDER]

FOLDER has them (default `../shared/data`): all but the states of a count that are not the last, and corrected tables.
Prints, a line a file: the lines of YAML without comments, seconds of user CPU of both commands, the figures that were
read, the relations of totals, accounts and shares that held, and how many findings there are of each severity.
Whether each column means what was written of it is for a person to see.
"""

import argparse
import json
import re
import resource
import subprocess
import sys
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
_OTHERS = {"ms-corrections", "frictionless-csv"}
_KINDS = {".csv", ".txt", ".xls", ".xlsx", ".json", ".xml"}


def files(folder: Path) -> list[Path]:
    """What is tried: of each kind of states of a count the last one, and all other files."""
    found = sorted(path for path in folder.rglob("*") if path.suffix in _KINDS and not {*path.parts} & _OTHERS)
    states = [path for path in found if path.parent.name == "btw25"]
    last = {path.stem.rpartition("-")[2]: path for path in states}
    is_schema = {path for path in found if b"$schema" in path.read_bytes()[:400]}
    return [path for path in found if path not in {*states, *is_schema}] + [*last.values()]


def tried(path: Path, house: Path) -> str:
    """A line of the table, of a file that is drafted in a folder of its own."""
    (house / "seeds").symlink_to(ROOT / "seeds")
    new, _ = _run(house, "new", str(path), "--id", "tried")
    check, told = _run(house, "check", "tried", "--format", "json")
    _, counted = _run(house, "check", "tried", "--rules", "--format", "json")
    if not told:
        return f"| {path.parent.name}/{path.name} | – | {new:.1f} + {check:.1f} | not read | – | – |"
    (declared,) = house.glob("raw/*/tried/election.yml")
    lines = [line for line in declared.read_text("utf-8").splitlines() if line.split("#")[0].strip()]
    rules = json.loads(counted)
    held = sum(one["held"] for one in rules if one["code"][:2] in ("R2", "R3", "R4"))
    severities = Counter(one["severity"] for one in json.loads(told))
    found = ", ".join(f"{n} {severity}" for severity, n in sorted(severities.items())) or "none"
    _, table = _run(house, "check", "tried")
    published = re.findall(r"([\d,]+) (?:is|are) published", table)[0]
    name = f"{path.parent.name}/{path.name}"
    return f"| {name} | {len(lines)} | {new:.1f} + {check:.1f} | {published} | {held:,} | {found} |"


def _run(house: Path, *words: str) -> tuple[float, str]:
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    done = subprocess.run(
        [sys.executable, "-m", "numerim", *words], cwd=house, capture_output=True, text=True, check=False
    )
    if done.returncode == 2:
        print(f"{words}: {done.stderr}", file=sys.stderr)
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before, done.stdout


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT.parent / "shared" / "data")
    asked = parser.parse_args()
    print("| file | lines | seconds | figures | sums that hold | findings |\n| --- | --- | --- | --- | --- | --- |")
    for path in files(asked.folder):
        with TemporaryDirectory() as house:
            print(tried(path, Path(house)), flush=True)
