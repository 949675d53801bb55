"""From typed tables to findings and clean tables, in a database under `build/elections/<election>/checked/`."""

if __name__ == "__main__":  # without Prefect
    import sys

    from numerim.flows.by_hand import main

    main("validate", "Hold elections that are ingested against every rule.")
    sys.exit()

from pathlib import Path

from prefect import flow, task

from numerim import stages
from numerim.declare.house import House
from numerim.flows.patience import PATIENCE


@task(name="check and settle", task_run_name="check {election}", **PATIENCE)
def check_and_settle(root: str, election: str, state: str | None) -> None:
    """Hold the tables of an election against every rule and settle what is published."""
    stages.validate_file(stages.kept_state(House(Path(root)), election, state))


@flow(name="validate", flow_run_name="check {election}")
def validate_election(root: str, election: str, state: str | None = None) -> None:
    """Validate one election that has been ingested; `state` as in `ingest_election`."""
    check_and_settle(root, election, state)
