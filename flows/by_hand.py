"""Stages by hand: `python -m numerim.flows.ingest ELECTION` and its like run them in this process, without Prefect.

Nothing is started that could be left behind. All stages one after the other are `numerim run`.
"""

import sys
from collections.abc import Callable, Sequence

import typer

from numerim import cli, stages
from numerim.cli.running import Elections
from numerim.declare.house import House, find_house
from numerim.schemas.sentence import sentence

_USAGE = """usage: python -m numerim.flows.{name} [ELECTION…]

{about}
Elections are folders under raw/; all of them where none is named."""


def main(name: str, about: str) -> None:
    """Run a stage for a person; the elections are on the command line. It ends with the exit code.

    Args:
        name: the stage: `ingest`, `validate`, `publish`, or `pipeline` for all of them.
        about: what it does, for `--help`.
    """
    named = sys.argv[1:]
    if any(word in ("-h", "--help") for word in named):
        print(_USAGE.format(name=name, about=about))
        return
    command = "run" if name == "pipeline" else f"stage-{name}"
    if name in _STAGES:
        cli.app.command(command, hidden=True)(_by_hand(_STAGES[name]))
    sys.argv[1:] = [command, *named]
    cli.main()


def _by_hand(stage: Callable[[House, Sequence[str]], int]) -> Callable[..., None]:
    def command(elections: Elections = None) -> None:
        house = find_house()
        for election in elections or []:
            house.election_file(election)
        raise typer.Exit(stage(house, elections or list(house.elections())))

    return command


def _ingest(house: House, elections: Sequence[str]) -> int:
    for election in elections:
        state = stages.kept_state(house, election, None)
        stages.ingest_into_file(state)
        typer.echo(f"{election}: {house.shown(stages.model_file(state))}")
    return 0


def _validate(house: House, elections: Sequence[str]) -> int:
    held = 0
    for election in elections:
        state = stages.kept_state(house, election, None)
        stages.validate_file(state)
        summary = stages.summary(state)
        held += summary.held_back
        told = sentence("{n:figure|figures} held back", {"n": summary.held_back})
        typer.echo(f"{election}: {summary.findings_told}; {told}")
    return 1 if held else 0


def _publish(house: House, elections: Sequence[str]) -> int:
    taken = [stages.kept_state(house, election, None) for election in elections]
    for state in taken:
        stages.permit_file(state)
    for state in taken:
        made = stages.publish_file(state)
        typer.echo(f"{made.package} {made.version} ({made.standing}): {house.shown(made.folder)}")
    stages.bring_up_to_date(house)
    return 0


_STAGES = {"ingest": _ingest, "validate": _validate, "publish": _publish}
