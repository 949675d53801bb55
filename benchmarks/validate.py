"""Dirty tables with a primary and a foreign key: who finds which cell, and in what time.

    .venv/bin/python benchmarks/validate.py [ROWS] [TOOL …] [--repeat 3]

Every tool has a virtual environment of its own below build/validators, made when it is first asked for. Printed are the
medians of the seconds by the clock and of CPU, and how many times numerim's time that is, of the same run.
"""

import argparse
import json
import random
import statistics
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
BUILD = HERE.parent / "build" / "validators"
PINNED = {
    "numerim": [],
    "frictionless": ["frictionless==5.21.0"],
    "duckdb": ["duckdb==2.0.0"],
    "fairspec": ["fairspec==0.1.7"],
    "pandera": ["pandera[polars]==0.35.0", "polars==2.1.0"],
    "dataframely": ["dataframely==3.1.2", "polars==2.1.0"],
    "patito": ["patito==0.8.6", "polars==2.1.0"],
    "pointblank": ["pointblank==1.1.1", "polars==2.1.0", "pyarrow"],
    "cuallee": ["cuallee==0.15.4", "polars==2.1.0", "numpy"],
    "validoopsie": ["validoopsie==1.8.1", "polars==2.1.0", "pyarrow"],
}
PYTHON = {"fairspec": "3.12"}
"""Where the Python of the project is too old."""
KINDS = {
    "votes": lambda r, cells: f"{cells[6]}x" if r.random() < 0.5 else f"-{r.randrange(1, 99)}",
    "day": lambda r, cells: "2025-02-30",
    "party": lambda r, cells: "ALFA",
    "station": lambda r, cells: "S9999999",
    "name": lambda r, cells: "",
    "id": lambda r, cells: str(int(cells[0]) - 1),
    "share": lambda r, cells: r.choice(("101.5", "1;5")),
}
FIELDS = {
    "id": {"type": "integer"},
    "station": {"type": "string"},
    "day": {"type": "date"},
    "name": {"type": "string", "constraints": {"required": True}},
    "party": {"type": "string", "constraints": {"enum": ["ALPHA", "BETA", "GAMMA", "DELTA"]}},
    "counted": {"type": "boolean"},
    "votes": {"type": "integer", "constraints": {"minimum": 0}},
    "share": {"type": "number", "constraints": {"minimum": 0, "maximum": 100}},
}


