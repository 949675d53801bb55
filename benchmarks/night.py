"""A real election night replayed: every state that was published, served, fetched, checked and released in turn.

`.venv/bin/python benchmarks/night.py [FOLDER] [--last N] [--only gemeinden|kreise] [--moments N]`: FOLDER has the
states of the count of Baden-Württemberg, `<time>-btw25-bw-<kind>.csv` (default `../shared/data/btw25`). Each kind is an
election of a temporary house, drafted by `numerim new` from the last state. What went down is counted again from the
files alone. `--last N` replays only the last N states that differ from the one before. Seconds are of CPU.
"""

import argparse
import gc
import random
import re
import resource
import sys
import time
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from numerim import in_memory, inputs, stages
from numerim.ask.as_of import as_of
from numerim.ask.history import history
from numerim.declare.house import House
from numerim.draft.given import Given
from numerim.draft.new import make
from numerim.errors import NothingYetError
from numerim.fetch.sources import fetch_sources
from numerim.publish.versions import versions

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.server import Request, Server

ENCODING = "windows-1252"
ROOT = Path(__file__).resolve().parent.parent


NOW: dict[str, bytes] = {}
"""What stands at each path of the server now."""
SENT: dict[str, bytes] = {}
"""What stood at each path when it was asked for last."""


def answer(request: Request) -> None:
    """Send what stands there, or 304 where the client has that."""
    content = NOW[request.path]
    request.send(200, {"ETag": f'"{sha256(content).hexdigest()[:16]}"'}, content)
    SENT[request.path] = content


@dataclass
class Night:
    """What is counted of the night of one election."""

    election: str
    states: list[Path]
    seconds: list[float] = field(default_factory=list)
    parts: dict[str, float] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    told: dict[str, dict] = field(default_factory=dict)
    empty: int = 0

    @property
    def kind(self) -> str:
        """The kind of its files."""
        return self.election.rpartition("-")[2]

    @property
    def path(self) -> str:
        """Where the server has them."""
        return f"/{self.kind}.csv"


def night(folder: Path, kinds: list[str], last: int, url: str, house: House, every: str = "") -> list[Night]:
    """Draft the elections, and say what is served; and how often to look, where something does by itself."""
    found = []
    for kind in kinds:
        paths = sorted(folder.glob(f"*-btw25-bw-{kind}.csv"))
        contents = [path.read_bytes() for path in paths]
        changed = [i for i in range(1, len(paths)) if contents[i] != contents[i - 1]]
        one = Night(f"de-bw-{kind}", [paths[i] for i in changed[-last:]] if last else paths)
        draft(house, one, url, every)
        found.append(one)
    return found


def draft(house: House, one: Night, url: str, every: str) -> None:
    """Write an election.yml from the last state, and let it be fetched."""
    copy = house.root / "files" / f"{one.kind}.csv"
    copy.parent.mkdir(exist_ok=True)
    copy.write_bytes(one.states[-1].read_bytes())
    make(house, [copy], Given(id=one.election, country="DE", held_on="2025-02-23"))
    path = house.election_file(one.election)
    (path.parent / copy.name).unlink()
    path.with_name("sources.lock").unlink()
    text = path.read_text("utf-8")
    more = "".join(rf"\1{said}\n" for said in ("allow_private: true", f"every: {every}" if every else "") if said)
    text = re.sub(rf"^(\s+){copy.name}:\n", rf"\g<0>\1  fetch: {url}{one.path}\n", text, flags=re.MULTILINE)
    text = re.sub(r"^(\s+)(missing: .*\n)", rf"\1\2{more}", text, count=1, flags=re.MULTILINE)
    path.write_text(text, "utf-8")


def finish(house: House, one: Night) -> None:
    """Declare what a person declares when the final result comes."""
    declared = house.election_file(one.election)
    declared.write_text(declared.read_text("utf-8").replace("status: preliminary", "status: final"), "utf-8")


def backs(made: Path) -> pl.DataFrame:
    """What a release tells of counts that went down, were taken back, or are not given any more."""
    found = pl.read_csv(made / "data" / "findings.csv", infer_schema_length=0)
    return found.filter(pl.col("rule").is_in(["R620", "R621", "R622", "R623"]))


def replay(house: House, one: Night) -> None:
    """Serve the states in turn; fetch, check and release each that is new."""
    for number, path in enumerate(one.states):
        if number == len(one.states) - 1:
            finish(house, one)
        NOW[one.path] = path.read_bytes()
        began, before = time.process_time(), dict(one.parts)
        looks = timed(one, "fetch", lambda: fetch_sources(house, one.election))
        one.refused += [f"{path.name}: {look.says}" for look in looks if look.outcome in ("refused", "failed")]
        if not any(look.outcome == "new" for look in looks):
            continue
        state = inputs.take(house, one.election)
        try:
            checked = timed(one, "read, check", lambda state=state: in_memory.checked_as(state))
        except NothingYetError:
            one.empty += 1  # nothing is counted yet: the snapshot is taken, and there is nothing to release
            continue
        with checked as connection:
            made = timed(one, "publish", lambda c=connection, s=state: stages.publish(c, s))
        one.seconds.append(time.process_time() - began)
        back = backs(made.folder)
        one.told |= {row["finding_id"]: row for row in back.iter_rows(named=True)}
        took, says = _told(one, before), ", ".join(back["rule"])
        print(f"  {path.name[:19]} {made.version:9} {one.seconds[-1]:5.1f} s: {took}  {says}", flush=True)


