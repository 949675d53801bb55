"""A made-up night of many elections whose sources change all the time, with results out of order and corrected.

`.venv/bin/python benchmarks/election_night.py [--elections 40] [--units 60] [--rounds 100] [--seed 0] [--within N]`:
in each round every source is one step on (some units report, in any order, and now and then a count of before is
corrected), and each election is fetched, checked and released in this process; or, with `--workers 2 [--every 10]
[--pace 10]`, through a Prefect server on PostgreSQL and so many workers, which look so often, and a round lasts so
many seconds, and until each source was looked at. A night of ten hours in which a source is looked at every six
minutes is 100 rounds; after N seconds none begins. At the end every last release must be of the last state of its
source, and every count that went down must have been told. In this process releases are not held against
frictionless, which changes no byte of them.
"""

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import takewhile
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
from night import NOW, SENT, Server, answer, backs, memory
from served import Served, told

from numerim import in_memory, inputs, runs, stages
from numerim.declare.house import House
from numerim.fetch import states
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
    every: {every}
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


def until(rounds: int, seconds: float) -> Iterator[int]:
    """The rounds that begin within so long."""
    ends = time.monotonic() + (seconds or float("inf"))
    return takewhile(lambda _: time.monotonic() < ends, range(rounds))


def alone(house: House, elections: dict[str, Source], rounds: Iterable[int]) -> tuple[set[tuple[str, str]], float]:
    """Fetch, check and release in this process, one after the other; give what fell as told, and the slowest time."""
    counts: Counter[str] = Counter()
    slowest = 0.0
    alerts: set[tuple[str, str]] = set()
    making.pass_gate = lambda descriptor: None
    for number in rounds:
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
            alerts |= fallen(name, made.folder)
        print(f"round {number + 1}: {dict(counts)}, {len(alerts)} alerts, {memory()}", flush=True)
    return alerts, slowest


def fallen(name: str, made: Path) -> set[tuple[str, str]]:
    """The findings of a release that say that counts went down."""
    back = backs(made).filter(pl.col("rule") == "R620")
    return {(name, row["finding_id"]) for row in back.iter_rows(named=True)}


def through(
    served: Served, elections: dict[str, Source], rounds: Iterable[int], pace: float
) -> tuple[set[tuple[str, str]], float]:
    """The same through a server and workers, all elections at once, a round when all have been looked at."""
    house, shown = served.house, {name: [] for name in elections}
    for number in rounds:
        for name, source in elections.items():
            if number:
                NOW[f"/{name}.csv"] = source.on()
            shown[name].append(time.time())
        served.wait(pace, lambda: all(SENT.get(f"/{name}.csv") == NOW[f"/{name}.csv"] for name in elections))
        made = sum(len(versions(house.published / name)) for name in elections)
        print(f"round {number + 1}: {made} releases; {told(served.used())}", flush=True)
    since = states.now()
    served.wait(1, lambda: all(runs.last(house, name).began > since for name in elections))
    alerts: set[tuple[str, str]] = set()
    slowest = 0.0
    for name, times in shown.items():
        made = [house.published / name / entry["version"] for entry in versions(house.published / name)]
        for folder, at in zip(made, times, strict=True):
            alerts |= fallen(name, folder)
            slowest = max(slowest, folder.stat().st_mtime - at)
    ended, failed = served.runs()
    print(f"runs: {dict(ended)}; events: {dict(served.events())}", *failed[:20], sep="\n  ")
    return alerts, slowest


def main() -> int:
    """Play it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, usual in (
        ("elections", 40),
        ("units", 60),
        ("rounds", 100),
        ("seed", 0),
        ("workers", 0),
        ("pace", 10),
        ("every", 10),
        ("within", 0),
    ):
        parser.add_argument(f"--{name}", type=int, default=usual)
    said = parser.parse_args()
    drawn = random.Random(said.seed)  # noqa: S311
    with TemporaryDirectory(prefix="numerim-night-") as root, Server(answer) as server:
        house = House(Path(root, "house"))
        house.build.mkdir(parents=True)
        elections = {f"xk-night-{n:02}": Source(said.units, said.rounds, drawn) for n in range(said.elections)}
        for name in elections:
            (house.raw / "xk" / name).mkdir(parents=True)
            text = DECLARED.format(
                id=name, url=server.url, every=f"{said.every} seconds" if said.workers else "6 minutes"
            )
            (house.raw / "xk" / name / "election.yml").write_text(text, "utf-8")
        print(f"at the start {memory()}")
        if said.workers:
            NOW.update({f"/{name}.csv": source.on() for name, source in elections.items()})
            with Served(house, Path(root), said.workers) as served:
                alerts, slowest = through(served, elections, until(said.rounds, said.within), said.pace)
        else:
            alerts, slowest = alone(house, elections, until(said.rounds, said.within))
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
