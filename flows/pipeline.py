"""The whole way, for every election under `raw/` or those named: ingest, validate, publish.

Of all inputs one state is taken at the beginning, and every stage works from it. Every election is ingested and
validated before the first is published: input that cannot be read leaves `published/` as it was. An election of which
nothing changed is not worked on again.
"""

if __name__ == "__main__":  # before Prefect is imported: see flows/terminal.py
    from numerim.flows.terminal import main

    raise SystemExit(main("pipeline", "Read, check and publish elections."))

import os
from collections.abc import Sequence
from pathlib import Path

from prefect import flow
from rich import box
from rich.table import Table

from numerim import inputs, stages
from numerim.declare.house import House, find_house
from numerim.errors import InputError
from numerim.flows.ingest import ingest_election
from numerim.flows.publish import publish_elections
from numerim.flows.terminal import console, say
from numerim.flows.validate import validate_election


@flow(name="pipeline")
def pipeline(elections: list[str] | None = None, root: str | None = None) -> list[dict[str, str | bool]]:
    """Run elections through all stages.

    Args:
        elections: their ids; all of `raw/` where absent.
        root: the checkout; where absent the one that `NUMERIM_HOME` names, or else the one that this file lies in.

    Returns:
        For each its package, version and folder, whether this run published it, and the state that it was made from.

    Raises:
        InputError: there is no such checkout, or what is in it cannot be read.
    """
    house = House(Path(root)) if root else _checkout()
    where = str(house.root)
    names = elections or list(house.elections())
    states = {election: stages.keep_state(inputs.take(house, election)) for election in names}
    for election, state in states.items():
        if stages.is_validated(stages.kept_state(house, election, state)):
            say(f"  unchanged {election}")
        else:
            say(f"  read     {election}")
            ingest_election(where, election, state)
            say(f"  check    {election}")
        validate_election(where, election, state)
    made = publish_elections(where, names, states)
    return [one | {"state": states[str(one["package"])]} for one in made]


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
    made = pipeline(list(elections), str(house.root))
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in ("election", *_NUMBERS, "version"):
        table.add_column(name.replace(" ", "\n"), justify="right" if name in _NUMBERS else "left", no_wrap=True)
    held = []
    for one in made:
        told = stages.summary(stages.kept_state(house, str(one["package"]), str(one["state"])))
        held += [told.election] if told.held_back else []
        numbers = (told.contests, told.figures, *told.findings.values())
        table.add_row(told.election, *map(str, numbers), str(one["version"]))
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
    return 1 if held else 0


_NUMBERS = ("contests", "figures read", "errors", "warnings", "info")
