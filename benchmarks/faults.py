"""What a night of faults leaves: of sources, of the power, of the disk, and of runs that overlap.

    python benchmarks/faults.py sources|kills|disk|overlap [--into FOLDER] [--seed 1] [--most N]

`kills` goes on where it was stopped, if it is given the same folder; it and `disk` need a system with `mount` or not:
without, `disk` sets limits on the size of files. Not part of CI; tests/numerim/test_faults.py runs a sample of each.
"""

import argparse
import contextlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp

from forked import Before, Child, asked, step_by_step, warm
from misbehaving import GOOD, KINDS, Server, served, state

from numerim import inputs, store
from numerim.ask.status import status
from numerim.ask.verify import verify
from numerim.declare.house import House
from numerim.fetch.http import Limits
from numerim.fetch.patient import Patience, fetch_patiently
from numerim.fetch.sources import fetch_sources

ROOT = Path(__file__).resolve().parents[1]
NIGHT, WARDS = "xk-night", "xk-wards"
DECLARED = """\
id: {id}
title: {{en: {id}}}
country: XK
held_on: 2021-10-17
status: partial
licence: CC0-1.0
units: {{ward: {{}}}}
register: {{unit: ward, party: party}}
offices:
  council: {{unit: ward, law: plurality}}
sources:
  board:
    title: What the board counts
    language: en
    licence: CC0-1.0
    rank: 1
    every: 5 minutes
    allow_private: true
    files:
      {files}
        reader: csv
        tables:
          - columns: {{ward: unit, party: party, votes: votes}}
            set: {{office: council}}
"""
DAY = {"SOURCE_DATE_EPOCH": "1634500000", "POLARS_MAX_THREADS": "1", "PYTHONDONTWRITEBYTECODE": "1"}
QUICK = Patience(tries=2, first=0.0)
SHORT = Limits(seconds=2.0, size=1 << 20)


def furnish(root: Path, url: str, more: str = "", where: str = WARDS) -> House:
    """A checkout of two elections: one is fetched, one has files that a pattern names; one says more."""
    house = House(root)
    for election, files in ((NIGHT, f"r.csv:\n        fetch: {url}/r.csv"), (WARDS, '"wards/*.csv":')):
        folder = house.raw / "xk" / election
        folder.mkdir(parents=True)
        said = DECLARED.format(id=election, files=files) + (more if election == where else "")
        (folder / "election.yml").write_text(said, encoding="utf-8")
    house.seeds.symlink_to(ROOT / "seeds")
    count(house, 0)
    return house


def count(house: House, number: int) -> None:
    """What sources say after so many reports."""
    Server.now = state(number)
    folder = house.raw / "xk" / WARDS / "wards"
    folder.mkdir(exist_ok=True)
    head, *rows = state(number - number % 2).splitlines(keepends=True)  # not every time
    for name, some in (("a", rows[:6]), ("b", rows[6:])):
        (folder / f"{name}.csv").write_bytes(head + b"".join(some))
    inputs.write_lock(house, WARDS)


def start(house: House, *words: str, before: Before | None = None) -> Child:
    return Child(house.root, words, *([before] if before else []))


def run(house: House, *words: str, before: Before | None = None) -> tuple[int, str]:
    done = start(house, *words, before=before)
    if not done.wait():
        done.kill()
    return int(done.code or 0), "".join(done.said())


def published(house: House) -> dict[str, str]:
    """Every file that is published, but locks -> its digest."""
    files = (path for path in sorted(house.published.rglob("*")) if path.is_file() and path.name != ".lock")
    return {
        path.relative_to(house.published).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in files
        if path.name != "numerim.duckdb"
    }


def wrong(house: House) -> str:
    """What `numerim verify` finds; empty where all is as it was published."""

    def look() -> str:
        return "; ".join(f"{place}: {what}" for place, what in verify(house).touched)

    return str(asked(house.root, look)) if house.published.is_dir() else ""


# sources


def sources(into: Path, kinds: Sequence[str] = tuple(KINDS)) -> list[tuple[str, bool, bool, bool, str]]:
    """Of each kind of fault: whether it was told, whether the last good snapshot stood, whether the next was taken."""
    server, url = served()
    rows = []
    fetch = partial(fetch_patiently, limits=SHORT, patience=QUICK)
    once = furnish(into / "once", url)
    for number in (0, 1, 2):
        Server.now = state(number)
        fetch_sources(once, NIGHT, fetch=fetch)
    for n, kind in enumerate(kinds):
        house = House(shutil.copytree(once.root, into / str(n), symlinks=True))
        before = store.good(house.fetched(NIGHT))["r.csv"]["sha256"]
        Server.now = KINDS[kind]
        (look,) = fetch_sources(house, NIGHT, fetch=fetch)
        (known,) = status(house, [NIGHT])
        told = look.outcome in ("failed", "refused") and known.state == "failing" and bool(known.problem)
        stands = store.good(house.fetched(NIGHT))["r.csv"]["sha256"] == before
        Server.now = GOOD
        (after,) = fetch_sources(house, NIGHT, fetch=fetch)
        good = store.good(house.fetched(NIGHT))["r.csv"]["sha256"]
        taken = (after.outcome, good) == ("new", sha256(GOOD).hexdigest())
        rows.append((kind, told, stands, taken, look.says.splitlines()[0]))
        words = ("told" if told else "NOT TOLD", "stands" if stands else "LOST", "taken" if taken else "NEXT NOT TAKEN")
        print(f"{kind:34}", *(f"{word:8}" for word in words), rows[-1][-1][:110], flush=True)
    server.shutdown()
    return rows


