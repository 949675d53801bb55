"""What a check of very many figures costs: a president's election by polling station, made up.

    .venv/bin/python benchmarks/many_figures.py [FIGURES] [--broken SHARE] [--rules] [--command]

Stations and municipalities give their roll, ballots, votes, shares and turnout, the nation its totals. In 20 stations,
or in that share of them, one figure is misprinted. Prints seconds of CPU (user and system) and the memory at its peak,
stage by stage, in one process; with `--rules` also the questions that cost most, and with `--command` what
`numerim check` takes as a whole, in a process of its own.
"""

import argparse
import csv
import gc
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy

from numerim import warehouse
from numerim.declare.election import read_election
from numerim.declare.house import House
from numerim.inputs import write_lock
from numerim.model.conform import conform
from numerim.publish.settle import settle
from numerim.read.ingest import read_files

ROOT = Path(__file__).resolve().parent.parent
ELECTION = "is-president-2099"
CANDIDATES = [
    "Anna Jónsdóttir",
    "Birgir Helgason",
    "Dísa Karlsdóttir",
    "Egill Þórsson",
    "Freyja Ólafs",
    "Gunnar Björnsson",
]
BALLOTS = ("registered", "cast", "valid", "invalid", "turnout")
BY_MUNICIPALITY = 150
YML = """id: is-president-2099
title: {en: Made up}
country: IS
licence: CC0-1.0
held_on: 2099-06-27
status: final
offices: {president: {unit: country, outcome_rule: plurality}}
sources:
  commission:
    title: Made up
    publisher: nobody
    language: en
    licence: CC0-1.0
    rank: 1
    files:
"""
FILE = """      {name}.csv:
        reader: csv
        tables:
          - register: {register}
            set: {{office: president}}
            complete: [units, votes, share]
            columns: {{{columns}}}
"""


def made(house: House, stations: int, broken: float) -> int:
    """Make an election of so many stations, of which a part has a misprint; give how many figures it has."""
    folder = house.raw / "is" / ELECTION
    folder.mkdir(parents=True)
    random = numpy.random.default_rng(11)
    registered = random.integers(400, 1500, stations)
    cast = random.binomial(registered, random.beta(30, 15, stations))
    valid = cast - random.binomial(cast, 0.012)
    votes = random.multinomial(valid, numpy.array([0.31, 0.27, 0.18, 0.11, 0.08, 0.05]))
    ballots = numpy.stack([registered, cast, valid, cast - valid], axis=1)
    of = numpy.arange(stations) // BY_MUNICIPALITY
    levels = {
        "stations": ([f"Station {i}" for i in range(stations)], [f"Municipality {i}" for i in of], ballots, votes),
        "municipalities": (
            [f"Municipality {i}" for i in range(of[-1] + 1)],
            None,
            _added(ballots, of),
            _added(votes, of),
        ),
        "nation": (["Iceland"], None, ballots.sum(0, keepdims=True), votes.sum(0, keepdims=True)),
    }
    wrong = {int(i): int(random.integers(10)) for i in random.choice(stations, _slips(stations, broken), replace=False)}
    register = {
        "stations": "{unit: polling_station, within: municipality}",
        "municipalities": "{unit: municipality}",
        "nation": "{unit: country}",
    }
    yml, figures = YML, 0
    for level, (names, within, counted, voted) in levels.items():
        there = [[name] if within is None else [name, within[i]] for i, name in enumerate(names)]
        heads = ["unit"] if within is None else ["unit", "within"]
        slips = wrong if level == "stations" else {}
        rows = [[*unit, *_printed(counted[i], slips.get(i))] for i, unit in enumerate(there)]
        figures += _write(folder / f"{level}.csv", [*heads, *BALLOTS], rows) * len(BALLOTS)
        lines = (
            [*unit, name, v, f"{100 * voted[i][k] / counted[i][2]:.2f}"]
            for i, unit in enumerate(there)
            for k, (name, v) in enumerate(zip(CANDIDATES, _misread(voted[i], slips.get(i, 0) - 4), strict=True))
        )
        figures += 2 * _write(folder / f"{level}-votes.csv", [*heads, "candidate", "votes", "share"], lines)
        for name, columns in ((level, BALLOTS), (f"{level}-votes", ("candidate", "votes", "share"))):
            said = ", ".join(f"{word}: {word}" for word in (*heads, *columns))
            yml += FILE.format(name=name, register=register[level], columns=said)
    (folder / "election.yml").write_text(yml, encoding="utf-8")
    write_lock(house, ELECTION)
    return figures


def _added(figures: Any, of: Any) -> Any:
    return numpy.stack([numpy.bincount(of, column).astype(int) for column in figures.T], axis=1)


def _slips(stations: int, broken: float) -> int:
    return min(stations, 20) if not broken else round(stations * broken)


