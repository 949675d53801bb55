"""The stages of the way that data flows, for the command line and the schedule alike."""

from collections.abc import Callable
from pathlib import Path

import duckdb

from numerim import warehouse
from numerim.check import check
from numerim.conform import conform
from numerim.election import ElectionFile, read_election
from numerim.house import House
from numerim.ingest import read_files
from numerim.release import Release, release
from numerim.settle import settle


def election_file(house: House, election: str) -> ElectionFile:
    """Read the `election.yml` of an election, by its id.

    Raises:
        InputError: see `read_election`.
    """
    path = house.election_file(election)
    return read_election(path, house.shown(path))


def ingest(connection: duckdb.DuckDBPyConnection, house: House, file: ElectionFile) -> None:
    """From the files of an election to `raw` and `core`."""
    conform(connection, house, file, read_files(file))


def validate(connection: duckdb.DuckDBPyConnection, file: ElectionFile) -> None:
    """From `core` to findings and `clean`."""
    check(connection, file)
    settle(connection, file)


def checked(house: House, election: str) -> duckdb.DuckDBPyConnection:
    """An election, ingested and validated, in a database in memory."""
    file = election_file(house, election)
    connection = warehouse.open_memory()
    ingest(connection, house, file)
    validate(connection, file)
    return connection


def working_file(house: House, election: str) -> Path:
    """Where the working database of an election lies."""
    return house.build / f"{election}.duckdb"


def in_working_file(house: House, election: str, stage: Callable[[duckdb.DuckDBPyConnection], None]) -> None:
    """Run a stage on the working database of an election."""
    path = working_file(house, election)
    path.parent.mkdir(parents=True, exist_ok=True)
    with warehouse.open_file(path) as connection:
        stage(connection)


def publish(connection: duckdb.DuckDBPyConnection, house: House, file: ElectionFile) -> Release:
    """From `clean` to a release."""
    return release(connection, house, file)
