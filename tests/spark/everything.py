"""The facts of cases of all rules as one set of facts, and the settings of a small Spark."""

from pathlib import Path

import polars as pl

from numerim import in_memory, inputs, warehouse
from numerim.check.spark import columns_of_facts, write_facts
from numerim.fetch import steps
from numerim.read.ingest import read_files
from tests.rules.elections import databases, written

NUMBERS = ("statement_id", "figure_id")
IDS = (
    *("election_id", "contest_id", "source_id", "earlier_id", "selection_id", "party_id", "coalition_id"),
    *("named_party_id", "gp_unit_id", "within_id", "ancestor_id", "decides_id", "parent_id", "poll_id"),
)
"""Columns of ids that two databases may have for different things."""

SMALL = {
    "spark.driver.memory": "1500m",
    "spark.sql.shuffle.partitions": "1",
    "spark.sql.adaptive.enabled": "false",  # of so few rows, to plan and to compile takes most of the time
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.driver.extraJavaOptions": "-XX:+UseSerialGC -XX:TieredStopAtLevel=1",
}


def of_cases(cases, folder: Path) -> Path:
    """The facts of cases, in two parts: ids begin with the number of a database, and numbers are apart."""
    facts = {name: [] for name in columns_of_facts()}
    for number, some in enumerate(databases(cases)):
        house = written(some, folder / str(number))
        state = inputs.take(house, "cases")
        fixes = state.file.election.corrections
        with in_memory.with_corrections(house, state.file, read_files(state.file), fixes) as (connection, _):
            steps.load(connection, state)
            write_facts(connection, folder / "own" / str(number))
        for fact, columns in columns_of_facts().items():
            own = pl.read_parquet(folder / "own" / str(number) / f"{fact}.parquet")
            facts[fact].append(own.select(_apart(name, number) for name in columns))
    there = folder / "facts"
    for fact, frames in facts.items():
        whole = pl.concat(frames)
        if not {*IDS} & {*whole.columns}:  # words and names that several have
            whole = whole.unique("measure" if fact == "measures" else None, keep="first", maintain_order=True)
        (there / f"{fact}.parquet").mkdir(parents=True)
        half = whole.height // 2
        for part, rows in enumerate((whole[:half], whole[half:])):
            rows.write_parquet(there / f"{fact}.parquet" / f"{part}.parquet")
    return there


def _apart(name: str, number: int) -> pl.Expr:
    if name in IDS:
        return (pl.lit(f"d{number}-") + pl.col(name)).alias(name)
    return pl.col(name) + number * 10_000_000 if name in NUMBERS else pl.col(name)


def in_duckdb(facts: Path):
    """A database with those facts as its schema `core`."""
    connection = warehouse.open_memory()
    connection.execute("CREATE SCHEMA core")
    for fact in columns_of_facts():
        parts = warehouse.text(f"{facts}/{fact}.parquet/*.parquet")
        connection.execute(f"CREATE TABLE core.{fact} AS SELECT * FROM read_parquet({parts})")
    return connection
