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
from collections.abc import Iterator, Sequence
from functools import partial
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp

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


def furnish(root: Path, url: str) -> House:
    """A checkout of two elections: one is fetched, one has files that a pattern names."""
    house = House(root)
    for election, files in ((NIGHT, f"r.csv:\n        fetch: {url}/r.csv"), (WARDS, '"wards/*.csv":')):
        folder = house.raw / "xk" / election
        folder.mkdir(parents=True)
        (folder / "election.yml").write_text(DECLARED.format(id=election, files=files), encoding="utf-8")
    house.seeds.symlink_to(ROOT / "seeds")
    count(house, 0)
    return house


def count(house: House, number: int) -> None:
    """What sources say after so many reports."""
    Server.now = state(number)
    folder = house.raw / "xk" / WARDS / "wards"
    folder.mkdir(exist_ok=True)
    head, *rows = state(number - number % 3).splitlines(keepends=True)  # not every time
    for name, some in (("a", rows[:6]), ("b", rows[6:])):
        (folder / f"{name}.csv").write_bytes(head + b"".join(some))
    inputs.write_lock(house, WARDS)


def command(*words: str) -> list[str]:
    return [sys.executable, "-m", "numerim", *words]


def start(house: House, *words: str, **more: object) -> "subprocess.Popen[str]":
    out = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen(command(*words), cwd=house.root, env={**os.environ, **DAY}, **out, **more)


def run(house: House, *words: str, **more: object) -> tuple[int, str]:
    done = start(house, *words, **more)
    out, err = done.communicate(timeout=120)
    return done.returncode, out + err


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
    if not house.published.is_dir():
        return ""
    found = verify(house)
    return "; ".join(f"{place}: {what}" for place, what in found.touched)


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

_WAYS = (
    *(("run",), ("run", NIGHT), ("fetch",), ("release", NIGHT), ("release", WARDS)),
    *(("check", WARDS), ("sql", "FROM packages")),
)


def undisturbed(into: Path, states: int, url: str) -> tuple[dict[str, str], float]:
    """What is published after so many states when nothing goes wrong, and the seconds that the last run took."""
    house = furnish(into / "undisturbed", url)
    began = 0.0
    for number in range(states):
        count(house, number)
        began = time.monotonic()
        code, told = run(house, "run")
        assert code == 0, told
    return published(house), time.monotonic() - began