# kills

_ANN = ("--by", "Ann")
_WAYS: tuple[tuple[str, ...], ...] = (
    *(("run",), ("run", NIGHT), ("run", WARDS), ("fetch",), ("release", NIGHT), ("release", WARDS)),
    *(("approve", WARDS), ("approve", WARDS), ("approve", WARDS), ("check", WARDS), ("sql", "FROM packages")),
)
"""What is killed every other time; in between it is `run`."""


def word_for(house: House, words: tuple[str, ...]) -> tuple[str, ...]:
    """A command as a person would type it now: who approves names the release that waits."""
    if words[0] != "approve":
        return words
    record = house.unlisted / words[1] / "waiting.json"
    digest = json.loads(record.read_text("utf-8"))["entry"]["digest"] if record.exists() else ""
    return (*words, digest.removeprefix("sha256:")[:12], *_ANN) if digest else ("run", words[1])


def settled(house: House) -> tuple[str, int]:
    """Run all, and approve what waits; what went wrong, and in how many steps the run changed the disk."""
    log = house.root.with_suffix(".steps")
    code, told = run(house, "run", before=step_by_step(house.root, log))
    steps = int(log.read_text("ascii") or 0)
    words = word_for(house, ("approve", WARDS))
    if not code and words[0] == "approve":
        code, told = run(house, *words)
    return (f"{' '.join(words)} ended with {code}: {told[-400:]}" if code else ""), steps


def unapproved(house: House, election: str = WARDS) -> list[str]:
    """What is listed and nobody approved, of the election of which a person approves each release."""
    listed = house.published / election / "versions.json"
    entries = json.loads(listed.read_text("utf-8"))["versions"] if listed.exists() else []
    return [entry["version"] for entry in entries if not entry.get("approved")]


def left(house: House) -> list[str]:
    """What is left of runs that were cut off."""
    folders = (house.published, house.unlisted, house.raw)
    return [path.relative_to(house.root).as_posix() for folder in folders for path in folder.rglob(".*unfinished*")]


def kills(into: Path, seed: int, most: int, a_state: int = 20) -> list[dict[str, object]]:
    """Kill commands at random moments, so many a state of the sources, until so many were killed.

    Moments are drawn by the clock, or by what is changed on the disk: before the how manyth name is opened for
    writing, made, renamed or removed. Each must leave all that is published whole; the next run must end well, and
    leave `published/` as it is after an undisturbed one.
    """
    log, port = into / "kills.jsonl", into / "port"
    server, url = served(int(port.read_text("ascii")) if port.exists() else 0)  # the address is published
    port.write_text(str(server.server_port), encoding="ascii")
    houses = []
    for name in ("undisturbed", "killed"):
        there = (into / name).exists()
        houses.append(House(into / name) if there else furnish(into / name, url, "publish: {when: approved}\n"))
    calm, house = houses
    done = [json.loads(line) for line in log.read_text("utf-8").splitlines()] if log.exists() else []
    number = done[-1]["state"] + ("then" in done[-1]) if done else 0
    usual: dict[str, tuple[float, int]] = {}
    while sum(one["killed"] for one in done) < most:
        tried = sum(one["state"] == number for one in done)
        if not usual or not tried:
            for one in houses:
                count(one, number)
            began = time.monotonic()
            wrong_, steps = settled(calm)
            assert not wrong_, wrong_
            usual = {"run": (time.monotonic() - began, steps)}
        chosen = random.Random(f"{seed}-{len(done)}")  # noqa: S311 – so that it can be done again
        words = word_for(house, chosen.choice(_WAYS) if len(done) % 2 else ("run",))
        seconds, steps = usual.get(" ".join(words[:2]), usual["run"] if words[0] == "run" else (1.0, 40))
        by_step, share = chosen.random() < 0.5, chosen.random() ** 3  # what was begun before ends sooner
        at = 1 + int(share * steps) if by_step else 0
        log_of_steps, began = house.root.with_suffix(".steps"), time.monotonic()
        running = Child(house.root, words, step_by_step(house.root, log_of_steps, at or -1))
        if by_step:
            running.wait()
        elif not running.wait(0.02 + share * seconds):
            running.kill()
        out, err = running.said()
        killed, at_step = running.code == -signal.SIGKILL, log_of_steps.read_text("utf-8")
        if not killed:
            usual[" ".join(words[:2])] = time.monotonic() - began, int(at_step or 0)
        one = {"n": len(done), "state": number, "words": words, "killed": killed, "code": running.code}
        one |= {"after": round(time.monotonic() - began, 2), "at": _stage(out) if out or not by_step else "start"}
        one |= {"step": at, "before": at_step, "err": "" if killed else err[-300:]}
        one |= {"wrong": wrong(house), "unapproved": unapproved(house), "left": left(house)}
        all_done = not killed and words == ("run",)
        if tried + 1 >= a_state or all_done or sum(o["killed"] for o in done) + killed >= most:
            one["then"], _ = settled(house)
            one["wrong_then"], one["unapproved_then"], one["left_then"] = wrong(house), unapproved(house), left(house)
            there, expected = published(house), published(calm)
            one["differ"] = sorted(name for name in {*there, *expected} if there.get(name) != expected.get(name))
            number += 1
        done.append(one)
        with log.open("a", encoding="utf-8") as file:
            file.write(json.dumps(one) + "\n")
    server.shutdown()
    return done


