"""A run of one election: fetch, read, check, publish; and what it says of that to whoever watches.

Of all inputs one state is taken, and every stage works from it. Of several runs at a time one is at work, which the
lock of a file decides; the others end at once, as does a run that was due before another has looked. A run with new
errors, or with a source that fails, ends as failed and says what happened.
"""

import os
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from prefect import flow, runtime, task
from prefect.client.schemas.objects import State
from prefect.states import Completed

from numerim import inputs, runs, stages, store
from numerim.declare.house import House, find_house
from numerim.errors import DiskError, InputError
from numerim.fetch import states
from numerim.fetch.sources import fetch_sources
from numerim.flows import said
from numerim.flows.ingest import ingest_election
from numerim.flows.patience import HOUR, PATIENCE
from numerim.flows.publish import Made, index, release_election
from numerim.flows.validate import validate_election


@task(name="fetch", task_run_name="fetch {election}", **PATIENCE)
def fetch_election(root: str, election: str) -> list[said.Source]:
    """Look at the addresses of an election; give what is new, refused or does not come. Good snapshots stand."""
    house = House(Path(root))
    before = {name for name, one in store.looked(house.fetched(election)).items() if one.get("failing_since")}
    return [
        said.Source(look.name, look.url, look.outcome, look.says, look.name in before)
        for look in fetch_sources(house, election)
    ]


@flow(name="election", flow_run_name="{election}: fetch, check, publish", timeout_seconds=2 * HOUR)
def run_election(election: str, root: str | None = None) -> "State[Made | None]":
    """Run one election through all stages.

    Args:
        election: its id.
        root: the checkout; where absent the one that `NUMERIM_HOME` names, or else the one that this file lies in.

    Returns:
        Its package, version and folder, whether this run published it, what changed, and the state that it was made
        from; the message of the state says what the run came to.

    Raises:
        InputError: there is no such checkout, or no such election.
        DiskError: the disk is full, or cannot be written to.
    """
    house = checkout(root)
    house.election_file(election)
    due = runtime.flow_run.scheduled_start_time
    with runs.alone(house, election) as held:
        if not held:
            return Completed(name="Skipped", message="Another run of this election is at work.")
        if since := runs.looked_since(house, election, due, _every(house, election)):
            told = f"This run was due at {due:%Y-%m-%d %H:%M:%S} UTC; one that began at {since} has looked since."
            return Completed(name="Skipped", message=told)
        began = states.now()
        try:
            told_of = _run(house, election, began)
            runs.remember(house, election, began, bool(told_of.wrong), told_of.message, told_of.open, told_of.waits)
        except Exception as error:
            with suppress(DiskError, OSError):
                runs.remember(house, election, began, True, f"{type(error).__name__}: {error}")
            raise
    return told_of.state()


def _every(house: House, election: str) -> timedelta | None:
    """How often the sources of an election are looked at; None where nobody promises it, or it cannot be read."""
    with suppress(InputError):
        sources = inputs.take(house, election).file.election.sources
        return min((one.promised for one in sources.values() if one.promised), default=None)
    return None


def _run(house: House, election: str, began: str) -> said.Run:
    root, told = str(house.root), said.Run(election)
    try:
        told.fetched(fetch_election(root, election))
        state = stages.keep_state(inputs.take(house, election))
        taken = stages.kept_state(house, election, state)
        if not stages.is_validated(taken):
            told.step(0.2, "reading")
            if not ingest_election(root, election, state):
                told.nothing_yet()
                return told
            told.step(0.5, "checking")
            validate_election(root, election, state)
            told.step(0.8, "publishing")
        told.found(taken, runs.news(taken, began))
        stages.permit_file(taken)
        made = release_election(root, election, state)
        if made["is_new"] or stages.is_behind(house):
            index(root)
        told.released(house, made | {"state": state})
        told.step(1.0, "done")
    except InputError as error:
        told.refused(error)
    return told


def checkout(root: str | None) -> House:
    """Where a run works that a worker starts: Prefect gives each a folder of its own, so that says nothing.

    Args:
        root: the checkout, where a person named it; else the one that `NUMERIM_HOME` names, or this file lies in.

    Raises:
        InputError: there is none.
    """
    if root:
        return House(Path(root))
    named = os.environ.get("NUMERIM_HOME", "")
    folder = Path(named) if named else Path(__file__).parents[1]
    try:
        if not folder.is_absolute():
            raise InputError(named, "this is not the whole path of a folder")
        return find_house(folder)
    except InputError as error:
        raise InputError(
            f"NUMERIM_HOME={named}" if named else "NUMERIM_HOME is not set",
            error.problem if named else "the worker does not run from the .venv of a checkout",
            "Before you start the worker, say which checkout it works in: export NUMERIM_HOME=/home/me/numerim",
        ) from None