def _told(one: Night, before: dict[str, float]) -> str:
    return ", ".join(f"{part} {took - before.get(part, 0.0):.1f}" for part, took in one.parts.items())


def timed(one: Night, part: str, run):
    """Run something, and add up the CPU that part takes."""
    began = time.process_time()
    try:
        return run()
    finally:
        one.parts[part] = one.parts.get(part, 0.0) + time.process_time() - began


def counted(one: Night) -> tuple[int, int, int]:
    """From the files alone: distinct states, cells that go down from one to the next, and rows that have such cells."""
    down, rows, distinct = 0, 0, 0
    before: pl.DataFrame | None = None
    content = b""
    for path in one.states:
        if path.read_bytes() == content:
            continue
        content = path.read_bytes()
        frame = pl.read_csv(content.decode(ENCODING).encode(), infer_schema_length=0)
        key = frame.columns[:1]
        cells = frame.drop(frame.columns[1]).unpivot(index=key, variable_name="cell", value_name="value")
        now = cells.with_columns(pl.col("value").cast(pl.Int64, strict=False))
        if before is not None:
            both = before.join(now, on=[*key, "cell"], suffix="_now").filter(pl.col("value_now") < pl.col("value"))
            down, rows = down + both.height, rows + both.select(key).n_unique()
        before, distinct = now, distinct + 1
    return distinct, down, rows


def size(folder: Path) -> int:
    """Bytes of all files in a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def memory() -> str:
    """What the process has in memory now and had at most, and how many files are open."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    files = len(list(Path("/proc/self/fd").iterdir()))
    return f"{pages * resource.getpagesize() / 2**20:,.0f} MiB (at most {most:,.0f}), {files} open files"


def report(house: House, one: Night, times: int) -> bool:
    """Say what came of a night, and whether all that must hold does."""
    distinct, down, rows = counted(one)
    known = history(house, one.election)
    listed = versions(house.published / one.election)
    fetched = [said for said in known if said.what == "the first" or f"{one.kind}.csv" in said.what]
    told = [row for row in one.told.values() if row["rule"] in ("R620", "R621")]
    said = sum(int(row["actual"]) for row in told)
    moved = sum(one_.moves.down for one_ in known if one_.moves)
    latest = inputs.take(house, one.election)
    last = sha256(one.states[-1].read_bytes()).hexdigest() in {f.sha256 for f in latest.fetched.values()}
    is_last = known[-1].version == listed[-1]["version"]
    moments = random.Random(0).choices([said.at for said in known if said.version], k=times)  # noqa: S311
    began = time.process_time()
    again = [as_of(house, one.election, moment) for moment in moments]
    seconds = (time.process_time() - began) / len(again)
    same = sum(made.is_same is True for made in again)
    release = size(house.published / one.election / listed[-1]["version"])
    store = size(house.snapshots / one.election) + size(house.snapshots / "objects")
    snapshotted = f"{len(fetched)} of {distinct} distinct states snapshotted, {one.empty} of them without a figure"
    checks = {
        snapshotted: len(fetched) == distinct,
        f"{said} of {down} cells that went down told, {moved} in the history, by {len(told)} finding(s)": said
        == down
        == moved,
        f"{len(listed)} releases; the last is of the last state": last and is_last,
        f"{same} of {len(again)} releases made again as of random moments are byte for byte the same": same
        == len(again),
        f"the store has {store / 2**20:.2f} MiB, a release {release / 2**20:.2f}": store <= 3 * release,
        f"{len(one.refused)} states refused": not one.refused,
    }
    print(f"{one.election}: {rows} rows with cells that went down")
    for words, holds in checks.items():
        print(f"  {'ok ' if holds else 'NOT'} {words}")
    parts = ", ".join(f"{part} {took / len(one.seconds):.1f}" for part, took in one.parts.items())
    mean = sum(one.seconds) / len(one.seconds)
    taken = f"{mean:.1f} (at most {max(one.seconds):.1f})" + (f": {parts}" if parts else "")
    print(f"  seconds a new state {taken}; made again {seconds:.1f}")
    for row in told:
        print(f"  {row['rule']} {row['severity']}: {row['says'][:300]}")
    return all(checks.values())


def main() -> int:
    """Replay it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT.parent / "shared" / "data" / "btw25")
    parser.add_argument("--last", type=int, default=0, help="so many of the last states that differ; all where absent")
    parser.add_argument("--moments", type=int, default=10, help="so many releases are made again")
    parser.add_argument("--only", choices=["gemeinden", "kreise"])
    said = parser.parse_args()
    with TemporaryDirectory() as root, Server(answer) as server:
        house = House(Path(root), Path(root, "published"), Path(root, "snapshots"))
        house.raw.mkdir()
        house.build.mkdir()
        kinds = [said.only] if said.only else ["gemeinden", "kreise"]
        nights = night(said.folder, kinds, said.last, server.url, house)
        print(f"at the start {memory()}")
        for number, one in enumerate(nights):
            replay(house, one)
            print(f"after night {number + 1} {memory()}")
        holds = [report(house, one, said.moments) for one in nights]
        print(f"at the end {memory()}")
    return 0 if all(holds) else 1


if __name__ == "__main__":
    sys.exit(main())