def bad_ones(done: Sequence[dict[str, object]]) -> list[dict[str, object]]:
    """The trials that are not as they must be."""
    bad = ("wrong", "unapproved", "then", "wrong_then", "unapproved_then", "left_then", "differ")
    ended = [one for one in done if not one["killed"] and one["code"] not in (0, 1)]
    return [one for one in done if one in ended or any(one.get(name) for name in bad)]


def _stage(out: str) -> str:
    words = [line.split()[0] for line in out.splitlines() if line.startswith("  ") and line.split()]
    return words[-1] if words else "start"


# disk

_ENOUGH = 96 << 20
"""Bytes with which all stages of a run end well, with some to spare."""


def undisturbed(into: Path, states: int, url: str) -> dict[str, str]:
    """What is published after so many states when nothing goes wrong."""
    house = furnish(into / "undisturbed", url)
    for number in range(states):
        count(house, number)
        code, told = run(house, "run")
        assert code == 0, told
    return published(house)


@contextlib.contextmanager
def small(place: Path, size: int) -> Iterator[bool]:
    """A file system of its own, where one can be mounted."""
    place.mkdir(parents=True)
    words = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)]
    mounted = shutil.which("mount") and not subprocess.run(words, capture_output=True, check=False).returncode
    try:
        yield bool(mounted)
    finally:
        if mounted:
            subprocess.run(["umount", "-l", str(place)], check=True)


def disk(
    into: Path, sizes: int = 20, only: Sequence[str] = ("published", "build", "snapshots", ".")
) -> list[tuple[str, int, str, str, str]]:
    """Run all stages with so many bytes free, and then with enough; and where nothing may be written."""
    server, url = served()
    rows: list[tuple[str, int, str, str, str]] = []
    once = furnish(into / "once", url)
    once.build.mkdir(exist_ok=True)
    code, told = run(once, "run")
    assert code == 0, told

    def copied(place: Path) -> House:
        """A checkout whose source has changed since."""
        house = House(Path(shutil.copytree(once.root, place, symlinks=True)))
        count(house, 1)
        return house

    calm = copied(into / "undisturbed")
    assert run(calm, "run")[0] == 0
    expected = published(calm)
    for n in range(sizes):
        free = int(_ENOUGH * (n / max(1, sizes - 1)) ** 3)
        with small(into / f"disk-{n}", 256 << 20) as mounted:
            house = copied(into / f"disk-{n}" / "house")
            before, ballast = published(house), into / f"disk-{n}" / "ballast"
            hold: Before | None = None
            if mounted:
                with ballast.open("wb") as file:
                    os.posix_fallocate(file.fileno(), 0, max(0, shutil.disk_usage(ballast).free - free))
            else:
                import resource

                hold = partial(resource.setrlimit, resource.RLIMIT_FSIZE, (free, free))
            code, told = run(house, "run", before=hold)
            ends = "whole" if published(house) == expected else "as before" if published(house) == before else "between"
            found = wrong(house)
            bad = "" if code in (0, 3) and "Traceback" not in told and not found else found or told[-400:]
            ballast.unlink(missing_ok=True)
            again, said = run(house, "run")
            well = again == 0 and published(house) == expected and not wrong(house)
            bad = bad or ("" if well else said[-400:] or "other bytes")
            rows.append((f"{free:,} bytes free", code, ends, _sentence(told), bad))
            print(*rows[-1], sep="  ", flush=True)
    rows += _read_only(into, copied, expected, only)
    server.shutdown()
    return rows


