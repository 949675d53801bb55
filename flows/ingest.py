"""From the files of an election to typed tables, in a database under `build/elections/<election>/model/`.

A task a source, and one for the election. What is kept of either, and was made from what is there now, is not made
again. All of them work from one state of the inputs, which is known by its digest.
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


@task(name="read source", task_run_name="read {election} {source}")
def read_source(root: str, election: str, source: str, state: str) -> None:
    """Read the files of one source, and keep its tables."""
    stages.read_source(stages.kept_state(House(Path(root)), election, state), source)


@task(name="conform", task_run_name="conform {election}")
def conform(root: str, election: str, state: str) -> str:
    """Turn what the sources say into typed tables; give the path of their database."""
    taken = stages.kept_state(House(Path(root)), election, state)
    stages.ingest_into_file(taken)
    return str(stages.model_file(taken))


@flow(name="ingest", flow_run_name="ingest {election}")
def ingest_election(root: str, election: str, state: str | None = None) -> str:
    """Ingest one election; give the path of its database.

    Args:
        root: the checkout.
        election: its id.
        state: the digest of the state of its inputs that a run took; that of now where absent.
    """
    taken = stages.kept_state(House(Path(root)), election, state)
    state = state or stages.keep_state(taken)
    for source in taken.file.election.sources:
        read_source(root, election, source, state)
    return conform(root, election, state)


def by_hand(house: House, elections: Sequence[str]) -> int:
    """Ingest elections, for a person."""
    for election in elections:
        say(f"{election}: {house.shown(Path(ingest_election(str(house.root), election)))}")
    return 0
