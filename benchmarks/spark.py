"""A made election with slips of many kinds, checked in DuckDB and on Spark: whether they find the same, and how long.

    .venv/bin/python -m benchmarks.spark 100000                      # a master and two workers on loopback
    .venv/bin/python -m benchmarks.spark 100000 --kill               # and once more: one is killed at half the time
    .venv/bin/python -m benchmarks.spark 100000 --master spark://host:7077 --shared /mnt/elections

Needs numerim[spark] and Java 17. The seconds are those of a check without reading and modelling, which both share.
"""

import argparse
import csv
import os
import random
import shutil
import tempfile
import threading
import time
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

from benchmarks.many_figures import BALLOTS, CANDIDATES, ELECTION, made
from numerim import inputs, warehouse
from numerim.check import sparkengine
from numerim.check.check import check, in_duckdb
from numerim.declare.house import House
from numerim.inputs import write_lock
from numerim.model.conform import conform
from numerim.read.ingest import read_files
from tests.made.cell_slips import doubled, dropped, point, replaced, swapped, zero
from tests.spark.cluster import cluster

ROOT = Path(__file__).resolve().parent.parent
TABLES = ("findings", "finding_places", "blames", "rules")
SETTINGS = {
    "spark.driver.memory": "1500m",
    "spark.executor.memory": "2g",
    "spark.sql.shuffle.partitions": "8",
}
WHERE = {"stations": 30, "stations-votes": 30, "municipalities": 5, "municipalities-votes": 5, "nation": 1}
"""How often a slip is in each file, compared with the others."""

IN_A_CELL = {
    "a digit replaced": replaced,
    "a digit dropped": dropped,
    "a digit doubled": doubled,
    "two digits swapped": swapped,
    "a separator misread": point,
    "a zero": zero,
    "a cell withheld": lambda text, chance: "",
}
OF_A_ROW = ("exchanged with the next row", "a row dropped", "a row doubled", "under another municipality")


def slipped(folder: Path, times: int) -> Counter[str]:
    """Seed so many slips of each kind, each in a row of its own; say how many came of each."""
    chance = random.Random(13)  # noqa: S311
    tables = {name: [*csv.reader((folder / f"{name}.csv").open(encoding="utf-8"))] for name in WHERE}
    used: set[tuple[str, int]] = set()
    done: Counter[str] = Counter()
    gone: list[tuple[str, int, list[list[str]]]] = []
    for kind in (*IN_A_CELL, *OF_A_ROW):
        while done[kind] < times:
            name = chance.choices([*WHERE], [*WHERE.values()])[0]
            table = tables[name]
            i = chance.randrange(1, len(table))
            if {(name, i), (name, i + 1)} & used:
                continue
            rows = _with_slip(kind, table, i, chance)
            if rows is None:
                continue
            used |= {(name, i), (name, i + 1)}
            done[kind] += 1
            gone.append((name, i, rows))
    for name, i, rows in sorted(gone, key=lambda one: one[:2], reverse=True):
        tables[name][i : i + 2] = rows
    for name, table in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream, lineterminator="\n").writerows(table)
    return done


def _with_slip(kind: str, table: list[list[str]], i: int, chance: random.Random) -> list[list[str]] | None:
    """A row and the next, with a slip in the first; None where it cannot be."""
    row, *following = (list(one) for one in table[i : i + 2])
    cell = chance.choice([k for k, head in enumerate(table[0]) if head not in ("unit", "within", "candidate")])
    if kind == "a row dropped":
        return following
    if kind == "a row doubled":
        return [row, row, *following]
    if kind == "under another municipality":
        if "within" not in table[0]:
            return None
        k = table[0].index("within")
        right, row[k] = row[k], chance.choice(table[1:])[k]
        return None if row[k] == right else [row, *following]
    if kind == "exchanged with the next row":
        if not following or following[0][cell] == row[cell]:
            return None
        row[cell], following[0][cell] = following[0][cell], row[cell]
        return [row, *following]
    wrong = IN_A_CELL[kind](row[cell], chance)
    if wrong is None or wrong == row[cell]:
        return None
    row[cell] = wrong
    return [row, *following]