def _misread(figures: Any, which: int) -> list[int]:
    """The figures, of which one has another last digit but one."""
    return [int(f) + 10 * (1 if f // 10 % 10 < 5 else -1) * (i == which) for i, f in enumerate(figures)]


def _printed(ballots: Any, which: int | None) -> list[Any]:
    turnout = f"{100 * ballots[1] / ballots[0]:.2f}"
    return [*_misread(ballots, -1 if which is None else which), turnout]


def _write(path: Path, head: list[str], rows: Iterable[list[Any]]) -> int:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(head)
        n = 0
        for n, row in enumerate(rows, 1):  # noqa: B007
            writer.writerow(row)
    return n


def timed(name: str, work: Callable[[], Any]) -> Any:
    """Do something, and print what it cost."""
    Path("/proc/self/clear_refs").write_text("5")  # the peak of memory begins anew
    start = time.process_time()
    given = work()
    print(f"  {name:<22} {time.process_time() - start:7.2f} s {_peak():7.2f} GB", flush=True)
    return given


def _peak() -> float:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 2**20


def each_stage(house: House) -> None:
    """Bring the election through a check, in this process, and print each stage of it."""
    from numerim.check import check as checking

    def told(name: str, inside: str) -> None:
        whole = getattr(checking, name)
        setattr(checking, name, lambda *given: timed(f"  {inside}", lambda: whole(*given)))

    for name, inside in (
        ("judge_all", "relations and rules"),
        ("suggest", "hints and impact"),
        ("blame", "blame"),
        ("find_causes", "causes"),
    ):
        told(name, inside)
    file = read_election(house.election_file(ELECTION), "election.yml")
    with warehouse.open_memory() as connection:
        raw = timed("read", lambda: read_files(file))
        timed("conform", lambda: conform(connection, house, file, raw))
        timed("check, all of it:", lambda: checking.check(connection, file))
        timed("settle", lambda: settle(connection, file.election.id))
        counted = "SELECT rule || ' ' || count(*) FROM core.findings GROUP BY rule ORDER BY rule"
        print("  findings:", ", ".join(told for (told,) in warehouse.rows(connection, counted)))


def each_rule(house: House) -> None:
    """Ask the questions one by one, and print the dearest."""
    from numerim.check import lawful
    from numerim.check.check import facts_of
    from numerim.check.failures import FAILURES
    from numerim.check.relations import judge_relations
    from numerim.schemas.rule import rules

    file = read_election(house.election_file(ELECTION), "election.yml")
    with warehouse.open_memory() as connection:
        conform(connection, house, file, read_files(file))
        facts = facts_of(connection)
        asked = [rule for rule in rules().values() if rule.applies(facts)]
        took: list[tuple[float, str]] = []

        def cost(name: str, work: Callable[[], Any]) -> None:
            start = time.process_time()
            work()
            took.append((time.process_time() - start, name))

        for primitive in dict.fromkeys(rule.primitive for rule in asked if rule.primitive):
            some = [rule for rule in asked if rule.primitive is primitive]
            cost(f"{primitive.name} of {len(some)} rules", lambda some=some: judge_relations(connection, some))
        cost("laws", lambda: list(lawful.answered(connection, [rule for rule in asked if rule.law_asks])))
        for rule in asked:
            if rule.over and rule.code != FAILURES:
                cost(f"{rule.code} {rule.title}", lambda rule=rule: connection.execute(rule.question).to_arrow_table())
    print(f"  {sum(seconds for seconds, _ in took):7.2f} s all")
    for seconds, name in sorted(took, reverse=True)[:25]:
        print(f"  {seconds:7.2f} s {name}")


def whole_command(house: House) -> None:
    """Print what `numerim check` takes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, "-m", "numerim", "check", ELECTION, "--format", "json"],
        cwd=house.root,
        stdout=subprocess.DEVNULL,
        check=False,
        env={**os.environ, "POLARS_MAX_THREADS": "1"},
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"  {'numerim check':<22} {seconds:7.2f} s {after.ru_maxrss / 2**20:7.2f} GB")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("figures", nargs="?", type=int, default=100_000)
    parser.add_argument(
        "--broken", type=float, default=0, help="the share of stations that have a misprint; else 20 have"
    )
    parser.add_argument("--rules", action="store_true")
    parser.add_argument("--command", action="store_true")
    said = parser.parse_args()
    gc.disable()  # as the command does
    with tempfile.TemporaryDirectory() as name:
        house = House(Path(name))
        shutil.copytree(ROOT / "seeds", house.seeds)
        figures = made(house, said.figures // (5 + 2 * len(CANDIDATES)), said.broken)
        print(f"{figures:,} figures")
        each_stage(house)
        if said.rules:
            each_rule(house)
        if said.command:
            whole_command(house)
