"""Very many statements have no columns in which nothing stands; all that is asked of them is the same."""

import pytest

from numerim import inputs, warehouse
from numerim.model import narrow
from numerim.model.conform import conform
from numerim.read.ingest import read_files

TABLES = """SELECT schema_name || '.' || name FROM (
        SELECT schema_name, table_name AS name FROM duckdb_tables() WHERE NOT temporary
        UNION ALL SELECT schema_name, view_name FROM duckdb_views() WHERE NOT internal)
    WHERE schema_name IN ('core', 'known') OR name = 'named' ORDER BY 1"""


def modelled(house, election, times=1):
    """All tables of the model of an election, each with its columns and rows, and whether statements are a view."""
    file = inputs.take(house, election).file
    with warehouse.open_memory(threads=1) as connection:  # two number the figures of groups now so, now otherwise
        for _ in range(times):
            conform(connection, house, file, read_files(file))
        names = [name for (name,) in warehouse.rows(connection, TABLES) if name != "raw.resolved"]
        rows = {name: warehouse.rows(connection, f"FROM {name} ORDER BY ALL") for name in names}
        types = {name: warehouse.rows(connection, f"DESCRIBE {name}") for name in names}
        return types, rows, narrow.rows_of(connection) != "core.statements"


@pytest.mark.parametrize("election", ["xk-local-2021", "al-local-2023"])
def test_the_model_is_the_same(house, election, monkeypatch):
    whole = modelled(house, election)
    monkeypatch.setattr(narrow, "MANY", 0)
    assert modelled(house, election, times=2) == (*whole[:2], True)
    assert not whole[2]


TABLE = """complete: [votes, units]
            columns: {town: unit, votes: votes, party: party, valid: valid, of: office, day: election_day}"""
OWN = "offices: {council: {unit: municipality, outcome_rule: plurality}}\nregister: {unit: municipality, party: party}"


@pytest.mark.parametrize("cells", [0, narrow.MANY])
def test_what_is_held_back_or_not_given_is_so_all_the_same(declared, monkeypatch, cells):
    monkeypatch.setattr(narrow, "MANY", cells)
    rows = [f"Town {n},{10 + n},{'AB'[n % 2]},{20 + n},council,2030-06-09" for n in range(9)]
    rows += ["Town 9,-,A,30,council,2030-06-09", "Town 9,x7,B,30,concil,9 June"]
    head = "town,votes,party,valid,of,day"
    made = declared("fr", OWN, (TABLE, head, *rows), source='missing: {"-": withheld}')
    sql = """SELECT line, cell, office, given, misread, number::INTEGER, complete, all_units FROM core.statements
        WHERE line = 2 OR number IS NULL OR misread IS NOT NULL ORDER BY statement_id"""
    told = "“concil” is no office that numerim knows, did you mean “council”?"
    assert warehouse.rows(made, sql) == [
        (2, 2, "council", "figure", None, 10, True, True),
        (2, 4, "council", "figure", None, 20, False, False),
        (11, 2, "council", "withheld", None, None, False, False),
        (12, 2, "council", "figure", told, None, False, False),
        (12, 4, "council", "figure", told, None, False, False),
    ]
    assert (narrow.rows_of(made) == "core.statements") == bool(cells)
