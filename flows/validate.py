"""From typed tables to findings and clean tables, in a database under `build/elections/<election>/checked/`.

The findings are left as an artifact of Prefect.
"""

if __name__ == "__main__":  # before Prefect is imported: see flows/terminal.py
    from numerim.flows.terminal import main

    raise SystemExit(main("validate", "Hold elections that are ingested against every rule."))

from collections.abc import Sequence
from pathlib import Path

from prefect import flow, task
from prefect.artifacts import create_markdown_artifact

from numerim import stages
from numerim.declare.house import House
from numerim.flows.terminal import say
from numerim.schemas.sentence import sentence


@task(name="check and settle", task_run_name="check {election}")
def check_and_settle(root: str, election: str, state: str | None) -> str:
    """Hold the tables of an election against every rule and settle what is published; give the findings in Markdown."""
    taken = stages.kept_state(House(Path(root)), election, state)
    stages.validate_file(taken)
    return stages.findings_as_markdown(taken)


@flow(name="validate", flow_run_name="validate {election}")
def validate_election(root: str, election: str, state: str | None = None) -> None:
    """Validate one election that has been ingested; `state` as in `ingest_election`."""
    create_markdown_artifact(
        key=f"findings-{election}",
        markdown=check_and_settle(root, election, state),
        description=f"What does not fit in {election}",
    )


def by_hand(house: House, elections: Sequence[str]) -> int:
    """Validate elections, for a person."""
    held = 0
    for election in elections:
        validate_election(str(house.root), election)
        summary = stages.summary(stages.kept_state(house, election, None))
        held += summary.held_back
        told = sentence("{n:figure|figures} held back", {"n": summary.held_back})
        say(f"{election}: {summary.findings_told}; {told}")
    return 1 if held else 0