def kills(into: Path, seed: int, most: int, a_state: int = 10) -> list[dict[str, object]]:
    """Kill commands at random moments, so many a state of the sources; each must leave all that is published whole."""
    states = -(-most // a_state)
    log, target, port = into / "kills.jsonl", into / "undisturbed.json", into / "port"
    server, url = served(int(port.read_text("ascii")) if port.exists() else 0)  # the address is published
    port.write_text(str(server.server_port), encoding="ascii")
    if not target.exists():
        target.write_text(json.dumps(undisturbed(into, states, url)), encoding="utf-8")
    expected, takes = json.loads(target.read_text("utf-8"))
    root = into / "killed"
    house = House(root) if root.exists() else furnish(root, url)
    done = [json.loads(line) for line in log.read_text("utf-8").splitlines()] if log.exists() else []
    for n in range(len(done), most):
        chosen = random.Random(f"{seed}-{n}")  # noqa: S311 – so that it can be done again
        if n % a_state == 0:
            count(house, n // a_state)
        Server.now = state(n // a_state)
        words = chosen.choice(_WAYS) if n % 2 else ("run",)
        began = time.monotonic()
        running = start(house, *words)
        with contextlib.suppress(subprocess.TimeoutExpired):
            running.wait(timeout=chosen.uniform(0.05, 1.0 if words[0] == "run" else 0.5) * takes)
        alive = running.poll() is None
        if alive:
            running.send_signal(signal.SIGKILL)
        out, err = running.communicate()
        one = {"n": n, "words": words, "killed": alive, "after": round(time.monotonic() - began, 2)}
        one |= {
            "at": _stage(out),
            "code": running.returncode,
            "err": "" if alive else err[-300:],
            "wrong": wrong(house),
        }
        one["left"] = len(list(house.published.rglob("*unfinished*"))) if house.published.is_dir() else 0
        if n % a_state == a_state - 1 or n == most - 1:
            one["next"], said = run(house, "run")
            one["wrong_then"] = wrong(house) or ("" if not one["next"] else said[-500:])
            one["left_then"] = [str(path) for path in house.published.rglob("*unfinished*")]
        done.append(one)
        with log.open("a", encoding="utf-8") as file:
            file.write(json.dumps(one) + "\n")
    server.shutdown()
    there = published(house)
    done[-1]["differ"] = sorted(name for name in {*there, *expected} if there.get(name) != expected.get(name))
    return done


def _stage(out: str) -> str:
    words = [line.split()[0] for line in out.splitlines() if line.startswith("  ") and line.split()]
    return words[-1] if words else "start"


# disk


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
    expected = undisturbed(into, 2, url)[0] if sizes else {}
    for n in range(sizes):
        free = int(4096 * 1.6**n) if n else 0
        with small(into / f"disk-{n}", 64 << 20) as mounted:
            house = furnish(into / f"disk-{n}" / "house", url)
            assert run(house, "run")[0] == 0
            count(house, 1)
            before, ballast = published(house), into / f"disk-{n}" / "ballast"
            hold: dict[str, object] = {}
            if mounted:
                with ballast.open("wb") as file:
                    os.posix_fallocate(file.fileno(), 0, max(0, shutil.disk_usage(ballast).free - free))
            else:
                import resource

                hold = {"preexec_fn": partial(resource.setrlimit, resource.RLIMIT_FSIZE, (free, free))}
            code, told = run(house, "run", **hold)
            ends = "whole" if published(house) == expected else "as before" if published(house) == before else "between"
            found = wrong(house)
            bad = "" if code in (0, 3) and "Traceback" not in told and not found else found or told[-400:]
            ballast.unlink(missing_ok=True)
            again, said = run(house, "run")
            well = again == 0 and published(house) == expected and not wrong(house)
            bad = bad or ("" if well else said[-400:] or "other bytes")
            rows.append((f"{free:,} bytes free", code, ends, _sentence(told), bad))
            print(*rows[-1], sep="  ", flush=True)
    rows += _read_only(into, url, only)
    server.shutdown()
    return rows


def _read_only(into: Path, url: str, only: Sequence[str]) -> list[tuple[str, int, str, str, str]]:
    rows = []
    for name in only:
        house = furnish(into / f"only-{name}", url)
        house.build.mkdir()
        assert run(house, "run")[0] == 0
        count(house, 1)
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
        bad = bad or ("" if again == 0 and not wrong(house) else said[-400:])
        rows.append((f"{name} read-only", code, ends, _sentence(told), bad))
        print(*rows[-1], sep="  ", flush=True)
    return rows


def _sentence(told: str) -> str:
    return next((line for line in told.splitlines() if line.startswith("numerim:")), "")


# overlap


def overlap(into: Path, at_once: Sequence[int] = (2, 8)) -> list[tuple[str, str, str]]:
    """So many commands at once, of one election and of several; each ends well, and what is published is whole."""
    server, url = served()
    rows: list[tuple[str, str, str]] = []
    expected, _ = undisturbed(into, 3, url)
    mixes = {
        "run of one election": lambda n: ("run", NIGHT),
        "run of all": lambda n: ("run",),
        "run, release, fetch, check": lambda n: (("run",), ("release", NIGHT), ("fetch",), ("release", WARDS))[n % 4],
    }
    for name, words in mixes.items():
        for many in at_once:
            house = furnish(into / f"{name} {many}".replace(" ", "-"), url)
            codes = []
            bad = ""
            for number in range(3):
                count(house, number)
                if not number:
                    run(house, "fetch")
                all_of_them = [start(house, *words(n)) for n in range(many)]
                for one in all_of_them:
                    _, err = one.communicate(timeout=300)
                    codes.append(one.returncode)
                    bad = bad or (err[-400:] if one.returncode else "")
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
    asked.add_argument("--most", type=int)
    asked.add_argument("--a-state", type=int, default=10, help="of kills: so many trials before the sources change")
    given = asked.parse_args()
    into = given.into or Path(mkdtemp(prefix="numerim-faults-"))
    into.mkdir(parents=True, exist_ok=True)
    if given.what == "sources":
        rows = sources(into, tuple(KINDS)[: given.most])
        bad = sum(not (told and stands and taken) for _, told, stands, taken, _ in rows)
        print(f"{len(rows)} kinds, {bad} not as they must be")
        return bad
    if given.what == "kills":
        done = kills(into, given.seed, given.most or 200, given.a_state)
        killed = [one for one in done if one["killed"]]
        bad = [one for one in done if one["wrong"] or one.get("wrong_then") or one.get("left_then")]
        bad += [one for one in done if not one["killed"] and one["code"] not in (0, 1)]
        for stage in sorted({(str(one["words"][0]), str(one["at"])) for one in killed}):
            many = sum((one["words"][0], one["at"]) == stage for one in killed)
            print(f"{stage[0]:8} killed at {stage[1]:10} {many:4}")
        for one in bad:
            print(one)
        left = sum(bool(one["left"]) for one in killed)
        print(f"{len(done)} trials, {len(killed)} killed, {left} left something, {len(bad)} not as they must be")
        print(f"files that differ from those of an undisturbed run: {done[-1]['differ']}")
        return len(bad) + len(done[-1]["differ"])
    rows = disk(into, given.most or 20) if given.what == "disk" else overlap(into)
    bad = sum(bool(row[-1]) for row in rows)
    print(f"{len(rows)} trials, {bad} not as they must be")
    return bad


if __name__ == "__main__":
    sys.exit(min(main(), 100))
