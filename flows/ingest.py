"""From the files of an election to typed tables, in a database under `build/elections/<election>/model/`.

A task a source, and one for the election. What is kept of either, and was made from what is there now, is not made
again. All of them work from one state of the inputs, which is known by its digest.
"""

if __name__ == "__main__":  # without Prefect
    import sys

    from numerim.flows.by_hand import main

    main("ingest", "Read what the sources of elections say into build/.")
    sys.exit()

from pathlib import Path

from prefect import flow, task

from numerim import stages
from numerim.declare.house import House
from numerim.errors import NothingYetError
from numerim.flows.patience import PATIENCE


@task(name="read source", task_run_name="read {source} of {election}", **PATIENCE)
def read_source(root: str, election: str, source: str, state: str) -> None:
    """Read the files of one source, and keep its tables."""
    stages.read_source(stages.kept_state(House(Path(root)), election, state), source)


@task(name="conform", task_run_name="make tables of {election}", **PATIENCE)
def conform(root: str, election: str, state: str) -> str:
    """Turn what the sources say into typed tables; give the path of their database, none if they have no figure yet."""
    taken = stages.kept_state(House(Path(root)), election, state)
    try:
        stages.ingest_into_file(taken)
    except NothingYetError:  # that is how an election begins, and no task of it failed
        return ""
    return str(stages.model_file(taken))


@flow(name="ingest", flow_run_name="read {election}")
def ingest_election(root: str, election: str, state: str | None = None) -> str:
    """Ingest one election; give the path of its database, none where its sources have no figure yet.

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
