"""From clean tables to releases, and the index and database of all packages."""

if __name__ == "__main__":  # without Prefect
    import sys

    from numerim.flows.by_hand import main

    main("publish", "Publish elections that are validated, unless nothing changed.")
    sys.exit()

from pathlib import Path

from prefect import flow, task

from numerim import stages
from numerim.declare.house import House
from numerim.flows.patience import PATIENCE

Made = dict[str, str | bool]


@task(name="release", task_run_name="publish {election}", **PATIENCE)
def release_election(root: str, election: str, state: str | None) -> Made:
    """Publish an election unless nothing changed; give package, version, folder, if it is new, and what changed.

    A release that has to wait says why (`waits`), and what approves it (`approve`).
    """
    house = House(Path(root))
    made = stages.publish_file(stages.kept_state(house, election, state))
    folder = house.shown(made.folder)
    return {
        "package": made.package,
        "version": made.version,
        "folder": folder,
        "is_new": made.is_new,
        "summary": made.summary,
        "digest": made.digest,
        "waits": made.waits,
        "approve": made.approve,
    }


@task(name="index", task_run_name="bring catalogue and database up to date", **PATIENCE)
def index(root: str) -> None:
    """Bring the catalogue and `numerim.duckdb` up to date."""
    stages.bring_up_to_date(House(Path(root)))


@flow(name="publish", flow_run_name="publish elections")
def publish_elections(root: str, elections: list[str], states: dict[str, str] | None = None) -> list[Made]:
    """Publish elections that have been validated; none of them unless the terms of all their sources allow it.

    Args:
        root: the checkout.
        elections: their ids.
        states: of each the digest of the state that a run took; those of now where absent.
    """
    taken = states or {}
    house = House(Path(root))
    for election in elections:
        stages.permit_file(stages.kept_state(house, election, taken.get(election)))
    made = [release_election(root, election, taken.get(election)) for election in elections]
    index(root)
    return made
