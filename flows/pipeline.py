"""The whole way, for every election under `raw/` or those named: fetch, ingest, validate, publish.

Of all inputs of an election one state is taken, and every stage works from it. An election that cannot be read, or a
source that fails, holds up no other: the rest is published, and the run ends as failed and says which it was. An
election of which nothing changed is not worked on again.
"""

if __name__ == "__main__":  # before Prefect is imported: see flows/terminal.py
    from numerim.flows.terminal import main

    raise SystemExit(main("pipeline", "Read, check and publish elections."))

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from prefect import flow, task
from prefect.client.schemas.objects import State
from prefect.events import emit_event
from prefect.states import Failed
from rich import box
from rich.table import Table

from numerim import inputs, stages
from numerim.declare.house import House, find_house
from numerim.errors import InputError
from numerim.fetch.sources import fetch_sources
from numerim.flows.ingest import ingest_election
from numerim.flows.publish import index, release_election
from numerim.flows.terminal import complain, console, say
from numerim.flows.validate import validate_election

Made = dict[str, str | bool]


@task(name="fetch", task_run_name="fetch {election}")
def fetch_election(root: str, election: str) -> list[str]:
    """Look at the addresses of an election; say what is refused or does not come. The latest good snapshots stand."""
    looks = fetch_sources(House(Path(root)), election)
    for look in looks:
        if look.outcome == "new":
            say(f"  fetched  {election} {look.name}: {look.says}")
    wrong = [look for look in looks if look.outcome in ("refused", "failed")]
    for look in wrong:
        _emit("source.failed", election, {"file": look.name, "url": look.url, "says": look.says})
    return [f"{election} {look.name}: {look.says}" for look in wrong]


@flow(name="election", flow_run_name="{election}")
def run_election(root: str, election: str) -> Made:
    """Run one election through all stages but the index.

    Returns:
        Its package, version and folder, whether this run published it, what changed, and the state that it was made
        from.

    Raises:
        InputError: it cannot be read, or its terms do not allow to publish it.
    """
    house = House(Path(root))
    state = stages.keep_state(inputs.take(house, election))
    if stages.is_validated(stages.kept_state(house, election, state)):
        say(f"  unchanged {election}")
    else:
        say(f"  read     {election}")
        ingest_election(root, election, state)
        say(f"  check    {election}")
    validate_election(root, election, state)
    stages.permit_file(stages.kept_state(house, election, state))
    say(f"  publish  {election}")
    made = release_election(root, election, state)
    if made["is_new"]:
        _emit("release.published", election, {key: made[key] for key in ("version", "summary")})
    return made | {"state": state}


@flow(name="pipeline")
def pipeline(elections: list[str] | None = None, root: str | None = None) -> "list[Made] | State[list[Made]]":
    """Run elections through all stages.

    Args:
        elections: their ids; all of `raw/` where absent.
        root: the checkout; where absent the one that `NUMERIM_HOME` names, or else the one that this file lies in.

    Returns:
        What `run_election` gives, of each that could be published; in a state that failed, where anything did.

    Raises:
        InputError: there is no such checkout.
        DiskError: the disk is full, or cannot be written to.
    """
    house = House(Path(root)) if root else _checkout()
    where = str(house.root)
    made: list[Made] = []
    wrong: list[str] = []
    for election in elections or house.elections():
        try:
            wrong += fetch_election(where, election)
            made.append(run_election(where, election))
        except InputError as error:
            wrong.append(str(error))
    if house.published.is_dir():
        say("  index    catalogue, numerim.duckdb")
        index(where)
    return Failed(message="\n".join(wrong), data=made) if wrong else made


def _emit(what: str, election: str, said: dict[str, Any]) -> None:
    """Tell the server what happened, so that automations can hear it."""
    emit_event(f"numerim.{what}", {"prefect.resource.id": f"numerim.election.{election}"}, payload=said)


def _checkout() -> House:
    """Where a run works that a worker starts: Prefect gives each a folder of its own, so that says nothing."""
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


def by_hand(house: House, elections: Sequence[str]) -> int:
    """Run elections through all stages, for a person, and end with a table."""
    state: State[Any] = pipeline(list(elections), str(house.root), return_state=True)
    made: Any = state.result(raise_on_failure=False)
    if isinstance(made, BaseException):
        raise made
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in ("election", *_NUMBERS, "version"):
        table.add_column(name.replace(" ", "\n"), justify="right" if name in _NUMBERS else "left", no_wrap=True)
    held = []
    for one in made:
        told = stages.summary(stages.kept_state(house, str(one["package"]), str(one["state"])))
        held += [told.election] if told.held_back else []
        numbers = (told.contests, told.figures, *told.findings.values())
        table.add_row(told.election, *map(str, numbers), str(one["version"]))
    if made:
        console().print(table)
    for one in made:
        say(f"  {one['folder']} ({'new' if one['is_new'] else 'unchanged'})")
        if one["summary"]:
            say(f"    {one['summary']}")
    say("")
    if held:
        say("Figures are held back; this says why:")
        for election in held:
            say(f"  .venv/bin/numerim check {election}")
    say('To go on:  .venv/bin/numerim sql "SELECT unit, list, party, outcome FROM results LIMIT 5"')
    if state.is_failed():
        complain(str(state.message))
        return 2
    return 1 if held else 0


_NUMBERS = ("contests", "figures read", "errors", "warnings", "info")
