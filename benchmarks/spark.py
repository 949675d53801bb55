"""A made election with misprints, checked in DuckDB and on Spark: whether they find the same, and what each takes.

    .venv/bin/python benchmarks/spark.py 100000 --master spark://host:7077 --shared /mnt/elections

Needs numerim[spark] and Java 17. Prints the seconds of a check without reading and modelling, which both share.
"""

import argparse
import os
import shutil
import tempfile
import time
from pathlib import Path

from many_figures import BALLOTS, CANDIDATES, ELECTION, made

from numerim import inputs, warehouse
from numerim.check import sparkengine
from numerim.check.check import check, in_duckdb
from numerim.check.spark import write_facts
from numerim.declare.house import House
from numerim.model.conform import conform
from numerim.read.ingest import read_files

ROOT = Path(__file__).resolve().parent.parent
TABLES = ("findings", "finding_places", "blames", "rules")


def found(state, raw, engine):
    """The tables of findings, the seconds that a check took, and those of this process alone."""
    with warehouse.open_memory() as connection:
        conform(connection, state.house, state.file, raw)
        began, cpu = time.perf_counter(), time.process_time()
        check(connection, state.file, engine=engine)
        took = time.perf_counter() - began, time.process_time() - cpu
        return {table: sorted(warehouse.rows(connection, f"FROM core.{table}"), key=repr) for table in TABLES}, took


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("figures", nargs="?", type=int, default=100_000)
    parser.add_argument("--broken", type=float, default=0.001, help="the part of stations with a misprint")
    parser.add_argument("--master", default=sparkengine.LOCAL)
    parser.add_argument("--shared", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        house = House(Path(name) / "house")
        house.root.mkdir()
        shutil.copytree(ROOT / "seeds", house.seeds)
        counted = made(house, asked.figures // (len(BALLOTS) + 1 + 2 * len(CANDIDATES)), asked.broken)
        state = inputs.take(house, ELECTION)
        raw = read_files(state.file)
        with warehouse.open_memory() as connection:
            conform(connection, house, state.file, raw)
            write_facts(connection, Path(name) / "facts")
        size = sum(path.stat().st_size for path in (Path(name) / "facts").rglob("*.parquet"))
        print(f"{counted:,} figures; facts {size:,} bytes as Parquet; {os.cpu_count()} cores here")
        one, took = found(state, raw, in_duckdb)
        print(f"DuckDB: {took[0]:.1f} s, CPU {took[1]:.1f} s; {len(one['findings'])} findings", flush=True)
        with sparkengine.engine(asked.master, asked.shared) as engine:
            other, took = found(state, raw, engine)
        print(f"Spark:  {took[0]:.1f} s, of this process CPU {took[1]:.1f} s; {len(other['findings'])} findings")
        differing = [table for table in TABLES if one[table] != other[table]]
        print(f"not the same: {', '.join(differing)}" if differing else "the same findings, row for row")


if __name__ == "__main__":
    main()