def _read_only(
    into: Path, copied: Callable[[Path], House], expected: dict[str, str], only: Sequence[str]
) -> list[tuple[str, int, str, str, str]]:
    rows = []
    for name in only:
        house = copied(into / f"only-{name}")
        before, place = published(house), str(house.root / name)
        if subprocess.run(["mount", "--bind", place, place], capture_output=True, check=False).returncode:
            rows.append((f"{name} read-only", 0, "", "nothing can be mounted here", ""))
            continue
        subprocess.run(["mount", "-o", "remount,bind,ro", place], check=True)
        code, told = run(house, "run")
        found = wrong(house)
        subprocess.run(["umount", "-l", place], check=True)
        ends = "as before" if published(house) == before else "whole"
        bad = "" if code in (0, 3) and "Traceback" not in told and not found else found or told[-400:]
        again, said = run(house, "run")
        well = again == 0 and published(house) == expected and not wrong(house)
        bad = bad or ("" if well else said[-400:] or "other bytes")
        rows.append((f"{name} read-only", code, ends, _sentence(told), bad))
        print(*rows[-1], sep="  ", flush=True)
    return rows


def _sentence(told: str) -> str:
    return next((line for line in told.splitlines() if line.startswith("numerim:")), "")


# overlap


def overlap(into: Path, states: int = 3, at_once: Sequence[int] = (2, 8)) -> list[tuple[str, str, str]]:
    """So many commands at once, of one election and of several; each ends well, and what is published is whole."""
    server, url = served()
    rows: list[tuple[str, str, str]] = []
    expected = undisturbed(into, states, url)
    mixes = {
        "run, release, fetch, check": lambda n: (("run",), ("release", NIGHT), ("fetch",), ("release", WARDS))[n % 4],
        "run of one election": lambda n: ("run", NIGHT),
        "run of all": lambda n: ("run",),
    }
    for name, words in mixes.items():
        for many in at_once:
            house = furnish(into / f"{name} {many}".replace(" ", "-"), url)
            codes = []
            bad = ""
            for number in range(states):
                count(house, number)
                if not number:
                    run(house, "fetch")
                all_of_them = [start(house, *words(n)) for n in range(many)]
                for one in all_of_them:
                    one.wait()
                    codes.append(one.code)
                    _, err = one.said()
                    bad = bad or (err[-400:] if one.code else "")
                code, told = run(house, "run")
                bad = bad or (told[-400:] if code else wrong(house))
            same = published(house) == expected
            bad = bad or ("" if same else "other bytes")
            rows.append((f"{many} × {name}", " ".join(map(str, sorted(set(codes)))), bad))
            print(*rows[-1], sep="  ", flush=True)
    server.shutdown()
    return rows


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("what", choices=("sources", "kills", "disk", "overlap"))
    asked.add_argument("--into", type=Path)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--most", type=int, help="so many kinds, kills, sizes of disk, or states while commands overlap")
    asked.add_argument("--a-state", type=int, default=20, help="of kills: so many trials before the sources change")
    asked.add_argument("--gate", action="store_true", help="hold each release against frictionless, too")
    given = asked.parse_args()
    into = (given.into or Path(mkdtemp(prefix="numerim-faults-"))).absolute()
    into.mkdir(parents=True, exist_ok=True)
    if given.what == "sources":
        rows = sources(into, tuple(KINDS)[: given.most])
        bad = sum(not (told and stands and taken) for _, told, stands, taken, _ in rows)
        print(f"{len(rows)} kinds, {bad} not as they must be")
        return bad
    os.environ.update(DAY)
    warm(gate=given.gate)
    if given.what == "kills":
        done = kills(into, given.seed, given.most or 200, given.a_state)
        killed, bad = [one for one in done if one["killed"]], bad_ones(done)
        for stage in sorted({(str(one["words"][0]), str(one["at"])) for one in killed}):
            many = sum((one["words"][0], one["at"]) == stage for one in killed)
            print(f"{stage[0]:8} killed at {stage[1]:10} {many:4}")
        for one in bad:
            print(one)
        some = sum(bool(one["left"]) for one in killed)
        print(f"{len(done)} trials in {done[-1]['state'] + 1} states, {len(killed)} killed, {some} left something")
        print(f"{len(bad)} not as they must be")
        return len(bad)
    rows = disk(into, given.most or 20) if given.what == "disk" else overlap(into, given.most or 3)
    bad = sum(bool(row[-1]) for row in rows)
    print(f"{len(rows)} trials, {bad} not as they must be")
    return bad


if __name__ == "__main__":
    sys.exit(min(main(), 100))
