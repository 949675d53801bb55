"""The night of `night.py` through a Prefect server on PostgreSQL with two workers, in accelerated time.

`.venv/bin/python benchmarks/night_served.py [FOLDER] [--last N] [--only gemeinden|kreise] [--pace 10] [--moments N]`:
each state is served for so many seconds, and until it was asked for (as it would be by the real clock, by which it was
there for minutes); the elections are looked at every 10 seconds. It needs Debian's `postgresql`. Seconds are from
when a state is first served to its release, by the clock. What it starts has ended when it ends.
"""

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from night import NOW, ROOT, SENT, Night, Server, answer, backs, finish, night, report
from served import MOST, Sample, Served, flat, told

from numerim import runs
from numerim.ask.history import history
from numerim.declare.house import House
from numerim.fetch import states
from numerim.publish.versions import versions

_EVERY = "10 seconds"


def serve(house: House, one: Night, number: int) -> None:
    """Serve a state; the last is declared as final, and while that is written no run is at work."""
    content = one.states[number].read_bytes()
    if number < len(one.states) - 1:
        NOW[one.path] = content
        return
    until = time.monotonic() + MOST
    while time.monotonic() < until:
        with runs.alone(house, one.election) as held:
            if held:
                finish(house, one)
                NOW[one.path] = content
                return
        time.sleep(0.1)
    raise TimeoutError(f"a run of {one.election} does not end")


def replay(house: House, nights: Sequence[Night], pace: float, served: Served) -> list[Sample]:
    """Serve the states of all elections at once; give what the processes took after each."""
    samples: list[Sample] = []
    shown: dict[str, list[float]] = {one.election: [] for one in nights}
    longer = 0.0
    for number in range(max(len(one.states) for one in nights)):
        for one in nights:
            if number < len(one.states):
                before = NOW.get(one.path)
                serve(house, one, number)
                if not number or NOW[one.path] != before:
                    shown[one.election].append(time.time())
        longer += served.wait(pace, lambda: all(SENT.get(one.path) == NOW[one.path] for one in nights))
        samples.append(served.used())
        if number % 12 == 0:
            listed = [len(versions(house.published / one.election)) for one in nights]
            print(f"state {number + 1}: {listed} releases; {told(samples[-1])}", flush=True)
    since = states.now()
    served.wait(1, lambda: all(runs.last(house, one.election).began > since for one in nights))
    print(f"{longer:.0f} seconds were waited until what was served was asked for")
    for one in nights:
        known = history(house, one.election)
        one.empty = sum(not said.version for said in known)
        made = [house.published / one.election / entry["version"] for entry in versions(house.published / one.election)]
        one.told = {row["finding_id"]: row for folder in made for row in backs(folder).iter_rows(named=True)}
        began = shown[one.election][-len(made) :]
        one.seconds = [folder.stat().st_mtime - at for folder, at in zip(made, began, strict=True)]
    return samples


def main() -> int:
    """Replay it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT.parent / "shared" / "data" / "btw25")
    parser.add_argument("--last", type=int, default=0, help="so many of the last states that differ; all where absent")
    parser.add_argument("--moments", type=int, default=10, help="so many releases are made again")
    parser.add_argument("--pace", type=float, default=10, help="seconds that a state is served")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--only", choices=["gemeinden", "kreise"])
    said = parser.parse_args()
    with TemporaryDirectory(prefix="numerim-night-") as root, Server(answer) as server:
        house = House(Path(root, "house"))
        house.raw.mkdir(parents=True)
        kinds = [said.only] if said.only else ["gemeinden", "kreise"]
        nights = night(said.folder, kinds, said.last, server.url, house, _EVERY)
        for one in nights:
            NOW[one.path] = one.states[0].read_bytes()
        with Served(house, Path(root), said.workers) as served:
            samples = replay(house, nights, said.pace, served)
            ended, failed = served.runs()
            events = served.events()
        holds = [report(house, one, said.moments) for one in nights]
        releases = sum(len(versions(house.published / one.election)) for one in nights)
    print(f"runs: {', '.join(f'{name} {many}' for name, many in sorted(ended.items()))}; events: {dict(events)}")
    for one in failed:
        print(f"  {one}")
    holds += [flat(samples), not ended["Crashed"], events["numerim.release.published"] == releases]
    return 0 if all(holds) else 1


if __name__ == "__main__":
    sys.exit(main())
