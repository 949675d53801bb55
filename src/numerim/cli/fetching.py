"""The commands for sources that are fetched: `fetch`, `status`."""

from typing import Annotated

import typer

from numerim.ask.shown import Format

Elections = Annotated[list[str] | None, typer.Argument(help="Ids of elections (default: all under raw/).")]
As = Annotated[Format, typer.Option("--format", help="How to print the answer.")]


def fetch(
    elections: Elections = None,
    accept: Annotated[
        bool, typer.Option("--accept", help="Take what would be refused because it differs from what was there.")
    ] = False,
) -> None:
    """Look at the addresses of sources (`fetch:` in election.yml), and fetch what changed.

    Each state of a file is kept under snapshots/ for ever. A file that is not as it should be is refused, and the
    latest good one is used. Exit code 1 if something is refused or does not come.
    """
    from numerim.declare.house import find_house
    from numerim.errors import InputError
    from numerim.fetch.sources import fetch_sources

    house = find_house()
    for election in elections or []:
        house.election_file(election)
    failed, looked = False, False
    for election in elections or house.elections():
        for look in fetch_sources(house, election, accept=accept):
            looked = True
            failed |= look.outcome in ("refused", "failed")
            words = {"new": "new", "same": "unchanged", "refused": "REFUSED", "failed": "FAILED"}[look.outcome]
            typer.echo(f"{election} {look.name}: {words}: {look.says}", err=look.outcome in ("refused", "failed"))
    if not looked:
        problem = "no file of its sources has an address" if elections else "no election has a file with an address"
        raise InputError(
            ", ".join(elections or ["raw/"]), problem, "Write `fetch: https://…` under a file of a source."
        )
    raise typer.Exit(1 if failed else 0)


def status(
    elections: Elections = None,
    form: As = Format.table,
    as_json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
) -> None:
    """Say of every file that is fetched when it was looked at, when it changed, and since when it fails.

    The runs of an election on a schedule, and `numerim serve`, are told, too. Exit code 1 where anything fails, was
    never looked at, or is late: not looked at for twice the time that `every:` promises.
    """
    from numerim.ask.shown import show
    from numerim.ask.status import status as look
    from numerim.declare.house import find_house

    found = look(find_house(), elections)
    if not found and form is Format.table and not as_json:
        typer.echo("Nothing is fetched: no file has an address (`fetch: https://…` in election.yml), and nothing runs.")
    elif form is Format.table and not as_json:
        for one in found:
            times = ("checked", one.checked), ("changed", one.changed), ("failing since", one.failing_since)
            told = ", ".join(f"{what} {at}" for what, at in times if at)
            typer.echo(f"{one.election or 'numerim'} {one.file}: {one.state}" + (f"; {told}" if told else ""))
            if one.problem:
                typer.echo("  " + one.problem.replace("\n", "\n  "))
    else:
        names = ("election", "source", "file", "state", "checked", "changed", "failing_since", "problem")
        rows = [tuple(getattr(one, name) for name in names) for one in found]
        show(list(names), rows, Format.json if as_json else form)
    raise typer.Exit(1 if any(one.alarms for one in found) else 0)
