"""The commands that take elections through all stages: `run` once and now, `serve` on a schedule."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from numerim.errors import InputError, NothingYetError

if TYPE_CHECKING:
    from numerim.declare.house import House
    from numerim.in_memory import Summary
    from numerim.publish.release import Release

Elections = Annotated[list[str] | None, typer.Argument(help="Ids of elections (default: all under raw/).")]


@dataclass(frozen=True)
class _Done:
    made: "Release"
    summary: "Summary"


def run(elections: Elections = None) -> None:
    """Read, check and publish elections, now and in this process; `numerim serve` does so on a schedule.

    Sources that have an address are fetched first. An election that cannot be read holds up no other, and one of which
    nothing is counted yet is no failure.
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
        except NothingYetError as error:
            typer.echo(f"  nothing  {election}: {error.problem}")
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
    from numerim import doing, inputs, stages

    state = inputs.take(house, election)
    state.see_sources()
    if stages.is_validated(state):
        typer.echo(f"  unchanged {election}")
    else:
        typer.echo(f"  read     {election}")
        with doing.shown():
            stages.ingest_into_file(state)
        typer.echo(f"  check    {election}")
        with doing.shown():
            stages.validate_file(state)
    stages.permit_file(state)
    typer.echo(f"  publish  {election}")
    with doing.shown():
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
        table.add_row(told.election, *map(str, counts), one.made.version + (" waits" if one.made.waits else ""))
    if done:
        console.print(table)
    for one in done:
        console.print(f"  {house.shown(one.made.folder)} ({one.made.standing})")
        if one.made.summary:
            console.print(f"    {one.made.summary}")
        if one.made.waits:
            console.print(f"    It is not listed: {one.made.waits}.")
        if one.made.approve:
            console.print(f"    To approve it:  .venv/bin/{one.made.approve}", soft_wrap=True)
    console.print("")
    held = [one.summary.election for one in done if one.summary.held_back]
    if held:
        console.print("Figures are held back; this says why:")
        for election in held:
            console.print(f"  .venv/bin/numerim check {election}")
    console.print('Next:  .venv/bin/numerim sql "SELECT unit, list, party, outcome FROM results LIMIT 5"')
    return bool(held)


def serve(
    port: Annotated[
        int, typer.Option("--port", min=1, max=65535, help="Where the Prefect server answers, on this machine only.")
    ] = 4200,
    metrics_port: Annotated[
        int,
        typer.Option(
            "--metrics-port", min=0, max=65535, help="Where /metrics answers, on this machine only; 0: nowhere."
        ),
    ] = 9464,
    limit: Annotated[int, typer.Option("--limit", min=1, help="How many elections are worked on at once.")] = 2,
    pool: Annotated[str, typer.Option("--pool", help="The work pool of Prefect that runs go to.")] = "numerim",
    worker: Annotated[
        bool, typer.Option("--worker/--no-worker", help="Whether to work here; else workers elsewhere do.")
    ] = True,
    json_logs: Annotated[
        bool, typer.Option("--json-logs", help="Everything as JSON lines on standard error; else build/logs/ has it.")
    ] = False,
) -> None:
    """Run elections on a schedule, with Prefect, until Ctrl-C or SIGTERM; that ends all that it started.

    An election of which a source has `every:` in election.yml is looked at so often; all elections every night. What
    changes in election.yml is taken within seconds. Where PREFECT_API_URL names a server, that is used, and none is
    started. docs/operations.md has more: several machines, alerts, what to do when.
    """
    import os
    import sys
    from importlib.util import find_spec

    from numerim.declare.house import find_house

    if find_spec("prefect") is None:
        cure = "Install numerim[schedule]; `numerim run` publishes without it."
        raise InputError("numerim serve", "Prefect is not installed", cure)
    find_house()
    words = ["--port", port, "--metrics-port", metrics_port, "--limit", limit, "--pool", pool]
    more = [*([] if worker else ["--no-worker"]), *(["--json-logs"] if json_logs else [])]
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", "numerim.flows.serve", *map(str, words), *more])  # noqa: S606
