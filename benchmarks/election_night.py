"""A made-up night of many elections whose sources change all the time, with results out of order and corrected.

`.venv/bin/python benchmarks/election_night.py [--elections 40] [--units 60] [--hours 10] [--seed 0]`: every source
changes every simulated minute (units report, in any order, and now and then a count of before is corrected), and is
looked at every six: fetched, checked and released in this process, or, with `--workers 2 [--faster 10]`, through a
Prefect server on PostgreSQL and so many workers, so many times as fast as the clock. Nothing waits for a look: where
workers are slower than the night, what they did not see in time they never see. At the end it waits until each last
state is released. Everything that was sent must have been snapshotted, every last release be of the last state of its
source, and every count be told that is lower in a release than in the one before, as the files say that were sent. In
this process releases are not held against frictionless, which changes no byte of them.
"""

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import polars as pl
from night import Request, Server, backs, memory
from served import Sample, Served, flat, told

from numerim import in_memory, inputs, stages, store
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
Counts = dict[tuple[str, str], int]


@dataclass
class Source:
    """What one board counts, minute by minute.

    Attributes:
        left: the units that have not reported, in the order in which they will.
        share: how many report in a minute.
        random: what it is drawn by.
        counted: what is counted now.
        times: when each state was there from.
        now: the latest state, its number and its file.
        sent: what was sent of it, the digest -> the number of the state, and what was counted then.
    """

    left: list[str]
    share: float
    random: random.Random
    counted: Counts = field(default_factory=dict)
    times: list[float] = field(default_factory=list)
    now: tuple[int, bytes] = 0, b""
    sent: dict[str, tuple[int, Counts]] = field(default_factory=dict)

    def on(self) -> None:
        """One minute on."""
        before = sorted(self.counted)
        report = int(self.share + self.random.random()) if before else max(3, int(self.share))
        for ward in (self.left.pop() for _ in range(min(report, len(self.left)))):
            self.counted |= {(ward, party): self.random.randrange(200, 900) for party in PARTIES}
        if before and self.random.random() < 0.1:
            self.counted[self.random.choice(before)] += self.random.choice((-9, 9))
        rows = list(self.counted.items())
        self.random.shuffle(rows)
        text = "".join(["ward,party,votes\n", *(f"{w},{p},{votes}\n" for (w, p), votes in rows)])
        if text.encode() != self.now[1]:
            self.now = len(self.times), text.encode()
            self.times.append(time.time())

    def answer(self, request: Request) -> None:
        """Send what stands there now, or 304."""
        number, content = self.now
        digest = sha256(content).hexdigest()
        request.send(200, {"ETag": f'"{digest}"'}, content)
        self.sent.setdefault(digest, (number, counts(content)))


def counts(content: bytes) -> Counts:
    """What a file counts."""
    lines = (line.split(",") for line in content.decode().splitlines()[1:])
    return {(ward, party): int(votes) for ward, party, votes in lines}


def alone(house: House, elections: Mapping[str, Source], minutes: int) -> None:
    """Fetch, check and release in this process, one after the other."""
    making.pass_gate = lambda descriptor: None
    for minute in range(0, minutes, 6):
        for name, source in elections.items():
            for _ in range(6):
                source.on()
            fetch_sources(house, name)
            state = inputs.take(house, name)
            with in_memory.checked_as(state) as connection:
                stages.publish(connection, state)
        made = sum(len(versions(house.published / name)) for name in elections)
        print(f"{(minute + 6) / 60:.1f} hours: {made} releases, {memory()}", flush=True)


def through(served: Served, elections: Mapping[str, Source], minutes: int, faster: float) -> list[Sample]:
    """The same through a server and workers, all elections at once; give what the processes took, minute by minute."""
    house = served.house
    served.wait(0, lambda: any(source.sent for source in elections.values()))
    samples, began = [served.used()], time.monotonic()
    print(f"at the start {told(samples[0])}", flush=True)
    for minute in range(minutes):
        for nth, source in enumerate(elections.values()):
            source.on()
            due = began + (minute + nth / len(elections)) * 60 / faster
            served.wait(due - time.monotonic(), lambda: True)
        if minute % 6 == 5:
            samples.append(served.used())
        if minute % 30 == 29:
            made = sum(len(versions(house.published / name)) for name in elections)
            print(f"{(minute + 1) / 60:.1f} hours: {made} releases; {told(samples[-1])}", flush=True)
    longer = served.wait(0, lambda: all(is_released(house, *one) for one in elections.items()))
    print(f"{longer:.0f} s from the last minute until each last state is released")
    ended, failed = served.runs()
    print(f"runs: {dict(ended)}; events: {dict(served.events())}", *failed[:20], sep="\n  ")
    print(f"at the end {told(served.used())}; of CPU {served.spent()}")
    return samples


