"""Whatever stands in a file: nothing but a result or a refusal with a place.

    python benchmarks/fuzz.py readers|declared|seeds|manifests [--seconds 600] [--seed 1] [--atheris]

Real files are spoiled as hypothesis says: bytes taken out, put in, turned round, doubled, or what formats
choke on. With --atheris libFuzzer does it, led by what numerim's code was not yet seen to do (pip install atheris).
"""

import argparse
import gc
import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import FunctionType

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from numerim import store, warehouse
from numerim.declare.election import election_of
from numerim.declare.lock import read_lock
from numerim.declare.settings import settings_of
from numerim.declare.sources import SourceFile
from numerim.errors import InputError
from numerim.model import seeds
from numerim.publish.contract import ContractError
from numerim.publish.versions import announced, versions
from numerim.read.formats import reader
from numerim.read.rawtable import Opened

ROOT = Path(__file__).resolve().parents[1]
Target = Callable[[bytes], None]
Step = tuple[int, int, int, bytes]
_CHOKES = (
    *(
        b"\0",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b'"',
        b"'",
        b"\r",
        b"\n" * 9,
        b"," * 50,
        b"{",
        b"[" * 60,
        b"<",
        b"&x;",
        b"%",
    ),
    *(b"9" * 40, b"-1", b"1e999", b"NaN", "\u202e\u0661\u2028".encode(), b"!!python/object", b"&a *a", b"null", b"../"),
)


def spoiled() -> st.SearchStrategy[list[Step]]:
    """What is done to a file, step by step: where, over how many bytes, what, and with which bytes."""
    put = st.sampled_from(_CHOKES) | st.binary(max_size=8)
    step = st.tuples(st.integers(0, 1 << 16), st.integers(0, 40), st.integers(0, 3), put)
    return st.lists(step, min_size=1, max_size=6)


def spoil(content: bytes, steps: list[Step]) -> bytes:
    for at, many, what, put in steps:
        at %= len(content) + 1
        piece = content[at : at + many]
        made = {0: put, 1: piece + put + piece, 2: b"", 3: bytes(reversed(piece))}[what]
        content = content[:at] + made + content[at + many :]
        if what == 2 and many > 35:
            content = content[:at]
    return content


def _workbook() -> bytes:
    import io

    import xlsxwriter

    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        for row, cells in enumerate((("unit", "party", "votes"), ("Prizren", "LVV", 10), ("Prizren", "PDK", 7))):
            book.add_worksheet() if not row else None
            book.worksheets()[0].write_row(row, 0, cells)
    return made.getvalue()


_TABLE = {"columns": {"unit": "unit", "party": "party", "votes": "votes"}}
_CSV = b'unit,party,votes\nPrizren,LVV,"1,234"\nPrizren,PDK,7\nPej\xc3\xab,PDK,7\n'
_HTML = b"""<!DOCTYPE html><table><caption>Votes</caption><tr><th>unit<th>party<th>votes
<tr><td rowspan=2>Prizren<td>LVV<td>1<tr><td>PDK<td>7</table>"""
_WIKITEXT = b"{| class=x\n! unit !! party !! votes\n|-\n| Prizren || LVV || 1\n|-\n| Prizren || PDK || 7\n|}\n"
_XML = b"""<r><row><unit>Prizren</unit><party>LVV</party><votes>1</votes></row>
<row><unit>Pej</unit><party>PDK</party><votes>2</votes></row></r>"""
_JSON = json.dumps([{"unit": "Prizren", "party": "LVV", "votes": 10}] * 3).encode()
_SAMPLES = {
    "csv": _CSV, "workbook": _workbook(), "html": _HTML, "wikitext": _WIKITEXT, "json": _JSON, "xml": _XML,
}  # fmt: skip


def of_reader(name: str) -> Target:
    declared = SourceFile.model_validate({"reader": name, "tables": [_TABLE]})

    def read(content: bytes) -> None:
        if content.strip():
            reader(name).read(Opened(f"x.{name}", content, declared, "election.yml:L1", "en"), declared.tables)

    return read


def of_declared(name: str) -> Target:
    path = next(ROOT.glob(f"raw/*/{name}/election.yml"))
    return lambda content: void(election_of(path, "election.yml", content, None))


def of_settings(content: bytes) -> None:
    settings_of(content)


def of_lock(content: bytes) -> None:
    read_lock(content, "sources.lock", "")


def of_seed(name: str) -> Target:
    folder = Path(tempfile.mkdtemp(prefix="numerim-fuzz-"))
    for path in (ROOT / "seeds").glob("*.csv"):
        (folder / path.name).write_bytes(path.read_bytes())

    def load(content: bytes) -> None:
        (folder / f"{name}.csv").write_bytes(content)
        with warehouse.open_memory() as connection:
            seeds.load(connection, folder)
        seeds.words(folder, "en")

    return load


def of_list(name: str) -> Target:
    folder = Path(tempfile.mkdtemp(prefix="numerim-fuzz-")) / "xk-local-2021"
    folder.mkdir()

    def read(content: bytes) -> None:
        (folder / name).write_bytes(content)
        if name == "versions.json":
            versions(folder)
            announced(folder)
        elif name.endswith(".jsonl"):
            store.lines(folder / name)
        else:
            store.good(folder / name)

    return read


