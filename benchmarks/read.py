"""How many cells a second the readers read.

    .venv/bin/python benchmarks/read.py

Prints, for each kind of file, the best and the median of several calls, in cells a second of processor time and of wall
time, and the most memory of the process so far. Files are made before they are timed.
"""

import random
import resource
import statistics
import time
from collections.abc import Callable
from io import BytesIO

import xlsxwriter

from numerim.read.workbook import read_workbook

ROWS, COLUMNS, TIMES = 15_000, 20, 5


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
