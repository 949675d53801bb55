"""How the way of the data grows: an election by polling station, made up, from a CSV to clean tables.

    .venv/bin/python benchmarks/stations.py [STATIONS]

Prints rows and seconds for each stage, in one process.
"""

import shutil
import sys
import tempfile
import time
from hashlib import sha256
from pathlib import Path

from numerim import warehouse
from numerim.check.check import check
from numerim.declare.election import read_election
from numerim.declare.house import House
from numerim.model.conform import conform
from numerim.publish.settle import settle
from numerim.read.ingest import read_files

ROOT = Path(__file__).resolve().parent.parent
YML = """id: xk-local-2099
title: {{en: Made up}}
country: XK
licence: CC0-1.0
held_on: 2099-10-17
status: final
offices: {{mayor: {{unit: polling_station}}}}
sources:
  commission:
    title: Made up
    publisher: nobody
    language: sq
    licence: CC0-1.0
    rank: 1
    files:
      results.csv:
        sha256: {sha}
        reader: csv
        tables:
          - set: {{office: mayor}}
            columns: {{station: unit, candidate: "{{candidate}} ({{party}})", votes: votes, share: share}}
"""


def main(stations: int) -> None:
    """Make an election of that many stations with ten candidates each, and run it."""
    with tempfile.TemporaryDirectory() as name:
        house = House(Path(name))
        shutil.copytree(ROOT / "seeds", house.seeds)
        with (house.seeds / "gp_units.csv").open("a", encoding="utf-8") as stream:
            stream.writelines(f"xk-station-{i},XK,Station {i},polling_station,xk,\n" for i in range(stations))
        folder = house.raw / "xk" / "xk-local-2099"
        folder.mkdir(parents=True)
        votes = [(k * 37) % 200 + 1 for k in range(10)]
        shares = [f"{100 * v / sum(votes):.2f}" for v in votes]
        lines = ["station,candidate,votes,share\n"]
        lines += [
            f"Station {i},Candidate {k} (LVV),{v},{s}\n"
            for i in range(stations)
            for k, (v, s) in enumerate(zip(votes, shares, strict=True))
        ]
        (folder / "results.csv").write_text("".join(lines), encoding="utf-8")
        digest = sha256((folder / "results.csv").read_bytes()).hexdigest()
        (folder / "election.yml").write_text(YML.format(sha=digest), encoding="utf-8")
        file = read_election(folder / "election.yml", "election.yml")
        print(f"{stations:,} stations, {stations * 10:,} rows, {stations * 20:,} figures")
        with warehouse.open_memory() as connection:
            raw = timed("read", lambda: read_files(file))
            timed("conform", lambda: conform(connection, house, file, raw))
            timed("check", lambda: check(connection, file))
            timed("settle", lambda: settle(connection, file.election.id))


def timed(name, work):
    start = time.perf_counter()
    made = work()
    print(f"  {name:<8} {time.perf_counter() - start:7.2f} s")
    return made


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