def made(folder: Path, rows: int, every: int) -> set[tuple[int, str]]:
    """Write the package with one error in `every` rows (0: none); row and field of each error."""
    folder.mkdir(parents=True, exist_ok=True)
    r = random.Random(rows * 31 + every)  # noqa: S311
    stations = max(10, rows // 100)
    (folder / "stations.csv").write_text("station\n" + "".join(f"S{n:07}\n" for n in range(stations)))
    errors = set()
    names = list(FIELDS)
    wrong_at = r.randrange(every) if every else -1
    with (folder / "votes.csv").open("w") as file:
        file.write(",".join(names) + "\n")
        for n in range(rows):
            cells = [
                str(1_000_000 + n * 10),
                f"S{r.randrange(stations):07}",
                f"2025-0{r.randrange(1, 9)}-{r.randrange(10, 29)}",
            ]
            cells += [
                f"Unit {r.randrange(10**6):06}",
                r.choice(("ALPHA", "BETA", "GAMMA", "DELTA")),
                r.choice(("true", "false")),
            ]
            cells += [str(r.randrange(10_000)), f"{r.randrange(10_000) / 100:.2f}"]
            if every and n % every == wrong_at % every and n:
                field = r.choice(list(KINDS))
                if field == "id":
                    cells[0] = str(1_000_000 + (n - 1) * 10)
                else:
                    cells[names.index(field)] = KINDS[field](r, cells)
                errors.add((n + 2, field))
            file.write(",".join(cells) + "\n")
    key = {"fields": ["station"], "reference": {"resource": "stations", "fields": ["station"]}}
    fields = [{"name": name, **told} for name, told in FIELDS.items()]
    resources = [
        {
            "name": "votes",
            "path": "votes.csv",
            "schema": {"fields": fields, "primaryKey": ["id"], "foreignKeys": [key]},
        },
        {"name": "stations", "path": "stations.csv", "schema": {"fields": [{"name": "station", "type": "string"}]}},
    ]
    dialect = {"delimiter": ",", "quoteChar": '"'}
    told = [{"type": "table", "encoding": "utf-8", "dialect": dialect, **resource} for resource in resources]
    (folder / "datapackage.json").write_text(json.dumps({"name": "votes", "resources": told}))
    return errors


def python_of(tool: str) -> str:
    """The Python of a tool, with the tool in it."""
    if tool == "numerim":
        return sys.executable
    folder = BUILD / tool
    python = folder / "bin" / "python"
    wanted = "\n".join(PINNED[tool])
    if not python.exists() or not (folder / "wanted").exists() or (folder / "wanted").read_text() != wanted:
        uv = [sys.executable, "-m", "uv"]
        version = PYTHON.get(tool, f"{sys.version_info.major}.{sys.version_info.minor}")
        subprocess.run([*uv, "venv", "-q", "--clear", "--python", version, str(folder)], check=True)
        subprocess.run([*uv, "pip", "install", "-q", "--python", str(python), *PINNED[tool]], check=True)
        (folder / "wanted").write_text(wanted)
    return str(python)


def measured(tool: str, folder: Path, errors: set[tuple[int, str]], times: int, numerim: float | None) -> list[str]:
    """The cells of a line of the table; numerim: the seconds that it took."""
    try:
        python = python_of(tool)
    except subprocess.CalledProcessError as error:
        return [tool, f"cannot be installed: {error.returncode}"]
    command = [python, str(HERE / "validators" / f"with_{tool}.py"), str(folder)]
    answers = []
    for _ in range(times):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            return [tool, f"stops: {(done.stderr.strip().splitlines() or ['?'])[-1][:150]}"]
        answers.append(json.loads(done.stdout.splitlines()[-1]))
    said = answers[0]
    seconds, cpu = (statistics.median(answer[what] for answer in answers) for what in ("seconds", "cpu"))
    ratio = f"{seconds / (numerim or seconds):.1f}"
    head = [f"{tool} {said['version']}", f"{seconds:.2f}", f"{cpu:.2f}", ratio]
    if "count" in said:
        return [*head, f"no places; counts {said['count']:,} of {len(errors):,}"]
    found = {(row, field) for row, field in said["found"]}
    right = len(found & errors)
    recall = f"{100 * right / len(errors):.1f} %" if errors else "–"
    return [*head, recall, f"{100 * right / len(found):.1f} %" if found else "–"]


def main(rows: int, tools: list[str], times: int) -> None:
    """Print a table for each kind of table."""
    for called, every in (("clean", 0), ("one error in a million", 1_000_000), ("one error in ten rows", 10)):
        folder = BUILD / "tables" / f"{rows}-{every}"
        errors = made(folder, rows, min(every, rows))
        size = (folder / "votes.csv").stat().st_size / 1e6
        print(f"\n{rows:,} rows ({size:.0f} MB), {called}: {len(errors):,} errors\n")
        print("| tool | s | CPU s | times numerim | errors found, with row and field | of what it tells, right |")
        print("|---|---|---|---|---|---|", flush=True)
        numerim = None
        for tool in tools or PINNED:
            cells = measured(tool, folder, errors, times, numerim)
            if tool == "numerim" and len(cells) > 2:
                numerim = float(cells[1])
            print(f"| {' | '.join([*cells, *[''] * (6 - len(cells))])} |", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("rows", nargs="?", type=int, default=1_000_000)
    parser.add_argument("tools", nargs="*", help=f"one or more of {', '.join(PINNED)}; all of them where none is named")
    parser.add_argument("--repeat", type=int, default=3)
    said = parser.parse_args()
    if unknown := set(said.tools) - set(PINNED):
        parser.error(f"no tool called {', '.join(sorted(unknown))}; there are {', '.join(PINNED)}")
    main(said.rows, said.tools, said.repeat)
