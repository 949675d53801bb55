"""Every table of the contract and what follows from its declaration."""

import pandera.polars as pa
import polars as pl
import pytest

from numerim.publish.contract import (
    ContractError,
    comments,
    constraints,
    ddl,
    foreign_keys,
    see_key,
    see_values,
    sql_type,
    table_schema,
    validate,
)
from numerim.schemas.table import about, references, tables
from numerim.schemas.vocabulary import FATES, MEASURES, fates_told
from numerim.warehouse import open_memory

TABLES = tables()


@pytest.mark.parametrize("name", TABLES)
def test_table_is_described(name):
    model = TABLES[name]
    columns = model.to_schema().columns
    assert about(model).title
    assert model.__doc__
    assert about(model).key
    assert set(about(model).key) <= set(columns)
    for column, spec in columns.items():
        assert spec.title, column
        assert spec.description.endswith("."), column


@pytest.mark.parametrize("name", TABLES)
def test_numbers_have_a_unit_or_a_place(name):
    """A table of figures says of every row where its figure stands."""
    columns = TABLES[name].to_schema().columns
    if about(TABLES[name]).states:
        assert {"source_id", "locator", "doubts"} <= set(columns)


@pytest.mark.parametrize("name", TABLES)
def test_ddl_runs_and_comments_everything(name):
    with open_memory() as connection:
        connection.execute(ddl("main", name) + comments("main", name))
        bare = connection.execute(
            "SELECT column_name FROM duckdb_columns() WHERE comment IS NULL AND NOT internal"
        ).fetchall()
    assert bare == []


def test_a_key_that_stands_there_twice_is_refused():
    with open_memory() as connection:
        values = ", ".join(f"'one' AS {column}" for column in about(TABLES["parties"]).key)
        connection.execute(f"CREATE TABLE parties AS SELECT {values}")
        see_key(connection, "main", "parties")
        connection.execute("INSERT INTO parties FROM parties")
        with pytest.raises(ContractError, match=r"parties: the key .* stands there twice"):
            see_key(connection, "main", "parties")


@pytest.mark.parametrize("name", TABLES)
def test_table_schema_says_all(name):
    schema = table_schema(name)
    assert [field["name"] for field in schema["fields"]] == list(TABLES[name].to_schema().columns)
    assert len(schema.get("foreignKeys", [])) == len(references(TABLES[name]))


def test_foreign_keys_take_the_whole_key():
    assert foreign_keys("vote_counts")[-2] == (
        "selections",
        ["election_id", "contest_id", "selection_id"],
        ["election_id", "contest_id", "selection_id"],
    )


def test_a_check_that_table_schema_cannot_express_is_an_error():
    column = pa.Column(pl.String, pa.Check(lambda data: data.lazyframe.select(pl.all() != "x"), name="odd"))
    with pytest.raises(TypeError, match="'odd', which Table Schema cannot express"):
        constraints(column, "t.c")


def test_a_type_that_the_contract_does_not_use_is_an_error():
    with pytest.raises(TypeError, match="no DuckDB type for Float32"):
        sql_type("Float32")


@pytest.mark.parametrize("measure", [m for m, spec in MEASURES.items() if spec.table])
def test_measures_go_to_tables_that_hold_statements(measure):
    table = MEASURES[measure].table
    assert about(TABLES[table]).states


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"times": [0]}, "times"),
        ({"kind": ["planet"]}, "kind"),
        ({"printed": [None]}, "printed"),
    ],
)
def test_a_clean_table_that_breaks_its_contract_is_an_error(change, message):
    row = {
        "kind": ["person"],
        "id": ["a"],
        "name": ["A"],
        "printed": ["A"],
        "times": [1],
        "source_id": ["s"],
        "locator": ["f:L1.C1"],
    }
    see_values("names", pl.DataFrame(row))
    schema = {name: pl.Int64 if name == "times" else pl.String for name in row}
    with pytest.raises(ContractError, match=message):
        see_values("names", pl.DataFrame({**row, **change}, schema=schema))


def test_a_key_that_stands_twice_is_an_error():
    frame = pl.DataFrame({"source_id": ["s"] * 2, "locator": ["l"] * 2, "expect": ["1"] * 2, "value": ["2"] * 2})
    with open_memory() as connection:
        connection.execute(f"CREATE SCHEMA clean; {ddl('clean', 'corrections')}")
        connection.register("given", frame.with_columns(reason=pl.lit("r")))
        connection.execute("INSERT INTO clean.corrections BY NAME FROM given")
        with pytest.raises(ContractError, match="twice"):
            validate(connection, "corrections")


def test_every_fate_has_words():
    told = fates_told(dict.fromkeys(FATES, 1))
    assert told.count(";") == len(FATES) - 1
