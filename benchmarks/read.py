"""How many cells a second the readers read.

    .venv/bin/python benchmarks/read.py

Prints, for each kind of file, the best and the median of several calls, in cells a second of processor time and of wall
time, and the most memory of the process so far. Files are made before they are timed.
"""

import csv
import io
import random
import resource
import statistics
import time
from collections.abc import Callable
from io import BytesIO

import polars as pl
import xlsxwriter

from numerim.declare.sources import SourceFile
from numerim.read.formats import reader
from numerim.read.rawtable import Opened
from numerim.read.workbook import read_workbook

ROWS, COLUMNS, TIMES = 15_000, 20, 3
CELLS = 5_000_000
"""Of delimited text."""


def workbook(*, shares: bool, formulas: bool = False) -> bytes:
    """A count by polling station: three names, and votes; or, in the last column, shares, which need a second look."""
    chance = random.Random(1)  # noqa: S311
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Results")
        votes, share = book.add_format({"num_format": "#,##0"}), book.add_format({"num_format": "0.0"})
        for row in range(ROWS):
            names = (f"Station {row}", f"Municipality {row % 100}", f"Candidate {row % 7}")
            for column, name in enumerate(names):
                sheet.write_string(row, column, name)
            for column in range(3, COLUMNS - 1):
                sheet.write_number(row, column, chance.randrange(5_000), votes)
            if formulas:
                sheet.write_formula(row, COLUMNS - 1, f"=SUM(D{row + 1}:S{row + 1})", votes, chance.randrange(5_000))
            elif shares:
                sheet.write_number(row, COLUMNS - 1, chance.random() * 100, share)
            else:
                sheet.write_number(row, COLUMNS - 1, chance.randrange(5_000), votes)
    return content.getvalue()


def delimited(columns: int, *, quoted: bool = False, broken: bool = False) -> bytes:
    """A count by polling station as delimited text: three names, and votes.

    Args:
        columns: how many there are.
        quoted: whether a name has a delimiter in it, and quotes around it.
        broken: whether every tenth name is of two lines.
    """
    chance = random.Random(1)  # noqa: S311
    lines = [",".join(["Station", "Municipality", "Candidate", *(f"List {i}" for i in range(columns - 3))])]
    for row in range(CELLS // columns):
        place = f'"Municipality, {row % 100}"' if quoted else f"Municipality {row % 100}"
        place = f'"Municipality\n{row % 100}"' if broken and row % 10 == 0 else place
        votes = (str(chance.randrange(5_000)) for _ in range(columns - 3))
        lines.append(",".join([f"Station {row}", place, f"Candidate {row % 7}", *votes]))
    return "\n".join([*lines, ""]).encode()


def read_delimited(content: bytes) -> None:
    """Read it as a source is: every cell as text, with its line and its number."""
    said = SourceFile.model_validate({"reader": "csv", "tables": [{"columns": "same"}]})
    reader("csv").read(Opened("made.csv", content, said), said.tables)


def peers() -> dict[str, Callable[[bytes], object]]:
    """What else reads delimited text: all of them as text, none of them with places."""
    found: dict[str, Callable[[bytes], object]] = {
        "polars": lambda content: pl.read_csv(content, infer_schema=False),
        "csv": lambda content: list(csv.reader(io.StringIO(content.decode(), newline=""))),
    }
    try:
        import pandas as pd
    except ModuleNotFoundError:
        print("    pandas is not installed here, and not measured")
        return found
    return found | {"pandas": lambda content: pd.read_csv(BytesIO(content), dtype=str, keep_default_na=False)}


def measure(name: str, read: Callable[[], object], cells: int) -> None:
    """Call a reader several times, and print how many cells it read a second."""
    processor, wall = [], []
    for _ in range(TIMES):
        at = time.process_time(), time.perf_counter()
        read()
        processor.append(cells / (time.process_time() - at[0]))
        wall.append(cells / (time.perf_counter() - at[1]))
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    told = "   ".join(
        f"{what} best {max(rates):>9,.0f}, median {statistics.median(rates):>9,.0f}"
        for what, rates in (("processor", processor), ("wall", wall))
    )
    print(f"{name:<34} {told}   {most:,} MiB")


if __name__ == "__main__":
    for name, options in {
        "xlsx, whole numbers": {"shares": False},
        "xlsx, decimals (second look)": {"shares": True},
        "xlsx, formulas (second look)": {"shares": False, "formulas": True},
    }.items():
        content = workbook(**options)
        measure(name, lambda content=content: read_workbook(content, "made.xlsx"), ROWS * COLUMNS)
    for name, columns, options in (
        ("text, 20 columns", 20, {}),
        ("text, 20 columns, quotes", 20, {"quoted": True}),
        ("text, 20 columns, broken lines", 20, {"broken": True}),
        ("text, 6 columns", 6, {}),
        ("text, 1,000 columns", 1_000, {}),
    ):
        content = delimited(columns, **options)
        cells = CELLS // columns * columns
        measure(name, lambda content=content: read_delimited(content), cells)
        for peer, read in peers().items():
            measure(f"    {peer}", lambda content=content, read=read: read(content), cells)
