"""Made-up packages and tables: numerim against stock frictionless; differences are printed as small as can be.

    python benchmarks/differential.py [cases] [first]

What was done is kept in build/differential.json, so that a run that was ended goes on where it was.
"""

import json
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.validation.known_faults import let_pass
from tests.validation.made import as_bytes, case, schema_of, write
from tests.validation.shrunk import shrunk
from tests.validation.told import of_numerim, of_stock

KEPT = Path(__file__).resolve().parent.parent / "build" / "differential.json"
SHOWN = 10


def main(cases: int = 20_000, first: int = 0) -> None:
    told = {"next": first, "differ": [], "stops": 0, "stock": 0.0, "numerim": 0.0}
    if KEPT.exists() and json.loads(KEPT.read_text())["next"] > first:
        told = json.loads(KEPT.read_text())
    KEPT.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for number in range(told["next"], first + cases):
            one(number, Path(folder), told)
            if number % 100 == 99:
                KEPT.write_text(json.dumps({**told, "next": number + 1}))
    KEPT.write_text(json.dumps({**told, "next": first + cases}))
    print(f"{first + cases:,} cases, {len(told['differ']):,} differ; in {told['stops']:,} stock gives no report")
    print(f"CPU: stock {told['stock']:.0f} s, numerim {told['numerim']:.0f} s")


def one(number: int, folder: Path, told: dict) -> None:
    source = write(case(number), folder)
    start = time.process_time()
    stock = of_stock(*source)
    between = time.process_time()
    ours = of_numerim(*source)
    told["stock"] += between - start
    told["numerim"] += time.process_time() - between
    told["stops"] += stock[0] == "stops"
    if stock != ours and not let_pass(stock, ours):
        told["differ"].append(number)
        if len(told["differ"]) <= SHOWN:
            show(number, folder)


def show(number: int, folder: Path) -> None:
    """Print the smallest case that differs as this one does."""

    def both(made):
        source = write(made, folder)
        return of_stock(*source), of_numerim(*source)

    def differs(made):
        stock, ours = both(made)
        return stock != ours and not let_pass(stock, ours)

    small = shrunk(case(number), differs)
    print(f"case {number}, as {small['as']}")
    for table in small["tables"]:
        print(f"  {as_bytes(table)[:300]!r} {schema_of(table)} {table['dialect']} {table['resource']}")
    for who, says in zip(("stock", "ours"), both(small), strict=True):
        print(f"  {who}: {str(says)[:600]}", flush=True)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
