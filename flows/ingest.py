"""From the files of an election to typed tables in its working database, `build/<election>.duckdb`.

A task a source, and one for the election; the tables of a source go from the one to the other through `build/raw/`.
"""

if __name__ == "__main__":  # before Prefect is imported: see flows/terminal.py
    from numerim.flows.terminal import main

    raise SystemExit(main("ingest", "Read what the sources of elections say into build/."))

from collections.abc import Sequence
from pathlib import Path

from prefect import flow, task

from numerim import stages
from numerim.declare.house import House
from numerim.flows.terminal import say
from numerim.read import ingest


@task(name="read source", task_run_name="read {election} {source}")
def read_source(root: str, election: str, source: str) -> str:
    """Read the files of one source; give the folder that its tables are kept in."""
    house = House(Path(root))
    file = stages.election_file(house, election)
    folder = stages.raw_folder(house, election, source)
    ingest.keep(ingest.read_source(file, source), folder)
    return str(folder)


@task(name="conform", task_run_name="conform {election}")
def conform(root: str, election: str, folders: list[str]) -> str:
    """Turn what the sources say into typed tables; give the path of the working database."""
    house = House(Path(root))
    file = stages.election_file(house, election)
    raw = [table for folder in folders for table in ingest.kept(file, Path(folder))]
    return str(stages.ingest_into_file(house, file, raw))


@flow(name="ingest", flow_run_name="ingest {election}")
def ingest_election(root: str, election: str) -> str:
    """Ingest one election; give the path of its working database."""
    house = House(Path(root))
    file = stages.election_file(house, election)
    return conform(root, election, [read_source(root, election, source) for source in file.election.sources])


def by_hand(house: House, elections: Sequence[str]) -> int:
    """Ingest elections, for a person."""
    for election in elections:
        say(f"{election}: {house.shown(Path(ingest_election(str(house.root), election)))}")
    return 0
