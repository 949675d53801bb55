"""A made-up night of many elections whose sources change all the time, with results out of order and corrected.

`.venv/bin/python benchmarks/election_night.py [--elections 40] [--units 60] [--rounds 100] [--seed 0]`: in each
round every source is one step on (some units report, in any order, and now and then a count of before is corrected),
and each election is fetched, checked and released in this process, without Prefect. A night of ten hours in which a
source is looked at every six minutes is 100 rounds. At the end every last release must be of the last state of its
source, and every count that went down must have been told. Releases are not held against frictionless, which changes
no byte of them.
"""

import argparse
import random
import sys
import time
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
from night import NOW, Server, answer, memory

from numerim import in_memory, inputs, stages
from numerim.declare.house import House
from numerim.fetch.sources import fetch_sources
from numerim.publish import making
from numerim.publish.versions import versions

DECLARED = """\
id: {id}
title: {{en: A night}}
country: XK
held_on: 2021-10-17
status: partial
licence: CC0-1.0
register: {{unit: ward, party: party}}
units: {{ward: {{}}}}
offices:
  council: {{unit: ward, law: plurality}}
sources:
  board:
    title: What the board counts
    language: en
    licence: CC0-1.0
    rank: 1
    every: 6 minutes
    allow_private: true
    files:
      r.csv:
        fetch: {url}/{id}.csv
        reader: csv
        tables:
          - columns: {{ward: unit, party: party, votes: votes}}
            set: {{office: council}}
"""
PARTIES = ("Reds", "Blues", "Greens")


class Source:
    """What one board counts, step by step."""

    def __init__(self, units: int, rounds: int, random_: random.Random) -> None:
        """Draw the order in which units report."""
        self.random = random_
        self.left = [f"Ward {n:02}" for n in range(1, units + 1)]
        self.random.shuffle(self.left)
        self.step = max(1, -(-units // rounds))
        self.counted: dict[tuple[str, str], int] = {}
        self.fell = 0

    def on(self) -> bytes:
        """One step on: the file as it is then."""
        before = sorted(self.counted)
        for _ in range(self.step if before else max(3, self.step)):
            if self.left:
                ward = self.left.pop()
                self.counted |= {(ward, party): self.random.randrange(20, 900) for party in PARTIES}
        if before and self.random.random() < 0.2:
            change = self.random.choice((-9, 9))
            self.counted[self.random.choice(before)] += change
            self.fell += change < 0
        rows = list(self.counted.items())
        self.random.shuffle(rows)
        return "".join(["ward,party,votes\n", *(f"{w},{p},{votes}\n" for (w, p), votes in rows)]).encode()


def main() -> int:
    """Play it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, usual in (("elections", 40), ("units", 60), ("rounds", 100), ("seed", 0)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    said = parser.parse_args()
    making.pass_gate = lambda descriptor: None
    drawn = random.Random(said.seed)  # noqa: S311
    counts: Counter[str] = Counter()
    slowest = 0.0
    alerts: set[tuple[str, str]] = set()
    with TemporaryDirectory() as root, Server(answer) as server:
        house = House(Path(root), Path(root, "published"), Path(root, "snapshots"))
        house.build.mkdir()
        elections = {f"xk-night-{n:02}": Source(said.units, said.rounds, drawn) for n in range(said.elections)}
        for name in elections:
            (house.raw / "xk" / name).mkdir(parents=True)
            text = DECLARED.format(id=name, url=server.url)
            (house.raw / "xk" / name / "election.yml").write_text(text, "utf-8")
        print(f"at the start {memory()}")
        for number in range(said.rounds):
            for name, source in elections.items():
                NOW[f"/{name}.csv"] = source.on()
                began = time.perf_counter()
                for look in fetch_sources(house, name):
                    counts[look.outcome] += 1
                state = inputs.take(house, name)
                with in_memory.checked_as(state) as connection:
                    made = stages.publish(connection, state)
                counts["releases"] += made.is_new
                slowest = max(slowest, time.perf_counter() - began)
                found = pl.read_csv(made.folder / "data" / "findings.csv", infer_schema_length=0)
                back = found.filter(pl.col("rule") == "R620")
                alerts |= {(name, row["finding_id"]) for row in back.iter_rows(named=True)}
            print(f"round {number + 1}: {dict(counts)}, {len(alerts)} alerts, {memory()}", flush=True)
        last = 0
        for name, source in elections.items():
            made = house.published / name / versions(house.published / name)[-1]["version"]
            votes = pl.read_csv(made / "data" / "vote_counts.csv")["votes"]
            last += sorted(votes) == sorted(source.counted.values())
        fell = sum(source.fell for source in elections.values())
        print(f"{fell} counts went down, {len(alerts)} told; slowest from source to release {slowest:.1f} s")
        print(f"{last} of {len(elections)} last releases are the last state; at the end {memory()}")
    return 0 if last == len(elections) and len(alerts) == fell else 1


if __name__ == "__main__":
    sys.exit(main())
