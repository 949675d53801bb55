"""The commands that answer questions about what is published: `sql`, `show`, `trace`."""

from pathlib import Path
from typing import Annotated

import typer

from numerim.ask.shown import Format
from numerim.cli.words import NOTHING_YET
from numerim.errors import InputError

As = Annotated[Format, typer.Option("--format", help="How to print the answer.")]


def sql(
    query: Annotated[str, typer.Argument(help='One SELECT, such as "FROM results LIMIT 5".')],
    form: As = Format.table,
    seconds: Annotated[float, typer.Option("--seconds", min=0.001, help="How long the answer may take.")] = 60.0,
    memory: Annotated[str, typer.Option("--memory", help="How much memory it may take, such as 512MB.")] = "2GB",
) -> None:
    """Ask the published tables of every package in SQL (DuckDB). Read-only; no files, no network."""
    from numerim.ask.shown import show
    from numerim.ask.sql import Limits, answered, is_query
    from numerim.declare.house import find_house
    from numerim.publish import library

    house = find_house()
    if not any(house.published.glob("*/versions.json")):
        raise InputError(f"{house.shown(house.published)}/", *NOTHING_YET)
    if not library.is_current(house):
        library.build_database(house)
    for package, version in library.outdated(house).items():
        told = f"{package} {version} was published under another contract and is not in these tables; "
        typer.echo(f"{told}`numerim release {package}` brings it in.", err=True)
    if not is_query(query):
        raise InputError("sql", "it is not one SELECT", "Ask one question at a time; nothing can be changed here.")
    limits = Limits(seconds, memory)
    columns, rows = answered(house.analysts_database, query, limits)
    show(columns, rows, form, fold=False)


def show(
    code: Annotated[
        str | None, typer.Argument(help="The code of a rule, such as R401; all are listed without.")
    ] = None,
    markdown: Annotated[bool, typer.Option("--markdown", help="All rules with their reasons, in Markdown.")] = False,
    sql: Annotated[bool, typer.Option("--sql", help="How the rule is computed, too.")] = False,
) -> None:
    """Explain a rule: what it claims, what it says if that is not so, why, by which law, and with --sql how."""
    from textwrap import fill

    from numerim.ask.explain import catalogue, explained
    from numerim.ask.shown import show as print_rows
    from numerim.judge.claims import CLAIMS
    from numerim.schemas.rule import rules

    known = rules()
    if code is not None and code.upper() in CLAIMS and code.upper() not in known:
        claim = CLAIMS[code.upper()]
        typer.echo(
            f"{claim.code}  {claim.title}\n\nSeverity: {claim.severity}. It checks files.\n\n{fill(claim.why, 100)}"
        )
        return
    if markdown:
        typer.echo(catalogue(), nl=False)
        return
    if code is None:
        print_rows(
            ["code", "severity", "family", "claim"],
            [(rule.code, rule.severity, rule.family, rule.title) for rule in known.values()],
            Format.table,
        )
        return
    if code.upper() not in known:
        raise InputError(code, "there is no such rule", "`numerim show` lists all of them.")
    typer.echo(explained(known[code.upper()], sql))


def trace(
    package: Annotated[str, typer.Argument(help="The package: the id of an election.")],
    table: Annotated[str, typer.Argument(help="A table of it, such as vote_counts.")],
    key: Annotated[
        list[str] | None, typer.Argument(help="As much of the row's key as singles it out; also column=value.")
    ] = None,
    documents: Annotated[
        list[Path] | None,
        typer.Option("--document", help="A document that was transcribed, to show the words of it; more than once."),
    ] = None,
) -> None:
    """Follow a published figure back to the bytes that it came from."""
    from numerim.ask.shown import bare
    from numerim.ask.trace import trace as traced
    from numerim.declare.house import find_house

    found = traced(find_house(), package, table, key or [], documents or [])
    for name, value in ((name, value) for name, value in found.row.items() if value is not None):
        typer.echo(f"{name:>14}  {bare(value)}")
    if not found.row:
        typer.echo("Nothing is published of it; everything that is said of it is held back.")
    for origin in found.origins:
        typer.echo("\n".join(["", *origin.lines()]))