def found(state, raw, engine):
    """The tables of findings, the seconds that a check took, and those of this process alone."""
    with warehouse.open_memory() as connection:
        conform(connection, state.house, state.file, raw)
        began, cpu = time.perf_counter(), time.process_time()
        check(connection, state.file, engine=engine)
        took = time.perf_counter() - began, time.process_time() - cpu
        return {table: sorted(warehouse.rows(connection, f"FROM core.{table}"), key=repr) for table in TABLES}, took


def on_spark(asked: argparse.Namespace, state, raw, folder: Path, kills: float | None = None):
    """What Spark finds; a worker is killed after so many seconds."""
    folder.mkdir()
    with ExitStack() as stack:
        master, workers = asked.master, []
        if not master:
            master, workers = stack.enter_context(cluster(folder, asked.workers, "2500m"))
        with sparkengine.engine(master, asked.shared or folder, SETTINGS) as engine:
            if kills is None:
                return found(state, raw, engine)

            def at_half(*given):
                timer.start()
                return engine(*given)

            def killing() -> None:
                there = sorted(path.name for path in folder.glob("numerim-spark-*/*.parquet"))
                workers[0].kill()
                print(f"a worker was killed after {kills:.0f} s, when {len(there)} answers were there", flush=True)

            timer = threading.Timer(kills, killing)
            try:
                return found(state, raw, at_half)
            finally:
                timer.cancel()


def compared(one, other, took, name: str) -> bool:
    """Print whether two found the same."""
    print(f"{name}: {took[0]:.1f} s, of this process CPU {took[1]:.1f} s; {len(other['findings'])} findings")
    for table in TABLES:
        mine, theirs = (Counter(map(repr, each[table])) for each in (one, other))
        for who, rows in (("DuckDB", mine - theirs), ("Spark", theirs - mine)):
            if rows:
                print(f"  {rows.total()} rows of {table} only in {who}:", *list(rows)[:5], sep="\n    ")
    print("not the same" if one != other else "the same findings, row for row", flush=True)
    return one == other


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("figures", nargs="?", type=int, default=100_000)
    parser.add_argument("--slips", type=int, default=30, help="so many of each kind")
    parser.add_argument("--workers", type=int, default=2, help="where no master is named")
    parser.add_argument("--kill", action="store_true", help="once more, with a worker killed at half the time")
    parser.add_argument("--master", help="a Spark that runs already")
    parser.add_argument("--shared", type=Path, help="a folder that its workers see, too")
    asked = parser.parse_args()
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    with tempfile.TemporaryDirectory() as name:
        house = House(Path(name) / "house")
        house.root.mkdir()
        shutil.copytree(ROOT / "seeds", house.seeds)
        counted = made(house, asked.figures // (len(BALLOTS) + 2 * len(CANDIDATES)), 0)
        kinds = slipped(house.raw / "is" / ELECTION, asked.slips)
        write_lock(house, ELECTION)
        state = inputs.take(house, ELECTION)
        raw = read_files(state.file)
        print(f"{counted:,} figures, {kinds.total()} slips of {len(kinds)} kinds", flush=True)
        one, took = found(state, raw, in_duckdb)
        print(f"DuckDB: {took[0]:.1f} s, CPU {took[1]:.1f} s; {len(one['findings'])} findings", flush=True)
        other, took = on_spark(asked, state, raw, Path(name) / "spark")
        same = compared(one, other, took, "Spark")
        if asked.kill:
            other, took = on_spark(asked, state, raw, Path(name) / "killed", took[0] / 2)
            same &= compared(one, other, took, "Spark, with one worker killed")
    return 0 if same else 1


if __name__ == "__main__":
    raise SystemExit(main())
