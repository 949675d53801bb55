"""From the files of an election to typed tables in its working database, `build/<election>.duckdb`.

A task a source, and one for the election. What a source says is kept under `build/raw/` and is read again only when
its bytes, its part of `election.yml` or numerim change.
"""

if __name__ == "__main__":  # before Prefect is imported: see flows/terminal.py
    from flows.terminal import main

    raise SystemExit(main("ingest", "Read what the sources of elections say into build/."))

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from prefect import flow, task
from prefect.context import TaskRunContext

from flows.terminal import say
from numerim import ingest, stages
from numerim.house import House


def _cache_key(context: TaskRunContext, arguments: dict[str, Any]) -> str:
    house = House(Path(arguments["root"]))
    return ingest.fingerprint(stages.election_file(house, arguments["election"]), arguments["source"])


@task(name="read source", task_run_name="read {election} {source}", cache_key_fn=_cache_key, persist_result=True)
def read_source(root: str, election: str, source: str) -> str:
    """Read the files of one source; give the folder that its tables are kept in."""
    house = House(Path(root))
    file = stages.election_file(house, election)
    folder = stages.raw_folder(house, file, source)
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
    folders = []
    for source in file.election.sources:
        is_there = stages.raw_folder(house, file, source).is_dir()
        folders.append(read_source.with_options(refresh_cache=not is_there)(root, election, source))
    return conform(root, election, folders)


def by_hand(house: House, elections: Sequence[str]) -> int:
    """Ingest elections, for a person."""
    for election in elections:
        say(f"{election}: {house.shown(Path(ingest_election(str(house.root), election)))}")
    return 0
