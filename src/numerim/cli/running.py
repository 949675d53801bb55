"""The commands that take elections through all stages: `run` once and now, `serve` on a schedule."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from numerim.errors import InputError

if TYPE_CHECKING:
    from numerim.declare.house import House
    from numerim.in_memory import Summary
    from numerim.publish.release import Release

Elections = Annotated[list[str] | None, typer.Argument(help="Ids of elections; all of raw/ where none is given.")]


@dataclass(frozen=True)
class _Done:
    made: "Release"
    summary: "Summary"


def run(elections: Elections = None) -> None:
    """Read, check and publish elections, now and in this process; `numerim serve` does so on a schedule.

    Sources that have an address are fetched first. An election that cannot be read holds up no other.
    """
    import gc

    from numerim import stages
    from numerim.declare.house import find_house

    gc.enable()  # this may go on for long, election after election
    house = find_house()
    for election in elections or []:
        house.election_file(election)
    done: list[_Done] = []
    wrong: list[str] = []
    for election in elections or list(house.elections()):
        try:
            wrong += _fetched(house, election)
            done.append(_through(house, election))
        except InputError as error:
            wrong.append(str(error))
    if house.published.is_dir():
        typer.echo("  index    catalogue, numerim.duckdb")
        stages.bring_up_to_date(house)
    held = _tell(house, done)
    if wrong:
        typer.echo("numerim: " + "\n".join(wrong), err=True)
    raise typer.Exit(2 if wrong else 1 if held else 0)


def _fetched(house: "House", election: str) -> list[str]:
    """Look at the addresses of an election; give what is refused or does not come."""
    from numerim.fetch.sources import fetch_sources

    looks = fetch_sources(house, election)
    for look in looks:
        if look.outcome == "new":
            typer.echo(f"  fetched  {election} {look.name}: {look.says}")
    return [f"{election} {look.name}: {look.says}" for look in looks if look.outcome in ("refused", "failed")]


def _through(house: "House", election: str) -> _Done:
    from numerim import inputs, stages

    state = inputs.take(house, election)
    state.see_sources()
    if stages.is_validated(state):
        typer.echo(f"  unchanged {election}")
    else:
        typer.echo(f"  read     {election}")
        stages.ingest_into_file(state)
        typer.echo(f"  check    {election}")
        stages.validate_file(state)
    stages.permit_file(state)
    typer.echo(f"  publish  {election}")
    return _Done(stages.publish_file(state), stages.summary(state))


def _tell(house: "House", done: Sequence[_Done]) -> bool:
    """End with a table; give whether figures are held back."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    numbers = ("contests", "figures read", "errors", "warnings", "info")
    console = Console(highlight=False, markup=False)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in ("election", *numbers, "version"):
        table.add_column(name.replace(" ", "\n"), justify="right" if name in numbers else "left", no_wrap=True)
    for one in done:
        told = one.summary
        counts = (told.contests, told.figures, *told.findings.values())
        table.add_row(told.election, *map(str, counts), one.made.version)
    if done:
        console.print(table)
    for one in done:
        console.print(f"  {house.shown(one.made.folder)} ({'new' if one.made.is_new else 'unchanged'})")
        if one.made.summary:
            console.print(f"    {one.made.summary}")
    console.print("")
    held = [one.summary.election for one in done if one.summary.held_back]
    if held:
        console.print("Figures are held back; this says why:")
        for election in held:
            console.print(f"  .venv/bin/numerim check {election}")
    console.print('To go on:  .venv/bin/numerim sql "SELECT unit, list, party, outcome FROM results LIMIT 5"')
    return bool(held)
