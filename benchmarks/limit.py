"""The floor: plain DuckDB that reads the files of an election, casts, groups and writes the same rows.

    .venv/bin/python benchmarks/limit.py FOLDER

Nothing is named, placed, held against anything or explained: what the way costs above this is what it does besides.
The files are those of `many_figures.py`. Prints a line of JSON: seconds of CPU and by the clock, and the peak in GB.
"""

import json
import resource
import sys
import tempfile
import time
from pathlib import Path

import duckdb

BALLOTS = ("registered", "cast", "valid", "invalid", "turnout")


def floor(folder: Path, into: Path) -> int:
    """Read the figures of all files, a row each, add them up by municipality, and write both; give how many."""
    with duckdb.connect(":memory:", config={"threads": 2}) as connection:
        wide, long = (
            [f"'{path}'" for path in sorted(folder.glob("*.csv")) if path.stem.endswith("-votes") is has_votes]
            for has_votes in (False, True)
        )
        read = "read_csv([{}], all_varchar = true, union_by_name = true, filename = true)"
        ballots = ", ".join(f'"{name}"' for name in BALLOTS)
        connection.execute(
            f"""CREATE TABLE figures AS
            SELECT filename, unit, "within", NULL AS candidate, measure, figure::DECIMAL(24, 6) AS figure
            FROM (UNPIVOT (FROM {read.format(", ".join(wide))}) ON {ballots} INTO NAME measure VALUE figure)
            UNION ALL
            SELECT filename, unit, "within", candidate, measure, figure::DECIMAL(24, 6)
            FROM (UNPIVOT (FROM {read.format(", ".join(long))}) ON votes, share INTO NAME measure VALUE figure)"""
        )
        connection.execute(
            """CREATE TABLE sums AS SELECT "within", candidate, measure, sum(figure) AS figure, count(*) AS units
            FROM figures GROUP BY "within", candidate, measure"""
        )
        for table in ("figures", "sums"):
            connection.execute(f"COPY {table} TO '{into / table}.csv' (HEADER)")
        (counted,) = connection.execute("SELECT count(*) FROM figures").fetchone() or (0,)
    return int(counted)


if __name__ == "__main__":
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as name:
        figures = floor(Path(sys.argv[1]), Path(name))
    used = resource.getrusage(resource.RUSAGE_SELF)
    told = {"cpu": used.ru_utime + used.ru_stime, "wall": time.perf_counter() - started}
    print(json.dumps({"floor": {**told, "peak": used.ru_maxrss / 2**20}, "figures": figures}))