def released(house: House, election: str) -> list[tuple[str, datetime]]:
    """Each state that was released, in turn: the digest of its file, and when it was released."""
    known = {said["state"]: said for said in states.states(house, election)}
    lines = store.lines(house.snapshots / election / "releases.jsonl")
    return [(known[said["state"]]["fetched"]["r.csv"]["sha256"], datetime.fromisoformat(said["at"])) for said in lines]


def is_released(house: House, election: str, source: Source) -> bool:
    """Whether its last state is released."""
    time.sleep(0.1)
    made = released(house, election)
    return bool(made) and made[-1][0] == sha256(source.now[1]).hexdigest()


def report(house: House, elections: Mapping[str, Source]) -> bool:
    """Say what came of the night, by the files alone, and whether all that must hold does."""
    total: Counter[str] = Counter()
    waited: list[float] = []
    for name, source in elections.items():
        made, listed = released(house, name), versions(house.published / name)
        known = {said["fetched"]["r.csv"]["sha256"] for said in states.states(house, name) if said["fetched"]}
        fell = 0
        for (one, _), (other, _) in pairwise(made):
            before, now = source.sent[one][1], source.sent[other][1]
            fell += sum(now[cell] < votes for cell, votes in before.items())
        back = pl.concat([backs(house.published / name / entry["version"]) for entry in listed])
        said = back.filter(pl.col("rule") == "R620")
        last = pl.read_csv(house.published / name / listed[-1]["version"] / "data" / "vote_counts.csv")["votes"]
        seen = [(source.sent[digest][0], at.timestamp()) for digest, at in made]
        waited += [next(at for at_most, at in seen if at_most >= n) - shown for n, shown in enumerate(source.times)]
        total += Counter(
            changes=len(source.times),
            sent=len(source.sent),
            snapshotted=len(known & source.sent.keys()),
            releases=len(listed),
            alerts=said.height,
            fell=fell,
            told=int(said["actual"].cast(pl.Int64).sum()),
            right=fell == int(said["actual"].cast(pl.Int64).sum()),
            last=sorted(last) == sorted(source.counted.values()),
        )
    print(f"{total['changes']} states of sources, {total['sent']} sent, {total['snapshotted']} snapshotted")
    print(f"{total['releases']} releases; {total['last']} of {len(elections)} last ones are the last state")
    print(f"{total['fell']} counts went down from one to the next, {total['told']} told by {total['alerts']} alerts")
    print(f"from source to release {max(waited):.0f} s at most, {median(waited):.0f} in the middle")
    full = total["right"] == total["last"] == len(elections)
    return full and total["sent"] == total["snapshotted"]


def main() -> int:
    """Play it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, usual in (("elections", 40), ("units", 60), ("seed", 0), ("workers", 0)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    for name, hours in (("hours", 10.0), ("faster", 10.0)):
        parser.add_argument(f"--{name}", type=float, default=hours)
    said = parser.parse_args()
    drawn = random.Random(said.seed)  # noqa: S311
    minutes = round(said.hours * 60)
    every = f"{round(360 / said.faster)} seconds" if said.workers else "6 minutes"
    elections: dict[str, Source] = {}

    def answer(request: Request) -> None:
        elections[request.path[1:].removesuffix(".csv")].answer(request)

    with TemporaryDirectory(prefix="numerim-night-") as root, Server(answer) as server:
        house = House(Path(root, "house"))
        house.build.mkdir(parents=True)
        for n in range(said.elections):
            name, wards = f"xk-night-{n:02}", [f"Ward {n:02}" for n in range(1, said.units + 1)]
            drawn.shuffle(wards)
            elections[name] = Source(wards, said.units / (0.8 * minutes), drawn)
            (house.raw / "xk" / name).mkdir(parents=True)
            text = DECLARED.format(id=name, url=server.url, every=every)
            (house.raw / "xk" / name / "election.yml").write_text(text, "utf-8")
        print(f"at the start {memory()}")
        if not said.workers:
            alone(house, elections, minutes)
            print(f"at the end {memory()}")
            return 0 if report(house, elections) else 1
        for source in elections.values():
            source.on()
        with Served(house, Path(root), said.workers) as served:
            samples = through(served, elections, minutes, said.faster)
        print(f"at the end {memory()}")
        holds = report(house, elections)
        return 0 if flat(samples) and holds else 1


if __name__ == "__main__":
    sys.exit(main())
