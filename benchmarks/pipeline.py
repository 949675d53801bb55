"""What the way costs, stage by stage, for elections of growing size, beside the floor of `limit.py`.

    .venv/bin/python benchmarks/pipeline.py [FIGURES …] [--repeat TIMES]

The elections are those of `many_figures.py`, the same each time. Each size runs TIMES in processes of its own; printed
are the medians of the seconds of CPU (user and system) and by the clock, the highest peak of memory, how many times
the CPU of the floor that is, and with which power of the figures a stage grows (1 is in proportion) from one size to
the next. `draft` describes the largest of the files as `numerim new` would, from nothing.
"""

import argparse
import gc
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import log
from pathlib import Path
from typing import Any

from many_figures import CANDIDATES, ELECTION, ROOT, _peak, made

from numerim.declare.house import House

STAGES = ("read", "draft", "model", "check", "settle", "write", "gate")
Cost = dict[str, float]


def stages(house: House) -> dict[str, Cost]:
    """Bring an election the whole way, in this process; what each stage cost."""
    from numerim import inputs, warehouse
    from numerim.check.check import check
    from numerim.draft.new import Given, make
    from numerim.model.conform import conform
    from numerim.publish import making
    from numerim.publish import release as releasing
    from numerim.publish.settle import complete, settle
    from numerim.read.ingest import read_files

    took: dict[str, Cost] = {}

    @contextmanager
    def timed(name: str) -> Iterator[None]:
        Path("/proc/self/clear_refs").write_text("5")  # the peak of memory begins anew
        cpu, wall = time.process_time(), time.perf_counter()
        yield
        took[name] = {"cpu": time.process_time() - cpu, "wall": time.perf_counter() - wall, "peak": _peak()}

    def draft() -> None:
        largest = max(house.election_file(ELECTION).parent.glob("*.csv"), key=lambda path: path.stat().st_size)
        with tempfile.TemporaryDirectory() as name, timed("draft"):
            elsewhere = House(Path(name))
            shutil.copytree(house.seeds, elsewhere.seeds)
            make(elsewhere, [largest], Given(country="IS", held_on="2099-06-27", office="president"))

    state = inputs.take(house, ELECTION)
    gate: Callable[..., Any] = making.pass_gate

    def through_the_gate(*given: Any) -> Any:
        with timed("gate"):
            return gate(*given)

    making.pass_gate = through_the_gate
    with timed("read"):
        raw = read_files(state.file)
    draft()
    with warehouse.open_memory() as connection:
        with timed("model"):
            conform(connection, house, state.file, raw)
        with timed("check"):
            check(connection, state.file)
        with timed("settle"):
            settle(connection, ELECTION)
        with timed("write"):
            complete(connection, state.file, raw)
            releasing.release(connection, house, state.file, state.said)
    for what in ("cpu", "wall"):
        took["write"][what] -= took["gate"][what]
    return took


def measured(figures: int, times: int) -> tuple[int, dict[str, Cost]]:
    """How many figures an election has that should have so many, and the medians of what it costs."""
    each: list[dict[str, Cost]] = []
    with tempfile.TemporaryDirectory() as name:
        house = House(Path(name) / "house")
        house.root.mkdir()
        shutil.copytree(ROOT / "seeds", house.seeds)
        counted = made(house, figures // (5 + 2 * len(CANDIDATES)), 0)
        folder = house.election_file(ELECTION).parent
        for _ in range(times):
            shutil.rmtree(house.published, ignore_errors=True)
            way = [sys.executable, __file__, "--within", str(house.root)]
            floor = [sys.executable, str(Path(__file__).with_name("limit.py")), str(folder)]
            answers = [json.loads(subprocess.check_output(one, text=True).splitlines()[-1]) for one in (way, floor)]
            if answers[1].pop("figures") != counted:
                raise RuntimeError(f"the floor has not {counted} figures")
            each.append(answers[0] | answers[1])
    middle = {
        stage: {
            what: (max if what == "peak" else statistics.median)(one[stage][what] for one in each)
            for what in ("cpu", "wall", "peak")
        }
        for stage in each[0]
    }
    return counted, middle


def told(sizes: list[tuple[int, dict[str, Cost]]]) -> Iterator[str]:
    """The table, line by line."""
    before: tuple[int, dict[str, Cost]] | None = None
    for counted, cost in sizes:
        yield f"{counted:,} figures        CPU s   clock s   peak GB  times the floor  grows with the power"
        whole = {what: sum(cost[stage][what] for stage in STAGES) for what in ("cpu", "wall")}
        cost["all"] = {**whole, "peak": max(cost[stage]["peak"] for stage in STAGES)}
        for stage in (*STAGES, "all", "floor"):
            one = cost[stage]
            power = "–"
            if before is not None:
                grown = one["cpu"] / before[1][stage]["cpu"]
                power = f"{log(grown) / log(counted / before[0]):.2f}"
            ratio = one["cpu"] / cost["floor"]["cpu"]
            yield f"  {stage:<16} {one['cpu']:9.2f} {one['wall']:9.2f} {one['peak']:9.2f} {ratio:16.1f} {power:>21}"
        before = counted, cost


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("figures", nargs="*", type=int, default=[100_000, 1_000_000])
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--within", type=Path, help=argparse.SUPPRESS)
    said = parser.parse_args()
    if said.within:
        gc.disable()  # as the command does
        print(json.dumps(stages(House(said.within))))
    else:
        print("\n".join(told([measured(figures, said.repeat) for figures in said.figures])))
