"""The commands by which a reader corrects a figure, and the desk answers: `object`, `answer`."""

from pathlib import Path
from typing import Annotated

import typer

from numerim.ask.shown import Checked
from numerim.errors import InputError


def object_to(
    package: Annotated[str, typer.Argument(help="The package: the id of an election.")],
    key: Annotated[
        list[str],
        typer.Argument(
            metavar="TABLE KEY…|SOURCE|LOCATOR",
            help="The figure, as for trace: a table and as much of the key as singles it out; or its place.",
        ),
    ],
    should_be: Annotated[str, typer.Option("--should-be", help="What the figure should be.")],
    because: Annotated[str, typer.Option("--because", help="How you know. It is published.")],
    evidence: Annotated[
        str | None, typer.Option("--evidence", metavar="URL", help="Where one can see it. It is published.")
    ] = None,
    by: Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who you are.")] = None,
    credit: Annotated[bool, typer.Option("--credit", help="That name may be published.")] = False,
    version: Annotated[
        str | None, typer.Option("--version", help="The version that you have; else the latest.")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", help="The file; else build/objection-….yml.")] = None,
) -> None:
    """Write down that a published figure is wrong, as a small file for the publisher of the package.

    `numerim check FILE` says what would follow from it. Nothing is corrected by itself.
    """
    from numerim import disk
    from numerim.ask.objection import make, name_of
    from numerim.declare.house import find_house
    from numerim.declare.settings import read_settings

    if credit and not by:
        raise InputError("--credit", "no name is given", "Add --by.")
    house = find_house()
    given = {"should_be": should_be, "because": because, "evidence": evidence, "by": by, "credit": credit}
    said = {name: value for name, value in given.items() if value is not None}
    one, figure = make(house, package, key, version, said)
    path = out or house.build / name_of(one)
    if out and out.exists():
        raise InputError(str(out), "it is there already", "Name a file that is not there yet.")
    with disk.told(str(path), path.with_name(f".{path.name}.unfinished")):
        path.parent.mkdir(parents=True, exist_ok=True)
        disk.write(path, one.text())
    typer.echo(
        f"{figure.package} {figure.version}, {figure.measure}: {figure.source}|{figure.locator}  ({figure.title})"
    )
    if figure.table:
        typer.echo(f"  {figure.table} {figure.key}")
    typer.echo(f"  published {figure.published}, printed {figure.printed!r} ({figure.fate.replace('_', ' ')})")
    if figure.elsewhere:
        typer.echo(f"  stated elsewhere, too: {', '.join(figure.elsewhere)}")
    shown = house.shown(path) if out is None else str(out)
    typer.echo(f"{shown} says that it should be {one.should_be}.")
    contact = read_settings(house).contact
    to = f"send it to {contact}" if contact else "send it to the publisher of the package"
    typer.echo(f"`numerim check {shown}` says what would follow; then {to}.")


def answer(
    file: Annotated[Path, typer.Argument(help="The file of an objection.")],
    state: Annotated[str, typer.Argument(metavar="accepted|declined|open", help="What is decided.")],
    because: Annotated[str, typer.Option("--because", help="Why. It is published.")],
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="Who decides. It is published.")],
) -> None:
    """Answer an objection: the answer is written into its file. Nothing is corrected by itself.

    Where it is accepted, the entry is printed that belongs under corrections: in election.yml.
    """
    from numerim.ask.answering import answer as write_answer
    from numerim.declare.house import find_house
    from numerim.errors import nearest
    from numerim.schemas.vocabulary import OBJECTION_STATES

    if state not in OBJECTION_STATES:
        raise InputError(state, "this is not an answer", nearest(state, list(OBJECTION_STATES)))
    done = write_answer(find_house(), file, state, because, by)
    typer.echo(f"{file}: {state}. {OBJECTION_STATES[state]}.")
    if done.unnamed:
        typer.echo("The name in it is taken out: there was no `credit: true`. Keep it with your correspondence.")
    if done.belongs:
        typer.echo(f"Move it to {done.belongs} to publish it with the next release.")
    if done.entry:
        typer.echo(f"To correct the figure, under corrections: in {done.where}:\n  {done.entry}")


def judge_files(names: list[str], asked_form: Checked | None) -> int:
    """Judge the files of objections; give the exit code: 1 where one would bring errors.

    Raises:
        InputError: one cannot be judged, or they cannot be printed so.
    """
    import json

    from numerim.ask.objection import as_json, judge, lines
    from numerim.declare.house import find_house
    from numerim.declare.objection import read_objection

    form = asked_form or Checked.text
    if form not in (Checked.text, Checked.json):
        raise InputError(f"--format {form.value}", "an objection is printed as text or json", "Choose one of them.")
    house = find_house()
    judged = [(name, judge(house, read_objection(Path(name), name), name)) for name in names]
    if form is Checked.json:
        typer.echo(json.dumps([as_json(one, name) for name, one in judged], ensure_ascii=False, indent=2))
    else:
        typer.echo("\n\n".join("\n".join(lines(one, name)) for name, one in judged))
    return int(any(one.breaks for _, one in judged))
