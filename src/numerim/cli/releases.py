"""The commands that make and look at releases: `release`, `diff`, `verify`."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from numerim.cli.words import NOTHING_YET, Election
from numerim.errors import InputError

if TYPE_CHECKING:
    from numerim.declare.house import House


class Told(StrEnum):
    """How a difference is printed."""

    text = "text"
    json = "json"


def release(
    election: Election,
    when: Annotated[
        str | None,
        typer.Option("--as-of", metavar="TIME", help="Make it again as it was at this time, apart from published/."),
    ] = None,
    into: Annotated[
        Path | None, typer.Option("--into", help="With --as-of, the folder that it is made in; else under build/.")
    ] = None,
) -> None:
    """Check an election and publish it, without Prefect. No change, no release.

    Where `publish:` in its election.yml says so, the release waits, until a person approves it or an embargo ends.
    """
    from numerim.declare.house import find_house

    house = find_house()
    if when is not None:
        raise typer.Exit(_as_of(house, election, when, into))
    if into is not None:
        raise InputError("--into", "it says where a release of another time is made", "Add --as-of.")
    from numerim import doing, in_memory, inputs, stages

    state = inputs.take(house, election)
    state.see_sources()
    if there := stages.released(state):
        made, came_to = there
        stages.bring_up_to_date(house)
    else:
        with doing.shown(), in_memory.checked_as(state) as connection:
            made, came_to = stages.publish(connection, state), in_memory.summarised(connection, election)
    said = "published" if made.is_new else "unchanged since"
    told = f"{made.package} {made.version} waits" if made.waits else f"{made.package} {said} {made.version}"
    typer.echo(f"{told}: {house.shown(made.folder)}")
    if made.waits:
        typer.echo(f"It is not listed: {made.waits}.\n{made.summary}\nTo look at it:  numerim approve {made.package}")
        if made.approve:
            typer.echo(f"To approve it:  {made.approve}")
        raise typer.Exit(1 if came_to.held_back else 0)
    if made.summary:
        typer.echo(f"{made.summary} `numerim diff {made.package}` tells it.")
    raise typer.Exit(1 if came_to.held_back else 0)


def _as_of(house: "House", election: str, when: str, into: Path | None) -> int:
    """Make a release of another time again, tell it, and give the exit code."""
    from numerim import __version__
    from numerim.ask.as_of import as_of

    house.election_file(election)
    found = as_of(house, election, when, into)
    folder = found.made.folder if into else house.shown(found.made.folder)
    typer.echo(f"{election} as known since {found.at}: {found.made.version}: {folder}")
    if found.is_same is None:
        typer.echo("Nothing was published of it then.")
    elif found.is_same:
        typer.echo(f"Byte for byte {found.then}, as it was published then.")
    else:
        why = f" numerim was {found.numerim} then and is {__version__} now." if found.numerim != __version__ else ""
        typer.echo(f"It is not {found.then}, as it was published then.{why}", err=True)
        return 1
    return 0


def diff(
    package: Annotated[str, typer.Argument(help="The package: the id of an election.")],
    before: Annotated[
        str | None, typer.Argument(metavar="[FROM]", help="A version (default: the one before TO).")
    ] = None,
    after: Annotated[str | None, typer.Argument(metavar="[TO]", help="A later version; else the latest.")] = None,
    form: Annotated[Told, typer.Option("--format", help="In words, or as diff.json has it.")] = Told.text,
    every: Annotated[bool, typer.Option("--all", help="All changes, even if a table has many.")] = False,
) -> None:
    """Say what changed between two versions: the schema, then rows and figures, each with what brought it."""
    from numerim.ask.waiting import withdrawn
    from numerim.declare.house import find_house
    from numerim.publish.difference.told import laid_out, lines
    from numerim.publish.release import difference_of

    house = find_house()
    said = difference_of(house, package, before, after)
    if form is Told.json:
        typer.echo(laid_out(said), nl=False)
        return
    typer.echo(f"{package} {said['from'] or '(nothing)'} → {said['to']}: {said['level']}. {said['summary']}")
    for version in (said["from"], said["to"]):
        if told := withdrawn(house, package, version):
            typer.echo(told, err=True)
    for line in lines(said, every=every):
        typer.echo(line)


def verify(
    public_key: Annotated[
        str | None,
        typer.Option(
            metavar="KEY", help="A public key of minisign, or its file: every release must be signed with it."
        ),
    ] = None,
) -> None:
    """Compute every digest under published/ again and name what is not as it was published.

    Signatures are checked by the keys that numerim.yml declares, or by the one that is given.
    """
    from numerim.ask.verify import verify as look
    from numerim.declare.house import find_house
    from numerim.schemas.sentence import sentence

    house = find_house()
    if not house.published.is_dir():
        raise InputError(f"{house.shown(house.published)}/", *NOTHING_YET)
    found = look(house, public_key)
    for place in found.left_over:
        told = "left by a run that was cut off, or that is at work now; `numerim run` clears it, and ends what it began"
        typer.echo(f"{place}: {told}", err=True)
    for place, what in found.touched:
        typer.echo(f"{place}: {what}")
    if found.missing:
        told = ", ".join(found.missing)
        typer.echo(f"in the archive of the release only: {told}", err=True)
    touched = "{touched:is not as it was|are not as they were} published"
    if found.unsigned:
        typer.echo(f"not signed, though numerim.yml declares a key: {', '.join(found.unsigned)}", err=True)
    if found.unchecked:
        told = ", ".join(found.unchecked)
        typer.echo(f"signed, but not checked, for numerim.yml declares no minisign_public_key: {told}", err=True)
    if found.signed:
        typer.echo(sentence("{signed:signature holds|signatures hold}.", {"signed": found.signed}))
    counts = {"releases": found.releases, "files": found.files, "touched": len(found.touched)}
    state = touched if found.touched else "all as they were published"
    typer.echo(sentence(f"{{releases:release|releases}}, {{files:file|files}}: {state}.", counts))
    raise typer.Exit(1 if found.touched else 0)
