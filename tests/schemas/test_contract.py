"""A clean table is held against its declaration at once: what pandera would refuse is refused, and nothing else."""

import duckdb
import pandera.errors
import polars as pl
import pytest

from numerim import warehouse
from numerim.publish import contract
from numerim.schemas.table import tables

ELECTION = "xk-local-2021"
OTHERS = {
    "String": [pl.lit("no such word"), pl.lit(""), pl.lit("two\nlines")],
    "Int64": [pl.lit(-5), pl.lit(0), pl.lit(100_001)],
    "Float64": [pl.lit(-5.0), pl.lit(float("nan")), pl.lit(float("inf"))],
    "Decimal": [pl.lit(-5), pl.lit(0), pl.lit(100_001)],
    "Date": [],
}
"""What a column is filled with in turn, beside nothing; types are seen to by the table."""


def kept_by_pandera(name, frame):
    try:
        tables()[name].validate(frame, lazy=True)
    except pandera.errors.SchemaErrors:
        return False
    return True


def kept_in_the_database(connection, name, frame):
    connection.execute(contract.ddl("clean", name))
    connection.register("_frame", frame)
    try:
        connection.execute(f"INSERT INTO clean.{name} BY NAME FROM _frame")
        contract.validate(connection, name, key=False)
    except (duckdb.ConstraintException, contract.ContractError):
        return False
    return True


@pytest.mark.parametrize("name", ["results", "statements", "findings", "contests", "vote_shares", "gp_units", "names"])
def test_as_pandera_says(name, checked):
    frame = warehouse.frame(checked(ELECTION), f"FROM clean.{name} LIMIT 50")
    assert kept_by_pandera(name, frame)
    said = set()
    with warehouse.open_memory() as connection:
        connection.execute("CREATE SCHEMA clean")
        assert kept_in_the_database(connection, name, frame)
        for column, kind in frame.schema.items():
            values = [value.cast(kind) for value in OTHERS[str(kind).partition("(")[0]]]
            for value in [pl.lit(None, kind), *values]:
                other = frame.with_columns(value.alias(column))
                kept = kept_in_the_database(connection, name, other)
                assert kept == kept_by_pandera(name, other), (column, value)
                said.add(kept)
    assert said == {True, False}
