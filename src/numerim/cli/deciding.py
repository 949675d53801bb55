"""The commands by which a person decides of a release: `approve`, `withdraw`."""

from typing import TYPE_CHECKING, Annotated

import typer

from numerim.errors import InputError, going_on, tell_all

if TYPE_CHECKING:
    from numerim.ask.as_of import AsOf
    from numerim.declare.house import House

_By = Annotated[str, typer.Option("--by", metavar="NAME", help="Who decides. It is published.")]


def approve(
    election: Annotated[str | None, typer.Argument(help="The id of an election (default: all that wait).")] = None,
    digest: Annotated[
        str | None,
        typer.Argument(metavar="[DIGEST]", help="The digest of the release, or its first 12 digits or more."),
    ] = None,
    by: _By = "",
) -> None:
    """Show the release of an election that waits, or, with DIGEST and --by, approve it: it is then published.

    It is published byte for byte as it waits. Who approved it, and when, stands beside it. Before an embargo ends it is
    approved and waits on; the first run after that publishes it. An authority certifies a count: that is said in
    election.yml (certified: {by: …, on: …}) and makes a release of its own.
    """
    from numerim import stages
    from numerim.ask.waiting import in_a_line, in_full
    from numerim.declare.house import find_house
    from numerim.markdown import visible
    from numerim.publish.versions import versions
    from numerim.publish.waiting import all_that_wait, that_waits

    house = find_house()
    if election is None:
        found = all_that_wait(house)
        for one in found:
            typer.echo(in_a_line(one, stages.election_file(house, one.package).election.publish))
        typer.echo("`numerim approve ELECTION` shows one." if found else "Nothing waits.")
        return
    publish = stages.election_file(house, election).election.publish
    if not by and digest is None:
        waits = that_waits(house, election)
        if waits is None:
            listed = versions(house.published / election)
            typer.echo(f"No release of {election} waits." + ("" if listed else " None is published yet either."))
            return
        for line in in_full(house, waits, publish):
            typer.echo(line)
        return
    if digest is None:
        cure = f"`numerim approve {election}` shows what waits, and the command that approves it."
        raise InputError(f"numerim approve {election}", "it does not say which release is approved", cure)
    who = _named("--by", by, "Say who approves it")
    one, place = stages.approve(house, election, digest, who)
    if place:
        typer.echo(f"{election} {one.version} is published, approved by {visible(who)}: {house.shown(place)}")
    else:
        typer.echo(f"{election} {one.version} is approved by {visible(who)} and waits: {one.holds(publish)}.")
        typer.echo("The first run after that publishes it, unless another takes its place before.")


def withdraw(
    package: Annotated[str, typer.Argument(help="The package: the id of an election.")],
    version: Annotated[str, typer.Argument(help="The version that is withdrawn.")],
    because: Annotated[str, typer.Option("--because", metavar="WHY", help="Why. It is published.")] = "",
    by: _By = "",
) -> None:
    """Withdraw a published version: its files leave published/, and all catalogues say who withdrew it, when and why.

    Nothing is deleted: the files lie in unlisted/ then, and `verify` looks at them. The next release has a number above
    it; one with the same tables waits for a person. Nothing undoes this but a new release.
    """
    from numerim import stages
    from numerim.declare.house import find_house
    from numerim.markdown import visible
    from numerim.publish.versions import latest_of, versions

    house = find_house()
    wrong: list[InputError] = []
    who = why = ""
    with going_on(wrong):
        who = _named("--by", by, "Say who withdraws it")
    with going_on(wrong):
        why = _named("--because", because, "Say why")
    tell_all(wrong)
    packages = [path.parent.name for path in house.published.glob("*/versions.json")]
    if package not in packages:
        from numerim.errors import nearest

        raise InputError(package, "there is no such package", nearest(package, packages))
    again, lost = _before_it(house, package, version)
    if again:  # first: whatever ends this run, a release is there
        place = stages.bring_back(house, package, again.then, again.made.folder)
        typer.echo(f"{package} {again.then} had left; it was made again, byte for byte: {house.shown(place)}")
    _, folder, stale = stages.withdraw(house, package, version, who, why)
    if lost:
        typer.echo(lost, err=True)
    typer.echo(f"{package} {version} is withdrawn by {visible(who)}: {visible(why)}")
    if folder:
        typer.echo(f"Its files lie in {house.shown(folder)}.")
    latest = latest_of(versions(house.published / package))
    typer.echo(
        f"The latest version is {latest['version']} now."
        if latest
        else "No version of it is under published/ any more."
    )
    if stale:
        typer.echo("A release that waited followed it and is gone; the next run makes it anew.")
    typer.echo(f"If the inputs are still the same, `numerim release {package}` makes a release that waits.")


def _before_it(house: "House", package: str, version: str) -> "tuple[AsOf | None, str]":
    """The release before one that is withdrawn, made again where it has left; and why that cannot be, in words."""
    from numerim.ask.as_of import before_it

    try:
        again = before_it(house, package, version)
    except InputError as error:
        return None, f"The release before it has left, and cannot be made again: {error}"
    if again and not again.is_same:
        told = (
            f"The release before it has left, and this numerim makes another of its inputs ({again.numerim} made it)."
        )
        return None, told
    return again, ""


def _named(option: str, text: str, cure: str) -> str:
    from numerim.model.visible import seen

    try:
        text.encode()
    except UnicodeEncodeError:
        raise InputError(option, "it is not UTF-8", "Set the terminal to UTF-8.") from None
    if not seen(text):
        raise InputError(option, "it is missing, or nothing can be seen in it", f'{cure}: {option} "…".')
    if len(text) > 2000:
        raise InputError(option, f"it has {len(text):,} characters; 2,000 are the most", "Say it in fewer words.")
    return text
