"""From clean tables to releases, and the index and database of all packages."""

if __name__ == "__main__":  # before Prefect is imported: see flows/terminal.py
    from numerim.flows.terminal import main

    raise SystemExit(main("publish", "Publish elections that are validated, unless nothing changed."))

from collections.abc import Sequence
from pathlib import Path

from prefect import flow, task

from numerim import stages
from numerim.declare.house import House
from numerim.flows.terminal import say


@task(name="release", task_run_name="release {election}")
def release_election(root: str, election: str, state: str | None) -> dict[str, str | bool]:
    """Publish an election unless nothing changed; give package, version, folder, if it is new, and what changed."""
    house = House(Path(root))
    made = stages.publish_file(stages.kept_state(house, election, state))
    folder = house.shown(made.folder)
    return {
        "package": made.package,
        "version": made.version,
        "folder": folder,
        "is_new": made.is_new,
        "summary": made.summary,
    }


@task(name="index")
def index(root: str) -> None:
    """Bring the catalogue and `numerim.duckdb` up to date."""
    stages.bring_up_to_date(House(Path(root)))


@flow(name="publish")
def publish_elections(
    root: str, elections: list[str], states: dict[str, str] | None = None
) -> list[dict[str, str | bool]]:
    """Publish elections that have been validated; none of them unless the terms of all their sources allow it.

    Args:
        root: the checkout.
        elections: their ids.
        states: of each the digest of the state that a run took; those of now where absent.
    """
    taken = states or {}
    house, made = House(Path(root)), []
    for election in elections:
        stages.permit_file(stages.kept_state(house, election, taken.get(election)))
    for election in elections:
        say(f"  publish  {election}")
        made.append(release_election(root, election, taken.get(election)))
    say("  index    catalogue, numerim.duckdb")
    index(root)
    return made


def by_hand(house: House, elections: Sequence[str]) -> int:
    """Publish elections, for a person."""
    for made in publish_elections(str(house.root), list(elections)):
        say(f"{made['package']} {made['version']} {'(new)' if made['is_new'] else '(unchanged)'}: {made['folder']}")
    return 0