def void(_: object) -> None:
    """Nothing is done with it."""


def _lines() -> bytes:
    folder = Path(tempfile.mkdtemp(prefix="numerim-fuzz-"))
    for n in range(4):
        store.append(folder / "l.jsonl", {"state": n, "at": "2021-10-17T20:00:00Z", "files": {"r.csv": "0" * 64}})
    return (folder / "l.jsonl").read_bytes()


def targets(what: str) -> dict[str, tuple[Target, bytes]]:
    """What is asked -> the target, and a file that is well."""
    if what == "readers":
        return {name: (of_reader(name), content) for name, content in _SAMPLES.items()}
    if what == "declared":
        paths = sorted(ROOT.glob("raw/*/*/election.yml"))
        return {
            **{path.parent.name: (of_declared(path.parent.name), path.read_bytes()) for path in paths},
            "numerim.yml": (of_settings, (ROOT / "numerim.yml").read_bytes()),
        }
    if what == "seeds":
        names = (*seeds.TABLES, "gp_unit_inflections")
        return {name: (of_seed(name), (ROOT / "seeds" / f"{name}.csv").read_bytes()) for name in names}
    fetched = {
        "r.csv": {"url": "https://x", "good": {"sha256": "0" * 64, "length": 3}, "checked": "2021-10-17T20:00:00Z"}
    }
    return {
        "versions.json": (of_list("versions.json"), (ROOT / "published/xk-local-2021/versions.json").read_bytes()),
        "states.jsonl": (of_list("states.jsonl"), _lines()),
        "fetched.json": (of_list("fetched.json"), json.dumps(fetched, indent=1).encode()),
        "sources.lock": (of_lock, next(ROOT.glob("raw/xk/*/sources.lock")).read_bytes()),
    }


def refused(target: Target, content: bytes) -> str:
    """What came of it: `read`, or `refused`; all else is a fault.

    Raises:
        AssertionError: a refusal has no place or says nothing.
        Exception: the fault.
    """
    try:
        target(content)
    except (InputError, ContractError) as error:
        told = error
    else:
        return "read"
    assert str(told).strip()
    assert not isinstance(told, InputError) or told.place
    return "refused"


def fuzz(
    what: str, seconds: float, start: int = 1, many: int = 60, most: int = 1 << 30
) -> tuple[Counter[str], dict[str, str]]:
    """Spoil files for so long, each of them `many` times a turn; how often they were read or refused, and all faults.

    No turn begins where `most` files were spoiled.
    """
    counted: Counter[str] = Counter()
    faults: dict[str, str] = {}
    every, ends, turn = targets(what), time.monotonic() + seconds, start
    while time.monotonic() < ends and sum(counted.values()) < most:
        for name, (target, good) in every.items():
            for steps in drawn(turn, many):
                if time.monotonic() > ends:
                    break
                content = spoil(good, steps)
                try:
                    counted[refused(target, content)] += 1
                except Exception as error:
                    counted["fault"] += 1
                    told = f"{str(error)[:200]} in {content[:300]!r}"
                    faults.setdefault(f"{name}: {type(error).__name__} at {_last(error)}", told)
        turn += 1
    return counted, faults


def drawn(turn: int, many: int) -> list[list[Step]]:
    """So many ways to spoil a file, always the same for a turn."""
    found: list[list[Step]] = []

    @seed(turn)
    @settings(
        max_examples=many,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(spoiled())
    def draw(steps: list[Step]) -> None:
        found.append(steps)

    draw()
    return found


def _last(error: Exception) -> str:
    """The last line of numerim's that an error came through."""
    trace, last = error.__traceback__, ""
    while trace:
        path = Path(trace.tb_frame.f_code.co_filename)
        last = f"{path.name}:{trace.tb_lineno}" if "src/numerim" in str(path) else last
        trace = trace.tb_next
    return last


def with_atheris(what: str, seconds: float, start: int = 1) -> None:
    """The same by libFuzzer, until the first fault."""
    import atheris

    every = list(targets(what).values())

    def one(content: bytes) -> None:
        if content:
            target, good = every[content[0] % len(every)]
            refused(target, good[: len(good) * (content[0] // len(every)) // 40] + content[1:])

    for target, good in every:  # so that all that they need is imported
        refused(target, good)
    for known in gc.get_objects():  # of all that is imported, numerim's functions alone: the others take minutes
        if isinstance(known, FunctionType) and (known.__module__ or "").startswith("numerim."):
            atheris.instrument_func(known)
    atheris.Setup([sys.argv[0], f"-seed={start}", f"-max_total_time={int(seconds)}", "-max_len=4096"], one)
    atheris.Fuzz()


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("what", choices=("readers", "declared", "seeds", "manifests"))
    asked.add_argument("--seconds", type=float, default=600.0)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--atheris", action="store_true")
    given = asked.parse_args()
    if given.atheris:
        with_atheris(given.what, given.seconds, given.seed)
        return 0
    counted, faults = fuzz(given.what, given.seconds, given.seed)
    for fault, example in faults.items():
        print(f"{fault}\n  {example}")
    print(f"{given.what}: {counted['read']:,} read, {counted['refused']:,} refused, {counted['fault']:,} faults")
    return min(len(faults), 100)


if __name__ == "__main__":
    sys.exit(main())
