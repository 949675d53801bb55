"""Where the rows of a table lie: of one that is not large in a CSV and a Parquet file, of a large one in parts.

A table of more rows than `MOST_ROWS` has no CSV: its Parquet lies in the folder of its name, in parts of `PART_ROWS`
rows. Rows are in the order of the table from part to part, so that each part is a range of its key, which
`datapackage.json` tells. What would hold them once more (the workbook, the report for NIST, SQLite, DuckDB, the layout
of OpenElections) holds the answers, and says where the rest is.
"""

from pathlib import Path
from typing import Final

MOST_ROWS: Final = 200_000
"""Rows of a table beyond which it is large."""
PART_ROWS: Final = 500_000
"""Rows of a part of a large table; the last one may have fewer."""
MOST_IN_ALL: Final = 250_000
"""Rows of all tables beyond which a database in the archive has the answers only."""
ANSWERS: Final = (
    *("elections", "gp_units", "parties", "words", "contests", "selections", "results", "outcomes", "seat_counts"),
    *("findings", "corrections", "objections", "sources"),
)
"""The tables that are always there."""
ABOUT: Final = "about_this_file"
"""The table of a database in the archive that says what it lacks."""


def left_out(rows: dict[str, int]) -> dict[str, int]:
    """The tables that a database in the archive has not, with their rows, of the tables of a release with theirs."""
    if sum(rows.values()) <= MOST_IN_ALL:
        return {}
    return {name: number for name, number in rows.items() if name not in ANSWERS or is_large(number)}


def left_out_told(without: dict[str, int]) -> str:
    """What a database in the archive has not, and where it is."""
    told = ", ".join(f"{name} ({rows:,} rows)" for name, rows in without.items() if rows)
    forms = "Parquet, smaller ones as CSV, too" if any(map(is_large, without.values())) else "CSV and Parquet"
    return (
        f"All tables together have more than {MOST_IN_ALL:,} rows, so this file has the answers only. "
        f"data/ of the package has, as {forms}, also: {told}."
    )


def is_large(rows: int) -> bool:
    """Whether a table of so many rows is large."""
    return rows > MOST_ROWS


def rows_in(paths: list[Path]) -> int:
    """How many rows the Parquet files of a table have."""
    import polars as pl

    return int(pl.scan_parquet(paths, glob=False).select(pl.len()).collect().item()) if paths else 0


def is_of_table(name: str) -> bool:
    """Whether a file of a release, by its path, has rows of a table and vouches for them: its CSV, or a part."""
    path = Path(name)
    return path.parts[0] == "data" and (path.suffix == ".csv" or len(path.parts) > 2)


def as_text(column: str, kind: str) -> str:
    """SQL: a column of a type of DuckDB as it is written as text: a number without the zeros that its type adds."""
    if kind.startswith("DECIMAL"):
        return f"regexp_replace({column}::VARCHAR, '\\.?0+$', '')"
    return f"regexp_replace({column}::VARCHAR, '\\.0$', '')" if kind == "DOUBLE" else column
